"""Letters to type at whatever leads somewhere on the screen: quotes, quoted passages, folds, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.model import LineRange, Link
from tui.state.cells import text_cells
from tui.state.facts import QuotedRun
from tui.state.rows import RowKind, bars
from tui.state.urls import URL_CHARACTERS, find_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.state.rows import Row
    from tui.state.view import View

LETTERS = "fjdkslaghrueiwoqptyvnmbxcz"
"""The nearest first."""


@dataclass(frozen=True, slots=True)
class Url:
    """A link in the text."""

    address: str


@dataclass(frozen=True, slots=True)
class Unfold:
    """A fold that leads nowhere but open."""

    row: int


Target = Link | LineRange | Url | Unfold
"""Where a hint leads: to a quote's source, to who quotes these lines, to a page, or into a fold."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Letters drawn on a row, from a cell on."""

    letters: str
    row: int
    cell: int
    target: Target


def hints_on_screen(view: View) -> tuple[Hint, ...]:
    """Return a hint for each target on the screen, from the top; all have equally many letters."""
    end = min(view.top + view.height, len(view.layout.rows))
    found = [(row, cell, target) for row in range(view.top, end) for cell, target in _targets(view, row)]
    names = hint_names(len(found))
    return tuple(Hint(name, *place) for name, place in zip(names, found, strict=True))


def hint_names(count: int) -> list[str]:
    """Return so many names of one length, as short as can be, but of two letters at most.

    >>> hint_names(3), hint_names(27)[:3], len(hint_names(1000))
    (['f', 'j', 'd'], ['ff', 'fj', 'fd'], 1000)
    """
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    pairs = [first + second for first in LETTERS for second in LETTERS]
    return (pairs + [""] * count)[:count]


def _targets(view: View, number: int) -> Iterator[tuple[int, Target]]:
    """Yield what leads somewhere on a row, and at which cell it begins."""
    facts, row = view.facts, view.layout.rows[number]
    sign = 1 if view.form.gutter > 1 else 0
    if row.kind is RowKind.FOLD:
        links = facts.links_between(row.start, row.end)
        yield sign, links[0] if links else Unfold(number)
    elif row.kind is RowKind.TEXT:
        if row.start == facts.shown_from(row.line):
            link, run = facts.link_by_line.get(row.line), facts.quoted_by_line.get(row.line)
            if link is not None:
                yield sign, link
            elif isinstance(run, QuotedRun):
                yield sign, run.lines
        yield from _urls(view, row)


def _urls(view: View, row: Row) -> Iterator[tuple[int, Target]]:
    """Yield the links that begin on a row."""
    facts, form = view.facts, view.form
    around = facts.text[row.start : min(row.end + URL_CHARACTERS, facts.starts[row.line + 1] - 1)]
    if ":" not in around:
        return
    beside = form.gutter + len(bars(facts.depth_at(row.line), form.room, form.glyphs))
    for start, end in find_urls(around):
        if row.start + start < row.end:
            yield beside + text_cells(around[:start]), Url(around[start:end])
