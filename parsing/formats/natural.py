"""The order of names: as people count, months by the calendar.

Months are in the order of the calendar (`2007-November` after `2007-October`), numbers by value.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PIECE: Final = re.compile(r"\d+|[^\W\d_]+|[\W_]+")
MONTH_NAMES: Final = "January February March April May June July August September October November December"
MONTHS: Final = {
    name: number
    for number, month in enumerate(MONTH_NAMES.lower().split(), start=1)
    for name in (month, month[:3])
}
MONTH_AND_YEAR: Final = re.compile(
    rf"(?<![^\W\d_])({'|'.join(sorted(MONTHS, reverse=True))})([\W_]{{0,3}})(\d{{4}})(?!\d)", re.IGNORECASE
)
LEADING: Final = re.compile(r"\d{1,500}")
USED: Final = 500
"""The part of a name that counts."""
NUMBER: Final = 0
WORD: Final = 1


def natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Give a key by which names sort as people count, months by date.

    >>> sorted(["2007-October.txt", "2007-April.txt", "2007-November.txt", "10", "9"], key=natural_key)
    ['9', '10', '2007-April.txt', '2007-October.txt', '2007-November.txt']
    >>> sorted(["November-2006", "April-2007", "May-2006"], key=natural_key)
    ['May-2006', 'November-2006', 'April-2007']
    >>> sorted(["Sent.2004", "Sent"], key=natural_key)
    ['Sent', 'Sent.2004']
    """
    key = []
    for piece in PIECE.findall(MONTH_AND_YEAR.sub(r"\3\2\1", name[:USED])):
        month = MONTHS.get(piece.lower())
        if piece.isdecimal():
            key.append((NUMBER, int(piece), ""))
        elif month is not None:
            key.append((NUMBER, month, ""))
        else:
            key.append((WORD, 0, piece.casefold()))
    return key, name


def in_natural_order(names: Iterable[str]) -> list[str]:
    """Sort names by their natural keys.

    Where all begin with a number, as in a Maildir, only those with the same one need more than that.

    >>> in_natural_order(["10.b", "9.a", "10.a"])
    ['9.a', '10.a', '10.b']
    """
    names = list(names)
    numbers = {name: int(leading.group()) for name in names if (leading := LEADING.match(name))}
    if len(numbers) < len(names):
        return sorted(names, key=natural_key)
    names.sort(key=numbers.__getitem__)
    ordered: list[str] = []
    for _, same in groupby(names, key=numbers.__getitem__):
        group = list(same)
        ordered += sorted(group, key=natural_key) if len(group) > 1 else group
    return ordered
