"""A message that is not stored, put together from the quotes of it.

After Carenini, Ng and Zhou (2005), *Discovery and regeneration of hidden emails*: the fragments of all who
quote it are united where they overlap, put in the order that the quoters keep, and what none of them quotes
is a gap. Two fragments that together fill one line were one line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsing.sources.align import align
from parsing.sources.regions import Region
from parsing.sources.squeeze import Squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from parsing.model import Attribution, Mailbox, MessageKey

WITNESSES = 60
"""Quoters whose fragments are united; more add nothing."""
FRAGMENT_LINES = 4_000
COVERED = 0.6
"""A line of which so much is known already is not taken again."""
FULL_LINE = 0.8
"""Two halves of a line fill at least this much of it."""
WIDTHS = (60, 80)


@dataclass(frozen=True, slots=True)
class RebuiltMessage:
    """What is known of a message that is not stored."""

    key: MessageKey
    subject: str
    """The base subject of those who quote it."""
    author: Mailbox | None
    date: date | None
    text: str
    parent: int | MessageKey | None
    """The message that it answers: a row, or an id; None where it is not known."""
    replies: tuple[int, ...]
    """The rows that answer it (those whose own parent it is), in archive order."""
    gaps: tuple[int, ...]
    """Lines before which something is missing."""
    witnesses: tuple[tuple[MessageKey, ...], ...]
    """By line: the messages that quote it."""


@dataclass(slots=True)
class Testimony:
    """What one message quotes of the missing one: fragments, each some lines without marks, in order."""

    row: int
    key: MessageKey
    depth: int
    attribution: Attribution | None
    fragments: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """The text while it is put together: lines, and whether something is missing before each."""

    lines: list[str] = field(default_factory=list)
    gap: list[bool] = field(default_factory=list)

    def insert(self, at: int, lines: Sequence[str], *, gap: bool) -> None:
        """Put lines in, a gap before them or none, and one behind them if there was one."""
        if 0 < at < len(self.lines) and not self.gap[at] and gap:
            self.gap[at] = True
        self.lines[at:at] = lines
        self.gap[at:at] = [gap and at > 0] + [False] * (len(lines) - 1)


def unite(testimonies: Sequence[Testimony]) -> Draft:
    """Unite what all quoters have, beginning with the one who has most.

    >>> one = Testimony(0, "a", 1, None, [["First line of it."], ["Third line of it, and the last."]])
    >>> two = Testimony(1, "b", 1, None, [["First line of it.", "Second line of it."]])
    >>> unite([one, two]).lines
    ['First line of it.', 'Second line of it.', 'Third line of it, and the last.']
    """
    draft = Draft()
    ordered = sorted(testimonies, key=lambda testimony: (testimony.depth, -size_of(testimony), testimony.row))
    ordered.sort(key=lambda testimony: -size_of(testimony) * (1 if testimony.depth == 1 else 0.7))
    for testimony in ordered[:WITNESSES]:
        if not draft.lines:
            for fragment in testimony.fragments:
                draft.insert(len(draft.lines), fragment[:FRAGMENT_LINES], gap=True)
        else:
            add_testimony(draft, testimony)
    return draft


def size_of(testimony: Testimony) -> int:
    """Count the characters that a message quotes."""
    return sum(len(line) for fragment in testimony.fragments for line in fragment)


def add_testimony(draft: Draft, testimony: Testimony) -> None:
    """Add the lines of one quoter that the draft does not have, where the quoter has them."""
    places = line_places(testimony, "\n".join(draft.lines))
    shift, after = 0, -1
    for fragment, known in zip(testimony.fragments, places, strict=True):
        begin = 0
        adjoining = False
        for number in range(len(fragment) + 1):
            place = known[number] if number < len(fragment) else -2
            if place == -1:
                continue
            if number > begin and any(line.strip() for line in fragment[begin:number]):
                at = after + 1 if after >= 0 else (place + shift if place >= 0 else len(draft.lines))
                draft.insert(at, fragment[begin:number], gap=not adjoining)
                if place >= 0 and at + number - begin < len(draft.gap) and place + shift == at:
                    draft.gap[at + number - begin] = False
                shift += number - begin
                after = at + number - begin - 1
            if place >= 0:
                after, adjoining = max(after, place + shift), True
            begin = number + 1


def line_places(testimony: Testimony, text: str) -> list[list[int]]:
    """Give, by fragment and line, the line of the text that has it, or -1."""
    source = Squeezed(text)
    quoting, regions = as_quote(testimony)
    runs = align(quoting, regions, source)
    covered: dict[int, tuple[int, int]] = {}
    for start, place, length in runs:
        line = quoting.line_at(start)
        while line < len(quoting.keys) and quoting.starts[line] < start + length:
            low, high = max(start, quoting.starts[line]), min(start + length, quoting.starts[line + 1])
            amount = covered.get(line, (0, 0))[0] + high - low
            covered[line] = (amount, source.line_at(place + high - 1 - start))
            line += 1
    found: list[list[int]] = []
    for region in regions:
        numbers = []
        for line in range(region.first, region.end):
            amount, place = covered.get(line, (0, -1))
            numbers.append(place if amount >= COVERED * len(quoting.keys[line]) and amount else -1)
        found.append(numbers)
    return found


def as_quote(testimony: Testimony) -> tuple[Squeezed, list[Region]]:
    """Write fragments one below the other, a region each."""
    lines: list[str] = []
    regions: list[Region] = []
    for fragment in testimony.fragments:
        first = len(lines)
        lines += fragment
        regions.append(Region(first, len(lines), shift=0, pieces=[(first, len(lines))]))
        lines.append("")
    return Squeezed("\n".join(lines)), regions


def laid_out(draft: Draft) -> tuple[str, tuple[int, ...]]:
    """Write the draft as a text, a blank line at each gap; gives the lines that come after a gap."""
    width = min(max([WIDTHS[0], *(len(line) for line in draft.lines)]), WIDTHS[1])
    lines: list[str] = []
    gaps: list[int] = []
    for number, line in enumerate(draft.lines):
        if draft.gap[number] and lines:
            following = draft.lines[number + 1] if number + 1 < len(draft.lines) else ""
            if is_other_half(lines[-1], line, following, width):
                lines[-1] = f"{lines[-1]} {line}"
                continue
            if lines[-1].strip():
                lines.append("")
            gaps.append(len(lines))
        lines.append(line)
    return "\n".join(lines), tuple(gaps)


def is_other_half(line: str, other: str, following: str, width: int) -> bool:
    """Whether two lines that two fragments end and begin with were one line that the quoter broke.

    >>> is_other_half(
    ...     "2.6.18 tree to 2.6.23, etc.", "At the same time, upstream Linux had", "also gained", 70
    ... )
    True
    """
    filled = len(line) + 1 + len(other)
    if not line.strip() or not FULL_LINE * width <= filled <= width + 2:
        return False
    begins = following.split(maxsplit=1)
    return bool(begins) and len(other) + 1 + len(begins[0]) < width - len(line) // 2


def witnesses_of(text: str, testimonies: Iterable[Testimony]) -> tuple[tuple[MessageKey, ...], ...]:
    """Say of each line who quotes it."""
    found: list[list[MessageKey]] = [[] for _ in text.split("\n")]
    for testimony in testimonies:
        lines = {place for places in line_places(testimony, text) for place in places if place >= 0}
        for line in sorted(lines):
            if testimony.key not in found[line]:
                found[line].append(testimony.key)
    return tuple(tuple(keys) for keys in found)


def author_of(attributions: Iterable[Attribution | None]) -> Mailbox | None:
    """Give the author whom most announcements name, in the fullest form."""
    named = [known.author for known in attributions if known is not None and known.author is not None]
    if not named:
        return None
    votes = Counter(author.name.lower() or author.address.lower() for author in named)
    return max(
        named, key=lambda a: (votes[a.name.lower() or a.address.lower()], bool(a.address), len(a.name))
    )


def date_of(attributions: Iterable[Attribution | None]) -> date | None:
    """Give the date that most announcements name, one with a time before a bare day."""
    dates = [known.date for known in attributions if known is not None and known.date is not None]
    if not dates:
        return None
    votes = Counter(day.isoformat()[:10] for day in dates)
    return max(dates, key=lambda day: (votes[day.isoformat()[:10]], len(day.isoformat())))
