"""The order of names: as people count, months by the calendar.

Months are in the order of the calendar (`2007-November` after `2007-October`), numbers by value.
"""

from __future__ import annotations

import re
from typing import Final

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
    for piece in PIECE.findall(MONTH_AND_YEAR.sub(r"\3\2\1", name[:500])):
        month = MONTHS.get(piece.lower())
        if piece.isdecimal():
            key.append((NUMBER, int(piece), ""))
        elif month is not None:
            key.append((NUMBER, month, ""))
        else:
            key.append((WORD, 0, piece.casefold()))
    return key, name
