"""An archive that is still to be downloaded: a `Service` that is empty until then, and answers at once.

The download runs in a thread that nobody waits for: who leaves the reader leaves it where it is, and the
next time it goes on from there.
"""

from __future__ import annotations

import threading
import time
from array import array
from typing import TYPE_CHECKING, Final

from parsing.archive import begin_archive
from parsing.errors import ArchiveError, UnknownMessageError
from parsing.model import Envelope, MessageKey, Progress, ThreadTable
from tui import crash
from tui.download.errors import DownloadError
from tui.download.gathering import Gathered, gather
from tui.download.typed import title_of
from tui.state.arriving import Arriving, Pace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from parsing.archive import Archive
    from parsing.model import AttachedFile, LineRange, Link, Message, QuotedBy

TOLD_EVERY: Final = 0.1
"""Seconds between two words on how far it has come."""
NO_THREADS: Final = ThreadTable(0, array("i"), (), array("i"), array("i"), array("i"), array("i"))


class Download:
    """Fetches in a thread of its own; any thread may look at how far it is."""

    def __init__(self, words: Sequence[str], downloads: Path) -> None:
        self.words = words
        self.downloads = downloads
        self.done = threading.Event()
        self.gathered: Gathered | None = None
        self.trouble = ""
        """Why nothing could be fetched."""
        self.now = ("", 0, None)
        self.thread = threading.Thread(target=self.run, daemon=True, name="download")

    now: tuple[str, int, int | None]
    """Of which file how many bytes are there, and of how many."""

    def run(self) -> None:
        """Fetch it all."""
        try:
            self.gathered = gather(self.words, self.downloads, self.tell)
        except DownloadError as error:
            self.trouble = str(error)
        except Exception as error:  # noqa: BLE001 - the thread's boundary: a fault of ours is a sentence
            self.trouble = crash.report(error, crash.FAILED)
        finally:
            self.done.set()

    def tell(self, name: str, size: int, total: int | None) -> None:
        """Note how far it is."""
        self.now = (name, size, total)

    def follow(self) -> Iterator[Arriving]:
        """Wait for the end, and say again and again how far it is; raises DownloadError."""
        pace = Pace()
        self.thread.start()
        while not self.done.wait(TOLD_EVERY):
            name, size, total = self.now
            speed = pace.speed(time.monotonic(), size)
            yield Arriving(size, total, 0, finished=False, name=name, speed=speed)
        if self.gathered is None:
            raise DownloadError(self.trouble)


class Awaited:
    """What the reader is given while the files of its archive come."""

    def __init__(
        self, words: Sequence[str], downloads: Path, cache: Path | None, stdin: BinaryIO | None = None
    ) -> None:
        self.name = title_of(words)
        self.stdin = stdin
        self.failure = ""
        """Why there is nothing to read: sentences."""
        self.download = Download(words, downloads)
        self.cache = cache
        self.archive: Archive | None = None
        self.left = threading.Event()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that it was opened from: nothing is written there."""
        return self.archive.folders if self.archive is not None else ()

    @property
    def complaints(self) -> tuple[str, ...]:
        """What could not be fetched or read."""
        found = self.download.gathered
        fetched = found.complaints if found is not None else ()
        return (*fetched, *(self.archive.complaints if self.archive is not None else ()))

    @property
    def threads(self) -> ThreadTable:
        """The threads as far as they are known."""
        return self.archive.threads if self.archive is not None else NO_THREADS

    def follow(self) -> Iterator[Progress]:
        """Fetch, then read; raises ArchiveError if there is nothing to read."""
        try:
            yield from self.download.follow()
            archive = self.begun()
        except ArchiveError as error:
            self.failure = " ".join((*self.complaints, str(error)))
            raise
        if archive is not None:
            yield from archive.follow()

    def begun(self) -> Archive | None:
        """Open what has come, unless nobody wants it any more; raises ArchiveError."""
        gathered = self.download.gathered
        if gathered is None or self.left.is_set():
            return None
        archive = begin_archive(*gathered.paths, stdin=self.stdin, cache=self.cache)
        self.archive = archive
        if self.left.is_set():
            archive.close()
        return archive

    def study(self) -> Iterator[Progress]:
        """Find what quotes tell of the whole archive."""
        if self.archive is not None:
            yield from self.archive.study()

    def envelope(self, node: int) -> Envelope:
        """Return what a list shows of a message."""
        return self.opened().envelope(node)

    def node(self, key: MessageKey) -> int | None:
        """Return the node of a message."""
        return self.archive.node(key) if self.archive is not None else None

    def key(self, node: int) -> MessageKey:
        """Return the id of a node's message."""
        return self.opened().key(node)

    def message(self, key: MessageKey) -> Message:
        """Read a message; raises UnknownMessageError."""
        return self.opened().message(key)

    def raw(self, key: MessageKey) -> str:
        """Return a message as it lies in the archive."""
        return self.opened().raw(key)

    def other_form(self, key: MessageKey) -> Message | None:
        """Read the form that is not shown of a message in two; raises UnknownMessageError."""
        return self.opened().other_form(key)

    def mail(self, key: MessageKey) -> bytes:
        """Return a stored message as it was sent; raises UnknownMessageError."""
        return self.opened().mail(key)

    def attached(self, key: MessageKey, number: int) -> AttachedFile:
        """Take an attachment out of a message; raises UnknownMessageError."""
        return self.opened().attached(key, number)

    def links(self, key: MessageKey) -> tuple[Link, ...]:
        """Find where its quotes were written."""
        return self.opened().links(key)

    def quoted_by(self, key: MessageKey, lines: LineRange | None = None) -> tuple[QuotedBy, ...]:
        """Find who quotes it."""
        return self.opened().quoted_by(key, lines)

    def opened(self) -> Archive:
        """Return the archive; raises UnknownMessageError as long as there is none."""
        if self.archive is None:
            raise UnknownMessageError("The archive is not there yet.")
        return self.archive

    def close(self) -> None:
        """Let go of it; what has come of a download stays for the next time."""
        self.left.set()
        if self.archive is not None:
            self.archive.close()
        if self.stdin is not None:
            self.stdin.close()
