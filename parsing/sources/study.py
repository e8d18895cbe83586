"""The study of a whole archive: every message's links, then what only the whole can tell.

First each message by its likely sources; then the quotes that are left, against everybody's own words; last
the messages that are quoted and not stored. Each step is short, so that a reader never waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.sources.ghosts import Ghosts
from parsing.sources.residue import Residue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.model import MessageKey
    from parsing.sources.linker import Linker

STEP = 64
"""Messages between two reports."""
PASSES = 2
ADOPTING_FIT = 0.2
ADOPTING_CHAIN = 10_000


class Study:
    """One study of one archive."""

    def __init__(self, engine: Linker) -> None:
        self.engine = engine
        self.corpus = engine.corpus
        self.residue = Residue()
        self.open_rows: list[int] = []
        self.adopted: dict[int, int | MessageKey] = {}

    def steps(self) -> Iterator[int]:
        """Do it; yields how many messages are done so far."""
        yield from self.link_all()
        if self.residue.close():
            yield from self.search_all()
        self.rebuild()
        yield len(self.corpus)

    def link_all(self) -> Iterator[int]:
        """Link every message by its likely sources."""
        engine = self.engine
        for row in range(len(self.corpus)):
            with engine.lock:
                self.link(row)
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
            self.open_rows.append(row)
            self.residue.add(row, resolved.squeezed, openings)
        self.adopt(row, resolved.bases, resolved.fits)

    def adopt(self, row: int, bases: list[int], fits: list[float]) -> None:
        """Give a message without a parent the one that it quotes."""
        if self.corpus.parent(row) >= 0 or self.corpus.references(row):
            return
        for base, fit in zip(bases, fits, strict=True):
            if base >= 0 and fit >= ADOPTING_FIT and not self.is_below(base, row):
                self.adopted[row] = base
                return

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

    def search_all(self) -> Iterator[int]:
        """Look for what is left in everybody's own words, and link again what was found."""
        engine, total = self.engine, len(self.corpus)
        for row in range(total):
            if self.corpus.copy_of(row) < 0:
                with engine.lock:
                    self.residue.look(row, engine.text(row))
            if row % STEP == STEP - 1:
                yield (total + row) // PASSES
        found = self.residue.candidates()
        for row, holders in found.items():
            earlier = [holder for holder in holders if self.corpus.time(holder) <= self.corpus.time(row)]
            if earlier:
                engine.extra[row] = earlier
        again, self.open_rows = self.open_rows, []
        self.residue = Residue()
        changed: set[int] = set()
        for number, row in enumerate(again):
            with engine.lock:
                self.link_again(row, changed)
            if number % STEP == STEP - 1:
                yield total

    def link_again(self, row: int, changed: set[int]) -> None:
        """Link a message once more if there is something new, for itself or for what it quotes."""
        engine = self.engine
        known = engine.known(row)
        if row in engine.extra or (known is not None and not changed.isdisjoint(known.bases)):
            changed.add(row)
            engine.forget(row)
            self.link(row)
        else:
            self.open_rows.append(row)

    def rebuild(self) -> None:
        """Rebuild what is quoted and not stored, and link to it."""
        engine = self.engine
        ghosts = Ghosts(self.corpus)
        with engine.lock:
            for row in self.open_rows:
                resolved = engine.resolver.resolve(row)
                ghosts.add(row, resolved.squeezed, engine.openings(row, resolved))
            engine.set_rebuilt(ghosts.rebuild(), ghosts.renamed)
            engine.retold = self.retold()
            for row in self.open_rows:
                resolved = engine.resolver.resolve(row)
                openings = engine.openings(row, resolved)
                engine.table.put(row, engine.entries(row, resolved, openings))
                self.adopt_ghost(row, [opening.ghost for opening in openings if opening.depth == 1])

    def retold(self) -> dict[int, list[int]]:
        """Look in what was rebuilt for quotes of no known source: whoever quotes it elsewhere."""
        engine = self.engine
        residue = Residue()
        for row in self.open_rows:
            resolved = engine.resolver.resolve(row)
            openings = engine.openings(row, resolved)
            residue.add(
                row, resolved.squeezed, [one for one in openings if one.ghost not in engine.rebuilt_rows]
            )
        if residue.close():
            for origin, text in engine.rebuilt_texts.items():
                residue.look(origin, text.text)
        return residue.candidates()

    def adopt_ghost(self, row: int, ghosts: list[MessageKey | None]) -> None:
        """Give a message without a parent the rebuilt message that it quotes."""
        if row in self.adopted or self.corpus.parent(row) >= 0 or self.corpus.references(row):
            return
        for ghost in ghosts:
            if ghost is not None and ghost in self.engine.rebuilt:
                self.adopted[row] = ghost
                return
