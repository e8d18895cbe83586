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
CANDIDATE: Final = re.compile(
    rb"From (?<=[\n\0]From )"
    rb"(\S{1,250}(?: at \S{1,250})? {1,3}[A-Z][a-z]{2} %s [ \d]\d \d\d:\d\d:\d\d \d{4}\r?\n)?" % MONTH
)
"""`From ` at the beginning of a line, or behind NULs that a crash has left; the group is what nearly all of
them go on with, and has a date's shape."""
DATE_SHAPE: Final = re.compile(
    rb"[ \t,](?:"
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
DATELESS: Final = re.compile(rb"From \S{1,250}[ \t\r]{0,4}\n(?=[!-9;-~]{1,80}:)")
"""What stands in archives of Usenet (a number), and where dates were taken out; a field has to follow.

It counts only in a container that begins with such a line."""
FIELD_START: Final = re.compile(rb"[!-9;-~]{1,80}[ \t]{0,4}:|>From ")
LEADING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*")
ESCAPED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def line_end(data: bytes, start: int) -> int:
    """Give where the line ends that begins here, -1 if it is longer than is looked at or not all there."""
    return data.find(b"\n", start, start + LINE_BYTES)


def is_from_line(data: bytes, start: int) -> bool:
    r"""Tell whether the line here, which begins with `From `, separates messages.

    >>> is_from_line(b"\n\nFrom here on Monday it rains.\nTo: x", 2)
    False
    >>> is_from_line(b"text\nFrom a@b.example Fri Nov 30 19:44:13 2007\nTo: x", 5)
    True
    """
    end = line_end(data, start)
    if end < 0 or DATE_SHAPE.search(data, start + 4, end) is None:
        return False
    return blank_before(data, start) or field_at(data, end + 1)


def blank_before(data: bytes, start: int) -> bool:
    r"""Tell whether a blank line ends here.

    >>> blank_before(b"text\r\n\r\nFrom ", 8), blank_before(b"text\nFrom ", 5)
    (True, False)
    """
    return data.endswith((b"\n\n", b"\n\r\n"), max(0, start - 3), start)


def field_at(data: bytes, start: int) -> bool:
    """Tell whether a header field begins here."""
    return FIELD_START.match(data, start) is not None


def beginning(head: bytes) -> int:
    """Give where a file begins, after a byte order mark, blank lines and NULs."""
    leading = LEADING.match(head)
    return leading.end() if leading else 0


def begins_with_dated_line(head: bytes) -> bool:
    """Tell whether a file begins with a From_ line; the first needs nothing before or after it."""
    start = beginning(head)
    if not head.startswith(b"From ", start):
        return False
    end = line_end(head, start)
    return DATE_SHAPE.search(head, start + 4, end if end >= 0 else start + LINE_BYTES) is not None


def begins_with_dateless_line(head: bytes) -> bool:
    """Tell whether a file begins with a From_ line that has no date."""
    return DATELESS.match(head, beginning(head)) is not None and not begins_with_dated_line(head)


def begins_with_from_line(head: bytes) -> bool:
    """Tell whether a message begins with a From_ line, dated or not."""
    return begins_with_dated_line(head) or begins_with_dateless_line(head)


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
    return ESCAPED.sub(rb"\1", body) if b">From " in body else body


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
    if end and head.startswith(b"From "):
        block = head[head.find(b"\n") + 1 : end]
        if b"\r" not in block and not block.startswith(b">From "):
            return block
    return split_message(without_from_line(head))[0]
