"""URLs among what the user typed: for a command that prints, and for the reader.

Where nothing is kept from one run to the next, downloads lie in a folder that is gone when the program ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from parsing.archive.named import name_of
from tui.download.address import Address, is_url
from tui.download.errors import DownloadError
from tui.download.gathering import Gathered, gather
from tui.state.arriving import Arriving, Pace
from tui.state.status import arriving_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER: Final = "downloads"
USUAL_COLUMNS: Final = 80
"""Where the terminal does not say."""
TOLD_EVERY: Final = 0.1
"""Seconds between two lines of progress on a terminal."""


@contextlib.contextmanager
def downloads_in(cache: Path | None) -> Iterator[Path]:
    """Give the folder for downloads: in the cache, else one that is removed afterwards."""
    if cache is not None:
        yield cache / FOLDER
        return
    with tempfile.TemporaryDirectory(prefix="wrote-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / FOLDER


def gathered(words: Sequence[str], downloads: Path) -> Gathered:
    """Fetch what was typed, with progress on standard error if that is a terminal; raises DownloadError."""
    line = ProgressLine(sys.stderr)
    try:
        return gather(words, downloads, line.tell)
    finally:
        line.clear()


class ProgressLine:
    """One line on a terminal, written over and over; nothing anywhere else."""

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream if stream is not None and is_terminal(stream) else None
        self.pace = Pace()
        self.last = 0.0

    def tell(self, name: str, size: int, total: int | None) -> None:
        """Say how far a file has come."""
        now = time.monotonic()
        speed = self.pace.speed(now, size)
        if now - self.last >= TOLD_EVERY:
            self.last = now
            self.write(arriving_text(Arriving(size, total, 0, finished=False, name=name, speed=speed)))

    def clear(self) -> None:
        """Take the line away."""
        if self.last:
            self.write("")

    def write(self, text: str) -> None:
        """Write the line, cut to the terminal's width."""
        if self.stream is not None:
            with contextlib.suppress(OSError, ValueError):
                columns = os.get_terminal_size(self.stream.fileno()).columns or USUAL_COLUMNS
                self.stream.write(f"\r\x1b[K{text[: columns - 1]}")
                self.stream.flush()


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a line on a stream can be written over."""
    return stream.isatty() and os.environ.get("TERM", "dumb") not in {"dumb", "unknown"}


def title_of(words: Sequence[str]) -> str:
    """Name an archive before its files are there.

    >>> title_of(["https://lists.example/2007-November.txt.gz?x", "b.mbox"])
    '2007-November.txt.gz and 1 more'
    """
    with contextlib.suppress(DownloadError):
        words = [Address.parse(word).file_name if is_url(word) else word for word in words]
    return name_of(words)
