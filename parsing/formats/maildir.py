"""Maildir (http://cr.yp.to/proto/maildir.html): a message a file, in `cur` and `new`.

What lies in `tmp` is still being delivered and passed over. Folders within it by Maildir++, such as `.Sent`
and `.Sent.2004`, come after it. Nothing is moved from `new` to `cur`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.formats.folder import Folder, FolderKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folder import Entry

PARTS: Final = frozenset(("cur", "new"))
UNFINISHED: Final = "tmp"


def knows(folder: Folder) -> bool:
    """Tell whether a folder has both parts of a Maildir."""
    return folder.known >= PARTS


def entries(folder: Folder) -> Iterator[Entry | None]:
    """Give its parts, and folders of any kind beside them; then those of Maildir++, each a Maildir itself."""
    yield from (folder.entry(name) for name in folder.names.shown if name != UNFINISHED)
    for name in folder.names.hidden:
        within = folder.entry(name)
        if isinstance(within, Folder) and "cur" in within.known:
            yield within


MAILDIR: Final = FolderKind("Maildir", knows, entries)
