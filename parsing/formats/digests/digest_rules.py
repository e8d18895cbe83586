"""The lines between the messages of a plain-text digest: RFC 1153, and what other writers put in their place.

RFC 1153, Mailman, Majordomo and LISTSERV: seventy hyphens below the masthead, thirty between messages. Yahoo
Groups: twice 72 underscores. Mailman 1 and 2.0: `--__--__--`. A line counts only with a blank line on either
side and the fields of a message behind it, so that a rule in a text, or a digest that somebody has quoted,
is text. Mailman and Yahoo number their messages; there a digest within a message is told by its numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.headers.fields import parse_header
from parsing.limits import DIGEST_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.source import Source

RULE: Final = re.compile(
    rb"(?:\A|\n\r?\n)(-{30}(?:-{40})?|_{72}[ \t]{0,4}\r?\n_{72}|--__--__--)[ \t]{0,4}\r?\n"
    rb"(?:[ \t]{0,4}\r?\n)+"
)
"""A line that may separate messages, and the blank lines around it."""
HYPHENS: Final = b"-" * 30
HEAD: Final = re.compile(rb"[!-9;-~]{1,60}[ \t]{0,4}:[^\n]*+\n(?:[ \t!-9;-~][^\n]*+\n)*+")
"""What may be the fields of a message: the first line is a field, up to a blank line."""
NUMBER: Final = re.compile(rb"Message:[ \t]{0,4}#?(\d{1,6})\b", re.IGNORECASE)
STARRED: Final = re.compile(rb"[^\n]{1,300}\n[ \t]{0,4}\*{8,300}[ \t]{0,4}(?:\r?\n|\Z)")
"""`End of … Digest, Vol 1, Issue 2`, in any language, and the stars below it."""
INDENT: Final = re.compile(
    rb"^[ \t]{1,8}(?=(?:Date|From|To|Cc|Subject|Message|Reply-To)[ \t]{0,2}:)", re.MULTILINE
)
"""How Yahoo writes the fields below `Message: 1`."""
BEHIND: Final = 4
"""Bytes that must be at hand before a line: a blank line."""
FAMILY: Final = 3
"""Bytes of a line by which writers are told apart."""
AHEAD: Final = 16 << 10
"""Bytes that must be at hand behind it: the fields of a message."""
HEAD_BYTES: Final = 12 << 10


class Kind(Enum):
    """What stands behind a line that may separate messages."""

    MESSAGE = auto()
    FOOTER = auto()
    """Nothing but a subject, as Mailman writes before the list's footer."""
    END = auto()
    """The last line of a digest, with stars below it."""
    OTHER = auto()
    NOTHING = auto()
    """The end of the file."""


class Rule(NamedTuple):
    """A line that may separate messages."""

    start: int
    end: int
    """Where the line and the blank ones behind it end."""
    mark: bytes
    kind: Kind
    number: int | None
    """Which message begins here, where that is said."""
    after: int
    """For an END, where the stars end."""

    def moved(self, by: int) -> Rule:
        """Give the same line in bytes that begin elsewhere."""
        return self._replace(start=self.start + by, end=self.end + by, after=self.after + by)

    @property
    def is_without_end(self) -> bool:
        """Tell whether it is of a writer who puts a text, and no fields, behind the last message."""
        return self.kind is Kind.OTHER and not self.mark.startswith(HYPHENS)


def rules_in(data: bytes) -> Iterator[Rule]:
    """Give the lines of a text that may separate messages, and its end."""
    for found in RULE.finditer(data):
        yield rule_of(data, found)
    yield end_at(len(data))


def end_at(place: int) -> Rule:
    """Give the end of a file."""
    return Rule(place, place, b"", Kind.NOTHING, None, place)


def rule_of(data: bytes, found: re.Match[bytes]) -> Rule:
    """See what stands behind a line."""
    start, end = found.start(1), found.end()
    mark = found[1]
    starred = STARRED.match(data, end)
    if starred is not None:
        return Rule(start, end, mark, Kind.END, None, starred.end())
    head = HEAD.match(data, end, end + HEAD_BYTES)
    if head is None:
        return Rule(start, end, mark, Kind.OTHER, None, end)
    names = frozenset(parse_header(unindented(head.group())).names)
    stated = NUMBER.match(data, end)
    number = int(stated[1]) if stated else None
    if "from" in names and (number is not None or not names.isdisjoint(("date", "subject"))):
        return Rule(start, end, mark, Kind.MESSAGE, number, end)
    kind = Kind.FOOTER if names == {"subject"} else Kind.OTHER
    return Rule(start, end, mark, kind, None, end)


def unindented(block: bytes) -> bytes:
    """Give fields as they stand in a mail."""
    return INDENT.sub(b"", block) if NUMBER.match(block) else block


def rules_of(source: Source) -> Iterator[Rule]:
    """Give the lines of a container that may separate messages, and its end, reading it a chunk at a time."""
    data, base, last, ended = b"", 0, -1, False
    while not ended:
        place, chunk = source.after(base + len(data))
        hole = place - base - len(data)
        ended = not (chunk or hole)
        data = b"\0" + chunk if hole else data + chunk  # NULs that a hole reads as separate nothing
        base = place - 1 if hole else base
        limit = len(data) if ended else max(0, len(data) - AHEAD)
        for found in RULE.finditer(data):
            if found.start() < limit and base + found.start(1) > last and (found.start(1) or not base):
                last = base + found.start(1)
                yield rule_of(data, found).moved(base)
        kept = max(0, limit - BEHIND)
        data, base = data[kept:], base + kept
    yield end_at(base + len(data))


@dataclass(slots=True)
class Level:
    """A digest that is open: the outer one, or one that a message of it quotes."""

    mark: bytes
    expected: int | None
    """The number of its next message, where they are numbered."""


class Digest:
    """Follows the lines of a file of digests, and knows which of them separate its messages."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.opened = False

    def separates(self, rule: Rule) -> bool:
        """Tell whether a message of the digest begins at a line, not one that a message quotes."""
        match rule.kind:
            case Kind.MESSAGE:
                return self.begins(rule)
            case Kind.END if self.levels:
                self.levels.pop()
        return False

    def begins(self, rule: Rule) -> bool:
        """Tell whether a line with a message behind it separates."""
        if not self.levels:
            is_first = rule.mark != HYPHENS and rule.number in (None, 1)
            self.opened = self.opened or is_first
            if self.opened:
                self.levels.append(Level(rule.mark, following(rule.number)))
            return self.opened
        if rule.mark[:FAMILY] != self.levels[0].mark[:FAMILY]:
            return False
        if rule.number is None:
            return len(self.levels) == 1 and self.levels[0].expected is None
        depth = self.depth_of(rule.number)
        if depth >= 0:
            del self.levels[depth + 1 :]
            self.levels[depth].expected = rule.number + 1
        elif rule.number == 1 and len(self.levels) < DIGEST_DEPTH:
            self.levels.append(Level(rule.mark, 2))
        return depth == 0

    def depth_of(self, number: int) -> int:
        """Give the innermost digest whose next message has this number, or -1."""
        expected = [level.expected or 0 for level in self.levels]
        if number in expected:
            return len(expected) - 1 - expected[::-1].index(number)
        return 0 if len(expected) == 1 and number > expected[0] else -1


def following(number: int | None) -> int | None:
    """Give the number after a number, if there is one."""
    return None if number is None else number + 1
