"""A folder of an archive's web site: pages and months, beside what was attached to the messages.

Pipermail keeps attachments in `attachments`, hypermail in `att-0012` beside the page `0012.html`. Whatever
they are, mail among them, they are no messages of the archive; nor is pipermail's database.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.folders.folder import FolderKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Entry, Folder

ATTACHED: Final = re.compile(r"attachments|att-(\d{4,8})")
DATABASE: Final = frozenset(("database", "pipermail.pck"))
MONTH: Final = re.compile(
    r"(\d{4}-(?:[^\W\d]+|\d\d)|\d{4}q\d|Week-of-Mon-\d{8}|\d{8}|\d{4})(?:\.txt(?:\.gz)?)?"
)


def knows(folder: Folder) -> bool:
    """Tell whether attachments lie in a folder beside the pages or months that they belong to."""
    return any(is_attached(name, folder) for name in folder.names.shown)


def is_attached(name: str, folder: Folder) -> bool:
    """Tell whether a folder has the attachments of pages or months beside it."""
    found = ATTACHED.fullmatch(name)
    if found is None:
        return False
    if found[1]:
        return f"{found[1]}.html" in folder.known
    return "index.html" in folder.known or any(map(MONTH.fullmatch, folder.names.shown))


def entries(folder: Folder) -> Iterator[Entry | None]:
    """Give all but what was attached and what the archiver keeps for itself."""
    for name in folder.names.shown:
        if name not in DATABASE and not is_attached(name, folder):
            yield folder.entry(name)


PAGE_SITE: Final = FolderKind("archive's site", knows, entries)
