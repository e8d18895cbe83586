"""The source of a quote, opened in place: what the quoter changed, word by word; or the rivals.

Changes are written as wdiff does: `[-left out-]`, `{+put in+}`, so that colour is not needed to see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from parsing.model import LineRange, Missing, Rebuilt
from tui.state.changes import Word, differences, words_of
from tui.state.facts import Facts
from tui.state.names import long_date, short_name
from tui.state.page import Page
from tui.state.pieces import Piece, Pieces, Role, flow
from tui.state.status import counted, lines_text, percent

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from parsing.model import Link, Match, Message, Passage
    from tui.state.rows import Format

LINES_AROUND = 1
LINES_SHOWN = 24
RIVAL_LINES = 3


@dataclass(frozen=True, slots=True)
class PeekSource:
    """One place that the quoted words may come from."""

    message: Message
    passage: Passage
    confidence: float
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Peek:
    """A quote's source or sources; the pane opens it under the quote."""

    link: Link
    sources: tuple[PeekSource, ...]
    """Best first; empty where the source is missing."""


class PeekRow(NamedTuple):
    """A row of the peek and the number of the source that it shows; -1 for none."""

    source: int
    pieces: Pieces


def peek_rows(peek: Peek, facts: Facts, form: Format) -> list[PeekRow]:
    """Return the rows that open under a quote."""
    glyphs = form.glyphs
    width = max(form.room - 2, 1)
    rows: list[PeekRow] = []
    if not peek.sources:
        rows = [PeekRow(-1, row) for row in flow([Piece(_missing(peek), Role.PEEK_HEAD)], width)]
    alone = len(peek.sources) == 1
    for number, source in enumerate(peek.sources):
        place = Facts(Page(source.message))
        said = _headline(source, peek, glyphs.dot)
        numbered = said if alone else f"{number + 1}. {said}"
        shown = flow([Piece(numbered, Role.PEEK_HEAD)], width, hang=0 if alone else 3)
        quoted = [word.text for word in words_of(facts, (peek.link.span,))]
        shown += _source_rows(source, place, quoted, width, LINES_SHOWN if alone else RIVAL_LINES)
        rows += [PeekRow(number, row) for row in shown]
    return [
        PeekRow(source, (Piece(f"{_indent(form)}{edge} ", Role.PEEK_EDGE), *pieces))
        for edge, (source, pieces) in zip(_edges(len(rows), form), rows, strict=True)
    ]


def _indent(form: Format) -> str:
    return " " * (form.gutter - 1)


def _edges(count: int, form: Format) -> list[str]:
    glyphs = form.glyphs
    return [glyphs.top, *[glyphs.bar] * (count - 2), glyphs.bottom][:count] if count > 1 else [glyphs.bar]


def _missing(peek: Peek) -> str:
    resolution = peek.link.resolution
    known = isinstance(resolution, Missing) and resolution.message_id
    return f"Its source is not in this archive: <{known}>" if known else "Its source is not in this archive."


def _headline(source: PeekSource, peek: Peek, dot: str) -> str:
    """Return who wrote the words, when, on which lines, and how surely."""
    envelope, lines = source.message.envelope, source.passage.lines
    name = envelope.sender.name if envelope.sender is not None and envelope.sender.name else ""
    rebuilt = "rebuilt" if isinstance(peek.link.resolution, Rebuilt) else ""
    how = source.match.value if source.match is not None else ""
    parts = (
        name or short_name(envelope.sender),
        long_date(envelope.date),
        lines_text(lines),
        rebuilt,
        how,
        percent(source.confidence),
    )
    return f" {dot} ".join(part for part in parts if part)


class Change(NamedTuple):
    """At a word of the source: whether the quoter left it out, and what was put in before it or for it."""

    dropped: bool
    added: str


UNCHANGED = Change(False, "")


def compare(source: Sequence[str], quoted: Sequence[str]) -> list[Change]:
    """Return by word of the source, and for its end, what the quoter changed; nothing where it is too long.

    >>> compare(["a", "b", "c"], ["a", "x", "c"])[1]
    Change(dropped=True, added='x')
    """
    changes = [UNCHANGED] * (len(source) + 1)
    for first, end, quoted_first, quoted_end in differences(source, quoted):
        added = " ".join(quoted[quoted_first:quoted_end])
        changes[first:end] = [Change(True, "")] * (end - first)
        changes[max(end - 1, first)] = Change(end > first, added)
    return changes


def _source_rows(
    source: PeekSource, place: Facts, quoted: Sequence[str], width: int, most: int
) -> list[Pieces]:
    """Return the lines of a passage, its changes marked, with a line above and below."""
    passage = source.passage
    words = words_of(place, passage.spans)
    changes = compare([word.text for word in words], quoted)
    marked = {word.start: (word, change) for word, change in zip(words, changes[:-1], strict=True)}
    around = LINES_AROUND if most > RIVAL_LINES else 0
    first, end = max(passage.lines.first - around, 0), min(passage.lines.end + around, len(place.lines))
    while first < passage.lines.first and not place.lines[first].text.strip():
        first += 1
    while end > passage.lines.end and not place.lines[end - 1].text.strip():
        end -= 1
    rows: list[Pieces] = []
    ends_at = place.line_of(words[-1].start) if words else -1
    changed = {place.line_of(word.start) for word, change in marked.values() if change != UNCHANGED}
    left = first
    for line in (*_shown_lines(range(first, end), changed, most), end):
        if line > left:
            rows.append((Piece(f"({counted(line - left, 'line')} without a change)", Role.PEEK_AROUND),))
        left = line + 1
        if line == end:
            break
        if len(rows) >= most and end - line > 1:
            rest = Piece(f"({end - line} more lines)", Role.PEEK_AROUND)
            return [*rows, (rest,)]
        pieces = _line_pieces(place, line, marked, whole=not words and line in passage.lines)
        if changes[-1].added and line == ends_at:
            pieces += [Piece(" ", Role.PEEK_TEXT), Piece(f"{{+{changes[-1].added}+}}", Role.PEEK_ADDED)]
        rows += flow(pieces, width)
    return rows


def _shown_lines(lines: range, changed: Set[int], most: int) -> Sequence[int]:
    """Return the lines that are shown: all of a short passage; of a long one the first, and what changed."""
    if len(lines) <= most or not changed:
        return lines
    return [
        line
        for line in lines
        if line - lines[0] < most // 4 or not changed.isdisjoint(range(line - 1, line + 2))
    ]


def _line_pieces(
    place: Facts, line: int, marked: dict[int, tuple[Word, Change]], *, whole: bool
) -> list[Piece]:
    """Return one line of the source, what was left out and put in marked in signs and in role."""
    role = Role.PEEK_TEXT if whole else Role.PEEK_AROUND
    at, end = place.shown_from(line), place.starts[line + 1] - 1
    here = [marked[start] for start in range(at, end) if start in marked]
    pieces: list[Piece] = []
    for number, (word, change) in enumerate(here):
        pieces.append(Piece(place.text[at : word.start], role))
        added = Piece(f"{{+{change.added}+}}", Role.PEEK_ADDED)
        if change.dropped:
            before = here[number - 1][1] if number else UNCHANGED
            opens = not before.dropped or bool(before.added)
            closes = bool(change.added) or not (number + 1 < len(here) and here[number + 1][1].dropped)
            said = f"{'[-' if opens else ''}{word.text}{'-]' if closes else ''}"
            pieces.append(Piece(said, Role.PEEK_DROPPED))
            pieces += [Piece(" ", role), added] if change.added else []
        else:
            pieces += [added, Piece(" ", role)] if change.added else []
            pieces.append(Piece(word.text, Role.PEEK_TEXT))
        at = word.end
    pieces.append(Piece(place.text[at:end], role))
    return [piece for piece in pieces if piece.text]


def peek_line(peek: Peek, facts: Facts) -> int:
    """Return the line that the peek opens under."""
    return facts.lines_of(peek.link.span).end - 1


def passage_lines(facts: Facts, passage: Passage) -> LineRange:
    """Return the lines of a passage that the text has."""
    count = len(facts.lines)
    first = min(max(passage.lines.first, 0), max(count - 1, 0))
    return LineRange(first, min(max(passage.lines.end, first + 1), max(count, 1)))
