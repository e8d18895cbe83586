"""From any quote to the words it quotes, and back: what the archive calls.

`Engine.links` answers for one message at once, from its parent chain, its ancestors, its subject's messages
and those of the author whom the attribution names. `Engine.study` goes over the whole archive and after that
knows more: quotes from elsewhere, parents that only quotes suggest, rebuilt messages, and who quotes whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parsing.model import Block, Link, MessageKey, QuotedBy, Span
    from parsing.sources.corpus import Corpus
    from parsing.sources.rebuild import RebuiltMessage


class Engine:
    """The sources of an archive's quotes; safe to call from any thread."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def links(self, row: int) -> tuple[Link, ...]:
        """Give the links of a stored message in text order: on demand, kept in a bounded cache."""
        raise NotImplementedError

    def blocks(self, row: int) -> tuple[Block, ...]:
        """Give its blocks; where the parent has the text, marks other than `>` and none at all count too."""
        raise NotImplementedError

    def study(self) -> Iterator[int]:
        """Go over the whole archive; yields the messages done so far, now and then."""
        raise NotImplementedError

    @property
    def studied(self) -> bool:
        """Whether the whole archive has been gone over."""
        raise NotImplementedError

    @property
    def adopted(self) -> Mapping[int, int | MessageKey]:
        """Give, by row of a message without a good parent, the row or the rebuilt message that it answers."""
        raise NotImplementedError

    @property
    def rebuilt(self) -> Mapping[MessageKey, RebuiltMessage]:
        """Give the messages that are not stored and were put together from the quotes of them (after `study`)."""
        raise NotImplementedError

    def quoted_by(self, key: MessageKey, span: Span | None = None) -> tuple[QuotedBy, ...]:
        """Give every stretch elsewhere whose origin is this passage; complete after `study`."""
        raise NotImplementedError
