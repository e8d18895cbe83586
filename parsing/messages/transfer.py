"""Content-Transfer-Encodings: RFC 2045, section 6, and uuencode, read as far as they can be.

Damage is told as a defect; what can be read before, between and after it is kept.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache
from typing import Final

from parsing.errors import Defect

LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
BLANKS: Final = b" \t\r\n"
BASE64_LINE: Final = re.compile(rb"[A-Za-z0-9+/]{1,}={0,2}\s*")
BASE64_END: Final = re.compile(rb"[A-Za-z0-9+/]{2,}={1,2}")
DAMAGED_QP: Final = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\r?\n|\Z))")
SOFT_BREAK: Final = re.compile(rb"=[ \t]+(?=\r?\n|\Z)")
UU_BEGIN: Final = re.compile(rb"(?:\A|\n)begin(?:-base64)? [0-7]{3,4} [^\n]*\n")

ALIASES: Final = {
    "base64": "base64",
    "b": "base64",
    "quoted-printable": "quoted-printable",
    "quotedprintable": "quoted-printable",
    "quoted printable": "quoted-printable",
    "qp": "quoted-printable",
    "q": "quoted-printable",
    "x-uuencode": "uuencode",
    "uuencode": "uuencode",
    "x-uue": "uuencode",
    "uue": "uuencode",
}
LONGEST_NAME: Final = 64
IDENTITY: Final = re.compile(r"|[678][ -]?bits?|binary|none|plain|normal|text|raw")


@lru_cache(maxsize=64)
def encoding_of(field: str | None) -> tuple[str, Defect | None]:
    """Return the encoding that a Content-Transfer-Encoding field names, "" for none.

    >>> encoding_of("Quoted-Printable; oops"), encoding_of("8 bits"), encoding_of("rot-13")
    (('quoted-printable', None), ('', None), ('', <Defect.BAD_TRANSFER_ENCODING: 'bad-transfer-encoding'>))
    """
    if not field:
        return "", None
    name = field[:LONGEST_NAME].split(";", 1)[0].split("(", 1)[0].strip(" \t\"'").lower()
    known = ALIASES.get(name)
    if known:
        return known, None
    return "", None if IDENTITY.fullmatch(name) else Defect.BAD_TRANSFER_ENCODING


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, Defect | None]:
    """Return bytes with their transfer encoding taken off, and what was wrong."""
    match encoding:
        case "base64":
            return decode_base64(data)
        case "quoted-printable":
            return decode_quoted_printable(data)
        case "uuencode":
            return decode_uu(data)
        case _:
            return data, None


def decode_base64(data: bytes) -> tuple[bytes, Defect | None]:
    r"""Return what base64 stands for; plain text that a list has put behind it stays plain.

    >>> decode_base64(b"SGVsbG8h\n")[0], decode_base64(b"SGVsbG8=\n\nSent by a list\n")[0]
    (b'Hello!', b'Hello\nSent by a list\n')
    """
    packed = data.translate(None, BLANKS)
    letters = packed.rstrip(b"=")
    if letters.translate(None, LETTERS):
        return decode_base64_lines(data), Defect.BAD_TRANSFER_ENCODING
    extra = len(letters) % 4
    whole = letters[: len(letters) - 1] if extra == 1 else letters
    decoded = binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return decoded, None if len(packed) % 4 == 0 else Defect.BAD_TRANSFER_ENCODING


def decode_base64_lines(data: bytes) -> bytes:
    """Return base64 with something else in or after it: stretches decoded, other lines as they are."""
    pieces: list[bytes] = []
    stretch: list[bytes] = []
    for line in data.replace(b"\r\n", b"\n").split(b"\n"):
        stripped = line.strip()
        if not stripped:
            continue
        if BASE64_LINE.fullmatch(stripped) and is_likely(stripped, begun=bool(stretch)):
            stretch.append(stripped.rstrip(b"="))
            if stripped.endswith(b"="):
                pieces.append(unpacked(stretch))
            continue
        ending = BASE64_END.match(line)  # a list's footer was put right behind it
        letters = ending.end() if ending and ending.end() % 4 == 0 else 0
        stretch.append(line[:letters].rstrip(b"="))
        pieces.append(unpacked(stretch))
        pieces += (newline_between(pieces), line[letters:], b"\n")
    pieces.append(unpacked(stretch))
    return b"".join(pieces)


def is_likely(line: bytes, *, begun: bool) -> bool:
    """Tell whether a line of base64 letters is base64 and not a word: whole, and long or behind another."""
    return len(line) > 40 or (len(line) % 4 == 0 and (begun or len(line) >= 16 or line.endswith(b"=")))


def unpacked(stretch: list[bytes]) -> bytes:
    """Return what lines of base64 stand for, and empty the list."""
    letters = b"".join(stretch)
    stretch.clear()
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def newline_between(pieces: list[bytes]) -> bytes:
    """Return a line end if the text before has none."""
    last = next((piece for piece in reversed(pieces) if piece), b"\n")
    return b"" if last.endswith(b"\n") else b"\n"


def decode_quoted_printable(data: bytes) -> tuple[bytes, Defect | None]:
    r"""Return what quoted-printable stands for; an `=` that means nothing stays.

    >>> decode_quoted_printable(b"caf=C3=A9 =\n1 = 1")
    (b'caf\xc3\xa9 1 = 1', <Defect.BAD_TRANSFER_ENCODING: 'bad-transfer-encoding'>)
    """
    if b"= " in data or b"=\t" in data:
        data = SOFT_BREAK.sub(b"=", data)
    damaged = DAMAGED_QP.search(data)
    return binascii.a2b_qp(data), Defect.BAD_TRANSFER_ENCODING if damaged else None


def decode_uu(data: bytes) -> tuple[bytes, Defect | None]:
    """Return the file in uuencoded text, the text itself where there is none."""
    begin = UU_BEGIN.search(data)
    if begin is None:
        return data, Defect.BAD_TRANSFER_ENCODING
    pieces: list[bytes] = []
    defect: Defect | None = Defect.BAD_TRANSFER_ENCODING
    for line in data[begin.end() :].replace(b"\r\n", b"\n").split(b"\n"):
        if line == b"end":
            defect = None
            break
        if line:
            pieces.append(uu_line(line))
    return b"".join(pieces), defect


def uu_line(line: bytes) -> bytes:
    """Return the bytes of one line; some encoders end it wrongly, so its count says how much is meant."""
    wanted = ((line[0] - 32) & 63) * 4 // 3 + 1
    for attempt in (line, line[: wanted + 1]):
        try:
            return binascii.a2b_uu(attempt)[: len(line) * 3 // 4]  # no zeros for what is cut off
        except binascii.Error:
            continue
    return b""
