"""What a scan tells whoever puts the archive together, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array

    from parsing.index.columns import Columns


@dataclass(frozen=True, slots=True)
class Total:
    """How many bytes there are to read; None where that is not known."""

    size: int | None


@dataclass(frozen=True, slots=True)
class SourceFound:
    """A container whose messages come next; they count the sources from 0."""

    name: str
    format: str
    base: int | None
    """Where it begins in the spool; None for a file that is read where it lies."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some messages, and how many bytes of the files are read so far."""

    columns: Columns
    bytes_read: int


@dataclass(frozen=True, slots=True)
class PageParents:
    """Which message answers which, by the archive's own pages: two columns of rows."""

    children: array[int]
    parents: array[int]


@dataclass(frozen=True, slots=True)
class Complaint:
    """A sentence about something that could not be read, whole or in part."""

    sentence: str


Finding = Total | SourceFound | Rows | PageParents | Complaint
