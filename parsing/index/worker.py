"""The reading process: scans what the user named and writes what it finds to its standard output.

It is given two inherited descriptors, the spool and standard input (-1 where there is none), and the paths.
It ends with the archive, and at once when nobody reads its output any more.
"""

from __future__ import annotations

import os
import select
import sys
import threading
from typing import TYPE_CHECKING

from parsing.formats.spool import Spool
from parsing.index.scan import Scan
from parsing.index.wire import write_end, write_finding

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str]) -> None:
    """Scan and report."""
    pipe = sys.stdout.buffer
    threading.Thread(target=end_with_reader, args=(pipe.fileno(),), daemon=True).start()
    spool, stdin = int(words[0]), int(words[1])
    scan = Scan(words[2:], Spool(spool), stdin if stdin >= 0 else None)
    try:
        for finding in scan.run():
            write_finding(pipe, finding)
        write_end(pipe)
    except BrokenPipeError:
        os._exit(0)  # nobody reads on: nothing is left to flush or to say


def end_with_reader(descriptor: int) -> None:
    """End this process when the other end of the pipe is closed, even if it waits for something else."""
    poll = select.poll()
    poll.register(descriptor, 0)
    poll.poll()  # only an error or a hang-up is reported where nothing was asked for
    os._exit(0)
