"""What the user named to be opened: paths, standard input, and what to call it all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.errors import ArchiveError
from parsing.formats.folders.folder import StreamEntry
from parsing.formats.paths import list_entries
from parsing.index.scan import STDIN, STDIN_NAME
from parsing.messages.clean import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

SMALL_BYTES: Final = 2 << 20
SMALL_FILES: Final = 300


def words_of(paths: Sequence[str | Path], stdin: BinaryIO | None) -> list[str]:
    """Give the paths as texts, standard input among them if it is given; raises ArchiveError without any."""
    words = [os.fspath(path) for path in paths]
    if stdin is not None and STDIN not in words:
        words.append(STDIN)
    if not words:
        raise ArchiveError("There is nothing to open: name a file or a folder.")
    return words


def descriptor_of(words: Sequence[str], stdin: BinaryIO | None) -> int | None:
    """Give the descriptor to read standard input from, if it is to be read."""
    if STDIN not in words:
        return None
    if stdin is None:
        return 0
    try:
        return stdin.fileno()
    except OSError:  # not a file of the system's, as io.BytesIO
        with tempfile.TemporaryFile(prefix="wrote-") as spooled:
            shutil.copyfileobj(stdin, spooled)
            spooled.seek(0)
            return os.dup(spooled.fileno())


def are_small(words: Sequence[str]) -> bool:
    """Tell whether all that was named is few files and few bytes; what a stream brings is not known."""
    size = count = 0
    try:
        for word in words:
            for entry in list_entries(word):
                size += entry.size
                count += 1
                if isinstance(entry, StreamEntry) or size > SMALL_BYTES or count > SMALL_FILES:
                    return False
    except ArchiveError:
        return False
    return STDIN not in words


def name_of(words: Sequence[str]) -> str:
    """Give the archive a name of a few words.

    >>> name_of(["/mail/2007-November.txt", "b.mbox"]), name_of(["-"])
    ('2007-November.txt and 1 more', 'standard input')
    """
    first = STDIN_NAME if words[0] == STDIN else Path(words[0]).resolve().name or words[0]
    return clean_line(first) + (f" and {len(words) - 1} more" if len(words) > 1 else "")


def folders_of(words: Sequence[str]) -> tuple[str, ...]:
    """Give the folders among what was named, as whole paths without links."""
    return tuple(os.path.realpath(word) for word in words if word != STDIN and Path(word).is_dir())


def are_missing(words: Sequence[str]) -> bool:
    """Tell whether nothing is where it was said to be."""
    return all(word != STDIN and not os.path.lexists(word) for word in words)
