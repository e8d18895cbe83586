"""Parents that only quotes suggest, for messages whose headers name none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from parsing.model import MessageKey
    from parsing.sources.corpus import Corpus
    from parsing.sources.resolved import Resolved
    from parsing.sources.table import Entry

FIT: Final = 0.2
FIT_OF_SUBJECT: Final = 0.05
"""Of what a message quotes, the share that its parent has; less will do for one subject."""
ONE_WRITER: Final = 60
"""So many characters that one message alone has written make it the one that is answered."""
LONGEST_CHAIN: Final = 10_000


class Adopting:
    """Finds the parents of the messages that have none; what it has found is in `adopted`."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.adopted: dict[int, int | MessageKey] = {}
        """By row: the row or the rebuilt message that it answers."""

    def adopt(self, row: int, resolved: Resolved, entries: Sequence[Entry]) -> None:
        """Give a message the one that it quotes, of several the last."""
        if not self.is_orphan(row):
            return
        bases = [
            base
            for base, fit in zip(resolved.bases, resolved.fits, strict=True)
            if base >= 0 and self.is_answer(row, base, fit)
        ]
        writer = only_writer(resolved.squeezed.depths, entries)
        if writer is not None and self.corpus.time(writer) <= self.corpus.time(row):
            bases = [writer]
        for base in sorted(bases, key=self.corpus.time, reverse=True):
            if not self.is_below(base, row):
                self.adopted[row] = base
                return

    def adopt_rebuilt(
        self, row: int, ghosts: Iterable[MessageKey | None], rebuilt: Container[MessageKey]
    ) -> None:
        """Give a message that has no parent yet the rebuilt message that it quotes."""
        if row not in self.adopted and self.is_orphan(row):
            for ghost in ghosts:
                if ghost is not None and ghost in rebuilt:
                    self.adopted[row] = ghost
                    return

    def is_orphan(self, row: int) -> bool:
        """Whether the headers of a message name no parent, stored or not."""
        return self.corpus.parent(row) < 0 and not self.corpus.references(row)

    def is_answer(self, row: int, base: int, fit: float) -> bool:
        """Whether a message quotes enough of another to hang under it; less will do for one subject."""
        same = self.corpus.base_subject(row) == self.corpus.base_subject(base)
        return fit >= (FIT_OF_SUBJECT if same else FIT)

    def is_below(self, base: int, row: int) -> bool:
        """Whether a message would hang under itself."""
        for _ in range(LONGEST_CHAIN):
            if base == row:
                return True
            above = self.adopted.get(base, self.corpus.parent(base))
            if not isinstance(above, int) or above < 0:
                return False
            base = above
        return True


def only_writer(depths: Sequence[int], entries: Sequence[Entry]) -> int | None:
    """Give the stored message that has written all that stands behind one mark, if it is enough.

    `depths` are the marks before each line. What was answered may have been seen in the copy that another
    answer holds without marks; the answer is to whoever wrote it.
    """
    written: Counter[int] = Counter()
    for entry in entries:
        if depths[entry.first_line] == 1:
            written[entry.origin] += entry.end - entry.start
    if len(written) != 1:
        return None
    ((origin, characters),) = written.items()
    return origin if origin >= 0 and characters >= ONE_WRITER else None
