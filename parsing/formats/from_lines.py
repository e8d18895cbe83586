"""From_ lines: where a message begins in an mbox (RFC 4155) and in pipermail's monthly text.

A line that begins with `From ` is a From_ line if it ends in a date's shape, and if a blank line stands
before it or a header field after it. So `From here on Monday …` in a body is text, even unescaped, and a
separator that has lost its blank line still separates. Bytes before the first From_ line belong to the first
message. Content-Length is not read here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.formats.format import Cut
from parsing.formats.source import CHUNK
from parsing.headers.fields import split_message
from parsing.limits import HEADER_BLOCK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.source import Source

LINE_BYTES: Final = 500
"""The part of a From_ line that is looked at."""
AHEAD: Final = 1_500
"""Bytes that must be at hand behind a candidate: its line and the beginning of the next."""
CANDIDATE: Final = re.compile(rb"(?:\A|(?<=\n))From ")
MONTH: Final = rb"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
ZONE: Final = rb"[+\-A-Za-z(][\w+\-:()/]{0,12}"
CLOCK: Final = rb"\d{1,2}[:.]\d\d(?:[:.]\d\d)?"
BLANKS: Final = rb"[ \t]{1,3}"
DATE_SHAPE: Final = re.compile(
    rb"(?:^|[ \t,])(?:"
    rb"%(month)s%(blanks)s\d{1,2},?%(blanks)s%(clock)s(?:%(blanks)s%(zone)s){0,3}%(blanks)s\d{2,4}"
    rb"|\d{1,2}[ \t-]%(month)s[ \t-]\d{2,4},?%(blanks)s%(clock)s"
    rb"|\d{4}-\d\d-\d\d[T \t]\d\d:\d\d(?::\d\d)?"
    rb")(?:%(blanks)s%(zone)s){0,4}[ \t\r]*$"
    % {b"month": MONTH, b"blanks": BLANKS, b"clock": CLOCK, b"zone": ZONE},
    re.IGNORECASE,
)
"""asctime, RFC 5322's and ISO's: what writers of mboxes put there."""
FIELD_START: Final = re.compile(rb"[!-9;-~]{1,80}[ \t]{0,4}:|>From ")
LEADING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*")


def begins_with_from_line(head: bytes) -> bytes | None:
    """Give the From_ line that a file begins with, blank lines and NULs before it passed over; or None."""
    blank = LEADING.match(head)
    start = blank.end() if blank else 0
    if not head.startswith(b"From ", start):
        return None
    return line_at(head, start) if is_from_line(head, start, first=True) else None


def line_at(data: bytes, start: int) -> bytes:
    """Give the line that begins here, or its beginning."""
    end = data.find(b"\n", start, start + LINE_BYTES)
    return data[start : end if end >= 0 else start + LINE_BYTES]


def is_from_line(data: bytes, start: int, *, first: bool) -> bool:
    """Tell whether the line here, which begins with `From `, separates messages."""
    line = line_at(data, start)
    if not DATE_SHAPE.search(line[4:]):
        return False
    return first or blank_before(data, start) or FIELD_START.match(data, start + len(line) + 1) is not None


def blank_before(data: bytes, start: int) -> bool:
    r"""Tell whether a blank line ends here.

    >>> blank_before(b"text\r\n\r\nFrom ", 8), blank_before(b"text\nFrom ", 5)
    (True, False)
    """
    before = data[max(0, start - 4) : start]
    return before.endswith((b"\n\n", b"\n\r\n")) or (start <= 4 and not before.strip(b"\r\n"))


def cut_at_from_lines(source: Source) -> Iterator[Cut]:
    """Cut a container at its From_ lines, reading it once from beginning to end."""
    window = Window(source)
    begin = 0
    while True:
        found = window.next_from_line()
        yield window.cut(begin, found)
        if found is None:
            return
        begin = found


class Window:
    """The part of a container that is in memory while it is cut.

    It holds the head of the message under way and the bytes that are not looked through; of a huge message,
    the middle is let go.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.base = 0
        """Where `data` begins in the container."""
        self.data = b""
        self.position = 0
        """Up to where `data` is looked through."""
        self.ended = False
        self.head = b""
        """Of a message whose middle was let go: its first bytes."""
        self.opened = False
        """Whether the first From_ line of the container is behind."""

    def next_from_line(self) -> int | None:
        """Give the place of the next From_ line that begins another message; None at the end."""
        while True:
            place = self.search()
            if place is not None:
                return place
            if self.ended:
                return None
            self.more()

    def search(self) -> int | None:
        """Look for a From_ line in what is in memory."""
        data = self.data
        limit = len(data) if self.ended else len(data) - AHEAD
        while self.position < limit:
            if self.base + self.position == 0 and data.startswith(b"From "):
                at = 0
            else:
                at = data.find(b"\nFrom ", max(0, self.position - 1)) + 1
                if not at or at >= limit:
                    self.position = max(self.position, limit)
                    return None
            self.position = at + 5
            first = not self.opened and not data[:at].strip(b"\x00\xef\xbb\xbf\r\n\t ")
            if is_from_line(data, at, first=first):
                if not self.opened and self.base == 0:
                    self.opened = True
                    continue
                return self.base + at
        return None

    def more(self) -> None:
        """Read on."""
        chunk = self.source.read(self.base + len(self.data), self.base + len(self.data) + CHUNK)
        self.ended = len(chunk) < CHUNK
        if len(self.data) > HEADER_BLOCK_BYTES + 4 * CHUNK:
            self.head = self.head or self.data[: HEADER_BLOCK_BYTES + LINE_BYTES]
            keep = self.position - LINE_BYTES
            self.base += keep
            self.position -= keep
            self.data = self.data[keep:]
        self.data += chunk

    def cut(self, begin: int, end: int | None) -> Cut:
        """Give the message from `begin` to `end` and let its bytes go."""
        stop = self.base + len(self.data) if end is None else end
        if self.head:
            head, self.head = self.head, b""
        else:
            head = self.data[
                begin - self.base : min(stop - self.base, begin - self.base + HEADER_BLOCK_BYTES)
            ]
        if stop - self.base > CHUNK // 2:
            drop = max(0, stop - self.base - 8)
            self.data = self.data[drop:]
            self.base += drop
            self.position -= drop
        defects = () if begin or begins_with_from_line(head) is not None else (Defect.BAD_FROM_LINE,)
        return Cut(begin, stop, head, defects)


ESCAPED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def without_from_line(raw: bytes) -> bytes:
    r"""Give a message without its From_ line, and take one `>` from each escaped `From ` in its text.

    >>> without_from_line(b"From a@b.example Fri Nov 30 19:44:13 2007\nSubject: x\n\n>From here")
    b'Subject: x\n\nFrom here'
    """
    found = CANDIDATE.search(raw)
    start = 0
    if found is not None and is_from_line(raw, found.start(), first=True):
        line_end = raw.find(b"\n", found.start())
        start = len(raw) if line_end < 0 else line_end + 1
        start += escaped_from_lines(raw, start)
    body = raw[start:]
    return ESCAPED.sub(rb"\1", body) if b"\n>" in body else body


def header_of(head: bytes) -> bytes:
    """Give the header block of a message that begins with its From_ line."""
    start = head.find(b"\n") + 1 if head.startswith(b"From ") else 0
    end = head.find(b"\n\n", start)
    crlf = head.find(b"\n\r", start, end if end >= 0 else len(head))
    if start and end > 0 and crlf < 0 and (simple := head[start:end])[:5] != b">From":
        return simple
    return split_message(without_from_line(head))[0]


def escaped_from_lines(raw: bytes, start: int) -> int:
    """Count the bytes of `>From ` lines at the very beginning: what is left of another mbox."""
    count = 0
    while raw.startswith(b">From ", start + count):
        end = raw.find(b"\n", start + count)
        if end < 0:
            break
        count = end + 1 - start
    return count
