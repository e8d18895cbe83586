"""Readable colours whatever the theme: WCAG 2.1, 1.4.3 asks for a contrast of 4.5 to 1.

The terminal's own colours are left alone: what they look like is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from rich.color import Color as RichColor

ENOUGH: Final = 4.5
STEPS: Final = 20


def contrast(first: RichColor, second: RichColor) -> float:
    """Return the contrast of two RGB colours, 1 to 21.

    >>> from rich.color import Color
    >>> contrast(Color.parse("#000000"), Color.parse("#ffffff"))
    21.0
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return round((high + 0.05) / (low + 0.05), 2)


def _luminance(color: RichColor) -> float:
    red, green, blue = (_linear(part / 255) for part in color.get_truecolor())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def readable(style: Style) -> Style:
    """Return a style whose text stands out enough: its colour, or one nearer to black or white."""
    color, background = style.color, style.bgcolor
    if color is None or background is None or color.triplet is None or background.triplet is None:
        return style
    if contrast(color, background) >= ENOUGH:
        return style
    wanted = Color.from_rich_color(color)
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    end = max((black, white), key=lambda other: contrast(other.rich_color, background))
    for step in range(1, STEPS + 1):
        nearer = wanted.blend(end, step / STEPS).rich_color
        if contrast(nearer, background) >= ENOUGH:
            break
    return style + Style(color=nearer)
