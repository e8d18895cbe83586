"""Rows that are no line of the message: pieces of text, each with the role it plays; wrapped by cells."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tui.state.cells import tabbed, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Role(StrEnum):
    """What a piece of a row is; the widget has one style for each."""

    TEXT = "text"
    QUOTE = "quote"
    ANNOUNCEMENT = "announcement"
    CLOSING = "closing"
    LITERAL = "literal"
    ADDED = "added"
    REMOVED = "removed"
    HUNK = "hunk"
    FOLD = "fold"
    SUBJECT = "subject"
    NAME = "name"
    DIM = "dim"
    WARNING = "warning"
    FIELD = "field"
    NOTE = "note"
    GAP = "gap"
    PEEK_EDGE = "peek-edge"
    PEEK_HEAD = "peek-head"
    PEEK_TEXT = "peek-text"
    PEEK_AROUND = "peek-around"
    PEEK_DROPPED = "peek-dropped"
    PEEK_ADDED = "peek-added"


class Piece(NamedTuple):
    """Some text of one role; without line breaks or tabs."""

    text: str
    role: Role


Pieces = tuple[Piece, ...]


def one_line(text: str) -> str:
    r"""Return a text that takes one line: line breaks and tabs as blanks.

    >>> one_line("a\n\tb")
    'a  b'
    """
    return text.replace("\n", " ").replace("\t", " ")


def flow(pieces: Iterable[Piece], width: int, hang: int = 0) -> list[Pieces]:
    """Wrap pieces to rows as one text; rows after the first are indented by `hang` cells.

    >>> flow([Piece("who ", Role.NAME), Piece("when", Role.DIM)], 5)
    [(Piece(text='who', role=<Role.NAME: 'name'>),), (Piece(text='when', role=<Role.DIM: 'dim'>),)]
    """
    parts = [Piece(tabbed(one_line(piece.text)), piece.role) for piece in pieces if piece.text]
    text = "".join(piece.text for piece in parts)
    hang = hang if hang < width // 2 else 0
    starts = wrap(text, width)
    if len(starts) > 1 and hang:
        rest = text[starts[1] :]
        starts = [0, *(starts[1] + start for start in wrap(rest, width - hang))]
    ends = [*starts[1:], len(text)]
    rows = [cut(parts, start, end) for start, end in zip(starts, ends, strict=True)]
    indent = Piece(" " * hang, Role.DIM)
    return [row if not number or not hang else (indent, *row) for number, row in enumerate(rows)]


def cut(parts: Sequence[Piece], start: int, end: int) -> Pieces:
    """Return the pieces between two characters, without blanks at the end."""
    found, at = [], 0
    for text, role in parts:
        piece = text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            found.append(Piece(piece, role))
        at += len(text)
    while found and not found[-1].text.rstrip():
        found.pop()
    if found:
        found[-1] = Piece(found[-1].text.rstrip(), found[-1].role)
    return tuple(found)


def pieces_cells(pieces: Iterable[Piece]) -> int:
    """Return how many cells a row of pieces takes."""
    return sum(cell_len(piece.text) for piece in pieces)
