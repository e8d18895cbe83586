"""The few header fields of every message, in columns: the only thing that is as large as the archive.

Numbers are arrays; texts lie one after the other in one heap. Rows are only ever added, and a row is counted
when all of it is there, so one thread may add while others read.
"""

from __future__ import annotations

import struct
from array import array
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.errors import Defect
from parsing.model import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY_ONLY: Final = 32_000
NO_DATE: Final = 32_001
"""Instead of an offset from UTC in minutes."""
EPOCH: Final = datetime(1970, 1, 1)
DEFECTS: Final = tuple(Defect)
DEFECT_BIT: Final = {defect: 1 << number for number, defect in enumerate(DEFECTS)}
BETWEEN_TEXTS: Final = b"\0"
BETWEEN_IDS: Final = b"\n"
COUNTS: Final = struct.Struct("<QQ")


class Row(NamedTuple):
    """What is kept of one message, in the order of the columns."""

    source: int
    start: int
    end: int
    checksum: int
    seconds: int
    offset: int
    defect_bits: int
    texts: bytes
    """Six, with BETWEEN_TEXTS between them."""


class Location(NamedTuple):
    """Where a message lies: bytes of a source."""

    source: int
    start: int
    end: int


class Moment(NamedTuple):
    """A date as two numbers."""

    seconds: int
    """Since 1970, UTC."""
    offset: int
    """Minutes east of UTC, DAY_ONLY or NO_DATE."""


class Texts(NamedTuple):
    """A row's texts as they lie in the heap."""

    message_id: str
    in_reply_to: str
    references: str
    subject: str
    name: str
    address: str


class Columns:
    """An archive's index, or a part of it on its way from one process to the other."""

    def __init__(self) -> None:
        self.source = array("I")
        self.start = array("Q")
        self.stop = array("Q")
        self.checksum = array("I")
        """By which a message's bytes are known again."""
        self.time = array("q")
        """Seconds since 1970; a neighbour's where the row has no date."""
        self.offset = array("h")
        """Minutes east of UTC, DAY_ONLY or NO_DATE."""
        self.defect_bits = array("I")
        self.text_end = array("Q")
        self.heap = bytearray()
        self.undated = 0
        """Rows at the very beginning for which no date is known yet."""
        self.count = 0

    def __len__(self) -> int:
        return self.count

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Columns:
        """Make columns of rows."""
        part = cls()
        if rows:
            *numbers, texts = zip(*rows, strict=True)
            for column, values in zip(part.arrays(), numbers, strict=True):
                column.extend(values)
            part.text_end.extend(accumulate(map(len, texts)))
            part.heap += b"".join(texts)
            part.count = len(rows)
        return part

    def extend(self, batch: Columns) -> None:
        """Add the rows of another part."""
        base = len(self.heap)
        self.heap += batch.heap
        self.text_end.extend(array("Q", [end + base for end in batch.text_end]))
        for mine, theirs in zip(self.arrays(), batch.arrays(), strict=True):
            mine.extend(theirs)
        self.date_undated(self.count)
        self.count = len(self.source)

    def date_undated(self, first: int) -> None:
        """Give new rows without a date that of the row before; those that have none before, of the next."""
        offsets, times, end = self.offset, self.time, len(self.offset)
        if self.undated == first:
            self.undated = first = next((row for row in range(first, end) if offsets[row] != NO_DATE), end)
            if first < end:
                times[:first] = array("q", [times[first]]) * first
        if NO_DATE in offsets[first:]:
            for row in range(first, end):
                if offsets[row] == NO_DATE:
                    times[row] = times[row - 1]

    def arrays(self) -> tuple[array[int], ...]:
        """Give the columns of numbers that mean the same in every part."""
        return (
            *(self.source, self.start, self.stop, self.checksum),
            *(self.time, self.offset, self.defect_bits),
        )

    def pack(self) -> bytes:
        """Give all of it as bytes, for the pipe."""
        columns = (column.tobytes() for column in (*self.arrays(), self.text_end))
        return b"".join((COUNTS.pack(self.count, len(self.heap)), *columns, self.heap))

    @classmethod
    def unpack(cls, data: bytes) -> Columns:
        """Make columns again of packed bytes; raises ValueError if they are not."""
        part = cls()
        count, heap = COUNTS.unpack_from(data)
        place = COUNTS.size
        for column in (*part.arrays(), part.text_end):
            end = place + count * column.itemsize
            column.frombytes(data[place:end])
            place = end
        part.heap += data[place:]
        if len(part.heap) != heap or len(part.text_end) != count:
            raise ValueError("these are no packed columns")
        part.count = count
        return part

    def texts(self, row: int) -> Texts:
        """Give the row's texts."""
        start = self.text_end[row - 1] if row else 0
        return Texts(*self.heap[start : self.text_end[row]].decode("utf-8", "replace").split("\0"))

    def message_id(self, row: int) -> str:
        """Give the row's id, as its header has it or as it was made."""
        start = self.text_end[row - 1] if row else 0
        return self.heap[start : self.heap.index(BETWEEN_TEXTS, start)].decode("utf-8", "replace")

    def in_reply_to(self, row: int) -> tuple[str, ...]:
        """Give the ids that In-Reply-To names."""
        return split_ids(self.texts(row).in_reply_to)

    def references(self, row: int) -> tuple[str, ...]:
        """Give the ids that References names, oldest first."""
        return split_ids(self.texts(row).references)

    def subject(self, row: int) -> str | None:
        """Give the decoded subject, None if there is no such field."""
        subject = self.texts(row).subject
        return subject[1:] if subject else None

    def sender(self, row: int) -> Mailbox | None:
        """Give the author."""
        texts = self.texts(row)
        return Mailbox(texts.name, texts.address) if texts.name or texts.address else None

    def date(self, row: int) -> date | None:
        """Give the date that the message states."""
        offset = self.offset[row]
        if offset == NO_DATE:
            return None
        if offset == DAY_ONLY:
            return (EPOCH + timedelta(seconds=self.time[row])).date()
        return (EPOCH + timedelta(seconds=self.time[row] + 60 * offset)).replace(tzinfo=zone(offset))

    def sort_key(self, row: int) -> int:
        """Give the date in seconds since 1970; a neighbour's where it is not known."""
        return self.time[row]

    def defects(self, row: int) -> tuple[Defect, ...]:
        """Give what was wrong with the row's header."""
        bits = self.defect_bits[row]
        return tuple(defect for defect in DEFECTS if bits & DEFECT_BIT[defect]) if bits else ()

    def location(self, row: int) -> Location:
        """Give where the message lies."""
        return Location(self.source[row], self.start[row], self.stop[row])


def split_ids(text: str) -> tuple[str, ...]:
    """Give the ids of a field."""
    return tuple(text.split("\n")) if text else ()


def stamp(day: date | None) -> Moment:
    """Give the two numbers that stand for a date.

    >>> stamp(date(1970, 1, 2)), stamp(None)
    (Moment(seconds=86400, offset=32000), Moment(seconds=0, offset=32001))
    """
    match day:
        case None:
            return Moment(0, NO_DATE)
        case datetime():
            away = day.utcoffset() or timedelta()
            local = day.replace(tzinfo=None) - EPOCH
            return Moment(round((local - away).total_seconds()), round(away.total_seconds() / 60))
        case _:
            return Moment((day.toordinal() - EPOCH.toordinal()) * 86_400, DAY_ONLY)


@lru_cache(maxsize=2_000)
def zone(offset: int) -> timezone:
    """Give the zone that is so many minutes east of UTC."""
    return timezone(timedelta(minutes=offset)) if offset else UTC


def bits_of(defects: Iterable[Defect]) -> int:
    """Give the number that stands for some defects."""
    bits = 0
    for defect in defects:
        bits |= DEFECT_BIT[defect]
    return bits
