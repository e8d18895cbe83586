"""From any quote to the words it quotes, and back: what the archive calls.

`Engine.links` answers for one message at once. `Engine.study` goes over the whole archive and after that
knows more: quotes from elsewhere, parents that only quotes suggest, rebuilt messages, and who quotes whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.sources.linker import Linker
from parsing.sources.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parsing.model import MessageKey
    from parsing.sources.corpus import Corpus
    from parsing.sources.table import LinkTable


class Engine(Linker):
    """The sources of an archive's quotes; safe to call from any thread."""

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        self.adopted_rows: Mapping[int, int | MessageKey] = {}
        self.is_studied = False

    def study(self) -> Iterator[int]:
        """Go over the whole archive; yields the messages done so far, now and then."""
        study = Study(self)
        yield from study.steps()
        self.finish_study(self.table, study.adopting.adopted)

    def finish_study(self, table: LinkTable, adopted: Mapping[int, int | MessageKey]) -> None:
        """Take in what a study of the whole archive has found, here or in another process."""
        self.table, self.adopted_rows = table, adopted
        self.is_studied = True

    @property
    def studied(self) -> bool:
        """Whether the whole archive has been gone over."""
        return self.is_studied

    @property
    def adopted(self) -> Mapping[int, int | MessageKey]:
        """Give, by row of a message without a good parent, the row or rebuilt message that it answers."""
        return self.adopted_rows
