"""From any quote to the words it quotes, and back.

A message's links come at once, from its parent chain, its ancestors, its subject's messages and those of the
author whom the announcement names. What a `study` of the whole archive finds is kept here too.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING

from parsing.limits import QUOTE_DEPTH
from parsing.model import Ambiguous, Found, LineRange, Link, Match, Missing, Passage, QuotedBy, Rebuilt, Span
from parsing.sources.confidence import confidence_of
from parsing.sources.joining import match_of, stretches
from parsing.sources.marking import refined_blocks, refined_lines
from parsing.sources.missing import find_openings, outside
from parsing.sources.rebuilt_links import has_most, rebuilt_stretches
from parsing.sources.remembered import Remembered
from parsing.sources.resolve import Resolver
from parsing.sources.rivals import Rivals
from parsing.sources.squeeze import Squeezed
from parsing.sources.table import REBUILT_ROWS, Entry, LinkTable, disjoint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parsing.model import Block, Line, MessageKey
    from parsing.sources.corpus import Corpus
    from parsing.sources.joining import Stretch
    from parsing.sources.missing import Opening
    from parsing.sources.rebuild import RebuiltMessage
    from parsing.sources.resolved import Resolved

KEPT_TEXTS = 1_024
KEPT_RESOLUTIONS = 2_048
NOTHING: tuple[int, list[Entry]] = (-1, [])


class Linker:
    """The links of an archive's messages, and what a study has taught it; safe to call from any thread."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = Remembered(corpus)
        self.lock = RLock()
        self.texts: OrderedDict[int, Squeezed] = OrderedDict()
        self.resolutions: OrderedDict[int, Resolved] = OrderedDict()
        self.extra: dict[int, list[int]] = {}
        """By row: messages from anywhere that may have what its likely sources do not have."""
        self.retold: dict[int, list[int]] = {}
        """By row: rebuilt messages that may have what no announcement or header names the source of."""
        self.resolver = Resolver(self.corpus, self.prepared, self.known, self.keep, self.extra)
        self.rivals = Rivals(self.resolver.relations, self.prepared)
        self.table = LinkTable()
        self.latest = NOTHING
        """The row whose links were made last, for somebody who could not wait for the study, and they."""
        self.ghosts: list[MessageKey] = []
        self.ghost_numbers: dict[MessageKey, int] = {}
        self.rebuilt_messages: dict[MessageKey, RebuiltMessage] = {}
        self.rebuilt_keys: list[MessageKey] = []
        self.rebuilt_rows: dict[MessageKey, int] = {}
        self.renamed: dict[MessageKey, MessageKey] = {}

    # -- what the archive asks --------------------

    def links(self, row: int) -> tuple[Link, ...]:
        """Give the links of a stored message in text order."""
        with self.lock:
            return tuple(self.link(entry) for entry in self.entries_of(row))

    def blocks(self, row: int) -> tuple[Block, ...]:
        """Give its blocks; where the source has the words, other marks than `>` and none at all count too."""
        with self.lock:
            return refined_blocks(self.prepared(row), self.entries_of(row))

    def lines(self, row: int, blocks: Sequence[Block]) -> tuple[Line, ...]:
        """Give its lines, each with the mark that counts there, by its blocks."""
        with self.lock:
            return refined_lines(blocks, self.prepared(row))

    @property
    def rebuilt(self) -> Mapping[MessageKey, RebuiltMessage]:
        """Give the messages that are not stored and were put together from quotes of them (after `study`)."""
        return self.rebuilt_messages

    def quoted_by(self, key: MessageKey, span: Span | None = None) -> tuple[QuotedBy, ...]:
        """Give every stretch elsewhere whose origin is this passage; complete after `study`."""
        with self.lock:
            row = self.rebuilt_rows.get(key, -1)
            row = row if row >= 0 else self.corpus.row_of(key)
            if row < 0:
                return ()
            return tuple(
                self.quoting(entry)
                for entry in self.table.quoting(row)
                if span is None or (entry.source_start < span.end and entry.source_end > span.start)
            )

    # -- links --------------------

    def entries_of(self, row: int) -> list[Entry]:
        """Give a row's links from the table, or make them; a copy has those of its original."""
        if self.corpus.has_grown():  # who had no parent here may have one now
            self.resolutions.clear()
            self.latest = NOTHING
        original = self.corpus.copy_of(row)
        row = original if original >= 0 else row
        if not self.table.has(row):
            if self.latest[0] != row:  # its blocks and its links are asked for one after the other
                resolved = self.resolver.resolve(row)
                self.latest = row, self.linked(row, resolved)[0]
            return self.latest[1]
        return self.table.of(row)

    def linked(self, row: int, resolved: Resolved) -> tuple[list[Entry], list[Opening]]:
        """Make a row's links in text order, and give those of its quotes that have no source."""
        found = [stretch for stretch in stretches(resolved, self.prepared) if stretch.origin != row]
        openings = outside(find_openings(row, resolved, self.corpus), resolved.squeezed, found)
        openings = self.known_by_now(openings)
        entries = [self.entry(row, resolved.squeezed, stretch) for stretch in found]
        for number in self.rivals.undecided(row, resolved, found):
            entries[number] = replace(entries[number], origin=-1, via=-1, match=None)
        return self.with_openings(row, resolved.squeezed, entries, openings), openings

    def known_by_now(self, openings: list[Opening]) -> list[Opening]:
        """Give openings with the keys that missing messages go by after all have been put together."""
        if not self.renamed:
            return openings
        return [
            replace(opening, ghost=self.renamed.get(opening.ghost, opening.ghost))
            if opening.ghost
            else opening
            for opening in openings
        ]

    def with_openings(
        self, row: int, squeezed: Squeezed, found: list[Entry], openings: Sequence[Opening]
    ) -> list[Entry]:
        """Put the links of the quotes without a source between those that have one."""
        for opening in openings:
            rebuilt = self.rebuilt_stretches(row, squeezed, opening)
            if rebuilt:
                found += [self.entry(row, squeezed, stretch) for stretch in rebuilt]
            else:
                found.append(self.missing(row, squeezed, opening))
        return disjoint(found)

    def link_openings(self, row: int, openings: Sequence[Opening]) -> None:
        """Link a row's quotes without a source once more, now that messages have been rebuilt."""
        left = {(opening.first, opening.end) for opening in openings}
        found = [
            entry
            for entry in self.table.of(row)
            if entry.origin >= 0 or (entry.first_line, entry.end_line) not in left
        ]
        self.table.put(row, self.with_openings(row, self.prepared(row), found, openings))

    def rebuilt_stretches(self, row: int, quoting: Squeezed, opening: Opening) -> list[Stretch]:
        """Find the words of an opening in the rebuilt message that it comes from, or may come from."""
        if opening.ghost in self.rebuilt_rows:
            origin = self.rebuilt_rows[opening.ghost]
            return rebuilt_stretches(quoting, opening, origin, self.prepared(origin))
        for origin in self.retold.get(row, ()):
            found = rebuilt_stretches(quoting, opening, origin, self.prepared(origin))
            if has_most(found, quoting, opening):
                return found
        return []

    def entry(self, row: int, quoting: Squeezed, stretch: Stretch) -> Entry:
        """Make one link of a stretch."""
        source = self.prepared(stretch.origin)
        via = self.prepared(stretch.via) if stretch.via >= 0 else source
        match = match_of(stretch, quoting, source)
        line, last = quoting.line_at(stretch.start), quoting.line_at(stretch.end - 1)
        return Entry(
            row,
            quoting.first_character(stretch.start),
            quoting.end_character(stretch.end),
            line,
            last + 1,
            min(max(quoting.depths[line], stretch.hops), QUOTE_DEPTH),
            stretch.origin,
            source.first_character(stretch.first),
            source.end_character(stretch.last),
            source.line_at(stretch.first),
            source.line_at(stretch.last - 1) + 1,
            stretch.via,
            match,
            confidence_of(stretch, match, quoting, source, via),
        )

    def missing(self, row: int, quoting: Squeezed, opening: Opening) -> Entry:
        """Make the link of a quote whose source is not here."""
        start = quoting.first_character(quoting.starts[opening.first])
        end = quoting.end_character(quoting.starts[opening.end])
        ghost = self.ghost_number(opening.ghost)
        return Entry(row, start, end, opening.first, opening.end, opening.depth, -1, via=ghost)

    def ghost_number(self, ghost: MessageKey | None) -> int:
        """Give the number of a missing message's id, -1 where it is not known."""
        if ghost is None:
            return -1
        if ghost not in self.ghost_numbers:
            self.ghost_numbers[ghost] = len(self.ghosts)
            self.ghosts.append(ghost)
        return self.ghost_numbers[ghost]

    def link(self, entry: Entry) -> Link:
        """Make a link of an entry."""
        span = Span(entry.start, entry.end)
        if entry.origin < 0 or entry.match is None:
            if entry.via >= 0:
                return Link(span, entry.depth, Missing(self.ghosts[entry.via]))
            rivals = self.rivals.of(entry, self.key)
            return Link(span, entry.depth, Ambiguous(rivals) if rivals else Missing(None))
        passage = Passage(
            self.key(entry.origin),
            LineRange(entry.source_line, entry.source_end_line),
            (Span(entry.source_start, entry.source_end),),
        )
        made = Rebuilt if entry.origin >= REBUILT_ROWS else Found
        return Link(span, entry.depth, made(passage, entry.match, entry.confidence), self.via(entry))

    def via(self, entry: Entry) -> MessageKey | None:
        """Give the message that the words of a link were copied from, if that is not their source."""
        return self.key(entry.via) if entry.via not in {entry.origin, -1} else None

    def quoting(self, entry: Entry) -> QuotedBy:
        """Make the reverse of a link."""
        return QuotedBy(
            self.corpus.key(entry.row),
            Span(entry.start, entry.end),
            LineRange(entry.first_line, entry.end_line),
            entry.depth,
            self.via(entry),
            Span(entry.source_start, entry.source_end),
            entry.match or Match.EDITED,
            entry.confidence,
        )

    # -- what is kept --------------------

    def key(self, row: int) -> MessageKey:
        """Give the public id of a stored or rebuilt message."""
        if row >= REBUILT_ROWS:
            return self.rebuilt_keys[row - REBUILT_ROWS]
        return self.corpus.key(row)

    def text(self, row: int) -> str:
        """Give a message's text without keeping it."""
        kept = self.texts.get(row)
        return kept.text if kept is not None else self.corpus.text(row)

    def prepared(self, row: int) -> Squeezed:
        """Give a message's text, squeezed; the last thousand are kept."""
        found = self.texts.get(row)
        if found is None:
            rebuilt = row >= REBUILT_ROWS
            found = Squeezed(self.rebuilt_messages[self.key(row)].text if rebuilt else self.corpus.text(row))
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

    def forget(self, row: int) -> None:
        """Forget a resolution, to make it anew."""
        self.resolutions.pop(row, None)

    def forget_texts(self) -> None:
        """Forget all that was read: some messages have other texts now."""
        with self.lock:
            self.texts.clear()
            self.resolutions.clear()

    def set_rebuilt(
        self, messages: dict[MessageKey, RebuiltMessage], renamed: dict[MessageKey, MessageKey]
    ) -> None:
        """Take in the rebuilt messages."""
        self.rebuilt_messages, self.renamed = messages, renamed
        self.rebuilt_keys = list(messages)
        for number, key in enumerate(messages):
            self.rebuilt_rows[key] = REBUILT_ROWS + number
