"""What a chooser offers: lines to choose from, and what choosing one means."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from tui.state.cells import fit, wrap
from tui.state.pieces import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parsing.model import MessageKey, Passage
    from tui.keys import Key
    from tui.state.threads import Sort


@dataclass(frozen=True, slots=True)
class GoTo:
    """Jump to a passage; the notice says on arrival how it was found."""

    passage: Passage
    notice: str


@dataclass(frozen=True, slots=True)
class Perform:
    """Do what a key does."""

    key: Key


@dataclass(frozen=True, slots=True)
class UseTheme:
    """Put other colours on."""

    name: str


@dataclass(frozen=True, slots=True)
class SortBy:
    """Put the threads in another order."""

    sort: Sort


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment, by its place among all of its message; -1 is the message itself."""

    message: MessageKey
    number: int
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class LookAt:
    """Show an attachment in place, as far as it is text or a picture."""

    file: Attached


@dataclass(frozen=True, slots=True)
class SaveAs:
    """Ask where to save a file, and save it there."""

    file: Attached


@dataclass(frozen=True, slots=True)
class AskToOpen:
    """Ask whether to give an attachment to another program."""

    file: Attached


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Give an attachment to another program: that was asked, and answered with yes."""

    file: Attached


@dataclass(frozen=True, slots=True)
class OfferLink:
    """Show a link whole, and what can be done with it."""

    url: str


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Copy a link."""

    url: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Give a link to a browser: it was shown whole."""

    url: str


Meaning = (
    GoTo
    | Perform
    | UseTheme
    | SortBy
    | LookAt
    | SaveAs
    | AskToOpen
    | OpenFile
    | OfferLink
    | CopyLink
    | OpenLink
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a chooser."""

    text: str
    aside: str = ""
    """Said dimly, on the right."""
    meaning: Meaning | None = None
    """None for a line that only says something."""
    keys: tuple[tuple[str, Meaning | None], ...] = ()
    """What other keys than Enter mean on this line; None only closes the list."""
    detail: str = ""
    """Said below it, in a few rows."""


DETAIL_ROWS: Final = 2
TEXT_ROWS: Final = 4
MARGIN: Final = 2
"""Cells on the left of a choice; what is said below it stands two more to the right."""


class ChoiceRow(NamedTuple):
    """A row of the screen: the number of the choice it belongs to, and what it says."""

    number: int
    text: str
    aside: str
    is_detail: bool


def choice_rows(choices: Sequence[Choice], width: int, *, numbered: bool = False) -> list[ChoiceRow]:
    """Lay choices out: what leads somewhere on one row, its detail below; other sentences wrapped."""
    room = max(width - MARGIN - 1, 1)
    rows: list[ChoiceRow] = []
    for number, choice in enumerate(choices):
        aside = fit(one_line(choice.aside), width // 2) if choice.aside else ""
        left = max(room - (cell_len(aside) + 1 if aside else 0), 1)
        most = TEXT_ROWS if choice.meaning is None else 1
        said = f"{number + 1:>{len(str(len(choices)))}}  {choice.text}" if numbered else choice.text
        for row, text in enumerate(cut_rows(said, left, most)):
            rows.append(ChoiceRow(number, text, aside if not row else "", False))
        if choice.detail:
            below = cut_rows(choice.detail, max(room - MARGIN, 1), DETAIL_ROWS)
            rows += [ChoiceRow(number, " " * MARGIN + text, "", True) for text in below]
    return rows


def cut_rows(text: str, width: int, most: int) -> list[str]:
    """Wrap a text to at most so many rows.

    >>> cut_rows("one two three four", 9, 2), cut_rows("one", 9, 2)
    (['one two', 'three fo…'], ['one'])
    """
    text = one_line(text)
    starts = wrap(text, width)
    rows = [text[start:end].rstrip() for start, end in pairwise([*starts[:most], len(text)])]
    return [*rows[:-1], fit(rows[-1], width)]


def matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Return the choices that have every word that was typed, those that begin with it first.

    >>> [choice.text for choice in matching([Choice("Next quote"), Choice("Quote"), Choice("Quit")], "quo")]
    ['Quote', 'Next quote']
    """
    words = typed.lower().split()
    found = [
        choice for choice in choices if all(word in f"{choice.text} {choice.aside}".lower() for word in words)
    ]
    first = words[0] if words else ""
    return sorted(found, key=lambda choice: not choice.text.lower().startswith(first))
