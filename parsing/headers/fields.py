"""Header fields: RFC 5322, sections 2.2, 3.6 and 4.5, read as leniently as real mail needs.

A line ends with CRLF, LF or a lone CR; a field's name may have any case and a blank before its colon. Lines
that are no fields (a `From ` or `>From ` line, wrapped text without its blank) are left out with a defect,
unless no known field follows: then the body starts there, its blank line missing. Values are raw: unfolded,
encoded-words as they stand. `scan_fields` is the fast path for the index, over a block that is not split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from parsing.errors import Defect
from parsing.headers.charset_guess import guess_codec
from parsing.headers.charset_names import ESCAPING, LATIN, UNLABELLED, WIDE, codec_of
from parsing.headers.charsets import decode, is_mostly_utf_8
from parsing.headers.encoded_words import decode_words
from parsing.limits import FIELD_BYTES_USED, HEADER_BLOCK_BYTES

NAME: Final = rb"[!-9;-~]{1,997}+"
FIELD: Final = re.compile(rb"^(" + NAME + rb")[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.MULTILINE)
FIELD_TEXT: Final = re.compile(FIELD.pattern.decode("ascii"), re.MULTILINE)
FIRST_FIELD: Final = re.compile(NAME + rb"[ \t]*+:")
JUNK: Final = re.compile(rb"\n(?!" + NAME + rb"[ \t]*+:|[ \t]|\Z)")
KNOWN_FIELD: Final = re.compile(
    rb"\n(?:From|To|Cc|Subject|Date|Message-Id|In-Reply-To|References|Received|Return-Path|Reply-To|Sender"
    rb"|Mime-Version|Content-[a-z-]{2,30}+|Delivered-To|User-Agent|List-[a-z-]{2,30}+|X-[!-9;-~]{1,60}+)"
    rb"[ \t]*+:",
    re.IGNORECASE,
)
LINE_END: Final = re.compile(rb"(?<!\r)\r+\n|\n|\r")
LONG_LINE_END: Final = re.compile(rb"(?<!\r)\r+\n")
HEADER_END: Final = re.compile(rb"\n\r*\n")
LEADING_BLANK: Final = re.compile(rb"[\r\n]*")

SCANNED: Final = re.compile(
    rb"\n(?=[DFIMRS])(Message-ID|In-Reply-To|References|Subject|From|Date)"
    rb"[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)",
    re.IGNORECASE,
)
"""The names begin with letters of their own, by which they are told apart."""
LOWER: Final = 0x20
STATED_CHARSET: Final = re.compile(
    rb"^Content-Type[ \t]*+:(?:[^\n]|\n[ \t]){0,300}?charset[ \t]{0,9}=[ \t]{0,9}[\"']?([!#-&(-:<-~]{1,64})",
    re.IGNORECASE | re.MULTILINE,
)
LATIN_LABEL: Final = "windows-1252"
NO_HELP: Final = frozenset({None, UNLABELLED, "utf-8", *ESCAPING, *WIDE})


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header as they stand, in order, with raw unfolded values."""

    items: tuple[tuple[str, str], ...]
    defects: tuple[Defect, ...]
    names: tuple[str, ...]
    """The names of the items, lower-case."""

    def first(self, name: str) -> str | None:
        """Return the raw value of the first field of this name."""
        name = name.lower()
        return self.items[self.names.index(name)][1] if name in self.names else None

    def all(self, name: str) -> tuple[str, ...]:
        """Return the raw values of all fields of this name."""
        name = name.lower()
        return tuple(item[1] for item, known in zip(self.items, self.names, strict=True) if known == name)


class ScannedFields(NamedTuple):
    """What the index needs of a header: raw values, still folded, None where there is no such field."""

    message_id: bytes | None
    in_reply_to: bytes | None
    references: bytes | None
    subject: bytes | None
    sender: bytes | None
    date: bytes | None


def split_message(raw: bytes) -> tuple[bytes, int]:
    r"""Return the header block and where the body starts.

    The block has LF line ends and ends without the blank line; the place is one in the bytes given.

    >>> split_message(b"Subject: x\r\n\r\nText")
    (b'Subject: x', 14)
    >>> split_message(b"Subject: x\nDear all,\n\nText")
    (b'Subject: x', 11)
    """
    start = first_field(raw)
    end, body = header_end(raw, start)
    if end <= start:
        return b"", body
    block = with_lf(raw[start:end]).rstrip(b"\n")
    junk = JUNK.search(block) if is_field(block) else None
    if junk is None and is_field(block):
        return block, body
    return without_text(raw, start, block, body)


def with_lf(block: bytes) -> bytes:
    """Return a header block with one kind of line end."""
    if b"\r" not in block:
        return block
    block = block.replace(b"\r\n", b"\n")
    return LONG_LINE_END.sub(b"\n", block).replace(b"\r", b"\n") if b"\r" in block else block


def first_field(raw: bytes) -> int:
    """Return where the header starts: blank lines before a field are no end of the header."""
    if raw[:1] not in (b"\r", b"\n"):
        return 0
    blank = LEADING_BLANK.match(raw)
    start = blank.end() if blank else 0
    return start if FIRST_FIELD.match(raw, start) else 0


def header_end(raw: bytes, start: int) -> tuple[int, int]:
    """Return where the header's last line ends, and where the body starts."""
    if raw[start : start + 1] == b"\n":
        return start, start + 1
    if raw[start : start + 2] == b"\r\n":
        return start, start + 2
    end = raw.find(b"\n\n", start)
    crlf = raw.find(b"\n\r", start, end if end >= 0 else len(raw))
    if crlf >= 0:
        found = HEADER_END.search(raw, start)
        return (found.start(), found.end()) if found else (len(raw), len(raw))
    if end >= 0:
        return end, end + 2
    if b"\n" not in raw and (end := raw.find(b"\r\r", start)) >= 0:
        return end, end + 2
    return len(raw), len(raw)


def is_field(block: bytes) -> bool:
    """Tell whether a block begins with a field."""
    return FIRST_FIELD.match(block) is not None


def without_text(raw: bytes, start: int, block: bytes, body: int) -> tuple[bytes, int]:
    """Return a header block that has lines which are no fields, and where its body really starts.

    Junk that a known field follows is junk; after the last known field it is text that lost its blank line.
    """
    lined = b"\n" + block
    last_known = -1
    for known in KNOWN_FIELD.finditer(lined):
        last_known = known.start()
    junk = JUNK.search(lined, max(last_known, 0))
    if junk is None:
        return block, body
    kept = lined[1 : junk.start()] if junk.start() > 0 else b""
    lines_kept = kept.count(b"\n") + 1 if junk.start() > 0 else 0
    return kept, start_of_line(raw, start, lines_kept)


def start_of_line(raw: bytes, start: int, lines: int) -> int:
    """Return where a line starts, counted from `start`; any line end counts as in the header."""
    for _ in range(lines):
        found = LINE_END.search(raw, start)
        if found is None:
            return len(raw)
        start = found.end()
    return start


def parse_header(block: bytes) -> Header:
    """Return the fields of a header block."""
    defects: list[Defect] = []
    if len(block) > HEADER_BLOCK_BYTES:
        block = block[:HEADER_BLOCK_BYTES]
        defects.append(Defect.HEADER_TOO_LONG)
    block = with_lf(block).strip(b"\n")
    if block.isascii() and b"\x1b" not in block:
        found = FIELD_TEXT.findall(block.decode("ascii"))
        items = tuple(
            [(name, unfolded(value) if "\n" in value else value.rstrip(" \t")) for name, value in found]
        )
    else:
        raw = FIELD.findall(block)
        found = [(name.decode("ascii"), value.decode("latin-1")) for name, value in raw]
        charset = raw_charset(block)
        items = tuple((name.decode("ascii"), field_text(value, charset)) for name, value in raw)
        if charset and not stated_charset(block):
            defects.append(Defect.CHARSET_GUESSED)
    lines = len(found) + "".join([value for _, value in found]).count("\n")
    if block and lines != block.count(b"\n") + 1:
        defects.append(Defect.BAD_HEADER)
    if len(block) > FIELD_BYTES_USED and any(len(value) > FIELD_BYTES_USED for _, value in items):
        items = tuple((name, value[:FIELD_BYTES_USED]) for name, value in items)
        defects.append(Defect.HEADER_TOO_LONG)
    return Header(items, tuple(dict.fromkeys(defects)), tuple([name.lower() for name, _ in items]))


def unfolded(value: str) -> str:
    """Return a value on one line: a fold is one blank."""
    lines = [line.strip(" \t") for line in value.split("\n")]
    return " ".join([line for line in lines if line])


def raw_charset(block: bytes) -> str | None:
    """Return the charset of a header's bytes above 127, None where they are UTF-8 or there are none.

    It is the body's, if that is stated, else a guess from all the fields: each alone is too short for one.
    """
    if is_mostly_utf_8(block):
        return None
    stated = stated_charset(block)
    if stated:
        return stated
    codec = guess_codec(block)
    return LATIN_LABEL if codec == LATIN else codec


def stated_charset(block: bytes) -> str | None:
    """Return the charset that a header states for the body, None where it helps nothing."""
    found = STATED_CHARSET.search(block)
    label = found[1].decode("ascii") if found else None
    return None if codec_of(label) in NO_HELP else label


def field_text(value: bytes, charset: str | None = None) -> str:
    r"""Return a raw value as text: unfolded, UTF-8 where it is valid, else in the header's charset.

    >>> field_text(b"a long\r\n\tsubject"), field_text(b"\xcd\xc9\xd2", "koi8-r")
    ('a long subject', 'мир')
    """
    if charset and is_mostly_utf_8(value):
        charset = None
    if b"\n" in value or b"\r" in value:
        return unfolded(decode(with_lf(value), charset)[0])
    return decode(value, charset)[0].strip(" \t")


def decoded_text(value: bytes, charset: str | None = None) -> str:
    """Return a raw value as a reader sees it: unfolded and its encoded-words decoded."""
    return decode_words(field_text(value[:FIELD_BYTES_USED], charset))


def scan_fields(block: bytes) -> ScannedFields:
    """Return the few fields that the index needs, each the first of its name."""
    if len(block) > HEADER_BLOCK_BYTES:
        block = block[:HEADER_BLOCK_BYTES]
    block = with_lf(block)
    found = {name[0] | LOWER: value for name, value in reversed(SCANNED.findall(b"\n" + block))}
    return ScannedFields(*map(found.get, b"mirsfd"))
