"""Bytes to text by the name of a charset: RFC 2045, and what is done where the name is missing or wrong.

What is certain goes before any label: text of multi-byte UTF-8, whole words of bytes above 127 under a Latin
label. Then the label is believed, then the bytes are guessed at, and what was guessed is told as a defect.
Mojibake, UTF-8 that was read as Latin by someone before and encoded again, is left as it is: it is what the
message says now, its quotes say the same, and people write about it. Only one layer is ever taken off, that
of a label which is wrong for certain.
"""

from __future__ import annotations

import codecs
from typing import Final

from parsing.errors import Defect
from parsing.headers.charset_guess import (
    UTF_8,
    guess_codec,
    is_certain_utf_8,
    is_other_script,
    may_be_other_script,
    sample,
)
from parsing.headers.charset_names import ESCAPING, LATIN, SECOND_CHOICE, UNLABELLED, WIDE, codec_of

HOLES: Final = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
WINDOWS_1252: Final = "".join(
    chr(byte) if byte in HOLES else bytes((byte,)).decode("cp1252") for byte in range(256)
)
MIXED: Final = "wrote-mixed"
ESCAPE: Final = b"\x1b$"
BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
FEW_BAD: Final = 8
"""One of so many bytes above 127 may be wrong under a label that is believed."""


def decode(data: bytes, label: str | None) -> tuple[str, Defect | None]:
    r"""Return text for bytes whatever the label, and what was wrong.

    Bytes without a (known) label are UTF-8 where they are valid as such; else their charset is guessed.

    >>> decode(b"caf\xe9", "iso-8859-1"), decode(b"caf\xc3\xa9", "x-nonsense")
    (('café', None), ('café', <Defect.UNKNOWN_CHARSET: 'unknown-charset'>))
    >>> decode(b"caf\xc3\xa9", "iso-8859-1")
    ('café', <Defect.CHARSET_GUESSED: 'charset-guessed'>)
    """
    codec = codec_of(label)
    if codec is None:
        return decode_unlabelled(data)[0], Defect.UNKNOWN_CHARSET
    if data.isascii() and codec not in ESCAPING and codec not in WIDE and ESCAPE not in data:
        return data.decode("ascii"), None
    if codec in READERS:
        return READERS[codec](data)
    return decode_wide(data, codec) if codec in WIDE else decode_labelled(data, codec)


def decode_wide(data: bytes, codec: str) -> tuple[str, Defect | None]:
    """Return text of two or four bytes a letter, unless it is ASCII."""
    if b"\0" not in data and data.isascii():
        return data.decode("ascii"), Defect.UNDECODABLE_TEXT
    return decode_by(data, codec)


def decode_labelled(data: bytes, codec: str) -> tuple[str, Defect | None]:
    """Return text by a codec that a label names, unless it is UTF-8 for certain."""
    if codec in ESCAPING:
        return decode_by(data, codec) if data.isascii() else decode_half_escaped(data, codec)
    if is_certain_utf_8(data, codec):
        return utf_8_text(data), Defect.CHARSET_GUESSED
    return decode_by(data, codec)


def decode_unlabelled(data: bytes) -> tuple[str, Defect | None]:
    """Return text for bytes that nothing is known about; only UTF-8 and escapes are no guess."""
    if ESCAPE in data:  # old Japanese and Korean mail, which needed no label
        escaped = decode_escaped(data)
        if escaped is not None:
            return escaped, None
    if data[:2] in BYTE_ORDER_MARKS and len(data) % 2 == 0:
        return data.decode("utf-16", "replace"), None
    text, defect = decode_utf_8(data)
    return text, Defect.CHARSET_GUESSED if defect else None


def decode_unguessed(data: bytes) -> str:
    """Return text for bytes without a label that must be read the same wherever they stand, as ids must."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return latin_text(data)


def decode_latin(data: bytes) -> tuple[str, Defect | None]:
    """Return Windows-1252 text unless it is none for certain."""
    if data.isascii():
        escaped = decode_escaped(data)
        if escaped is not None:
            return escaped, Defect.CHARSET_GUESSED
    elif is_certain_utf_8(data, LATIN):
        return utf_8_text(data), Defect.CHARSET_GUESSED
    elif is_other_script(sample(data)):
        codec = guess_codec(data)
        if codec != LATIN:
            return decode_by(data, codec)[0], Defect.CHARSET_GUESSED
    return latin_text(data), None


def latin_text(data: bytes) -> str:
    """Return Windows-1252 text; its five holes are the C1 controls of Latin-1."""
    return codecs.charmap_decode(data, "strict", WINDOWS_1252)[0]


def utf_8_text(data: bytes) -> str:
    """Return valid UTF-8 text without its byte order mark."""
    return data.decode("utf-8").removeprefix("\ufeff")


def decode_utf_8(data: bytes) -> tuple[str, Defect | None]:
    r"""Return UTF-8 text; a few bad bytes do not spoil the good ones, and mostly bad is something else.

    >>> decode_utf_8(b"na\xc3\xafve, \xc3\xbcber, caf\xe9")[0]
    'naïve, über, café'
    """
    if ESCAPE in data and data.isascii():
        escaped = decode_escaped(data)
        if escaped is not None:
            return escaped, Defect.CHARSET_GUESSED
    try:
        return utf_8_text(data), None
    except UnicodeDecodeError:
        pass
    if is_mostly_utf_8(data):
        return data.decode("utf-8", MIXED).removeprefix("\ufeff"), Defect.UNDECODABLE_TEXT
    return decode_guessed(data), Defect.CHARSET_GUESSED


def is_mostly_utf_8(data: bytes) -> bool:
    """Tell whether bytes have as many sequences of UTF-8 as stretches that are none, or neither."""
    bad = data.decode("utf-8", "replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return bad == 0 or sum(1 for _ in UTF_8.finditer(data)) >= bad


def as_latin_letter(error: UnicodeError) -> tuple[str, int]:
    """Read a stray byte in UTF-8 text as the Windows-1252 letter it is; a cut-off sequence has none."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    if len(stray) == 1 and stray[0] >= 0xA0:
        return latin_text(stray), error.end
    return "\ufffd", error.end


codecs.register_error(MIXED, as_latin_letter)


def decode_guessed(data: bytes) -> str:
    """Return text in the charset that its bytes are most likely in."""
    codec = guess_codec(data)
    return latin_text(data) if codec == LATIN else decode_by(data, codec, believed=True)[0]


def decode_by(data: bytes, codec: str, *, believed: bool = False) -> tuple[str, Defect | None]:
    """Return text by one codec of the table, or by its second choice; what neither knows becomes U+FFFD.

    Where too much of it does, the label is wrong, and the charset is guessed.
    """
    for name in (codec, *SECOND_CHOICE.get(codec, ())):
        try:
            return data.decode(name).removeprefix("\ufeff"), None
        except UnicodeDecodeError:
            continue
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    if not believed and codec not in WIDE and is_mislabelled(data, text):
        return decode_unlabelled(data)[0], Defect.CHARSET_GUESSED
    return text, Defect.UNDECODABLE_TEXT


def is_mislabelled(data: bytes, text: str) -> bool:
    """Tell whether a label gives so much that is unreadable that a guess is better."""
    if text.count("\ufffd") * FEW_BAD <= count_high(data):
        return False
    return is_utf_8(data) or guess_codec(data) != LATIN or not may_be_other_script(sample(data))


def is_utf_8(data: bytes) -> bool:
    """Tell whether bytes are valid UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def count_high(data: bytes) -> int:
    """Count the bytes above 127."""
    return len(data.translate(None, bytes(range(128))))


def decode_escaped(data: bytes) -> str | None:
    """Return the text of ISO-2022-JP or -KR without a label, None if it is neither."""
    for name in ("iso2022_kr",) if b"\x1b$)C" in data else ("iso2022_jp_2", *SECOND_CHOICE["iso2022_jp_2"]):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def decode_half_escaped(data: bytes, codec: str) -> tuple[str, Defect | None]:
    """Return text whose charset has no bytes above 127, which it has: lines with them are guessed.

    RFC 1468: each line ends in ASCII, so lines may be read one by one.
    """
    lines = data.split(b"\n")
    plain = [line.isascii() for line in lines]
    guessed = decode_unlabelled(b"\n".join([line for line in lines if not line.isascii()]))[0].split("\n")
    text, defect = decode_by(b"\n".join([line if line.isascii() else b"" for line in lines]), codec)
    texts = text.split("\n")
    if len(texts) != len(lines) or len(guessed) != plain.count(False):
        return data.decode(codec, "replace"), Defect.UNDECODABLE_TEXT
    others = iter(guessed)
    text = "\n".join([own if known else next(others) for own, known in zip(texts, plain, strict=True)])
    return text, defect or Defect.CHARSET_GUESSED


READERS: Final = {UNLABELLED: decode_unlabelled, LATIN: decode_latin, "utf-8": decode_utf_8}
"""What is read by a rule of ours, not by one codec of Python's."""
