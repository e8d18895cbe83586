"""The fragments of all who quote a missing message, united word by word.

After Carenini, Ng and Zhou (2005), *Discovery and regeneration of hidden emails*: where fragments overlap
they are one, their order is that which the quoters keep, and what none of them quotes is a gap. Words are
united, not lines, since each quoter may have wrapped them anew; a word keeps the blanks that its quoter has
before it, so a text that nobody wrapped stays as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from parsing.sources.align import align
from parsing.sources.sections import Region
from parsing.sources.squeeze import Squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Attribution, MessageKey

WITNESSES = 60
"""Quoters whose fragments are united; more add nothing."""
FRAGMENT_LINES = 4_000
SAME = 0.75
"""Two words of which so much is equal are one word, edited."""
EDIT = 3
"""So few words that only one quoter has, where another one's text goes on, are an edit and left out."""
LINE = 80
"""Where words of two quoters meet, a line is broken before it becomes longer."""
WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Testimony:
    """What one message quotes of the missing one: fragments, each some lines without marks, in order."""

    row: int
    key: MessageKey
    depth: int
    attribution: Attribution | None
    fragments: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Word:
    """One word of the text while it is put together."""

    text: str
    lead: str
    """The blanks and line ends before it."""
    gap: bool = False
    """Whether something is missing before it."""


def unite(testimonies: Sequence[Testimony]) -> list[Word]:
    """Unite what all quoters have, beginning with the one who has most.

    >>> one = Testimony(0, "a", 1, None, [["First line of it."], ["Third line of it, and the last."]])
    >>> two = Testimony(1, "b", 1, None, [["First line of it. Second", "line of it."]])
    >>> [line for line, _ in lines_of(unite([one, two]))]
    ['First line of it. Second', 'line of it.', 'Third line of it, and the last.']
    """
    draft: list[Word] = []
    by_size = sorted(testimonies, key=lambda one: (-size_of(one) * (1 if one.depth == 1 else 0.7), one.row))
    for testimony in by_size[:WITNESSES]:
        fragments = [words_of(lines) for lines in testimony.fragments]
        fragments = [words for words in fragments if words]
        places = places_of(fragments, draft) if draft else [[-1] * len(words) for words in fragments]
        draft = united(draft, fragments, places)
    return draft


def united(draft: list[Word], fragments: list[list[Word]], places: list[list[int]]) -> list[Word]:
    """Put the words of one quoter that the draft does not have where the quoter has them."""
    uniting = Uniting(draft)
    following = [-1]
    for found in reversed(places):
        following.append(next((place for place in found if place >= 0), following[-1]))
    for words, found, place in zip(fragments, places, following[-2::-1], strict=True):
        uniting.take(words, found, place)
    return uniting.finished()


def size_of(testimony: Testimony) -> int:
    """Count the characters that a message quotes."""
    return sum(len(line) for fragment in testimony.fragments for line in fragment)


def words_of(lines: Sequence[str]) -> list[Word]:
    """Cut a fragment into words."""
    text = "\n".join(lines[:FRAGMENT_LINES])
    words: list[Word] = []
    end = 0
    for found in WORD.finditer(text):
        words.append(Word(found.group(), text[end : found.start()]))
        end = found.end()
    if words:
        words[0].lead = words[0].lead.rpartition("\n")[2]
    return words


def written(words: Sequence[Word]) -> str:
    """Write words one behind the other, as their leads have it; a new fragment begins a line."""
    pieces: list[str] = []
    for word in words:
        begins = pieces and "\n" not in word.lead and (word.gap or not word.lead)
        pieces += ("\n" if begins else "", word.lead, word.text)
    return "".join(pieces)


def places_of(fragments: list[list[Word]], draft: list[Word]) -> list[list[int]]:
    """Give, by fragment, the word of the draft that each word of a quoter is, or -1."""
    texts = [written(words) for words in fragments]
    quoting, source = Squeezed("\n\n".join(texts)), Squeezed(written(draft))
    own = [word for words in fragments for word in words]
    mine, theirs = letters_of(quoting), letters_of(source)
    equal: Counter[tuple[int, int]] = Counter()
    for start, place, length in align(quoting, regions_of(texts), source):
        equal.update(zip(mine[start : start + length], theirs[place : place + length], strict=True))
    found = [-1] * len(own)
    for (word, other), count in equal.items():
        if count >= SAME * max(len(own[word].text), len(draft[other].text)):
            found[word] = other
    ends = list(accumulate(map(len, fragments), initial=0))
    return [ascending(found[begin:end]) for begin, end in pairwise(ends)]


def regions_of(texts: Sequence[str]) -> list[Region]:
    """Give the lines of each fragment, where they stand one below the other with a blank line between."""
    regions: list[Region] = []
    first = 0
    for text in texts:
        end = first + text.count("\n") + 1
        regions.append(Region(first, end, shift=0, pieces=[(first, end)]))
        first = end + 1
    return regions


def letters_of(text: Squeezed) -> list[int]:
    """Give for each character of the key the number of the word that it stands in."""
    owners: list[int] = []
    number = 0
    for line, raw in enumerate(text.raws):
        ink = text.ink(line)
        for found in WORD.finditer(raw):
            owners += [number] * (bisect_left(ink, found.end()) - bisect_left(ink, found.start()))
            number += 1
    return owners


def ascending(places: list[int]) -> list[int]:
    """Keep the longest run of places that ascends, -2 for what is known but stands elsewhere.

    >>> ascending([3, -1, 9, 4, 5])
    [3, -1, -2, 4, 5]
    """
    tails: list[int] = []
    ranks: dict[int, int] = {}
    for number, place in enumerate(places):
        if place >= 0:
            rank = ranks[number] = bisect_left(tails, place)
            tails[rank : rank + 1] = [place]
    kept = [place if place < 0 else -2 for place in places]
    wanted, above = len(tails) - 1, -1
    for number in reversed(ranks):
        place = places[number]
        if ranks[number] == wanted and (above < 0 or place < above):
            kept[number] = above = place
            wanted -= 1
    return kept


class Uniting:
    """One quoter's words on their way into the draft."""

    def __init__(self, draft: list[Word]) -> None:
        self.draft = draft
        self.parts = [number for number, word in enumerate(draft) if word.gap]
        """Where something is missing in the draft."""
        self.insertions: list[tuple[int, list[Word]]] = []
        """Words, and the number of the draft's word before which they go."""
        self.last = -1
        """The last word of the draft that the quoter has had so far."""

    def take(self, words: list[Word], places: list[int], following: int) -> None:
        """Take in a fragment; `following` is the first word of the draft in later ones, or -1."""
        anchors = [number for number, place in enumerate(places) if place >= 0]
        if not anchors:
            self.take_alone(unknown(words, places, 0, len(words)), following)
            return
        self.take_start(unknown(words, places, 0, anchors[0]), places[anchors[0]], words[anchors[0]].lead)
        for one, other in pairwise(anchors):
            between = unknown(words, places, one + 1, other)
            self.take_between(between, places[one], places[other], words[other].lead)
        self.take_end(unknown(words, places, anchors[-1] + 1, len(words)), places[anchors[-1]])
        self.last = max(self.last, places[anchors[-1]])

    def take_alone(self, words: list[Word], following: int) -> None:
        """Put a fragment of which the draft has nothing behind the one before, or before the one behind."""
        if self.last < 0 and following >= 0:
            self.insert_before_part(words, following)
        else:
            self.insert(self.end_of_part(self.last + 1), words, gap=True)

    def take_start(self, words: list[Word], place: int, lead: str) -> None:
        """Put words before the first of their fragment that the draft has."""
        if self.start_of_part(place) == place:
            self.insert(place, words, gap=True)
            if words:
                self.close(place, lead)
        elif len(words) > EDIT:
            self.insert_before_part(words, place)

    def take_between(self, words: list[Word], place: int, other: int, lead: str) -> None:
        """Put words between two that the draft has; a gap there is none any more."""
        gap = self.end_of_part(place + 1)
        if gap <= other:
            self.insert(gap, words, gap=False)
            self.close(gap, lead if gap == other else "\n")
        elif other == place + 1 and len(words) > EDIT:
            self.insert(other, words, gap=False)

    def take_end(self, words: list[Word], place: int) -> None:
        """Put words behind the last of their fragment that the draft has."""
        end = self.end_of_part(place + 1)
        if end == place + 1:
            self.insert(end, words, gap=False)
        elif len(words) > EDIT:
            self.insert(end, words, gap=True)

    def insert_before_part(self, words: list[Word], place: int) -> None:
        """Put words before the part of the draft that has this place, with a gap between."""
        start = self.start_of_part(place)
        self.insert(start, words, gap=True)
        if words:
            self.draft[start].gap = True

    def insert(self, at: int, words: list[Word], *, gap: bool) -> None:
        """Put words before a word of the draft, with a gap before them or none."""
        if words:
            words[0].gap = gap
            self.insertions.append((at, words))

    def close(self, at: int, lead: str) -> None:
        """Let a word of the draft follow directly on what comes before it."""
        if at < len(self.draft):
            self.draft[at].gap = False
            self.draft[at].lead = lead

    def end_of_part(self, place: int) -> int:
        """Give the first place from here on where something is missing in the draft, or its end."""
        at = bisect_left(self.parts, place)
        return self.parts[at] if at < len(self.parts) else len(self.draft)

    def start_of_part(self, place: int) -> int:
        """Give the last place up to here where something is missing in the draft, or its start."""
        at = bisect_right(self.parts, place)
        return self.parts[at - 1] if at else 0

    def finished(self) -> list[Word]:
        """Give the draft with everything put in."""
        merged: list[Word] = []
        done = 0
        for at, words in sorted(self.insertions, key=lambda insertion: insertion[0]):
            merged += self.draft[done:at]
            merged += words
            done = at
        merged += self.draft[done:]
        merged[0].gap = False
        return merged


def unknown(words: list[Word], places: list[int], first: int, end: int) -> list[Word]:
    """Give those of some words that the draft does not have."""
    return [words[number] for number in range(first, end) if places[number] == -1]


def lines_of(words: Sequence[Word]) -> list[tuple[str, bool]]:
    """Write words as lines; with each, whether something is missing before it."""
    lines: list[tuple[str, bool]] = []
    for word in words:
        line, gap = lines[-1] if lines else ("", False)
        ends, newline, indent = word.lead.rpartition("\n")
        if not lines or word.gap:
            lines.append((indent + word.text, word.gap and bool(lines)))
        elif newline:
            lines += [("", False)] * (ends.count("\n")) + [(indent + word.text, False)]
        elif not indent or len(line) + len(indent) + len(word.text) > LINE >= len(word.text):
            lines.append((word.text, False))
        else:
            lines[-1] = (line + indent + word.text, gap)
    return lines
