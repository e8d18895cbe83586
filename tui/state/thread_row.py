"""One row of the thread pane as runs of text: date, author, count, tree, subject, and how often it is quoted.

Pure: which style a part has is the pane's. Widths are in cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from parsing import Flag
from tui.state.cells import fit
from tui.state.names import short_date, short_name

if TYPE_CHECKING:
    from parsing.model import Envelope
    from tui.state.glyphs import Glyphs

ROOMY: Final = 24
"""From this width on a level of the tree takes two cells, below it one."""
ARROW: Final = 2
SUBJECT_AT_LEAST: Final = 7
"""Cells of the subject that the tree leaves free."""
YEAR_DATE: Final = 7
"""Cells of a date where the archive has several years and there is little room: threads say their year."""
FULL_DATE: Final = 11
WIDE_AUTHOR: Final = 14
"""From this width on an author's whole name is shown."""


class Part(StrEnum):
    """What a run of text says; the pane has a style for each."""

    DATE = "date"
    MARK = "mark"
    AUTHOR = "author"
    COUNT = "count"
    TREE = "tree"
    SUBJECT = "subject"
    REPEATED = "repeated"
    """`Re:`, where the subject is its parent's."""
    ABSENT = "absent"
    """What is said instead of what is not here."""
    FOLDED = "folded"
    QUOTED = "quoted"
    BLANK = "blank"


Run = tuple[Part, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each column is; 0 leaves it out. Each but the subject is followed by a blank."""

    date: int
    author: int
    count: int
    subject: int

    @property
    def tree_at(self) -> int:
        """The column where the tree begins."""
        return sum(width + 1 for width in (self.date, self.author, self.count) if width)


def columns(width: int, years: bool) -> Columns:
    """Share a row out; narrow panes lose the date, then the count, then the author.

    >>> columns(36, years=False), columns(20, years=True).date
    (Columns(date=6, author=9, count=3, subject=15), 0)
    """
    date = (FULL_DATE if width >= 70 else YEAR_DATE) if years else 6
    date = date if width >= 30 else 0
    author = 0 if width < 18 else min(22, max(8 if date == YEAR_DATE else 9, width // 4))
    count = 3 if width >= 26 else 0
    used = sum(each + 1 for each in (date, author, count) if each)
    return Columns(date, author, count, max(width - used, 0))


@dataclass(frozen=True, slots=True)
class TreeSigns:
    """What the tree is drawn with."""

    branch: str
    last: str
    trunk: str
    deeper: str
    """Left of the levels that are shown, where there are more."""


LINES: Final = TreeSigns("├─", "└─", "│ ", "…")
ASCII_LINES: Final = TreeSigns("|-", "`-", "| ", "~")


@dataclass(frozen=True, slots=True)
class RowFacts:
    """All that a row says."""

    envelope: Envelope
    subject: str
    """Empty where it is the parent's."""
    branches: tuple[bool, ...]
    """For it and its ancestors below the root, outermost first: whether each is a last one."""
    depth: int
    below: int
    """How many messages stand below it."""
    folded: bool
    quoted: int
    """By how many messages; 0 where it is not known."""


def levels_shown(width: int) -> int:
    """Return how many levels of the tree fit in a subject column."""
    return max((width - ARROW - SUBJECT_AT_LEAST) // level_cells(width), 1)


def level_cells(width: int) -> int:
    """Return how many cells a level takes."""
    return 2 if width >= ROOMY else 1


def row_runs(facts: RowFacts, shares: Columns, glyphs: Glyphs, signs: TreeSigns) -> list[Run]:
    """Lay a row out; the runs are as wide as the columns together, or narrower."""
    runs: list[Run] = []
    if shares.date:
        date = date_text(facts.envelope, shares.date, facts.depth)
        runs.append((Part.DATE, date.rjust(shares.date) + " "))
    if shares.author:
        runs += author_runs(facts.envelope, shares.author, glyphs)
    if shares.count:
        count = facts.below + 1 if facts.depth == 0 and facts.below else 0
        runs.append((Part.COUNT, count_text(count).rjust(shares.count) + " "))
    quoted = f"{glyphs.quoted_by}{facts.quoted}" if facts.quoted else ""
    room = shares.subject - (len(quoted) + 1 if quoted else 0)
    tree = fit(tree_text(facts, shares.subject, glyphs, signs), max(room, 0), "")
    runs.append((Part.TREE, tree))
    room -= cell_len(tree)
    subject = subject_runs(facts, max(room, 0), glyphs, counted=bool(shares.count))
    runs += subject
    if quoted and room >= 0:
        room -= sum(cell_len(text) for _, text in subject)
        runs += [(Part.BLANK, " " * (room + 1)), (Part.QUOTED, quoted)]
    return runs


def date_text(envelope: Envelope, width: int, depth: int) -> str:
    """Write a day as the column allows: `29 Nov`, `29 Nov 2007`, or `Nov ’07` where a thread begins."""
    if envelope.date is None:
        return ""
    day = short_date(envelope.date)
    if width == YEAR_DATE and depth == 0:
        return f"{day.rpartition(' ')[2]} ’{envelope.date.year % 100:02}"
    return f"{day} {envelope.date.year}" if width == FULL_DATE else day


def author_runs(envelope: Envelope, width: int, glyphs: Glyphs) -> list[Run]:
    """Write who wrote it, after a mark where it is not a stored message, or something was done with it."""
    runs: list[Run] = []
    if sign := mark_of(envelope, glyphs):
        runs.append((Part.MARK, f"{sign} "))
        width -= 2
    if envelope.sender is None:
        name = "" if envelope.ghost else "unknown"
    elif width >= WIDE_AUTHOR and envelope.sender.name:
        name = envelope.sender.name
    else:
        name = short_name(envelope.sender)
    return [*runs, (Part.AUTHOR, padded(one_line(name), width) + " ")]


def mark_of(envelope: Envelope, glyphs: Glyphs) -> str:
    """Give the one sign that stands before the author: what matters most, or nothing."""
    if envelope.rebuilt or envelope.ghost:
        return glyphs.rebuilt if envelope.rebuilt else glyphs.missing
    signs = {Flag.FLAGGED: glyphs.flagged, Flag.UNREAD: glyphs.unread, Flag.ANSWERED: glyphs.answered}
    return next((sign for flag, sign in signs.items() if flag in envelope.flags), "")


def tree_text(facts: RowFacts, width: int, glyphs: Glyphs, signs: TreeSigns) -> str:
    """Draw the lines of the tree and the arrow.

    Of a deep tree the innermost levels are drawn.
    """
    cells = level_cells(width)
    shown = facts.branches[-levels_shown(width) :]
    trunk = "".join(("  " if last else signs.trunk)[:cells] for last in shown[:-1])
    if len(shown) < facts.depth:
        trunk = signs.deeper + trunk[1:]
    knee = (signs.last if shown[-1] else signs.branch) if shown else ""
    leaf = knee[1:] if knee and cells == 1 else " "
    fold = (glyphs.folded if facts.folded else glyphs.unfolded) if facts.below else leaf
    return f"{trunk}{knee[:cells]}{fold} "


def subject_runs(facts: RowFacts, width: int, glyphs: Glyphs, counted: bool) -> list[Run]:
    """Write the subject, `Re:` where it is the parent's, and what a fold hides."""
    hidden = f" (+{facts.below})" if facts.folded and facts.below and (facts.depth or not counted) else ""
    room = max(width - len(hidden), 0)
    if facts.envelope.ghost and not facts.subject:
        runs = [(Part.ABSENT, fit("not in this archive", room, glyphs.ellipsis[:1]))]
    elif facts.subject:
        runs = [(Part.SUBJECT, fit(one_line(facts.subject), room, glyphs.ellipsis[:1]))]
    else:
        runs = [(Part.REPEATED, fit("Re:" if facts.depth else "(no subject)", room, glyphs.ellipsis[:1]))]
    return [*runs, (Part.FOLDED, fit(hidden, width, ""))] if hidden else runs


def one_line(text: str) -> str:
    """Return a text with its tabs and line ends as blanks."""
    return " ".join(text.split()) if "\t" in text or "\n" in text else text


def count_text(count: int) -> str:
    """Write a count in three cells.

    >>> count_text(0), count_text(17), count_text(12_340)
    ('', '17', '12k')
    """
    if not count:
        return ""
    return str(count) if count < 1_000 else f"{min(count // 1_000, 99)}k"


def padded(text: str, width: int) -> str:
    """Cut or fill a text to a width."""
    shown = fit(text, width)
    return shown + " " * (width - cell_len(shown))
