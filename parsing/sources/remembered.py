"""An archive seen through a small memory: what is asked of the same messages again and again.

Who a message's parent is, who wrote it, what its subject is: the search for one quote asks for these of a
hundred candidates, and the next message of the thread for the same ones. A few thousand answers are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Mailbox
    from parsing.sources.corpus import Corpus

ANSWERS_KEPT: Final = 4_096
"""Of each kind."""


class Remembered:
    """The corpus protocol over another corpus; safe to ask from any thread."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.seen = len(corpus)
        self.key = corpus.key
        self.text = corpus.text
        self.row_of = corpus.row_of
        self.copy_of = corpus.copy_of
        self.time = corpus.time
        self.rows_by_subject = corpus.rows_by_subject
        self.rows_by_author = corpus.rows_by_author
        keep = lru_cache(ANSWERS_KEPT)
        self.kept_parent = keep(corpus.parent)
        self.kept_references = keep(corpus.references)
        self.kept_sender = keep(corpus.sender)
        self.kept_subject = keep(corpus.base_subject)

    def __len__(self) -> int:
        return len(self.corpus)

    def has_grown(self) -> bool:
        """Whether there is more mail than there was the last time; what was known of parents is forgotten."""
        if len(self.corpus) == self.seen:
            return False
        self.seen = len(self.corpus)
        for kept in (self.kept_parent, self.kept_references, self.kept_sender, self.kept_subject):
            kept.cache_clear()
        return True

    def parent(self, row: int) -> int:
        """Give the row that the headers name as the message replied to, or -1."""
        return self.kept_parent(row)

    def references(self, row: int) -> Sequence[str]:
        """Give the ids that the headers name."""
        return self.kept_references(row)

    def sender(self, row: int) -> Mailbox | None:
        """Give the author."""
        return self.kept_sender(row)

    def base_subject(self, row: int) -> str:
        """Give the base subject."""
        return self.kept_subject(row)
