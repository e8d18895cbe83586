"""A handful of mails as threading sees them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from parsing.threads.containers import Ids
from parsing.threads.jwz import Hints, Threads, thread


@dataclass
class FewMails:
    """An archive in memory; each mail is added with the fields that matter to the test."""

    rows: list[tuple[str, tuple[str, ...], tuple[str, ...], str | None, int]] = field(default_factory=list)

    first: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        key: str,
        references: str = "",
        *,
        in_reply_to: str = "",
        subject: str | None = None,
        day: float | None = None,
    ) -> int:
        """Add a mail and return its row; without a day it comes an hour after the last."""
        self.forget()
        last = self.rows[-1][4] if self.rows else 0
        time = last + 3600 if day is None else int(day * 86_400)
        self.rows.append((key, tuple(references.split()), tuple(in_reply_to.split()), subject, time))
        return len(self.rows) - 1

    def __len__(self) -> int:
        return len(self.rows)

    def ids(self, row: int) -> Ids:
        return Ids(*self.rows[row][:3])

    def row_of(self, message_id: str) -> int:
        if not self.first:
            self.first = {}
            for number, mail in enumerate(self.rows):
                self.first.setdefault(mail[0], number)
        return self.first.get(message_id, -1)

    def is_first(self, row: int) -> bool:
        return self.row_of(self.rows[row][0]) == row

    def subject(self, row: int) -> str | None:
        return self.rows[row][3]

    def sort_key(self, row: int) -> int:
        return self.rows[row][4]

    def forget(self) -> None:
        """Know that the rows are others now."""
        self.first = {}

    def threads(self, hints: Hints | None = None) -> Threads:
        return thread(self, hints)

    def drawn(self, hints: Hints | None = None) -> list[str]:
        """Draw the tree: a line a node, two blanks a level, ghosts in parentheses."""
        threads = self.threads(hints)
        table = threads.table
        return ["  " * table.depth[node] + self.name(node, threads) for node in table.order]

    def name(self, node: int, threads: Threads) -> str:
        """Return the id of a node."""
        stored = threads.table.stored
        return self.rows[node][0] if node < stored else f"({threads.ghosts[node - stored]})"

    def parents(self, hints: Hints | None = None) -> dict[str, str]:
        """Return `PARENT by WAY` by the id of each mail that has one."""
        threads = self.threads(hints)
        table = threads.table
        return {
            self.name(node, threads): f"{self.name(parent, threads)} by {table.parent_by[node]}"
            for node, parent in enumerate(table.parent)
            if parent >= 0
        }


@pytest.fixture
def mails() -> FewMails:
    """Return an archive without a mail in it."""
    return FewMails()
