"""The missing messages of an archive: collected from all who quote them, united, rebuilt."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from parsing.sources.missing import MADE
from parsing.sources.rebuild import RebuiltMessage, author_of, date_of, laid_out, says_something, witnesses_of
from parsing.sources.relate import DAY, same_person, seconds_of
from parsing.sources.uniting import Testimony, unite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from parsing.model import MessageKey
    from parsing.sources.corpus import Corpus
    from parsing.sources.missing import Opening
    from parsing.sources.squeeze import Squeezed

SHINGLE = 24
LEAST_CHARACTERS = 2


class Ghosts:
    """What is quoted of each missing message."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.said: dict[MessageKey, list[Testimony]] = defaultdict(list)
        self.renamed: dict[MessageKey, MessageKey] = {}

    def add(self, row: int, squeezed: Squeezed, openings: Sequence[Opening]) -> None:
        """Take in the openings of one message."""
        for opening in openings:
            if opening.ghost is None:
                continue
            testimonies = self.said[opening.ghost]
            if not testimonies or testimonies[-1].row != row:
                testimonies.append(Testimony(row, self.corpus.key(row), opening.depth, opening.attribution))
            lines = [
                squeezed.raws[line][squeezed.leads[line] :] for line in range(opening.first, opening.end)
            ]
            testimonies[-1].fragments.append(lines)
            testimonies[-1].depth = min(testimonies[-1].depth, opening.depth)

    def unite(self) -> None:
        """Put together what goes by two keys: undated, a day apart, or with an id in one place only."""
        by_author: dict[tuple[str, str], list[MessageKey]] = defaultdict(list)
        for key, testimonies in self.said.items():
            author = author_of(testimony.attribution for testimony in testimonies)
            if author is not None:
                subject = self.corpus.base_subject(testimonies[0].row)
                by_author[subject, author.name.lower() or author.address.lower()].append(key)
        for keys in by_author.values():
            if len(keys) > 1:
                self.unite_keys(sorted(keys, key=lambda key: (key.endswith(MADE), self.day(key) is None)))

    def unite_keys(self, keys: Sequence[MessageKey]) -> None:
        """Put each key to the first one before it that is the same message."""
        for number, key in enumerate(keys):
            if not key.endswith(MADE):
                continue
            for other in keys[:number]:
                if other not in self.renamed and self.are_same(key, other):
                    self.renamed[key] = other
                    self.said[other] += self.said.pop(key)
                    break

    def are_same(self, key: MessageKey, other: MessageKey) -> bool:
        """Whether two keys are one message: a day apart at most, and words in common unless it is one day."""
        day, other_day = self.day(key), self.day(other)
        if day is not None and other_day is not None:
            if abs(seconds_of(day) - seconds_of(other_day)) > 1.5 * DAY:
                return False
            if day.isoformat()[:10] == other_day.isoformat()[:10]:
                return True
        return bool(self.shingles(key) & self.shingles(other))

    def day(self, key: MessageKey) -> date | None:
        """Give the day that the announcements of a key name."""
        return date_of(testimony.attribution for testimony in self.said[key])

    def shingles(self, key: MessageKey) -> set[str]:
        """Give every stretch of 24 characters that is quoted of a key."""
        found: set[str] = set()
        for testimony in self.said[key][:20]:
            for fragment in testimony.fragments:
                text = "".join("".join(fragment).split())[:20_000].lower()
                found.update(text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE)))
        return found

    def rebuild(self) -> dict[MessageKey, RebuiltMessage]:
        """Rebuild every message of which something is quoted."""
        self.unite()
        found: dict[MessageKey, RebuiltMessage] = {}
        for key, testimonies in self.said.items():
            message = self.rebuilt(key, testimonies)
            if message is not None:
                found[key] = message
        return found

    def rebuilt(self, key: MessageKey, testimonies: Sequence[Testimony]) -> RebuiltMessage | None:
        """Rebuild one message."""
        ordered = sorted(testimonies, key=lambda testimony: testimony.row)
        text, gaps = laid_out(unite(ordered))
        if len("".join(text.split())) < LEAST_CHARACTERS or not says_something(text):
            return None
        corpus = self.corpus
        attributions = [testimony.attribution for testimony in ordered]
        return RebuiltMessage(
            key,
            corpus.base_subject(ordered[0].row),
            author_of(attributions),
            date_of(attributions),
            text,
            self.parent(key, ordered),
            tuple(dict.fromkeys(testimony.row for testimony in ordered if testimony.depth == 1)),
            gaps,
            witnesses_of(text, ordered),
        )

    def parent(self, key: MessageKey, testimonies: Sequence[Testimony]) -> int | MessageKey | None:
        """Give the message that a missing one answers, by the references of those who quote it."""
        for testimony in testimonies:
            references = list(self.corpus.references(testimony.row))
            if key in references and (at := references.index(key)) > 0:
                row = self.corpus.row_of(references[at - 1])
                return row if row >= 0 else references[at - 1]  # type: ignore[return-value]
        return None


__all__ = ["Ghosts", "same_person"]
