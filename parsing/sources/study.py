"""The study of a whole archive: every message's links, then what only the whole can tell.

First each message by its likely sources; then the quotes that are left, against everybody's own words; last
the messages that are quoted and not stored. Each step is short, so that a reader never waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.sources.adopting import Adopting
from parsing.sources.ghosts import Ghosts
from parsing.sources.residue import Residue

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from parsing.sources.linker import Linker
    from parsing.sources.missing import Opening

STEP = 64
"""Messages between two reports."""
PASSES = 2


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What is kept of a message some of whose quotes have no source."""

    openings: list[Opening]
    bases: list[int]


class Study:
    """One study of one archive."""

    def __init__(self, engine: Linker) -> None:
        self.engine = engine
        self.corpus = engine.corpus
        self.unsettled: dict[int, Unsettled] = {}
        """By row, ascending."""
        self.adopting = Adopting(self.corpus)

    def steps(self) -> Iterator[int]:
        """Do it; yields how many messages are done so far."""
        residue = Residue()
        yield from self.link_all(residue)
        if residue.close():
            yield from self.search_all(residue)
        yield from self.rebuild()
        yield len(self.corpus)

    def link_all(self, residue: Residue) -> Iterator[int]:
        """Link every message by its likely sources."""
        engine = self.engine
        for row in range(len(self.corpus)):
            with engine.lock:
                self.link(row)
                if row in self.unsettled:
                    residue.add(row, engine.prepared(row), self.unsettled[row].openings)
            if row % STEP == STEP - 1:
                yield row * (PASSES - 1) // PASSES

    def link(self, row: int) -> None:
        """Link one message and take note of what is left."""
        engine = self.engine
        if self.corpus.copy_of(row) >= 0:  # what it quotes, its original quotes
            engine.table.put(row, ())
            return
        resolved = engine.resolver.resolve(row)
        if not resolved.sections:
            engine.table.put(row, ())
            return
        entries, openings = engine.linked(row, resolved)
        engine.table.put(row, entries)
        if openings:
            self.unsettled[row] = Unsettled(openings, resolved.bases)
        self.adopting.adopt(row, resolved, entries)

    def search_all(self, residue: Residue) -> Iterator[int]:
        """Look for what is left in everybody's own words, and link again what was found."""
        engine, total = self.engine, len(self.corpus)
        for row in range(total):
            if self.corpus.copy_of(row) < 0:
                with engine.lock:
                    residue.look(row, engine.text(row))
            if row % STEP == STEP - 1:
                yield (total + row) // PASSES
        time = self.corpus.time
        found = residue.candidates(lambda row, holder: time(holder) <= time(row))
        engine.extra.update((row, holders) for row, holders in found.items() if holders)
        again, self.unsettled = self.unsettled, {}
        changed: set[int] = set()
        for number, (row, known) in enumerate(again.items()):
            if row in engine.extra or not changed.isdisjoint(known.bases):
                changed.add(row)
                with engine.lock:
                    engine.forget(row)
                    self.link(row)
            else:
                self.unsettled[row] = known
            if number % STEP == STEP - 1:
                yield total

    def rebuild(self) -> Iterator[int]:
        """Rebuild what is quoted and not stored, and link to it."""
        engine, total = self.engine, len(self.corpus)
        missing = Ghosts(self.corpus)
        for row, known in self.unsettled.items():
            if any(opening.ghost is not None for opening in known.openings):
                with engine.lock:
                    missing.add(row, engine.prepared(row), known.openings)
                yield total
        messages = missing.rebuild()
        with engine.lock:
            engine.set_rebuilt(messages, missing.renamed)
        engine.retold = yield from self.retold()
        for row, known in self.unsettled.items():
            openings = engine.known_by_now(known.openings)
            if row in engine.retold or any(opening.ghost is not None for opening in openings):
                with engine.lock:
                    engine.link_openings(row, openings)
                yield total
            ghosts = (opening.ghost for opening in openings if opening.depth == 1)
            self.adopting.adopt_rebuilt(row, ghosts, engine.rebuilt)

    def retold(self) -> Generator[int, None, dict[int, list[int]]]:
        """Look in what was rebuilt for quotes of no known source: whoever quotes it elsewhere."""
        engine = self.engine
        if not engine.rebuilt_rows:
            return {}
        residue = Residue()
        for row, known in self.unsettled.items():
            openings = engine.known_by_now(known.openings)
            left = [opening for opening in openings if opening.ghost not in engine.rebuilt_rows]
            if left:
                with engine.lock:
                    residue.add(row, engine.prepared(row), left)
                yield len(self.corpus)
        if residue.close():
            for key, origin in engine.rebuilt_rows.items():
                residue.look(origin, engine.rebuilt[key].text)
        return residue.candidates()
