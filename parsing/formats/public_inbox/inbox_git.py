"""Which blobs of a git repository are the messages of an inbox, and in which order they were committed.

Version 2 of public-inbox (public-inbox-v2-format(5)): the tree of a commit holds one file, `m` with a message
or `d` with one that is taken out again, perhaps from an earlier epoch. Version 1 (public-inbox-v1-format(5)):
the last tree holds all messages, each named by a hash of its id. Commits to which the last ones do not lead
any more, because the repository is damaged, are put in order by date.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.formats.public_inbox.git import Repository, TreeEntry, tree_entries
from parsing.formats.public_inbox.git_salvage import Salvage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ADDED, TAKEN_OUT = b"m", b"d"
FOLDER_MODE: Final = b"40000"
HASHED_FOLDER: Final = re.compile(rb"[0-9a-f]{2}")
HASHED_PATH: Final = re.compile(rb"[0-9a-f]{2}/[0-9a-f]{38,62}")
CHANGED: Final = re.compile(rb":[0-7]{6} [0-7]{6} [0-9a-f]{40,64} ([0-9a-f]{40,64}) [AM]\t([^\n]{1,255})")
PARENT: Final = re.compile(rb"^parent ([0-9a-f]{40,64})$", re.MULTILINE)
COMMITTED: Final = re.compile(rb"^committer [^\n]*> (\d{1,12}) ", re.MULTILINE)
LOOKED_AT: Final = 20
"""Commits by whose trees an inbox is known."""
FILES: Final = 1_000_000
"""Messages in one of the folders of version 1."""
COMPARED: Final = 2_000
"""Commits that are compared at a time."""
NO_INBOX: Final = "is a git repository, but no archive of public-inbox."
NOTHING: Final = "is a git repository in which no message can be read."


class TakenOut(NamedTuple):
    """A message that is taken out again."""

    id: bytes
    age: int
    """How many commits come after that which takes it out."""


class Epoch:
    """One repository of an inbox."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.repository: Repository | Salvage = Repository(folder)

    def looks(self) -> list[list[TreeEntry]]:
        """Give the trees of its newest commits, by which an inbox is known; raises OSError."""
        commits, _ = self.repository.lines("rev-list", f"--max-count={LOOKED_AT}", "HEAD")
        newest = commits or self.history()[0][:LOOKED_AT]
        return [entries for entries in self.trees(newest) if entries]

    def history(self) -> tuple[list[bytes], bool]:
        """Give its commits, the newest first, and whether all hang together; raises OSError."""
        for tips in ("HEAD", "--all"):
            commits, is_whole = self.repository.lines("rev-list", tips)
            if commits:
                return (commits, True) if is_whole else (self.with_cut_off(commits), False)
        commits = self.with_cut_off([])
        if not commits:  # git opens none of its packs
            self.repository = Salvage(self.folder)
            commits = self.with_cut_off([])
        return commits, False

    def with_cut_off(self, commits: list[bytes]) -> list[bytes]:
        """Put commits that cannot be reached any more behind those that can: chains of them, by date."""
        reached = set(commits)
        others = [each for each in self.repository.all_of_type(b"commit") if each not in reached]
        dates: dict[bytes, int] = {}
        parents: dict[bytes, bytes] = {}
        for name, found in zip(others, self.repository.objects(others), strict=True):
            content = (found.content() if found else None) or b""
            date, parent = COMMITTED.search(content), PARENT.search(content)
            dates[name] = int(date[1]) if date else 0
            if parent:
                parents[name] = parent[1]
        tips = dates.keys() - set(parents.values())
        ordered = dict.fromkeys(commits)
        for tip in sorted(tips, key=lambda name: (dates[name], name), reverse=True):
            commit: bytes | None = tip
            while commit in dates and commit not in ordered:
                ordered[commit] = None
                commit = parents.get(commit)
        return [*ordered]

    def trees(self, commits: Sequence[bytes]) -> Iterator[list[TreeEntry] | None]:
        """Give what is in the trees of commits, None for those that are lost; raises OSError."""
        for found in self.repository.objects([commit + b"^{tree}" for commit in commits]):
            tree = found.content() if found else None
            yield tree_entries(tree, len(found.id) // 2) if found and tree is not None else None

    def taken_out(self, commits: Sequence[bytes]) -> dict[bytes, TakenOut]:
        """Give the commits of version 2 that take a message out, the newest first; raises OSError."""
        touched, is_whole = self.repository.lines("rev-list", "--full-history", "HEAD", "--", "d")
        if not is_whole:  # a tree is lost
            touched = [*commits]
        ages = {commit: age for age, commit in enumerate(commits)} if touched else {}
        return {
            commit: TakenOut(entry.id, ages.get(commit, len(ages)))
            for commit, entries in zip(touched, self.trees(touched), strict=True)
            for entry in entries or ()
            if entry.name == TAKEN_OUT
        }

    @cached_property
    def gone(self) -> frozenset[bytes]:
        """All messages that are taken out here; raises OSError."""
        return frozenset(each.id for each in self.taken_out(self.history()[0]).values())


class Messages:
    """The messages of one epoch as a stream: each behind the line in which git tells its size."""

    def __init__(self, epoch: Epoch, later: Sequence[Epoch]) -> None:
        self.epoch = epoch
        self.later = later
        """The epochs after it, in which messages of this one may be taken out."""
        self.trouble: str | None = None
        self.lost = 0

    def __iter__(self) -> Iterator[bytes]:
        """Give the messages in the order in which they were committed; raises OSError."""
        looks = self.epoch.looks()
        if not looks:
            self.trouble = NOTHING
        elif all(map(is_second_version, looks)):
            yield from self.of_version(self.second_version)
        elif is_first_version(looks[0]):
            yield from self.of_version(self.first_version)
        else:
            self.trouble = NO_INBOX

    def of_version(self, messages: Callable[[Sequence[bytes]], Iterator[bytes]]) -> Iterator[bytes]:
        """Give the messages as a version has them, and then what is wrong; raises OSError."""
        commits, is_whole = self.epoch.history()
        yield from messages(commits)
        self.trouble = self.what_is_wrong(is_whole=is_whole)

    def what_is_wrong(self, *, is_whole: bool) -> str | None:
        """Say what could not be read, if there is anything."""
        if not self.lost:
            return None if is_whole else "is damaged; showing all messages that are still in it."
        lost = "one of its messages" if self.lost == 1 else f"{self.lost:,} of its messages"
        return (
            f"lacks {lost}; showing the others."
            if is_whole
            else f"is damaged and lacks {lost} or more; showing the others."
        )

    def second_version(self, commits: Sequence[bytes]) -> Iterator[bytes]:
        """Give the messages that were not taken out again, the oldest first; raises OSError."""
        taken_out = self.epoch.taken_out(commits)
        last = {each.id: each.age for each in reversed(taken_out.values())}
        last |= {each: -1 for epoch in self.later for each in epoch.gone}
        aged = [(age, commits[age]) for age in reversed(range(len(commits))) if commits[age] not in taken_out]
        found = self.epoch.repository.objects([commit + b":" + ADDED for _, commit in aged])
        missing = []
        for (age, commit), each in zip(aged, found, strict=True):
            if each is None:
                missing.append(commit)
                continue
            is_gone = age > last.get(each.id, age)
            for piece in each.pieces():
                if not is_gone:
                    yield piece
            self.lost += each.is_broken
        self.lost += sum(map(is_lost, self.epoch.trees(missing)))

    def read(self, ids: Sequence[bytes]) -> Iterator[bytes]:
        """Give the contents of blobs, and count those that are lost; raises OSError."""
        for found in self.epoch.repository.objects(ids):
            if found is not None:
                yield from found.pieces()
            self.lost += found is None or found.is_broken

    def first_version(self, commits: Sequence[bytes]) -> Iterator[bytes]:
        """Give the messages that the last tree holds, as they were committed; raises OSError."""
        waiting = {path: name for path, name in self.files(commits[0]) if HASHED_PATH.fullmatch(path)}
        for end in range(len(commits), 0, -COMPARED):
            yield from self.read([*self.committed(commits[max(0, end - COMPARED) : end][::-1], waiting)])
        yield from self.read([*waiting.values()])

    def files(self, commit: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Give the paths and ids of a commit's files, of all if its tree is lost; raises OSError."""
        (root,) = self.epoch.trees([commit])
        if root is None:
            yield from (
                (b"%s/%s" % (name[:2], name[2:]), name) for name in self.epoch.repository.all_of_type(b"blob")
            )
        folders = [entry for entry in root or () if entry.mode == FOLDER_MODE]
        found = self.epoch.repository.objects([folder.id for folder in folders])
        for folder, each in zip(folders, found, strict=True):
            tree = each.content() if each else None
            self.lost += tree is None
            for entry in tree_entries(tree or b"", len(folder.id) // 2, FILES):
                yield b"%s/%s" % (folder.name, entry.name), entry.id

    def committed(self, commits: Sequence[bytes], waiting: dict[bytes, bytes]) -> Iterator[bytes]:
        """Give what some commits have brought of that which is waited for; raises OSError."""
        words = ("diff-tree", "--stdin", "--root", "-r", "--no-renames", "--diff-filter=AM", "--no-abbrev")
        for line in self.epoch.repository.lines(*words, requests=commits)[0]:
            change = CHANGED.fullmatch(line)
            if change and waiting.get(change[2]) == change[1]:
                yield waiting.pop(change[2])


def is_second_version(entries: Iterable[TreeEntry]) -> bool:
    """Tell whether a tree is one of version 2."""
    return all(entry.name in (ADDED, TAKEN_OUT) and entry.mode != FOLDER_MODE for entry in entries)


def is_first_version(entries: Iterable[TreeEntry]) -> bool:
    """Tell whether a tree is one of version 1."""
    return all(entry.mode == FOLDER_MODE and HASHED_FOLDER.fullmatch(entry.name) for entry in entries)


def is_lost(entries: Iterable[TreeEntry] | None) -> bool:
    """Tell whether a tree of version 2 whose message is missing has one, or is missing itself."""
    return entries is None or any(entry.name == ADDED for entry in entries)
