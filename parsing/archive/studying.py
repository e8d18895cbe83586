"""The study of an archive's quotes in a process of its own, which a busy reader's keys do not feel.

The process gets the index through its standard input and reads the mail from where it lies; how far it has
come, and at the end what it has found, comes back through its standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.archive.results import save_packed
from parsing.archive.stored import Stored
from parsing.formats.spool import NOWHERE, Spool, SpoolSource
from parsing.index.columns import Columns
from parsing.index.findings import PageParents, Rows, SourceFound
from parsing.index.reading import Reading, end, import_path, interpreter_flags
from parsing.index.wire import FRAME, read_findings, receive, send, write_end, write_finding
from parsing.index.worker import end_with_reader
from parsing.sources.engine import Engine
from parsing.sources.packing import pack_study, unpack_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

DONE_SO_FAR: Final = b"P"
FOUND: Final = b"F"
COUNT: Final = struct.Struct("<Q")
ROWS_SENT: Final = 4_000
PATIENCE: Final = 5
"""How much the process lets others go first: see `nice`."""
PROGRAM: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv.pop(1))
from parsing.archive.studying import main
main(sys.argv[1:])
"""


def study_apart(
    stored: Stored,
    engine: Engine,
    started: Callable[[Callable[[], None]], None],
    place: Path | None = None,
) -> Iterator[int]:
    """Study in another process; yields how many messages are done, and leaves what is found in the engine.

    `started` is given what ends the process early; `place` is the file in which it keeps the results. Raises
    OSError if there can be none, EOFError if it dies.
    """
    process = start(stored.reading.spool, place)
    started(lambda: end(process))
    assert process.stdin is not None  # noqa: S101  pipes were asked for
    assert process.stdout is not None  # noqa: S101
    threading.Thread(target=send_index, args=(process.stdin, stored), daemon=True).start()
    try:
        while True:
            kind, size = FRAME.unpack(receive(process.stdout, FRAME.size))
            payload = receive(process.stdout, size)
            if kind == FOUND:
                for _ in unpack_study(payload, engine):
                    yield len(stored)
                return
            yield COUNT.unpack(payload)[0]
    finally:
        end(process)


def start(spool: Spool, place: Path | None) -> subprocess.Popen[bytes]:
    """Start the process; raises OSError."""
    words = [
        sys.executable,
        *interpreter_flags(),
        "-c",
        PROGRAM,
        json.dumps(import_path()),
        str(spool.descriptor),
        *([] if place is None else [str(place)]),
    ]
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[descriptor for descriptor in (spool.descriptor,) if descriptor != NOWHERE],
        start_new_session=True,
    )


def send_index(pipe: IO[bytes], stored: Stored) -> None:
    """Send where the mail lies and what is known of it; that nobody reads on is told elsewhere."""
    with contextlib.suppress(OSError, ValueError), pipe:  # it died, or was ended
        for source, form in stored.reading.sources:
            base = source.base if isinstance(source, SpoolSource) else None
            write_finding(pipe, SourceFound(source.name, form.name, base))
        for part in parts_of(stored.columns, len(stored)):
            write_finding(pipe, Rows(part, 0))
        write_finding(pipe, page_parents(stored))
        write_end(pipe)


def page_parents(stored: Stored) -> PageParents:
    """Give who answers whom by the archive's own pages."""
    known = [(row, parent) for row, parent in enumerate(stored.reading.page_parents) if parent >= 0]
    children, parents = zip(*known, strict=True) if known else ((), ())
    return PageParents(array("I", children), array("I", parents))


def parts_of(columns: Columns, count: int) -> Iterator[Columns]:
    """Give columns piece by piece, so that no second copy of them is ever whole."""
    for first in range(0, count, ROWS_SENT):
        last = min(first + ROWS_SENT, count)
        base = columns.text_end[first - 1] if first else 0
        part = Columns()
        for theirs, mine in zip(part.arrays(), columns.arrays(), strict=True):
            theirs.extend(mine[first:last])
        part.text_end = array("Q", [place - base for place in columns.text_end[first:last]])
        part.heap = columns.heap[base : columns.text_end[last - 1]]
        part.count = last - first
        yield part


def main(words: Sequence[str]) -> None:
    """Study what comes in, and report: the process."""
    os.nice(PATIENCE)
    pipe = sys.stdout.buffer
    threading.Thread(target=end_with_reader, args=(pipe.fileno(),), daemon=True).start()
    reading = Reading(Spool(int(words[0])), read_findings(sys.stdin.buffer))
    for _ in reading.follow():
        pass
    stored = Stored(reading)
    for _ in stored.take_in():
        pass
    engine = Engine(stored)
    try:
        for done in engine.study():
            send(pipe, DONE_SO_FAR, COUNT.pack(done))
        study = pack_study(engine)
        for place in words[1:]:  # first: whoever has got it ends this process
            save_packed(Path(place), stored, study)
        send(pipe, FOUND, study)
    except BrokenPipeError:
        os._exit(0)  # nobody reads on: nothing is left to flush or to say
