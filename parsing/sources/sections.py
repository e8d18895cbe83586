"""What of a message is quoted: sections under their announcements, and regions of lines in them.

A section is what stands under one announcement at no depth (`On …, … wrote:`, a copied header); a message may
quote two. A region is a run of quoted lines with no own words between. `regions` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsing.model import Attribution


@dataclass(slots=True)
class Region:
    """A run of quoted lines, half-open, with no own words between."""

    first: int
    end: int
    soft: bool = False
    """Without marks: only what the source has is quoted for sure."""
    announced: bool = False
    """Whether an announcement or a copied header stands right above: it is a quote, source or not."""
    optional: bool = False
    """Whether it may be no quote at all: lines with a soft mark under no announcement."""
    copied: bool = False
    """Whether it is a copied header: without a source the writer's own program has put it there."""
    shift: int = 1
    """How many levels deeper it is here than in the source."""
    pieces: list[tuple[int, int]] = field(default_factory=list)
    """The lines of it that are quoted for sure."""
    tails: list[int] = field(default_factory=list)
    """Unmarked lines in it that may be the tails of wrapped lines."""
    common: set[int] = field(default_factory=set)
    """Lines that many messages share, a signature's or a list footer's: no evidence of a source."""
    probes: tuple[str, ...] | None = None
    """What a source must have some of, once it has been asked for; see `evidence.has_probe`."""


@dataclass(slots=True)
class Section:
    """The regions that stand under one announcement, or under none."""

    attribution: Attribution | None
    header: tuple[int, int] = (0, 0)
    """The lines of the copied header above it, where that stands inside a quote."""
    regions: list[Region] = field(default_factory=list)
