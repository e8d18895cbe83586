"""From_ lines: where a message begins in an mbox (RFC 4155) and in pipermail's monthly text.

A line that begins with `From ` is a From_ line if it ends in a date's shape, and if a blank line stands
before it or a header field after it. So `From here on Monday …` in a body is text, even unescaped, and a
separator that has lost its blank line still separates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.headers.fields import split_message

if TYPE_CHECKING:
    from parsing.formats.format import Cut

LINE_BYTES: Final = 500
"""The part of a From_ line that is looked at."""
FIELD_BYTES: Final = 100
"""The part of the line after it that is looked at."""
MONTH: Final = rb"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
USUAL: Final = re.compile(
    rb"From \S{1,250}(?: at \S{1,250})? {1,3}[A-Z][a-z]{2} %s [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n" % MONTH
)
"""What nearly all of them look like."""
DATE_SHAPE: Final = re.compile(
    rb"(?:^|[ \t,])(?:"
    rb"%(month)s[a-z]{0,6}%(blanks)s\d{1,2},?%(blanks)s%(clock)s(?:%(blanks)s%(zone)s){0,2}%(blanks)s\d{2,4}"
    rb"|\d{1,2}[ \t-]%(month)s[a-z]{0,6}[ \t-]\d{2,4},?%(blanks)s%(clock)s"
    rb"|\d{4}-\d\d-\d\d[T \t]%(clock)s"
    rb")(?:[ \t]{0,3}%(zone)s){0,2}(?: remote from \S{1,100})?[ \t\r]*$"
    % {
        b"month": MONTH,
        b"blanks": rb"[ \t]{1,3}",
        b"clock": rb"\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,6})?)?",
        b"zone": rb"(?:[A-Z]{1,5}|(?:GMT|UTC)?[+-]\d\d:?\d\d|\([^()\r\n]{1,40}\))",
    }
)
"""asctime, RFC 5322's and ISO's: what writers of mboxes put there."""
NUMBERED: Final = re.compile(rb"From -?\d{9,20}\r?\n(?=[!-9;-~]{1,80}:)")
"""In archives of Usenet a number and nothing else stands there; a field has to follow."""
FIELD_START: Final = re.compile(rb"[!-9;-~]{1,80}[ \t]{0,4}:|>From ")
LEADING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*")
ESCAPED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def line_at(data: bytes, start: int) -> bytes:
    """Give the line that begins here, or its beginning."""
    end = data.find(b"\n", start, start + LINE_BYTES)
    return data[start : end if end >= 0 else start + LINE_BYTES]


def has_date_shape(data: bytes, start: int) -> bool:
    """Tell whether the line here, which begins with `From `, ends in a date's shape."""
    return (
        USUAL.match(data, start) is not None
        or DATE_SHAPE.search(line_at(data, start)[4:]) is not None
        or NUMBERED.match(data, start) is not None
    )


def is_from_line(data: bytes, start: int) -> bool:
    r"""Tell whether the line here, which begins with `From `, separates messages.

    >>> is_from_line(b"\n\nFrom here on Monday it rains.\nTo: x", 2)
    False
    >>> is_from_line(b"text\nFrom a@b.example Fri Nov 30 19:44:13 2007\nTo: x", 5)
    True
    """
    return has_date_shape(data, start) and (blank_before(data, start) or field_after(data, start))


def blank_before(data: bytes, start: int) -> bool:
    r"""Tell whether a blank line ends here.

    >>> blank_before(b"text\r\n\r\nFrom ", 8), blank_before(b"text\nFrom ", 5)
    (True, False)
    """
    return data.endswith((b"\n\n", b"\n\r\n"), max(0, start - 3), start)


def field_after(data: bytes, start: int) -> bool:
    """Tell whether a header field follows the line that begins here."""
    return FIELD_START.match(data, start + len(line_at(data, start)) + 1) is not None


def beginning(head: bytes) -> int:
    """Give where a file begins, after a byte order mark, blank lines and NULs."""
    leading = LEADING.match(head)
    return leading.end() if leading else 0


def begins_with_from_line(head: bytes) -> bool:
    """Tell whether a file begins with a From_ line; the first needs nothing before or after it."""
    place = beginning(head)
    return head.startswith(b"From ", place) and has_date_shape(head, place)


def first_from_line(data: bytes) -> int | None:
    """Give the place of the first From_ line."""
    if begins_with_from_line(data):
        return beginning(data)
    place = 0
    while (place := data.find(b"\nFrom ", place) + 1) > 0:
        if is_from_line(data, place):
            return place
    return None


def without_from_line(raw: bytes) -> bytes:
    r"""Give a message without its From_ line, and take one `>` from each escaped `From ` in its text.

    >>> without_from_line(b"From a@b.example Fri Nov 30 19:44:13 2007\nSubject: x\n\n>From here")
    b'Subject: x\n\nFrom here'
    """
    place = first_from_line(raw)
    body = raw if place is None else raw[header_start(raw, place) :]
    return ESCAPED.sub(rb"\1", body) if b"\n>" in body or body[:1] == b">" else body


def header_start(raw: bytes, place: int) -> int:
    """Give where the header begins: after the From_ line, and `>From ` lines left of another mbox."""
    while True:
        end = raw.find(b"\n", place)
        if end < 0:
            return len(raw)
        place = end + 1
        if not raw.startswith(b">From ", place):
            return place


def header_of(cut: Cut) -> bytes:
    """Give the header block of a message that begins with its From_ line."""
    head, end = cut.head, cut.header_end
    if end and head.startswith(b"From ") and (start := header_start(head, 0)) < end:
        block = head[start:end]
        if b"\r" not in block:
            return block
    return split_message(without_from_line(head))[0]
