"""Draws the rows of a message as strips: gutter, bars, words, and what lies over the words.

Segments only, never markup; whatever could steer a terminal is replaced once more, one character for one.
`Painter` draws what is seen; `places` draws the same row once more for the mouse, each cell with its place.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from parsing.limits import COMBINING_MARKS
from parsing.model import BlockKind, Span
from tui.state.cells import TAB, fit, untabbed
from tui.state.facts import sign_of
from tui.state.folds import RegionKind, shown_depth
from tui.state.pieces import Role
from tui.state.rows import RowKind, bars
from tui.state.selecting import is_selectable, row_place
from tui.state.urls import URL_CHARACTERS, find_urls
from tui.widgets.contrast import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.selection import Selection

    from parsing.model import Block
    from tui.state.hints import Hint
    from tui.state.rows import Row
    from tui.state.view import View
    from tui.widgets.message_look import Looks

CONTROLS: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) != "\t"},
    **dict.fromkeys(range(0x7F, 0xA0), "\N{REPLACEMENT CHARACTER}"),
    **dict.fromkeys(
        (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029), "\N{REPLACEMENT CHARACTER}"
    ),
}
ROLES: Final = {
    BlockKind.ATTRIBUTION: Role.ANNOUNCEMENT,
    BlockKind.FORWARDED_HEADER: Role.ANNOUNCEMENT,
    BlockKind.SNIP: Role.ANNOUNCEMENT,
    BlockKind.SIGNATURE: Role.CLOSING,
    BlockKind.FOOTER: Role.CLOSING,
    BlockKind.LITERAL: Role.LITERAL,
}
DIFF_ROLES: Final = (
    (("+++", "---", "diff ", "index ", "@@", "Index: ", "===="), Role.HUNK),
    (("+",), Role.ADDED),
    (("-",), Role.REMOVED),
)
Overlay = tuple[int, int, Style]
"""From a character to another, a style, or one that lies over their own."""
NOTHING: Final = (1 << 62, 1 << 62, Style())


def role_of(block: Block | None, text: str) -> Role:
    """Return what a line of a block is."""
    if block is None:
        return Role.TEXT
    if block.kind is BlockKind.DIFF:
        return next((role for begins, role in DIFF_ROLES if text.startswith(begins)), Role.LITERAL)
    return ROLES.get(block.kind) or (Role.QUOTE if block.depth else Role.TEXT)


def lay_over(runs: Iterable[Overlay], layer: Iterable[Overlay]) -> Iterator[Overlay]:
    """Yield runs with a layer over them: each in order, neither overlapping itself."""
    overlays = iter(layer)
    low, high, over = next(overlays, NOTHING)
    for start, end, style in runs:
        at = start
        while at < end:
            while high <= at:
                low, high, over = next(overlays, NOTHING)
            stop = min(end, high if low <= at else low)
            yield at, stop, style + over if low <= at else style
            at = stop


class Painter:
    """Draws rows of a view."""

    def __init__(
        self,
        view: View,
        looks: Looks,
        *,
        lit: bool = False,
        selection: Selection | None = None,
        scroll_x: int = 0,
    ) -> None:
        self.view = view
        self.looks = looks
        self.lit = lit
        self.selection = selection
        self.scroll_x = scroll_x

    def paint(self, number: int, width: int) -> Strip:
        """Draw a row, without the cursor; the gutter stays when the text is scrolled sideways."""
        row, base = self.view.layout.rows[number], self.looks.base
        gutter = [Segment(" ", base), *self.gutter(row)]
        content = Strip(self.content(number, row))
        if self.scroll_x:
            content = content.crop(self.scroll_x)
        return Strip([*gutter, *content]).adjust_cell_length(width, base)

    def gutter(self, row: Row) -> list[Segment]:
        """Draw the gutter right of the focus bar."""
        room = self.view.form.gutter - 1
        if row.kind is RowKind.EXTRA:
            return []
        sign, name = self.sign(row)
        if not room:
            return []
        style = self.looks.parts[name] if name else self.looks.base
        return [Segment(fit(sign, room, "").ljust(room), style)]

    def sign(self, row: Row) -> tuple[str, str]:
        """Return what the gutter says of a row, and the part it is drawn as."""
        facts, glyphs = self.view.facts, self.view.form.glyphs
        if row.kind is RowKind.FOLD:
            links = facts.links_between(row.start, row.end)
            link = links[0] if links else None
            edited = facts.changes_between(row.start, row.end)
        elif row.start != facts.shown_from(row.line):
            return "", ""
        else:
            link = facts.link_by_line.get(row.line)
            edited = facts.changes_between(link.span.start, link.span.end) if link is not None else ()
        if link is not None:
            name = sign_of(link.resolution).value
            if edited:
                return getattr(glyphs, name)[0] + glyphs.edited, "edited"
            return getattr(glyphs, name), name
        run = facts.quoted_by_line.get(row.line) if row.kind is RowKind.TEXT else None
        if run is None:
            return "", ""
        count = len(run.messages)
        return f"{glyphs.quoted_by}{count if count < 100 else '9+'}", "quoted-by"

    def content(self, number: int, row: Row) -> list[Segment]:
        """Draw what stands right of the gutter."""
        match row.kind:
            case RowKind.TEXT:
                return self.text(row)
            case RowKind.FOLD:
                return self.fold(row)
            case _:
                return self.aside(number, row)

    def bars(self, depth: int) -> list[Segment]:
        """Draw a bar a level, each in its level's colour."""
        drawn = bars(depth, self.view.form.room, self.view.form.glyphs)
        if len(drawn) != 2 * depth:
            return [Segment(drawn, self.looks.level(depth))] if drawn else []
        return [Segment(drawn[2 * n : 2 * n + 2], self.looks.level(n + 1)) for n in range(depth)]

    def text(self, row: Row) -> list[Segment]:
        """Draw characters of a line."""
        facts = self.view.facts
        block = facts.block_at(row.line)
        depth = shown_depth(block) if block is not None else 0
        begins = facts.shown_from(row.line)
        base = self.looks.parts[role_of(block, facts.text[begins : begins + 8])]
        segments = self.bars(depth)
        column = 0
        end = min(row.end, row.start + seen_at_most(self.view, self.scroll_x))
        runs: Iterable[Overlay] = [(row.start, end, base)]
        for layer in self.layers(row, end):
            runs = lay_over(runs, layer)
        for first, after, style in runs:
            drawn, column = untabbed(facts.text[first:after].translate(CONTROLS), column)
            segments.append(Segment(drawn, style))
        return segments + self.witnesses(row, segments)

    def layers(self, row: Row, end: int) -> Iterator[list[Overlay]]:
        """Yield what lies over the words of a row: links, changes, marked words, hits, the selection."""
        view, over = self.view, self.looks.overlays
        line_start = view.facts.starts[row.line]
        line_end = view.facts.starts[row.line + 1] - 1
        near = max(line_start, row.start - URL_CHARACTERS)
        around = view.facts.text[near : min(line_end, end + URL_CHARACTERS)]
        if ":" in around:
            yield [
                (near + first, near + after, over["url"] + Style(link=around[first:after]))
                for first, after in find_urls(around)
            ]
        yield [(span.start, span.end, over["changed"]) for span in view.facts.changes_between(row.start, end)]
        words = over["lit" if self.lit else "marked"]
        yield sorted((span.start, span.end, words) for span in view.marked if span.start < end)
        yield self.hits(row.start, end)
        if self.selection is not None and (span := self.selection.get_span(row.line)) is not None:
            after = line_end if span[1] < 0 else line_start + span[1]
            yield [(line_start + span[0], after, self.looks.selected)]

    def hits(self, start: int, end: int) -> list[Overlay]:
        """Gather the hits of a search between two characters."""
        view, over = self.view, self.looks.overlays
        found: list[Overlay] = []
        for number in range(max(bisect_left(view.hits, Span(start, 0)) - 1, 0), len(view.hits)):
            hit = view.hits[number]
            if hit.start >= end:
                break
            found.append((hit.start, hit.end, over["hit-here" if number == view.hit else "hit"]))
        return found

    def witnesses(self, row: Row, drawn: Sequence[Segment]) -> list[Segment]:
        """Name at the right edge of a rebuilt message's lines who quotes them, where there is room."""
        facts = self.view.facts
        run = facts.quoted_by_line.get(row.line) if facts.page.message.envelope.rebuilt else None
        if run is None or row.start != facts.shown_from(row.line):
            return []
        names = ", ".join(dict.fromkeys(facts.page.names.get(key, "") for key in run.messages)).strip(", ")
        gap = self.view.form.room - sum(cell_len(segment.text) for segment in drawn) - cell_len(names) - 1
        if gap < 2 or not names:
            return []
        return [Segment(" " * gap, self.looks.base), Segment(names, self.looks.parts["witness"])]

    def fold(self, row: Row) -> list[Segment]:
        """Draw the one line of a fold: how many lines, whose, and how they begin."""
        view = self.view
        glyphs = view.form.glyphs
        region, hidden = view.layout.folds[row.line]
        says = view.facts.summary(region)
        depth = 0 if region.outermost or region.kind is not RegionKind.QUOTE else region.depth - 1
        segments = self.bars(depth)
        room = view.form.room - sum(cell_len(segment.text) for segment in segments)
        count = f"{glyphs.folded} {says.count} line{'' if says.count == 1 else 's'}"
        rest = f"{says.whose}: {says.begins}" if says.whose else says.begins
        said = fit(
            f"{count} {glyphs.dot} {rest}".translate(CONTROLS).replace("\t", " "), room, glyphs.ellipsis
        )
        style = self.looks.parts["fold"]
        span = self.selection.get_span(hidden.first) if self.selection is not None else None
        if span is not None:
            style += self.looks.selected
        return [*segments, Segment(said, style)]

    def aside(self, number: int, row: Row) -> list[Segment]:
        """Draw a row of the head, the foot, a gap or the peek."""
        view, parts = self.view, self.looks.parts
        pieces = view.layout.extras[row.start]
        segments = [Segment(text.translate(CONTROLS), parts[role]) for text, role in pieces]
        if self.selection is None or not is_selectable(view, row):
            return segments
        span = self.selection.get_span(row_place(view, number)[1])
        if span is None:
            return segments
        text = "".join(segment.text for segment in segments)
        ends = list(accumulate(len(segment.text) for segment in segments))
        runs = [
            (end - len(segment.text), end, segment.style or self.looks.base)
            for end, segment in zip(ends, segments, strict=True)
        ]
        overlay = (span[0], span[1] if span[1] >= 0 else len(text), self.looks.selected)
        return [Segment(text[first:after], style) for first, after, style in lay_over(runs, [overlay])]

    def with_hint(self, strip: Strip, hint: Hint, typed: str) -> Strip:
        """Lay the letters of a hint that are still to be typed over a row."""
        letters = hint.letters[len(typed) :]
        start = min(hint.cell, max(strip.cell_length - len(letters), 0))
        label = Segment(letters, self.looks.base + self.looks.overlays["hint"])
        end = start + len(letters)
        return Strip([*strip.crop(0, start), label, *strip.crop(end)]).adjust_cell_length(strip.cell_length)

    def with_cursor(self, strip: Strip, focused: bool) -> Strip:
        """Lay the cursor over a row: a bar in the gutter, a shade behind what has no other."""
        over = self.looks.overlays
        shade, base = over["cursor"], self.looks.base
        bar = self.view.form.glyphs.focus
        style = base + over["focus" if focused else "away"] + shade
        segments = [Segment(bar, style)]
        for text, drawn, _ in strip.crop(1, strip.cell_length):
            under = drawn or base
            segments.append(
                Segment(text, readable(under + shade) if under.bgcolor == base.bgcolor else under)
            )
        return Strip(segments, strip.cell_length)


def seen_at_most(view: View, scroll_x: int) -> int:
    """Return how many characters of a row can be seen: each cell has one, and what combines with it."""
    return (scroll_x + view.form.room) * (1 + COMBINING_MARKS)


def places(view: View, number: int, scroll_x: int = 0) -> Strip:
    """Draw a row for the mouse: every cell knows its place in the text, gutter and bars that of their row."""
    row = view.layout.rows[number]
    x, y = row_place(view, number)
    if row.kind is RowKind.TEXT:
        barred = len(bars(view.facts.depth_at(row.line), view.form.room, view.form.glyphs))
        text = view.facts.text[row.start : min(row.end, row.start + seen_at_most(view, scroll_x))]
        content = Strip([*_flat(barred, x, y), *_placed(text, x, y)])
        if scroll_x:
            content = content.crop(scroll_x)
        return Strip([*_flat(view.form.gutter, x, y), *content])
    if is_selectable(view, row):
        text = "".join(piece.text for piece in view.layout.extras[row.start])
        return Strip([*_flat(1, x, y), Segment(text, _place(0, y))] if text else _flat(1, x, y))
    return Strip(_flat(max(view.form.width, 1), x, y))


def _flat(cells: int, x: int, y: int) -> list[Segment]:
    """Return cells that all name one place."""
    return [Segment(" ", _place(x, y))] * cells


def _placed(text: str, x: int, y: int) -> Iterator[Segment]:
    """Yield text with its places; each cell of a tab but the first names what comes after it."""
    column = 0
    for number, part in enumerate(text.split("\t")):
        if number:
            yield Segment(" ", _place(x, y))
            blanks = TAB - column % TAB
            yield from _flat(blanks - 1, x + 1, y)
            column, x = column + blanks, x + 1
        if part:
            yield Segment(part, _place(x, y))
        column, x = column + cell_len(part), x + len(part)


def _place(x: int, y: int) -> Style:
    return Style.from_meta({"offset": (x, y)})
