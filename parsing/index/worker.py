"""The reading process: scans what the user named and writes what it finds to its standard output.

Run as `python -m parsing.index.worker SPOOL STDIN PATH…`, the first two being inherited descriptors (STDIN
is -1 where there is none). It ends with the archive, and when the process that reads its output is gone.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from parsing.formats.source import Spool
from parsing.index.scan import Scan
from parsing.index.wire import write_end, write_finding

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str]) -> None:
    """Scan and report."""
    spool, stdin = int(words[0]), int(words[1])
    scan = Scan(words[2:], Spool(spool), stdin if stdin >= 0 else None)
    pipe = sys.stdout.buffer
    try:
        for finding in scan.run():
            write_finding(pipe, finding)
        write_end(pipe)
    except BrokenPipeError:
        os._exit(0)  # nobody reads on: nothing is left to flush or to say


if __name__ == "__main__":
    main(sys.argv[1:])
