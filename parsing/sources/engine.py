"""From any quote to the words it quotes, and back: what the archive calls.

`Engine.links` answers for one message at once, from its parent chain, its ancestors, its subject's messages
and those of the author whom the attribution names. `Engine.study` goes over the whole archive and after that
knows more: quotes from elsewhere, parents that only quotes suggest, rebuilt messages, and who quotes whom.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING

from parsing.model import Found, LineRange, Link, Passage, Span
from parsing.sources.confidence import confidence_of
from parsing.sources.joining import match_of, stretches
from parsing.sources.resolve import Resolved, Resolver
from parsing.sources.squeeze import Squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parsing.model import Block, MessageKey, QuotedBy
    from parsing.sources.corpus import Corpus
    from parsing.sources.joining import Stretch
    from parsing.sources.rebuild import RebuiltMessage

KEPT_TEXTS = 1_024
KEPT_RESOLUTIONS = 4_096
KEPT_CHARACTERS = 64 << 20


class Engine:
    """The sources of an archive's quotes; safe to call from any thread."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.lock = RLock()
        self.texts: OrderedDict[int, Squeezed] = OrderedDict()
        self.resolutions: OrderedDict[int, Resolved] = OrderedDict()
        self.resolver = Resolver(corpus, self.prepared, self.known, self.keep)

    def prepared(self, row: int) -> Squeezed:
        """Give a message's text, squeezed; the last thousand are kept."""
        found = self.texts.get(row)
        if found is None:
            found = Squeezed(self.corpus.text(row))
            self.texts[row] = found
            if len(self.texts) > KEPT_TEXTS:
                self.texts.popitem(last=False)
        else:
            self.texts.move_to_end(row)
        return found

    def known(self, row: int) -> Resolved | None:
        """Give a resolution that is kept."""
        return self.resolutions.get(row)

    def keep(self, row: int, resolved: Resolved) -> None:
        """Keep a resolution."""
        self.resolutions[row] = resolved
        if len(self.resolutions) > KEPT_RESOLUTIONS:
            self.resolutions.popitem(last=False)

    def links(self, row: int) -> tuple[Link, ...]:
        """Give the links of a stored message in text order: on demand, kept in a bounded cache."""
        with self.lock:
            resolved = self.resolver.resolve(row)
            return tuple(self.link(resolved, stretch) for stretch in stretches(resolved, self.prepared))

    def link(self, resolved: Resolved, stretch: Stretch) -> Link:
        """Make a link of a stretch."""
        quoting, source = resolved.squeezed, self.prepared(stretch.origin)
        span = Span(quoting.first_character(stretch.start), quoting.end_character(stretch.end))
        there = Span(source.first_character(stretch.first), source.end_character(stretch.last))
        lines = LineRange(source.line_at(stretch.first), source.line_at(stretch.last - 1) + 1)
        match = match_of(stretch, quoting, source)
        passage = Passage(self.corpus.key(stretch.origin), lines, (there,))
        depth = quoting.depths[quoting.line_at(stretch.start)]
        return Link(span, depth, Found(passage, match, confidence_of(stretch, match)))

    def blocks(self, row: int) -> tuple[Block, ...]:
        """Give its blocks; where the parent has the text, marks other than `>` and none at all count too."""
        raise NotImplementedError

    def study(self) -> Iterator[int]:
        """Go over the whole archive; yields the messages done so far, now and then."""
        for row in range(len(self.corpus)):
            with self.lock:
                self.resolver.resolve(row)
            if row % 64 == 63:
                yield row + 1
        yield len(self.corpus)

    @property
    def studied(self) -> bool:
        """Whether the whole archive has been gone over."""
        raise NotImplementedError

    @property
    def adopted(self) -> Mapping[int, int | MessageKey]:
        """Give, by row of a message without a good parent, the row or rebuilt message that it answers."""
        raise NotImplementedError

    @property
    def rebuilt(self) -> Mapping[MessageKey, RebuiltMessage]:
        """Give the messages that are not stored and were put together from quotes of them (after `study`)."""
        raise NotImplementedError

    def quoted_by(self, key: MessageKey, span: Span | None = None) -> tuple[QuotedBy, ...]:
        """Give every stretch elsewhere whose origin is this passage; complete after `study`."""
        raise NotImplementedError
