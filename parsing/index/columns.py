"""The few header fields of every message, in columns: the only thing that is as large as the archive.

Numbers are arrays; texts lie one after the other in one heap. Rows are only ever added, and a row is counted
when all of it is there, so one thread may add while others read.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.errors import Defect
from parsing.model import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY_ONLY: Final = 32_000
NO_DATE: Final = 32_001
"""Instead of an offset from UTC in minutes."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
DEFECTS: Final = tuple(Defect)
DEFECT_BIT: Final = {defect: 1 << number for number, defect in enumerate(DEFECTS)}
SEPARATOR: Final = "\0"
BETWEEN_IDS: Final = "\n"
COUNTS: Final = struct.Struct("<QQ")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one message."""

    source: int
    start: int
    end: int
    message_id: str
    in_reply_to: Sequence[str]
    references: Sequence[str]
    subject: str | None
    sender: Mailbox | None
    date: date | None
    defects: Iterable[Defect]


class Location(NamedTuple):
    """Where a message lies: bytes of a source."""

    source: int
    start: int
    end: int


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
        self.time = array("q")
        """Seconds since 1970; the row's before it where it has no date."""
        self.offset = array("h")
        """Minutes east of UTC, DAY_ONLY or NO_DATE."""
        self.defect_bits = array("I")
        self.text_end = array("Q")
        self.heap = bytearray()
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def add(self, entry: Entry) -> None:
        """Add one row."""
        self.source.append(entry.source)
        self.start.append(entry.start)
        self.stop.append(entry.end)
        seconds, offset = stamp(entry.date)
        if offset == NO_DATE and self.count:
            seconds = self.time[self.count - 1]
        self.time.append(seconds)
        self.offset.append(offset)
        bits = 0
        for defect in entry.defects:
            bits |= DEFECT_BIT[defect]
        self.defect_bits.append(bits)
        self.heap += packed(entry)
        self.text_end.append(len(self.heap))
        self.count += 1

    def extend(self, batch: Columns) -> None:
        """Add the rows of another part."""
        if not batch.count:
            return
        if self.count and batch.offset[0] == NO_DATE:
            carry_time(batch, self.time[self.count - 1])
        base = len(self.heap)
        self.heap += batch.heap
        self.text_end.extend(array("Q", [end + base for end in batch.text_end]))
        for mine, theirs in zip(self.arrays(), batch.arrays(), strict=True):
            mine.extend(theirs)
        self.count = len(self.source)

    def arrays(self) -> tuple[array[int], ...]:
        """Give the columns of numbers that mean the same in every part."""
        return (self.source, self.start, self.stop, self.time, self.offset, self.defect_bits)

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
        fields = self.heap[start : self.text_end[row]].decode("utf-8", "replace").split(SEPARATOR)
        return Texts(*fields)

    def message_id(self, row: int) -> str:
        """Give the row's id, as its header has it or as it was made."""
        start = self.text_end[row - 1] if row else 0
        return self.heap[start : self.heap.index(0, start)].decode("utf-8", "replace")

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
        moment = EPOCH + timedelta(seconds=self.time[row])
        if offset == DAY_ONLY:
            return moment.date()
        return moment.astimezone(timezone(timedelta(minutes=offset)) if offset else UTC)

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


def carry_time(batch: Columns, before: int) -> None:
    """Give the first rows of a part, which have no date, the date of the row before."""
    for row in range(batch.count):
        if batch.offset[row] != NO_DATE:
            return
        batch.time[row] = before


def split_ids(text: str) -> tuple[str, ...]:
    """Give the ids of a field."""
    return tuple(text.split(BETWEEN_IDS)) if text else ()


def packed(entry: Entry) -> bytes:
    """Give an entry's texts as they lie in the heap."""
    sender = entry.sender or Mailbox("", "")
    fields = (
        entry.message_id,
        BETWEEN_IDS.join(entry.in_reply_to),
        BETWEEN_IDS.join(entry.references),
        "" if entry.subject is None else "=" + entry.subject,
        sender.name,
        sender.address,
    )
    joined = SEPARATOR.join(fields)
    if joined.count(SEPARATOR) != len(fields) - 1:
        joined = SEPARATOR.join(field.replace(SEPARATOR, "␀") for field in fields)
    return (joined + SEPARATOR).encode("utf-8", "replace")[:-1]


def stamp(day: date | None) -> tuple[int, int]:
    """Give seconds since 1970 and the offset in minutes that stand for a date."""
    match day:
        case None:
            return 0, NO_DATE
        case datetime():
            away = day.utcoffset() or timedelta()
            return round((day - EPOCH).total_seconds()), round(away.total_seconds() / 60)
        case _:
            return (day.toordinal() - EPOCH.toordinal()) * 86_400, DAY_ONLY
