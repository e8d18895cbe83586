"""A message that is not stored, put together from the quotes of it.

What all who quote it have is united in `uniting`; here it is laid out as a text, with its gaps and with the
witnesses of each line. Two fragments that together fill one line were one line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.quotes.attribution import find_announcement
from parsing.quotes.footers import is_list_line
from parsing.sources.align import align
from parsing.sources.squeeze import Squeezed
from parsing.sources.uniting import lines_of, regions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from parsing.model import Attribution, Mailbox, MessageKey
    from parsing.sources.uniting import Testimony, Word

WITNESSED = 0.5
"""Who has so much of a line is its witness."""
FULL_LINE = 0.8
"""Two halves of a line fill at least this much of it."""
WIDTHS = (60, 80)
LIST_NAMES = ("-bounces", "-admin", "-request", "-owner")
"""How the addresses end that a list sends its mail from."""


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


def laid_out(words: Sequence[Word]) -> tuple[str, tuple[int, ...]]:
    """Write words as a text, a blank line at each gap; gives the lines that come after a gap."""
    draft = lines_of(words)
    width = min(max([WIDTHS[0], *(len(line) for line, _ in draft)]), WIDTHS[1])
    lines: list[str] = []
    gaps: list[int] = []
    for number, (line, gap) in enumerate(draft):
        if gap and lines:
            following = draft[number + 1][0] if number + 1 < len(draft) else ""
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


def says_something(text: str) -> bool:
    r"""Whether a rebuilt text has a line that is neither an announcement nor a list footer's.

    >>> says_something("Dan Ashby wrote:\n\nFarm-talk mailing list"), says_something("Yes.")
    (False, True)
    """
    lines = text.split("\n")
    line = 0
    while line < len(lines):
        found = find_announcement(lines, line, before_quote=True)
        if found is None and lines[line].strip() and not is_list_line(lines[line]):
            return True
        line += found.lines if found is not None else 1
    return False


def witnesses_of(text: str, testimonies: Iterable[Testimony]) -> tuple[tuple[MessageKey, ...], ...]:
    """Say of each line who quotes it, or most of it."""
    source = Squeezed(text)
    found: list[list[MessageKey]] = [[] for _ in source.keys]
    for testimony in testimonies:
        quoted = Counter[int]()
        written = ["\n".join(fragment) for fragment in testimony.fragments]
        for _, place, length in align(Squeezed("\n\n".join(written)), regions_of(written), source):
            quoted.update(source.line_at(place + letter) for letter in range(length))
        for line, letters in quoted.items():
            if letters >= WITNESSED * len(source.keys[line]) and testimony.key not in found[line]:
                found[line].append(testimony.key)
    return tuple(tuple(keys) for keys in found)


def author_of(attributions: Iterable[Attribution | None]) -> Mailbox | None:
    """Give the author whom most announcements name, in the fullest form."""
    known = [attribution.author for attribution in attributions if attribution is not None]
    named = [author for author in known if author is not None and not is_list(author)]
    if not named:
        return None
    votes = Counter(author.name.lower() or author.address.lower() for author in named)
    return max(
        named, key=lambda a: (votes[a.name.lower() or a.address.lower()], bool(a.address), len(a.name))
    )


def is_list(author: Mailbox) -> bool:
    """Whether an announcement names the program that sends the list's mail: some quote its envelope's sender.

    >>> from parsing.model import Mailbox
    >>> is_list(Mailbox("", "farm-bounces@lists.farm.example")), is_list(Mailbox("Dan", "dan@farm.example"))
    (True, False)
    """
    name = (author.address or author.name).lower().replace(" at ", "@").partition("@")[0]
    return name.startswith("owner-") or name.endswith(LIST_NAMES)


def date_of(attributions: Iterable[Attribution | None]) -> date | None:
    """Give the date that most announcements name, one with a time before a bare day."""
    dates = [known.date for known in attributions if known is not None and known.date is not None]
    if not dates:
        return None
    votes = Counter(day.isoformat()[:10] for day in dates)
    return max(dates, key=lambda day: (votes[day.isoformat()[:10]], len(day.isoformat())))
