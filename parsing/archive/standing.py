"""Where messages stand: nodes and keys of one state of the threads, and the places of rebuilt messages.

A rebuilt message whose id is known stands where the references put it; one that somebody answers directly,
above that answer. Of one that is known only by quotes of quotes neither is known, and yet it must not stand
alone: it goes into the thread of its first quoter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.archive.stored import shown_id
from parsing.index.columns import stamp
from parsing.model import MessageKey
from parsing.threads.containers import NOBODY
from parsing.threads.jwz import RebuiltNode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from parsing.archive.stored import Stored
    from parsing.sources.rebuild import RebuiltMessage
    from parsing.threads.jwz import Threads


class Places:
    """The nodes of one state of the threads: what is looked up by key and by node belongs together."""

    def __init__(self, threads: Threads) -> None:
        self.table = threads.table
        self.ghosts = tuple(MessageKey(shown_id(ghost)) for ghost in threads.ghosts)
        self.ghost_nodes = {key: self.table.stored + number for number, key in enumerate(self.ghosts)}


class Standing:
    """The places of all rebuilt messages, told from the threads that the headers make."""

    def __init__(self, stored: Stored, places: Places, adopted: Mapping[int, int | MessageKey]) -> None:
        self.stored = stored
        self.places = places
        self.table = places.table
        self.adopted: dict[int, int | MessageKey] = dict(adopted)
        """By row of a message that headers give no parent: what it hangs under."""
        self.nodes: dict[str, RebuiltNode] = {}
        """By key."""

    def add(self, rebuilt: RebuiltMessage) -> None:
        """Find the place of one message. Without a date it comes just before its first quoter."""
        quoter = self.first_quoter(rebuilt)
        time = seconds(rebuilt.date)
        if time is None and quoter != NOBODY:
            time = self.stored.time(quoter) - 1
        place = rebuilt.parent
        if place is None and not rebuilt.replies and quoter != NOBODY:
            place = self.beside(rebuilt.key, quoter, time)
        self.nodes[rebuilt.key] = RebuiltNode(place, time)

    def first_quoter(self, rebuilt: RebuiltMessage) -> int:
        """Give the row that quotes its first line."""
        key = next((key for line in rebuilt.witnesses for key in line), None)
        return NOBODY if key is None else self.stored.row_of(key)

    def beside(self, key: MessageKey, quoter: int, time: int | None) -> int | MessageKey | None:
        """Give a place in the quoter's thread: under the nearest older message above the quoter, or its root.

        A quoter that is a root itself goes under the first message that it quotes so.
        """
        above = self.table.parent[quoter]
        if above == NOBODY:
            known = self.adopted.setdefault(quoter, key)
            return None if known == key else known
        while self.table.parent[above] != NOBODY:
            if time is not None and above < self.table.stored and self.stored.time(above) < time:
                break
            above = self.table.parent[above]
        return above if above < self.table.stored else self.places.ghosts[above - self.table.stored]


def seconds(day: date | None) -> int | None:
    """Give seconds since 1970 of a date."""
    return None if day is None else stamp(day)[0]
