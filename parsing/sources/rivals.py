"""Quotes that several messages have word for word: each is offered, none is chosen.

Only where nothing decides: no header and no chain of replies leads to one of them, an announcement that names
an author or a day fits all of them alike, and each has all that the section quotes as its own whole lines.
What merely quotes the words itself is no rival.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from parsing.model import LineRange, Passage, Rival, Span
from parsing.sources.regions import find_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from parsing.model import MessageKey
    from parsing.sources.joining import Stretch
    from parsing.sources.relate import Relations
    from parsing.sources.resolved import Resolved
    from parsing.sources.sections import Section
    from parsing.sources.squeeze import Squeezed
    from parsing.sources.table import Entry

LEAST_CHARACTERS = 4
TRIED = 16
"""Messages that are looked into."""
PLACES = 4
"""Places of one message that are looked at."""
OFFERED = 6
TOGETHER = 0.8
"""How likely it is that one of them is the source."""


class Rivals:
    """Finds the rivals of one archive's quotes."""

    def __init__(self, relations: Relations, prepared: Callable[[int], Squeezed]) -> None:
        self.relations, self.prepared = relations, prepared
        self.located: tuple[int, list[int], list[int]] = (-1, [], [])
        """Of one row, the last that was asked for: where its regions begin, and the section of each."""

    def of(self, entry: Entry, key: Callable[[int], MessageKey]) -> tuple[Rival, ...]:
        """Give the passages that may be the source of a quote; none if there are not two."""
        quoting = self.prepared(entry.row)
        text = quoting.key[quoting.starts[entry.first_line] : quoting.starts[entry.end_line]]
        if len(text) < LEAST_CHARACTERS:
            return ()
        number = self.section_at(entry.row, entry.first_line)
        section = find_sections(quoting)[number] if number >= 0 else None
        found: list[Passage] = []
        for row in self.near(entry.row, section):
            source = self.prepared(row)
            place = own_place(source, text)
            if place >= 0:
                found.append(passage_at(key(row), source, place, place + len(text)))
        if len(found) < 2:
            return ()
        share = round(TOGETHER / len(found), 3)
        return tuple(Rival(passage, share) for passage in found[:OFFERED])

    def near(self, row: int, section: Section | None) -> Iterator[int]:
        """Give the messages of the same subject that no announcement excludes, nearest first."""
        attribution = section.attribution if section is not None else None
        matches, day = self.relations.sender_matches, self.relations.day_matches
        rows = (candidate for candidate in self.relations.by_subject(row) if candidate != row)
        for candidate in islice(rows, TRIED):
            if matches(attribution, candidate) is not False and day(attribution, candidate) is not False:
                yield candidate

    def undecided(self, row: int, resolved: Resolved, found: Sequence[Stretch]) -> set[int]:
        """Give, by number, the stretches whose section another message has as well as the chosen one."""
        members: dict[int, list[int]] = {}
        for number, stretch in enumerate(found):
            line = resolved.squeezed.line_at(stretch.start)
            members.setdefault(self.section_at(row, line), []).append(number)
        contested: set[int] = set()
        for number, numbers in members.items():
            base = resolved.bases[number] if number >= 0 else -1
            if base < 0 or any(found[one].origin != base for one in numbers):
                continue
            section = resolved.sections[number]
            texts = [whole_lines(found[one], resolved.squeezed) for one in numbers]
            if all(texts) and not self.is_decided(row, section, base):
                contested.update(numbers if self.has_rival(row, section, base, texts) else ())
        return contested

    def section_at(self, row: int, line: int) -> int:
        """Give the number of the section in which a line stands, -1 where it stands in none."""
        if self.located[0] != row:
            sections = find_sections(self.prepared(row))
            regions = sorted(
                (region.first, number)
                for number, section in enumerate(sections)
                for region in section.regions
            )
            self.located = row, [first for first, _ in regions], [number for _, number in regions]
        _, firsts, numbers = self.located
        at = bisect_right(firsts, line) - 1
        return numbers[at] if at >= 0 else -1

    def is_decided(self, row: int, section: Section, base: int) -> bool:
        """Whether headers or a named id lead to the chosen message."""
        corpus, attribution = self.relations.corpus, section.attribution
        if attribution is not None and attribution.message_id:
            return True
        return base == corpus.parent(row) or base in self.relations.ancestors(row)

    def has_rival(self, row: int, section: Section, base: int, texts: Sequence[str]) -> bool:
        """Whether the chosen message has these texts as own lines, and another that fits as well too."""
        if not has_all(self.prepared(base), texts):
            return False
        evidence = self.evidence(section, base)
        return any(
            candidate != base
            and self.evidence(section, candidate) == evidence
            and has_all(self.prepared(candidate), texts)
            for candidate in self.near(row, section)
        )

    def evidence(self, section: Section, row: int) -> tuple[bool | None, bool | None, bool]:
        """Give what an announcement says for a message: its author, its day, its minute."""
        relations, attribution = self.relations, section.attribution
        return (
            relations.sender_matches(attribution, row),
            relations.day_matches(attribution, row),
            relations.minute_matches(attribution, row),
        )


def whole_lines(stretch: Stretch, quoting: Squeezed) -> str:
    """Give the words of a stretch if it is whole lines and long enough to be told from others, else none."""
    starts = quoting.starts
    first, last = quoting.line_at(stretch.start), quoting.line_at(stretch.end - 1)
    if starts[first] != stretch.start or starts[last + 1] != stretch.end:
        return ""
    return quoting.key[stretch.start : stretch.end] if stretch.end - stretch.start >= LEAST_CHARACTERS else ""


def has_all(source: Squeezed, texts: Sequence[str]) -> bool:
    """Whether a message has each of these texts as own whole lines."""
    return all(own_place(source, text) >= 0 for text in texts)


def own_place(source: Squeezed, text: str) -> int:
    """Give where these words stand as whole own lines of a message, -1 where they do not."""
    starts, place = source.starts, -1
    for _ in range(PLACES):
        place = source.key.find(text, place + 1)
        if place < 0:
            return -1
        end = place + len(text)
        whole = starts[bisect_left(starts, place)] == place and starts[bisect_left(starts, end)] == end
        if whole and not any(source.depths[source.line_at(place) : source.line_at(end - 1) + 1]):
            return place
    return -1


def passage_at(message: MessageKey, source: Squeezed, start: int, end: int) -> Passage:
    """Make a passage of a stretch of a message's key."""
    lines = LineRange(source.line_at(start), source.line_at(end - 1) + 1)
    return Passage(message, lines, (Span(source.first_character(start), source.end_character(end)),))
