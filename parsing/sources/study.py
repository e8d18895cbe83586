"""The study of a whole archive: every message's links, then what only the whole can tell.

First each message by its likely sources; then the quotes that are left, against everybody's own words; last
the messages that are quoted and not stored. Each step is short, so that a reader never waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.sources.ghosts import Ghosts
from parsing.sources.residue import Residue

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from parsing.model import MessageKey
    from parsing.sources.linker import Linker
    from parsing.sources.missing import Opening

STEP = 64
"""Messages between two reports."""
PASSES = 2
ADOPTING_FIT = 0.2
ADOPTING_FIT_OF_SUBJECT = 0.05
ADOPTING_CHAIN = 10_000


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
        self.adopted: dict[int, int | MessageKey] = {}

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
        openings = engine.openings(row, resolved)
        engine.table.put(row, engine.entries(row, resolved, openings))
        if openings:
            self.unsettled[row] = Unsettled(openings, resolved.bases)
        self.adopt(row, resolved.bases, resolved.fits)

    def adopt(self, row: int, bases: list[int], fits: list[float]) -> None:
        """Give a message without a parent the one that it quotes, of several the last."""
        if self.corpus.parent(row) >= 0 or self.corpus.references(row):
            return
        quoted = [
            base
            for base, fit in zip(bases, fits, strict=True)
            if base >= 0 and self.is_answer(row, base, fit)
        ]
        for base in sorted(quoted, key=self.corpus.time, reverse=True):
            if not self.is_below(base, row):
                self.adopted[row] = base
                return

    def is_answer(self, row: int, base: int, fit: float) -> bool:
        """Whether a message quotes enough of another to hang under it; less will do for one subject."""
        same = self.corpus.base_subject(row) == self.corpus.base_subject(base)
        return fit >= (ADOPTING_FIT_OF_SUBJECT if same else ADOPTING_FIT)

    def is_below(self, base: int, row: int) -> bool:
        """Whether a message would hang under itself."""
        for _ in range(ADOPTING_CHAIN):
            if base == row:
                return True
            above = self.adopted.get(base, self.corpus.parent(base))
            if not isinstance(above, int) or above < 0:
                return False
            base = above
        return True

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
        ghosts = Ghosts(self.corpus)
        for row, known in self.unsettled.items():
            if any(opening.ghost is not None for opening in known.openings):
                with engine.lock:
                    ghosts.add(row, engine.prepared(row), known.openings)
                yield total
        messages = ghosts.rebuild()
        with engine.lock:
            engine.set_rebuilt(messages, ghosts.renamed)
        engine.retold = yield from self.retold()
        for row, known in self.unsettled.items():
            openings = engine.known_by_now(known.openings)
            if row in engine.retold or any(opening.ghost is not None for opening in openings):
                with engine.lock:
                    engine.link_openings(row, openings)
                yield total
            self.adopt_ghost(row, [opening.ghost for opening in openings if opening.depth == 1])

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

    def adopt_ghost(self, row: int, ghosts: list[MessageKey | None]) -> None:
        """Give a message without a parent the rebuilt message that it quotes."""
        if row in self.adopted or self.corpus.parent(row) >= 0 or self.corpus.references(row):
            return
        for ghost in ghosts:
            if ghost is not None and ghost in self.engine.rebuilt:
                self.adopted[row] = ghost
                return
