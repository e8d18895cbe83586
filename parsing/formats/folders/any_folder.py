"""A folder of no special kind: all that is seen in it, in natural order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.formats.folders.folder import FolderKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Entry, Folder


def knows(_: Folder) -> bool:
    """Tell that any folder is one."""
    return True


def entries(folder: Folder) -> Iterator[Entry | None]:
    """Give all but what is hidden."""
    return map(folder.entry, folder.names.shown)


ANY_FOLDER: Final = FolderKind("folder", knows, entries)
