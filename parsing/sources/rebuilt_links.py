"""Links from the quotes of a missing message to the message that was rebuilt of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.sources.align import align
from parsing.sources.joining import Stretch, goes_on
from parsing.sources.sections import Region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.sources.missing import Opening
    from parsing.sources.squeeze import Squeezed

MOST = 0.8


def rebuilt_stretches(quoting: Squeezed, opening: Opening, origin: int, source: Squeezed) -> list[Stretch]:
    """Find the stretches of an opening in the rebuilt text."""
    lines = (opening.first, opening.end)
    region = Region(*lines, shift=quoting.depths[opening.first], pieces=[lines])
    found: list[Stretch] = []
    for start, place, length in align(quoting, [region], source):
        last = found[-1] if found else None
        if last is not None and goes_on(last, start, place):
            last.inner = last.inner or start > last.end or place > last.last
            last.end, last.last, last.equal = start + length, place + length, last.equal + length
        else:
            ends = start + length, place + length
            found.append(
                Stretch(start, ends[0], origin, place, ends[1], origin, 1.0, 0, length, opening.depth)
            )
    return found


def has_most(found: Sequence[Stretch], quoting: Squeezed, opening: Opening) -> bool:
    """Whether stretches have so much of an opening that it can come from nowhere else."""
    equal = sum(stretch.equal for stretch in found)
    return equal >= MOST * (quoting.starts[opening.end] - quoting.starts[opening.first])
