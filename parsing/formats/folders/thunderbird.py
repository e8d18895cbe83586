"""Thunderbird's folders: mboxes without a suffix, beside each an index `Inbox.msf` and a folder `Inbox.sbd`.

Indexes, filters and logs are left out, and so are folders in which nothing is. Mail that was deleted and not
yet compacted away is shown: it is still there, and mail that was moved is known as a copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.formats.folders.folder import Folder, FolderKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Entry

INDEX: Final = ".msf"
NOTES: Final = (INDEX, ".dat", ".html", ".json", ".js", ".log", ".sqlite", ".ini")
ACCOUNTS: Final = ("Mail", "ImapMail", "News")
PREFERENCES: Final = "prefs.js"


def has_indexes(folder: Folder) -> bool:
    """Tell whether files have Thunderbird's indexes beside them."""
    return any(name.endswith(INDEX) and name[: -len(INDEX)] in folder.known for name in folder.names.shown)


def mailboxes(folder: Folder) -> Iterator[Entry | None]:
    """Give mboxes and folders, in natural order."""
    for name in folder.names.shown:
        entry = None if name.endswith(NOTES) else folder.entry(name)
        if entry is None or isinstance(entry, Folder) or entry.size:
            yield entry


def is_profile(folder: Folder) -> bool:
    """Tell whether accounts lie in a folder of preferences."""
    return PREFERENCES in folder.known and not folder.known.isdisjoint(ACCOUNTS)


def accounts(folder: Folder) -> Iterator[Entry | None]:
    """Give the folders of accounts."""
    return map(folder.entry, ACCOUNTS)


THUNDERBIRD: Final = FolderKind("Thunderbird", has_indexes, mailboxes)
THUNDERBIRD_PROFILE: Final = FolderKind("Thunderbird profile", is_profile, accounts)
