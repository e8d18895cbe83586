"""Dates of messages: RFC 5322, sections 3.3 and 4.3, asctime, ISO 8601, and whatever else archives hold.

One regular expression reads nearly all mail; a table-driven reader of month names, numbers, times and zones
takes the odd rest, and dateutil, on a short string only, what is left. A year is kept as it is stated, 1970
and 2098 too. A time without a zone is taken for UTC, as `-0000` is. Impossible dates are None.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.headers.comments import without_comments
from parsing.headers.months import MONTH_NUMBERS, month_number
from parsing.headers.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 200
LONGEST_FOR_DATEUTIL: Final = 64
YEARS: Final = range(1900, 9999)

USUAL: Final = re.compile(
    r"\s*(?:[A-Za-z]{3,9},?\s{1,3})?(\d{1,2})[ -]([A-Za-z]{3})[a-z]{0,6}[ -](\d{4}|\d{2})\s{1,4}"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,4}(?:([+-]\d{4}|(?![AaPp][Mm]\b)[A-Za-z]{1,5})\s{0,4}(?:\(|\Z)|\Z)"
)
ASCTIME: Final = re.compile(
    r"(?:[A-Z][a-z]{2},?\s{1,3})?([A-Z][a-z]{2})\s{1,3}(\d{1,2})\s{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?"
    r"(?:\s{1,3}([A-Z]{1,5}(?: DST)?|[+-]\d{4}))?\s{1,3}(\d{4})(?:\s{1,3}([A-Z]{1,5}|[+-]\d{4}))?(?!\d)"
)
ISO: Final = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s{1,2})(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"\s?(Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5})?)?\s{0,4}(?:\(|\Z)"
)
ISO_COMPACT: Final = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?\s*\Z")

BRACKETED: Final = re.compile(r"\[[^\[\]]*\]?")
TIME: Final = re.compile(r"(\d{1,2})\s{0,9}:\s{0,9}(\d{2})(?:\s{0,9}:\s{0,9}(\d{2}))?(?:[.,]\d{1,9})?")
TIME_OTHERWISE: Final = re.compile(r"(?<![\d.])(\d{1,2})[h.時时](\d{2})(?:[.分m](\d{2}))?(?![\d.])")
AFTERNOON: Final = re.compile(r"(?<![A-Za-z])p\.?m\b|오후|下午|午後", re.IGNORECASE)
MORNING: Final = re.compile(r"(?<![A-Za-z])a\.?m\b|오전|上午|午前", re.IGNORECASE)
NUMERIC_ZONE: Final = re.compile(r"(?:(?<=\s)|GMT|UTC)[+-]\d{1,2}:?\d{2}(?!\d)|(?:GMT|UTC)[+-]\d{1,2}(?!\d)")
NAMED_ZONE: Final = re.compile(r"\b[A-Z]{2,5}(?:\b(?: DST)?|(?=[0-9][A-Z]{3}\b))")
WORD: Final = re.compile(r"[^\W\d_][^\W\d_?]*\??[^\W\d_]*")
NUMBER: Final = re.compile(r"\d+")
YEAR_FIRST: Final = re.compile(r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
BY_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
MONTHS_LIKE_ZONES: Final = frozenset({"AM", "PM", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"})


class Clock(NamedTuple):
    """A time of day and its zone as written."""

    hour: int
    minute: int
    second: int
    zone: str


def parse_date(value: str) -> date | None:
    """Return the date that a field states: an aware datetime, a bare date where no time is said, or None.

    >>> parse_date("Fri, 30 Nov 2007 19:44:13 -0000").isoformat()
    '2007-11-30T19:44:13+00:00'
    >>> parse_date("Fri Nov 30 19:44:13 EST 2007").isoformat()
    '2007-11-30T19:44:13-05:00'
    >>> parse_date("30. November 2007"), parse_date("31 Feb 2007 10:00 +0100")
    (datetime.date(2007, 11, 30), None)
    """
    usual = USUAL.match(value)
    if usual:
        day, name, year, hour, minute, second, zone = usual.groups()
        month = MONTH_NUMBERS.get(name.lower())
        if month is not None:
            return moment(
                int(year), month, int(day), Clock(int(hour), int(minute), int(second or 0), zone or "")
            )
    if not value or value.isspace():
        return None
    value = value[:LONGEST].strip()
    for read in READERS:
        found, stated = read(value)
        if stated:
            return found
    return None


def moment(year: int, month: int, day: int, clock: Clock | None) -> date | None:
    """Return a date, None if there is no such day or time.

    Short years are RFC 5322's: up to 49 this century, other two and three digits from 1900; `19103` is 2003.
    """
    year = stated_year(year)
    if year not in YEARS:
        return None
    try:
        if clock is None:
            return date(year, month, day)
        late = clock.hour == 24 and clock.minute == 0
        hour, second = (
            0 if late else clock.hour,
            min(clock.second, 59) if clock.second == 60 else clock.second,
        )
        found = datetime(year, month, day, hour, clock.minute, second, tzinfo=zone_of(clock.zone))
    except ValueError:
        return None
    return found + timedelta(days=1) if late else found


def stated_year(year: int) -> int:
    """Return the year that a number stands for."""
    if year < 50:
        return 2000 + year
    if year < 1000:
        return 1900 + year
    return year - 19000 + 1900 if 19100 <= year <= 19199 else year


Read = tuple[date | None, bool]
"""A date, and whether the value has the shape that was looked for."""
OTHER_SHAPE: Final[Read] = (None, False)


def read_asctime(value: str) -> Read:
    """Read `Fri Nov 30 19:44:13 2007`, with a zone before or after the year."""
    found = ASCTIME.match(value)
    if found is None:
        return OTHER_SHAPE
    name, day, hour, minute, second, before, year, after = found.groups()
    month = MONTH_NUMBERS.get(name.lower())
    if month is None:
        return OTHER_SHAPE
    zone = after if after and after[0] in "+-" else before or after or ""
    return moment(int(year), month, int(day), Clock(int(hour), int(minute), int(second or 0), zone)), True


def read_iso(value: str) -> Read:
    """Read ISO 8601, with or without its hyphens."""
    found = ISO.match(value) or ISO_COMPACT.match(value)
    if found is None:
        return OTHER_SHAPE
    year, month, day, hour, minute, second, zone = found.groups()
    clock = Clock(int(hour), int(minute), int(second or 0), zone or "") if hour else None
    return moment(int(year), int(month), int(day), clock), True


def read_loosely(value: str) -> Read:
    """Read a day, a month, a year and perhaps a time and a zone, in any order that can be told apart."""
    text = BRACKETED.sub(" ", without_comments(value))
    clock, text = taken_clock(text)
    day = named_day(text) or numbered_day(text)
    if day is None:
        return OTHER_SHAPE
    return moment(*day, clock), True


def taken_clock(text: str) -> tuple[Clock | None, str]:
    """Return the time of day in a text, and the text without it and its zone."""
    time = TIME.search(text) or TIME_OTHERWISE.search(text)
    if time is None:
        return None, text
    rest = f"{text[: time.start()]} {text[time.end() :]}"
    hour, zone = int(time[1]), ""
    if AFTERNOON.search(rest):
        hour += 12 if hour < 12 else 0
    elif hour == 12 and MORNING.search(rest):
        hour = 0
    numeric = NUMERIC_ZONE.search(rest)
    if numeric:
        zone = numeric.group()
        rest = f"{rest[: numeric.start()]} {rest[numeric.end() :]}"
    else:
        names = (match.group() for match in NAMED_ZONE.finditer(rest))
        zone = next((name for name in names if name not in MONTHS_LIKE_ZONES), "")
    return Clock(hour, int(time[2]), int(time[3] or 0), zone), rest


def named_day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day where the month is a word; a weekday may look like one: the last counts."""
    months = [number for word in WORD.findall(text) if (number := month_number(word))]
    numbers = NUMBER.findall(text)
    if not months or len(numbers) < 2:
        return None
    long = next((number for number in numbers if 4 <= len(number) <= 5), None)
    days = [number for number in numbers if number is not long and len(number) <= 2]
    if not days:
        return None
    day = days[0]
    year = long or (days[1] if len(days) > 1 else next((n for n in numbers if len(n) == 3), None))
    if year is None:
        return None
    if not long and int(day) > 31:
        day, year = year, day
    return int(year), months[-1], int(day)


def numbered_day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a date of numbers only; with `/` the month comes first, if it can."""
    found = YEAR_FIRST.search(text)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    found = BY_NUMBER.search(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    month_first = (found[2] == "/" and first <= 12) or second > 12
    return (year, first, second) if month_first else (year, second, first)


def read_by_dateutil(value: str) -> Read:
    """Read what dateutil can, on a short string; what it would fill in from today is not stated."""
    if len(value) > LONGEST_FOR_DATEUTIL or not any(letter.isdigit() for letter in value):
        return OTHER_SHAPE
    from dateutil import parser  # type: ignore[import-untyped]  # noqa: PLC0415  # 40 ms, rarely needed

    found = []
    for default in (datetime(1904, 1, 1), datetime(1908, 2, 2)):
        try:
            found.append(parser.parse(value, default=default, ignoretz=True))
        except (ValueError, ArithmeticError, TypeError, AttributeError, IndexError):
            return OTHER_SHAPE
    if found[0] != found[1]:
        return OTHER_SHAPE
    day = found[0]
    has_time = ":" in value
    clock = Clock(day.hour, day.minute, day.second, "") if has_time else None
    return moment(day.year, day.month, day.day, clock), True


READERS: Final[tuple[Callable[[str], Read], ...]] = (read_asctime, read_iso, read_loosely, read_by_dateutil)
