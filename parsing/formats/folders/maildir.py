"""Maildir (http://cr.yp.to/proto/maildir.html): a message a file, in `cur` and `new`.

Flags stand at the end of a name, `:2,FRS`; where a colon may not be in a name, `;2,` or `!2,` is written.
What lies in `tmp` is still being delivered and passed over. Folders within it by Maildir++, such as `.Sent`
and `.Sent.2004`, come after it. Nothing is moved from `new` to `cur`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from parsing.formats.eml import EML
from parsing.formats.folders.folder import FileEntry, Folder, FolderKind
from parsing.model import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parsing.formats.folders.folder import Entry

PARTS: Final = frozenset(("cur", "new"))
UNFINISHED: Final = "tmp"
INFO: Final = re.compile(r"/(cur|new)/[^/]*?(?:[:;!]2,([A-Za-z]{0,60}))?$")
FLAGGED: Final = "F"
ANSWERED: Final = "R"
SEEN: Final = "S"


def knows(folder: Folder) -> bool:
    """Tell whether a folder has the parts of a Maildir; Thunderbird's have no `new`."""
    return "cur" in folder.known and not folder.known.isdisjoint(("new", UNFINISHED))


def entries(folder: Folder) -> Iterator[Entry | None]:
    """Give its messages, and folders of any kind beside them; then those of Maildir++."""
    for name in folder.names.shown:
        within = folder.entry(name) if name != UNFINISHED else None
        if isinstance(within, Folder) and name in PARTS:
            yield from messages(within, within.names.shown)
        else:
            yield within
    for name in folder.names.hidden:
        within = folder.entry(name)
        if isinstance(within, Folder) and "cur" in within.known:
            yield within


def messages(folder: Folder, names: Iterable[str]) -> Iterator[Entry | None]:
    """Give files each of which is one message, whatever is in it."""
    for name in names:
        entry = folder.entry(name)
        if isinstance(entry, FileEntry):  # in haste: there are many
            yield FileEntry(entry.path, entry.size, entry.found, EML)
        else:
            yield entry if entry is None or isinstance(entry, Folder) else replace(entry, form=EML)


def flags_of(path: str) -> tuple[Flag, ...]:
    """Give what the name of a message's file says of it; nothing of a file that lies in no Maildir.

    >>> flags_of("weir/cur/1078128000.M1.weir:2,RS"), flags_of("weir/new/1078128000.M1.weir")
    ((<Flag.ANSWERED: 'answered'>,), (<Flag.UNREAD: 'unread'>,))
    """
    info = INFO.search(path)
    if info is None:
        return ()
    letters = info[2] or ""
    said = ((Flag.FLAGGED, FLAGGED in letters), (Flag.ANSWERED, ANSWERED in letters))
    unread = (Flag.UNREAD,) if SEEN not in letters else ()
    return (*unread, *(flag for flag, is_set in said if is_set))


def is_read(path: str) -> bool:
    """Tell whether the name of a message's file says that it was read."""
    info = INFO.search(path)
    return info is not None and SEEN in (info[2] or "")


MAILDIR: Final = FolderKind("Maildir", knows, entries)
