"""Finding words in a message: smart case, and over the ends of wrapped and quoted lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsing.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

BETWEEN = r"(?:[ \t]{1,40}|[ \t]{0,40}\n[ \t>|]{0,40})"
"""What may stand between two words that are sought next to each other: blanks, or a line's end and marks."""
HITS_KEPT = 100_000
NEEDLE_CHARACTERS = 1_000


def find_hits(text: str, needle: str) -> Sequence[Span]:
    r"""Return where a text has the words; any case if they are all lower case.

    >>> find_hits("> the Old\n> Machines", "old machines")
    (Span(start=6, end=20),)
    >>> find_hits("The old", "Old"), find_hits("anything", " ")
    ((), ())
    """
    words = needle[:NEEDLE_CHARACTERS].split()
    if not words:
        return ()
    case = re.NOFLAG if any(map(str.isupper, needle)) else re.IGNORECASE
    pattern = re.compile(BETWEEN.join(map(re.escape, words)), case)
    hits = []
    for match in pattern.finditer(text):
        hits.append(Span(match.start(), match.end()))
        if len(hits) == HITS_KEPT:
            break
    return tuple(hits)
