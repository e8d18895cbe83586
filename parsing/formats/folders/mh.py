"""MH: a message a file, its name a number. Also Gnus' nnml, Claws Mail and Sylpheed, which keep mail so.

A folder is known by the file that such a program keeps beside the messages. Names that begin with `,` or `#`
are messages that were deleted and are left out. A folder of numbers without such a file is a folder like any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.formats.folders.folder import FolderKind
from parsing.formats.folders.maildir import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Entry, Folder

BESIDE: Final = frozenset(
    (".mh_sequences", ".xmhcache", ".overview", ".marks", ".claws_mark", ".claws_cache", ".sylpheed_mark")
)
DELETED: Final = (",", "#")


def knows(folder: Folder) -> bool:
    """Tell whether a folder has a program's notes on numbered messages."""
    return not BESIDE.isdisjoint(folder.names.hidden)


def entries(folder: Folder) -> Iterator[Entry | None]:
    """Give messages, files of other kinds, and folders, in natural order."""
    for name in folder.names.shown:
        if name.isdecimal():
            yield from messages(folder, (name,))
        elif not name.startswith(DELETED):
            yield folder.entry(name)


MH: Final = FolderKind("MH", knows, entries)
