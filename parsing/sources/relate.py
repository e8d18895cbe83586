"""Which messages a quote may come from: headers, the announcement's author and day, the subject.

Only candidates are named here, the likeliest first; whether they have the words is for `align`.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from parsing.quotes.dates import TIME
from parsing.sources.corpus import author_keys, name_key, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from parsing.model import Attribution, Mailbox
from parsing.sources.corpus import Corpus

ANCESTORS = 8
SUBJECT_ROWS = 48
"""Messages of one subject that are looked at, the nearest before the reply."""
AUTHOR_ROWS = 24
NAMES_KEPT = 2_048
DAY = 86_400
DAY_AND_ZONES = 1.5 * DAY
"""How far the day that an announcement names may be from the message's time."""
SKEW = 2 * DAY
"""Clocks are wrong: a source may seem to be this much younger than its quote."""


def same_person(named: Mailbox | None, sender: Mailbox | None) -> bool | None:
    """Whether an announcement's author is this sender; None where one of them is not known.

    >>> from parsing.model import Mailbox
    >>> same_person(Mailbox("Dan", ""), Mailbox("Dan Ashby", "dan@ashby.example"))
    True
    >>> same_person(Mailbox("Tam Wick", ""), Mailbox("Dan Ashby", "dan@ashby.example"))
    False
    """
    if named is None or sender is None:
        return None
    if named.address and named.address.lower() == sender.address.lower():
        return True
    ours, theirs = words_of(named.name), words_of(sender.name)
    theirs |= words_of(sender.address.partition("@")[0])
    if "?" in named.name:
        theirs |= words_of(without_accents(sender.name))
    if not ours:
        ours = words_of(named.address.partition("@")[0])
    if not ours or not theirs:
        return None
    return ours <= theirs or theirs <= ours or len(ours & theirs) >= 2


@lru_cache(NAMES_KEPT)
def words_of(name: str) -> frozenset[str]:
    """Give the words of a name that tell whose it is."""
    return frozenset(name_key(name).split())


class Relations:
    """The candidates for one archive."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def sender_matches(self, attribution: Attribution | None, row: int) -> bool | None:
        """Whether the announcement names the author of this message."""
        if attribution is None or attribution.author is None:
            return None
        return same_person(attribution.author, self.corpus.sender(row))

    def day_matches(self, attribution: Attribution | None, row: int) -> bool | None:
        """Whether the announcement names the day of this message, give or take the time zones."""
        if attribution is None or attribution.date is None:
            return None
        return abs(seconds_of(attribution.date) - self.corpus.time(row)) <= DAY_AND_ZONES

    def minute_matches(self, attribution: Attribution | None, row: int) -> bool:
        """Whether the announcement names this message's minute, in whatever time zone."""
        return attribution is not None and minute_of(attribution) == self.corpus.time(row) // 60 % 60

    def ancestors(self, row: int) -> Iterator[int]:
        """Give the messages above by their headers, nearest first, without the parent itself."""
        seen = {row}
        parent = self.corpus.parent(row)
        for _ in range(ANCESTORS):
            if parent < 0 or parent in seen:
                break
            seen.add(parent)
            parent = self.corpus.parent(parent)
            if parent >= 0 and parent not in seen:
                yield parent
        for identifier in reversed(self.corpus.references(row)[-ANCESTORS:]):
            found = self.corpus.row_of(identifier)
            if found >= 0 and found not in seen:
                seen.add(found)
                yield found

    def by_author(self, attribution: Attribution | None, row: int) -> list[int]:
        """Give earlier messages of the announced author: by day and minute, subject, nearness."""
        if attribution is None or attribution.author is None:
            return []
        corpus = self.corpus
        rows: set[int] = set()
        for key in author_keys(attribution.author):
            rows.update(self.before(corpus.rows_by_author(key), row, 4 * AUTHOR_ROWS))
        if not rows:
            return []
        subject, time = corpus.base_subject(row), corpus.time(row)
        day = None if attribution.date is None else seconds_of(attribution.date)
        minute = minute_of(attribution)

        def rank(candidate: int) -> tuple[bool, bool, bool, int]:
            then = corpus.time(candidate)
            return (
                day is None or abs(day - then) > DAY_AND_ZONES,
                minute is None or minute != then // 60 % 60,
                corpus.base_subject(candidate) != subject,
                abs(time - then),
            )

        return sorted(rows, key=rank)[:AUTHOR_ROWS]

    def by_subject(self, row: int) -> list[int]:
        """Give earlier messages of the same subject, nearest first."""
        subject = self.corpus.base_subject(row)
        if not subject:
            return []
        return self.before(self.corpus.rows_by_subject(subject), row, SUBJECT_ROWS)

    def before(self, rows: Sequence[int], row: int, most: int) -> list[int]:
        """Give those of these rows that lie before this one in time, nearest first, copies left out."""
        corpus, time = self.corpus, self.corpus.time(row)
        at = bisect_left(rows, row)
        near = rows[max(0, at - 2 * most) : at + most]
        found = [
            candidate
            for candidate in near
            if candidate != row
            and corpus.copy_of(candidate) < 0
            and corpus.time(candidate) <= time + (SKEW if candidate < row else 0)
        ]
        found.sort(key=lambda candidate: abs(time - corpus.time(candidate)))
        return found[:most]


def minute_of(attribution: Attribution) -> int | None:
    """Give the minute of the hour that an announcement names, the same in nearly all time zones."""
    found = TIME.search(attribution.text)
    return None if found is None else int(found.group(2))


def has_time(attribution: Attribution | None) -> bool:
    """Whether an announcement names a time of day."""
    return attribution is not None and TIME.search(attribution.text) is not None


def seconds_of(day: date) -> float:
    """Give a date in seconds since 1970; of a bare day its noon."""
    if isinstance(day, datetime):
        return day.timestamp()
    return (day.toordinal() - 719_163) * DAY + DAY // 2
