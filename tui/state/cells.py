"""Widths in terminal cells: wrapping, tabs, cutting to fit. Nothing here knows what a mail is.

A *cluster* is what a terminal draws as one: a character with what combines with it, or an emoji sequence.
Clusters are measured as Textual's strips are (`rich.cells`), so what fits here fits there. Where a line may
break is decided simply (after blanks, around wide characters); UAX 14 is not done.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterator

TAB = 8
JOINER = "\u200d"
PLAIN = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2500-\u25fc]*"
)
"""Each of these is one cell and combines with nothing."""
PLAIN_OR_TAB = re.compile(PLAIN.pattern.replace("[", "[\t", 1))
WIDE = re.compile(
    "[\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u3163\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uff01-\uff60]*"
)
"""Each of these is two cells and combines with nothing."""
PLAIN_OR_WIDE = re.compile(PLAIN.pattern[:-2] + WIDE.pattern[1:])
FIRST_WIDE = "\u3000"
CLOSING = frozenset("、。，．：；？！）」』】〕〉》〗”’…ー々,.:;?!)]}»”")
"""No row begins with one of these."""
OPENING = frozenset("（「『【〔〈《〖“‘([{«“")
"""No row ends with one of these."""


def clusters(text: str, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, cells) of each cluster; a tab is given one cell.

    >>> list(clusters("e\u0301漢"))
    [(0, 2, 1), (2, 3, 2)]
    """
    size, length = get_character_cell_size, len(text)
    while start < length:
        if text[start] == "\t":
            yield start, start + 1, 1
            start += 1
            continue
        end, joined = start + 1, text[start] == JOINER
        while end < length and text[end] != "\t" and (joined or not size(text[end])):
            joined = text[end] == JOINER and not joined
            end += 1
        yield start, end, cell_len(text[start:end])
        start = end


def text_cells(text: str, column: int = 0) -> int:
    """Return how many cells a text takes that begins at a column of its row; tabs go to the next stop."""
    if "\t" not in text:
        return cell_len(text)
    at = column
    for start, _, cells in clusters(text):
        at += TAB - at % TAB if text[start] == "\t" else cells
    return at - column


def wrap(text: str, width: int) -> list[int]:
    """Return where each row of a line starts; rows cover every character, blanks at a break hang unseen.

    A row is at most `width` cells, or one cluster where that alone is wider.

    >>> wrap("the old machines", 9)
    [0, 8]
    """
    width = max(width, 1)
    if PLAIN_OR_TAB.fullmatch(text):
        if len(text) * TAB <= width or len(text.expandtabs(TAB).rstrip()) <= width:
            return [0]
        if "\t" not in text:
            return _wrap_plain(text, width)
    elif "\t" not in text and len(text) * 2 <= width:
        return [0]
    elif width > 1 and PLAIN_OR_WIDE.fullmatch(text):
        return _wrap_mixed(text, width)
    return _wrap_any(text, width)


def _wrap_plain(text: str, width: int) -> list[int]:
    """Wrap a text whose characters are one cell each."""
    starts, start = [0], 0
    content = len(text) - len(text.lstrip(" "))
    length = len(text.rstrip(" "))
    while length - start > width:
        cut = text.rfind(" ", max(start, content), start + width + 1) + 1
        if cut <= start:
            cut = start + width
        while text[cut] == " " and cut < length:
            cut += 1
        starts.append(cut)
        start = cut
    return starts


def _wrap_mixed(text: str, width: int) -> list[int]:
    """Wrap a text whose characters are one cell or two, and combine with nothing."""
    starts, start = [0], 0
    content = len(text) - len(text.lstrip(" "))
    length = len(text.rstrip(" "))
    while start < length:
        window = text[start : start + width]
        reach = list(accumulate(2 if character >= FIRST_WIDE else 1 for character in window))
        end = start + bisect_right(reach, width)
        if end >= length:
            break
        cut = end
        if text[end] != " ":
            first = max(start, content)
            cut = next((at for at in range(end, first, -1) if _may_break(text, at)), end)
        while text[cut] == " ":
            cut += 1
        starts.append(cut)
        start = cut
    return starts


def _may_break(text: str, at: int) -> bool:
    """Whether a row may begin with this character: after a blank, and beside wide ones."""
    before, after = text[at - 1], text[at]
    if before == " ":
        return True
    return max(before, after) >= FIRST_WIDE and after not in CLOSING and before not in OPENING


def _wrap_any(text: str, width: int) -> list[int]:
    """Wrap a text with wide, combining or joined characters, or tabs."""
    starts, chance, column, seen, before = [0], 0, 0, False, ""
    before_wide = False
    for start, end, cells in clusters(text):
        character = text[start]
        blank, wide = text[start:end] in " \t", cells > 1
        if seen and (wide or before_wide) and character not in CLOSING and before not in OPENING:
            chance = start
        across = TAB - column % TAB if character == "\t" else cells
        while not blank and column + across > width and start > starts[-1]:
            starts.append(chance if chance > starts[-1] else start)
            column = text_cells(text[starts[-1] : start])
            seen = start > starts[-1]
            across = TAB - column % TAB if character == "\t" else cells
        column += across
        if blank:
            chance = end if seen else chance
        else:
            seen = True
        before, before_wide = text[end - 1], wide
    return starts


def tabbed(text: str) -> str:
    r"""Return the text with tabs as blanks, for one row.

    >>> tabbed("a\tb")
    'a       b'
    """
    return untabbed(text, 0)[0] if "\t" in text else text


def untabbed(text: str, column: int) -> tuple[str, int]:
    """Return a text with tabs as blanks, beginning at a column, and the column it ends at."""
    if "\t" not in text:
        return text, column + cell_len(text)
    parts = []
    for number, part in enumerate(text.split("\t")):
        if number:
            blanks = TAB - column % TAB
            parts.append(" " * blanks)
            column += blanks
        parts.append(part.rstrip(JOINER))
        column += cell_len(part)
    return "".join(parts), column


@lru_cache(maxsize=4096)
def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return as much of a one-line text as fits, with an ellipsis where something is left out.

    >>> fit("The old machines", 9), fit("漢字漢字", 4), fit("漢字漢字", 6), fit("ab", 0)
    ('The old …', '漢…', '漢字…', '')
    """
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 0:
        return ellipsis[: max(width, 0)]
    taken, end = 0, 0
    for _, cluster_end, cells in clusters(text):
        if taken + cells > room:
            break
        taken, end = taken + cells, cluster_end
    return text[:end] + ellipsis
