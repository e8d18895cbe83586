"""What the reading process tells the one that shows: findings as length-prefixed frames over a pipe.

Columns travel as their bytes, everything else as JSON. Nothing is pickled: mail is in it.
"""

from __future__ import annotations

import json
import struct
from array import array
from typing import IO, TYPE_CHECKING, Final

from parsing.index.columns import Columns
from parsing.index.findings import Complaint, PageParents, Rows, SourceFound, Total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.index.findings import Finding

FRAME: Final = struct.Struct("<cQ")
ROWS: Final = b"R"
NOTE: Final = b"N"
PARENTS: Final = b"A"
END: Final = b"E"
BYTES_READ: Final = struct.Struct("<Q")


def write_finding(pipe: IO[bytes], finding: Finding) -> None:
    """Send one finding."""
    if isinstance(finding, Rows):
        send(pipe, ROWS, BYTES_READ.pack(finding.bytes_read) + finding.columns.pack())
    elif isinstance(finding, PageParents):
        send(pipe, PARENTS, finding.children.tobytes() + finding.parents.tobytes())
    else:
        send(pipe, NOTE, json.dumps(note_of(finding)).encode())


def write_end(pipe: IO[bytes]) -> None:
    """Say that all is read."""
    send(pipe, END, b"")


def send(pipe: IO[bytes], kind: bytes, payload: bytes) -> None:
    """Send one frame."""
    pipe.write(FRAME.pack(kind, len(payload)))
    pipe.write(payload)
    pipe.flush()


def note_of(finding: SourceFound | Complaint | Total) -> dict[str, object]:
    """Give a finding as a JSON object."""
    match finding:
        case SourceFound(name, known, base):
            return {"source": name, "format": known, "base": base}
        case Complaint(sentence):
            return {"complaint": sentence}
        case Total(size):
            return {"total": size}


def read_findings(pipe: IO[bytes]) -> Iterator[Finding]:
    """Receive findings up to the end; raises EOFError if the writer has died before it."""
    while True:
        kind, size = FRAME.unpack(receive(pipe, FRAME.size))
        payload = receive(pipe, size)
        if kind == END:
            return
        if kind == ROWS:
            (bytes_read,) = BYTES_READ.unpack_from(payload)
            yield Rows(Columns.unpack(payload[BYTES_READ.size :]), bytes_read)
        elif kind == PARENTS:
            yield page_parents_of(payload)
        else:
            yield finding_of(json.loads(payload))


def page_parents_of(payload: bytes) -> PageParents:
    """Give the two columns that were sent one after the other; raises ValueError if they are not."""
    half = len(payload) // 2
    columns = array("I"), array("I")
    for column, data in zip(columns, (payload[:half], payload[half:]), strict=True):
        column.frombytes(data)
    return PageParents(*columns)


def receive(pipe: IO[bytes], size: int) -> bytes:
    """Read exactly so many bytes."""
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError("the pipe ended within a frame")
    return data


def finding_of(note: dict[str, object]) -> SourceFound | Complaint | Total:
    """Give the finding that a JSON object stands for."""
    match note:
        case {"source": str(name), "format": str(known), "base": int() | None as base}:
            return SourceFound(name, known, base)
        case {"complaint": str(sentence)}:
            return Complaint(sentence)
        case {"total": int() | None as size}:
            return Total(size)
    raise ValueError(f"this note is not known: {sorted(note)}")
