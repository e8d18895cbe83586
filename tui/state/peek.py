"""The source of a quote, opened in place: what the quoter changed, word by word; or the rivals.

Changes are written as wdiff does: `[-left out-]`, `{+put in+}`, so that colour is not needed to see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from parsing.model import LineRange, Missing, Rebuilt, Span
from tui.state.facts import Facts
from tui.state.names import long_date, short_name
from tui.state.page import Page
from tui.state.pieces import Piece, Pieces, Role, flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parsing.model import Link, Match, Message, Passage
    from tui.state.rows import Format

WORDS_COMPARED = 200
"""Word differences are quadratic: longer quotes are shown without."""
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


class Word(NamedTuple):
    """A word of the source and where it stands."""

    start: int
    end: int
    text: str


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
        quoted = quoted_words(facts, peek.link.span)
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
    where = f"line {lines.first + 1}" if len(lines) <= 1 else f"lines {lines.first + 1}–{lines.end}"
    sure = "" if source.confidence >= 0.995 else f"{source.confidence:.0%}".replace("%", " %")
    rebuilt = "rebuilt" if isinstance(peek.link.resolution, Rebuilt) else ""
    how = source.match.value if source.match is not None else ""
    parts = (name or short_name(envelope.sender), long_date(envelope.date), where, rebuilt, how, sure)
    return f" {dot} ".join(part for part in parts if part)


def quoted_words(facts: Facts, span: Span) -> list[str]:
    """Return the words of a quote without its marks."""
    words: list[str] = []
    lines = facts.lines_of(span)
    for line in range(lines.first, min(lines.end, lines.first + WORDS_COMPARED)):
        start, end = max(facts.shown_from(line), span.start), min(facts.starts[line + 1] - 1, span.end)
        words += facts.text[start:end].split()
    return words


def _source_words(place: Facts, spans: Iterable[Span]) -> list[Word]:
    """Return the words of a passage with their places."""
    words = []
    for span in spans:
        lines = place.lines_of(span)
        for line in range(lines.first, min(lines.end, lines.first + WORDS_COMPARED)):
            at, end = max(place.shown_from(line), span.start), min(place.starts[line + 1] - 1, span.end)
            for text in place.text[at:end].split():
                at = place.text.index(text, at)
                words.append(Word(at, at + len(text), text))
                at += len(text)
    return words


class Change(NamedTuple):
    """At a word of the source: whether the quoter left it out, and what was put in before it."""

    dropped: bool
    added: str


def compare(source: Sequence[str], quoted: Sequence[str]) -> list[Change]:
    """Return by word of the source, and for its end, what the quoter changed; nothing where it is too long.

    >>> compare(["a", "b", "c"], ["a", "x", "c"])[1]
    Change(dropped=True, added='x')
    """
    same = [Change(False, "")] * (len(source) + 1)
    if max(len(source), len(quoted)) > WORDS_COMPARED:
        return same
    changes = list(same)
    for kind, first, end, quoted_first, quoted_end in SequenceMatcher(
        None, source, quoted, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            added = " ".join(quoted[quoted_first:quoted_end])
            changes[first:end] = [Change(True, "")] * (end - first)
            changes[first] = Change(end > first, added)
    return changes


def _source_rows(
    source: PeekSource, place: Facts, quoted: Sequence[str], width: int, most: int
) -> list[Pieces]:
    """Return the lines of a passage, its changes marked, with a line above and below."""
    passage = source.passage
    words = _source_words(place, passage.spans)
    changes = compare([word.text for word in words], quoted)
    marked = {word.start: (word, change) for word, change in zip(words, changes[:-1], strict=True)}
    around = LINES_AROUND if most > RIVAL_LINES else 0
    first, end = max(passage.lines.first - around, 0), min(passage.lines.end + around, len(place.lines))
    while first < passage.lines.first and not place.lines[first].text.strip():
        first += 1
    while end > passage.lines.end and not place.lines[end - 1].text.strip():
        end -= 1
    rows: list[Pieces] = []
    last_word = words[-1].start if words else -1
    for line in range(first, end):
        if len(rows) >= most and end - line > 1:
            rest = Piece(f"({end - line} more lines)", Role.PEEK_AROUND)
            return [*rows, (rest,)]
        pieces = _line_pieces(place, line, marked, whole=not words and line in passage.lines)
        if changes[-1].added and place.starts[line] <= last_word < place.starts[line + 1]:
            pieces += [Piece(" ", Role.PEEK_TEXT), Piece(f"{{+{changes[-1].added}+}}", Role.PEEK_ADDED)]
        rows += flow(pieces, width)
    return rows


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
        if change.added:
            pieces += [Piece(f"{{+{change.added}+}}", Role.PEEK_ADDED), Piece(" ", role)]
        if change.dropped:
            opens = not (number and here[number - 1][1].dropped) or bool(change.added)
            following = here[number + 1][1] if number + 1 < len(here) else Change(False, "")
            closes = not following.dropped or bool(following.added)
            said = f"{'[-' if opens else ''}{word.text}{'-]' if closes else ''}"
            pieces.append(Piece(said, Role.PEEK_DROPPED))
        else:
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
