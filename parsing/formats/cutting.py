"""An mbox cut into messages: read once from beginning to end, a chunk at a time.

Bytes before the first From_ line belong to the first message. Content-Length (mboxcl) counts only if it leads
exactly to another From_ line or to the end: then what looks like a From_ line before that is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.formats.format import Cut
from parsing.formats.from_lines import (
    CANDIDATE,
    DATELESS,
    FIELD_BYTES,
    LINE_BYTES,
    beginning,
    begins_with_dated_line,
    begins_with_from_line,
    is_from_line,
)
from parsing.limits import HEADER_BLOCK_BYTES, SNIFF_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.source import Source

AHEAD: Final = LINE_BYTES + FIELD_BYTES
"""Bytes that must be at hand behind a candidate: its line and the beginning of the next."""
BEHIND: Final = 4
"""Bytes that must be at hand before it: a blank line."""
HEADER_END: Final = re.compile(rb"\n\r?\n")
CONTENT_LENGTH: Final = re.compile(rb"\nContent-Length[ \t]{0,4}:[ \t]{0,4}(\d{1,15})[ \t\r]{0,4}\n")
LINE_ENDS: Final = re.compile(rb"(?:\r?\n){0,2}")


def cut_at_from_lines(source: Source) -> Iterator[Cut]:
    """Cut a container at its From_ lines."""
    window = Window(source)
    while not window.ended:
        yield from window.cuts()
        window.more()
    yield from window.cuts()
    yield window.cut(window.end)


class Window:
    """The part of a container that is in memory: the message under way, and what is not looked through.

    Of a huge message only the head is kept, and its middle let go. Places are those of the container, except
    `position`.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = b""
        self.base = 0
        """Where `data` begins."""
        self.position = 0
        """Up to where `data` is looked through."""
        self.begin = 0
        """Where the message under way begins."""
        self.head: bytes | None = None
        """Its first bytes, if its middle was let go."""
        self.reach: int | None = None
        """Up to where it goes by its Content-Length: 0 if that says nothing, None if not known yet."""
        self.header_end = 0
        """Where its header ends, counted from its beginning, if that was seen."""
        self.ended = False
        while not self.ended and len(self.data) < min(SNIFF_BYTES, beginning(self.data) + AHEAD):
            self.more()
        self.opened = begins_with_from_line(self.data)
        """Whether the first From_ line is behind."""
        self.dateless = self.opened and not begins_with_dated_line(self.data)
        """Whether this is a container of From_ lines without dates."""
        self.position = self.data.find(b"From ") + 1 if self.opened else 0

    @property
    def end(self) -> int:
        """Where what was read ends."""
        return self.base + len(self.data)

    def more(self) -> None:
        """Read on, and let go what is not needed of the message under way."""
        place, chunk = self.source.after(self.end)
        hole = place - self.end
        self.ended = not (chunk or hole)
        if hole and self.data[self.position :].strip(b"\0"):  # what is before it comes first
            hole, chunk = 0, bytes(min(hole, AHEAD))
        kept = self.begin - self.base
        if self.head is None and (hole or self.position - kept > HEADER_BLOCK_BYTES):
            self.head = self.data[kept : kept + HEADER_BLOCK_BYTES]
        if hole:
            self.data, self.base, self.position = b"\0" + chunk, place - 1, 0
            return
        if self.head is not None:
            kept = max(0, min(self.position, len(self.data)) - BEHIND)
        self.data = self.data[kept:] + chunk
        self.base += kept
        self.position -= kept

    def cuts(self) -> Iterator[Cut]:
        """Cut what is in memory, as far as it can be looked through."""
        limit = max(0, len(self.data) if self.ended else len(self.data) - AHEAD)
        for candidate in CANDIDATE.finditer(self.data, self.position, limit):
            at = candidate.start()
            is_usual = candidate.lastindex and self.data.startswith(b"\n\n", at - 2)
            if not is_usual and not self.separates(at):
                continue
            if not self.opened:
                self.opened = True
            elif self.base + at >= self.reached(at):
                yield self.cut(self.base + at)
        self.position = max(self.position, limit - len("From"))

    def separates(self, at: int) -> bool:
        """Tell whether a line that begins with `From ` separates messages in this container."""
        return is_from_line(self.data, at) or (self.dateless and DATELESS.match(self.data, at) is not None)

    def reached(self, at: int) -> int:
        """Give up to where the message under way goes by its Content-Length; 0 if that says nothing."""
        if self.reach is None:
            self.reach = self.stated_end(at)
        return self.reach

    def stated_end(self, at: int) -> int:
        """Give the From_ line or the end to which Content-Length leads exactly; or 0."""
        data, start, stop = self.data, self.begin - self.base, at
        if self.head is not None:
            data, start, stop = self.head, 0, len(self.head)
        header_end = HEADER_END.search(data, start, stop)
        if header_end is None:
            return 0
        self.header_end = header_end.start() - start
        stated = CONTENT_LENGTH.search(data, start, header_end.end())
        if stated is None:
            return 0
        place = self.begin + header_end.end() - start + int(stated[1])
        around = self.source.read(place - BEHIND, place + BEHIND + AHEAD)
        if len(around) < BEHIND:
            return 0
        line_ends = LINE_ENDS.match(around, BEHIND)
        reached = line_ends.end() if line_ends else BEHIND
        leads = reached == len(around) or (
            around.startswith(b"From ", reached) and is_from_line(around, reached)
        )
        return place - BEHIND + reached if leads else 0

    def cut(self, end: int) -> Cut:
        """Give the message under way, which ends here; the next one begins."""
        start = self.begin - self.base
        head = self.head or self.data[start : min(start + HEADER_BLOCK_BYTES, end - self.base)]
        defects = () if self.begin or begins_with_from_line(head) else (Defect.BAD_FROM_LINE,)
        cut = Cut(self.begin, end, head, self.header_end, defects)
        self.begin, self.head, self.reach, self.header_end = end, None, None, 0
        return cut
