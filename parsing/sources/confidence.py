"""How sure a link is: a probability, so that of the links that say 0.9 nine in ten are right.

What speaks against a link is counted in *doubts*, and the probability is looked up by their number. The
table follows what was counted on the labelled archives, where the truth is known, and says a little less than
that: mail of other habits has more errors. `tests/bench/calibration.py` counts anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import Match
from parsing.quotes.footers import is_signature_separator

if TYPE_CHECKING:
    from parsing.sources.joining import Stretch
    from parsing.sources.squeeze import Squeezed

LENGTHS = (8, 20, 60)
"""Equal characters; each that a stretch does not reach is a doubt."""
LONG = 120
"""So many equal characters take one doubt away."""
SURE = 0.95
PROBABILITIES = (0.998, 0.995, 0.985, 0.96, 0.85, 0.78, 0.6)
"""By doubts; more count as the last."""


def confidence_of(
    stretch: Stretch, match: Match, quoting: Squeezed, source: Squeezed, via: Squeezed
) -> float:
    """Give the probability that the words were first written there."""
    doubts = doubts_of_words(stretch, match, quoting) + doubts_of_place(stretch, quoting, source, via)
    return PROBABILITIES[max(0, min(doubts, len(PROBABILITIES) - 1))]


def doubts_of_words(stretch: Stretch, match: Match, quoting: Squeezed) -> int:
    """Count what the quoted words themselves leave open: few, changed, cut, or nobody's."""
    first, last = quoting.line_at(stretch.start), quoting.line_at(stretch.end - 1)
    doubts = sum(stretch.equal < length for length in LENGTHS) - (stretch.equal >= LONG)
    doubts += match is Match.EDITED
    doubts += quoting.starts[first] < stretch.start or stretch.end < quoting.starts[last + 1]
    if stretch.equal < LENGTHS[-1]:
        lines = range(first, last + 1)
        doubts += any(is_signature_separator(quoting.raws[n][quoting.leads[n] :]) for n in lines)
        drawn = not any(letter.isalpha() for letter in quoting.key[stretch.start : stretch.end])
        doubts += 2 * drawn
    return doubts


def doubts_of_place(stretch: Stretch, quoting: Squeezed, source: Squeezed, via: Squeezed) -> int:
    """Count what speaks against the place: no mark here, a mark there, another line of the same words."""
    line = quoting.line_at(stretch.start)
    doubts = 2 * (stretch.sure < SURE)
    doubts += not quoting.depths[line]
    doubts += 2 * (source.depths[source.line_at(stretch.first)] > 0)
    if stretch.equal < LONG:
        words = quoting.key[quoting.starts[line] : quoting.starts[line + 1]]
        doubts += len(via.lines_by_key.get(words, ())) > 1
    return doubts
