"""The date inside an announcement, in any language of the table, as far as it says one.

Only dates that people's mail programs write: `3 Dec 2007`, `December 3, 2007`, `3.12.2007`, `2007-12-03`,
`2007年12月3日`, with or without a time and an offset. A day and month that could be swapped follow the month
being over 12, else the caller's hint.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from parsing.headers.months import month_number

DAY_NAME_YEAR = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|º)? ?(?:de |d')?([^\W\d_]{3,12})\.?['’׳]?[,،]?(?: de)? ?(\d{4})"
)
NAME_DAY_YEAR = re.compile(
    r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (?:\d{1,2}:\d{2}(?::\d{2})? (?:[+-]\d{4} )?)?(\d{4})"
)
DAY_NAME_SHORT = re.compile(r"(\d{1,2})[ -]([^\W\d_]{3,4})[ -](\d{2})\b")
YEAR_FIRST = re.compile(r"(\d{4})[-/.年](?: )?(\d{1,2})[-/.月](?: )?(\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})[-/.] ?(\d{4}|\d{2})\b")
YEAR_NAME_DAY = re.compile(r"(\d{4})\.? ([^\W\d_]{3,12})\.? (\d{1,2})\b")
MONTH_NUMBERED = re.compile(r"(\d{1,2}) (?:tháng|thg) (\d{1,2}),? (\d{4})")
KOREAN = re.compile(r"(\d{4})년 (\d{1,2})월 (\d{1,2})일")
TIME = re.compile(r"\b(\d{1,2})[:h](\d{2})(?::(\d{2}))? ?([AaPp]\.?[Mm])?")
OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})\b")


def find_date(text: str, *, month_first: bool = True) -> date | None:
    """Find the first date of a line: an aware `datetime` where time and offset stand by it, else the day.

    >>> find_date("On Mon, 3 Dec 2007 at 19:44:13 +0100, Tam Wick wrote:")
    datetime.datetime(2007, 12, 3, 19, 44, 13, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))
    >>> find_date("Am 13.12.07 um 10:05 schrieb Tam Wick:")
    datetime.date(2007, 12, 13)
    """
    day = find_day(text, month_first=month_first)
    if day is None:
        return None
    time, offset = TIME.search(text), OFFSET.search(text)
    if time is None or offset is None:
        return day
    hour, minute, second = (int(part or 0) for part in time.groups()[:3])
    half = (time.group(4) or "").lower().replace(".", "")
    hour = hour % 12 + 12 * (half == "pm") if half else hour
    shift = timedelta(hours=int(offset.group(2)), minutes=int(offset.group(3)))
    try:
        zone = timezone(-shift if offset.group(1) == "-" else shift)
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return day


def find_day(text: str, *, month_first: bool) -> date | None:
    """Find the first day that a line names."""
    for pattern, order in (
        (YEAR_FIRST, "ymd"),
        (KOREAN, "ymd"),
        (DAY_NAME_YEAR, "dny"),
        (NAME_DAY_YEAR, "ndy"),
        (MONTH_NUMBERED, "dmy"),
        (YEAR_NAME_DAY, "ynd"),
    ):
        for found in pattern.finditer(text):
            if (day := day_of(found.groups(), order)) is not None:
                return day
    if (numbers := NUMBERS.search(text)) is not None:
        first, dot, second, year = numbers.groups()
        swapped = month_first and dot == "/" and int(second) > 12 - 12 * (int(first) <= 12)
        return day_of((first, second, year), "mdy" if swapped and int(first) <= 12 else "dmy")
    if (short := DAY_NAME_SHORT.search(text)) is not None:
        return day_of(short.groups(), "dny")
    return None


def day_of(parts: tuple[str, ...], order: str) -> date | None:
    """Make a day of its parts in the order given (`n` is a month's name)."""
    values = dict(zip(order, parts, strict=True))
    month = month_number(values["n"]) if "n" in values else int(values["m"])
    year = int(values["y"])
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    try:
        return date(year, month or 0, int(values["d"]))
    except ValueError:
        return None
