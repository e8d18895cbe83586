"""Opening an archive: all of it at once for a program, or its first messages at once for a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.archive.archive import Archive
from parsing.archive.named import are_missing, are_small, descriptor_of, folders_of, name_of, words_of
from parsing.errors import NotFoundError, NotMailError
from parsing.index.reading import read_apart, read_here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

SMALL_MESSAGES: Final = 300
"""An archive of no more messages is studied while it is opened."""
NOTHING: Final = "There is no mail in it."


def open_archive(*paths: str | Path, stdin: BinaryIO | None = None, cache: Path | None = None) -> Archive:
    """Open files and folders as one archive, and read all of it; `-` is standard input.

    Quotes are gone over too if it is small, else by `Archive.study`; what that finds is kept for the next
    time in the folder `cache`, if one is given. Raises ArchiveError, with a sentence that says why, if there
    is no message in any of them.
    """
    words = words_of(paths, stdin)
    reading = read_here(words, descriptor_of(words, stdin))
    archive = Archive(reading, name_of(words), folders=folders_of(words), cache=cache)
    return read_to_end(archive, words)


def begin_archive(*paths: str | Path, stdin: BinaryIO | None = None, cache: Path | None = None) -> Archive:
    """Open as `open_archive` does, but return with the first messages: `follow` and `study` do the rest."""
    words = words_of(paths, stdin)
    if are_small(words):
        archive = open_archive(*paths, stdin=stdin, cache=cache)
        archive.polite = True
        return archive
    reading = read_apart(words, descriptor_of(words, stdin))
    archive = Archive(reading, name_of(words), folders=folders_of(words), polite=True, cache=cache)
    for progress in archive.follow():
        if progress.messages:
            return archive
    return read_to_end(archive, words)


def read_to_end(archive: Archive, words: Sequence[str]) -> Archive:
    """Read all of an archive; raises ArchiveError if there is nothing in it."""
    for _ in archive.follow():
        pass
    if not len(archive.stored):
        complaints = archive.complaints
        archive.close()
        sentence = " ".join(complaints) or NOTHING
        raise NotFoundError(sentence) if are_missing(words) else NotMailError(sentence)
    if len(archive.stored) <= SMALL_MESSAGES:
        for _ in archive.study():
            pass
    return archive
