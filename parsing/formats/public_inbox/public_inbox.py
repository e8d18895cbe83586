"""Archives of public-inbox, in which each message is a blob of a git repository; `inbox_git` says which.

An inbox of version 2 has its epochs in folders `git/0.git`, `git/1.git` …, the oldest first; that folder, or
one epoch, may be named too. One of version 1 is a repository. Both may be bare or have a working tree; one
with anything but mail in it is a folder like any other. What else an inbox has (`all.git`, indexes for
searching) is not read. From git the messages come with a line before each that tells its size: that is their
container.
"""

from __future__ import annotations

import os
import re
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.formats import eml
from parsing.formats.folders.folder import Folder, FolderKind, StreamEntry
from parsing.formats.format import Cut, Format
from parsing.formats.public_inbox.inbox_git import Epoch, Messages
from parsing.headers.fields import split_message
from parsing.limits import HEADER_BLOCK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.formats.source import Source

EPOCHS: Final = "git"
"""The folder of an inbox in which its epochs lie."""
ALL_EPOCHS: Final = "all.git"
"""A repository that only refers to the epochs."""
EPOCH: Final = re.compile(r"\d{1,6}(?:\.git)?")
REPOSITORY: Final = frozenset(("HEAD", "objects"))
REFERENCES: Final = frozenset(("refs", "packed-refs"))
HIDDEN: Final = ".git"
WORKING_TREE: Final = re.compile(r"[md]|[0-9a-f]{2}")
SIZE: Final = re.compile(rb"[0-9a-f]{40,64} [a-z]{1,10} (\d{1,12})\n")


# Folders


def knows(folder: Folder) -> bool:
    """Tell whether a folder is an inbox, its folder of epochs, or a repository that may be one."""
    return folder.on_disk is not None and bool(repositories(folder))


def entries(folder: Folder) -> Iterator[StreamEntry]:
    """Give the epochs of an inbox, the oldest first."""
    found = repositories(folder)
    inbox = Inbox([each.on_disk or "" for each in found])
    for number, each in enumerate(found):
        path = each.path.removesuffix(f"{os.sep}{HIDDEN}")
        yield StreamEntry(path, packed_size(inbox.folders[number]), partial(inbox.messages, number), INBOX)


class Inbox:
    """The epochs of an inbox, opened when the first is read."""

    def __init__(self, folders: Sequence[str]) -> None:
        self.folders = folders

    @cached_property
    def epochs(self) -> list[Epoch]:
        """The epochs, the oldest first; raises OSError if git is not installed."""
        return [Epoch(folder) for folder in self.folders]

    def messages(self, number: int) -> Messages:
        """Give the messages of an epoch; raises OSError if git is not installed."""
        return Messages(self.epochs[number], self.epochs[number + 1 :])


def repositories(folder: Folder) -> list[Folder]:
    """Give the git folders behind a folder."""
    if is_repository(folder):
        return [folder]
    within = folder.entry(HIDDEN) if HIDDEN in folder.known else None
    if isinstance(within, Folder):
        is_of_mail = all(WORKING_TREE.fullmatch(name) for name in folder.names.shown)
        return [within] if is_of_mail and is_repository(within) else []
    inner = folder.entry(EPOCHS) if EPOCHS in folder.known else folder
    return epochs(inner) if isinstance(inner, Folder) else []


def epochs(folder: Folder) -> list[Folder]:
    """Give the git folders of the epochs in a folder; none if there are others too."""
    found = []
    for name in folder.names.shown:
        each = folder.entry(name) if name != ALL_EPOCHS else None
        if isinstance(each, Folder):
            inner = each.entry(HIDDEN) if HIDDEN in each.known else each
            if not (EPOCH.fullmatch(name) and isinstance(inner, Folder) and is_repository(inner)):
                return []
            found.append(inner)
    return found


def is_repository(folder: Folder) -> bool:
    """Tell whether a folder is what git keeps its objects in."""
    return folder.known >= REPOSITORY and not folder.known.isdisjoint(REFERENCES)


def packed_size(folder: str) -> int:
    """Give the bytes that a repository's packs have on disk."""
    try:
        with os.scandir(Path(folder, "objects", "pack")) as found:
            return sum(entry.stat().st_size for entry in found if entry.name.endswith(".pack"))
    except OSError:
        return 0


# What comes from git


def knows_nothing(_: bytes) -> bool:
    """Tell that no file is in this format: it comes from git only."""
    return False


def cut_by_size(source: Source) -> Iterator[Cut]:
    """Cut by the sizes that stand before the messages; raises OSError."""
    data, at, base = b"", 0, 0
    while True:
        size = size_at(data, at)
        if size is None or len(data) - at < min(size, HEADER_BLOCK_BYTES):
            _, chunk = source.after(base + len(data))
            if chunk:
                data, at, base = data[at:] + chunk, 0, base + at
                continue
            if at < len(data):  # there was no room for all of it
                yield Cut(base + at, base + len(data), data[at:], defects=(Defect.TRUNCATED,))
            return
        start, end = base + at, base + at + size
        yield Cut(start, end, data[at : at + min(size, HEADER_BLOCK_BYTES)])
        at += size
        if at > len(data):
            data, at, base = b"", 0, end


def size_at(data: bytes, place: int) -> int | None:
    """Give the size of a message with the line before it and the line end behind it."""
    line = SIZE.match(data, place)
    return None if line is None else line.end() - place + int(line[1]) + 1


def mail(raw: bytes) -> bytes:
    """Give a message without the line before it."""
    line = SIZE.match(raw)
    return raw if line is None else eml.mail(raw[line.end() : line.end() + int(line[1])])


def header(cut: Cut) -> bytes:
    """Give the header block."""
    return split_message(mail(cut.head))[0]


INBOX: Final = Format("public-inbox", knows_nothing, cut_by_size, mail, header)
PUBLIC_INBOX: Final = FolderKind("public-inbox", knows, entries)
