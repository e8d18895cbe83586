"""Text without marks and blanks, with a way back to its characters.

Two texts that differ only in quote marks, wrapping, tabs or trailing blanks are equal once squeezed. Marks at
the start of a line go whole (initials, `:`, `#`, `}`, `%` too), `>` and `|` go wherever they stand. The way
back is by line: a key offset is found by bisection and walked out inside its line.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from parsing.limits import QUOTE_DEPTH
from parsing.quotes.attribution import announces
from parsing.quotes.languages import lower_letters
from parsing.quotes.marks import (
    INNER_MARK,
    MARK,
    depth_of,
    is_marked_around,
    named_mark,
    recurring_names,
    without_announcement,
    without_table,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from parsing.sources.sections import Section

SOFT_MARKS = ":#}%;!"
"""Marks that count only where the parent has the words; each is followed by a blank or another one."""
QUOTING_MARKS = ":#}%"
"""Those of them that people quote with."""
SOFT_STARTS = frozenset(SOFT_MARKS)
PLAIN_MARKS = ">| \t"
SOFT_CHARACTERS = 6
MARK_WINDOW = 40
TIGHT_MARKS = (":", "}", "%")
"""Marks that some put before a line without a blank."""
FACE_CHARACTERS = 2
"""Signs behind a `:` that may make a face of it: `:-)`, `:(`."""
BAR_INDENT = 4
"""A `|` further in than this is code."""
SAME = str.maketrans("‘’‚‛“”„–—−ʼ", "''''\"\"\"---'")
"""Characters that programs exchange for one another."""
BLANK_CHARACTERS = (
    ">|"
    + "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680)))
    + "".join(map(chr, (*range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))
)
"""What a key leaves out: marks, and all that `str.split` takes for a blank."""
BLANKS = frozenset(BLANK_CHARACTERS)
ASCII_BLANKS = str.maketrans("", "", "".join(letter for letter in BLANK_CHARACTERS if letter != "\n"))


class Squeezed:
    """One message's text, squeezed, line by line; immutable once made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.raws = text.split("\n")
        self.sections: list[Section] | None = None
        """Its quotes, once they have been looked for."""
        self.depths: list[int]
        """By line: how many levels `>` and `|` make, wherever they stand in the mark."""
        self.leads: list[int]
        """By line: where the text behind the mark begins."""
        self.softs: list[str]
        """By line: the soft marks in its mark."""
        self.keys: list[str]
        self.squeeze_lines(text.isascii())
        self.starts = list(accumulate(map(len, self.keys), initial=0))
        """By line: where its key begins in `key`; one more at the end."""
        self.cased = "".join(self.keys)
        """The key as it is written; all comparing is done without case."""
        self.key = lower_letters(self.cased).replace("ς", "σ")

    def squeeze_lines(self, ascii_only: bool) -> None:
        """Fill `depths`, `leads`, `softs` and `keys`: what a line without a mark has, then those with one."""
        raws, count = self.raws, len(self.raws)
        self.depths, self.leads, self.softs = [0] * count, [0] * count, [""] * count
        self.keys = keys = without_blanks(self.text, ascii_only=ascii_only)
        is_marked = ">" in self.text or "|" in self.text
        names = recurring_names(raws) if is_marked else frozenset()
        tight = self.tight_marks()
        for number, (raw, key) in enumerate(zip(raws, keys, strict=True)):
            if key[:1] in SOFT_STARTS or (is_marked and (">" in raw or "|" in raw)):
                keys[number] = self.squeeze_marked(number, raw, key, names, tight)

    def squeeze_marked(
        self, number: int, raw: str, key: str, names: Collection[str], tight: Collection[str]
    ) -> str:
        """Measure the mark of a line that may have one, and give the key of what stands behind it."""
        lead = depth = 0
        soft = ""
        if "|" in raw and raw.lstrip()[:1] == "|":
            lead, depth = measure_bar(raw)
        elif ">" in raw and not (raw.startswith(">From ") and not is_marked_around(self.raws, number)):
            lead, depth = measure_mark(raw, names)
        if not lead and raw[:1] in tight and (self.is_marked_alike(number) or is_text(raw[1:])):
            lead, soft = 1, raw[0]
        named = names and ">" in raw[lead:] and named_mark(raw, names, lead)
        if key[:1] not in SOFT_STARTS and not named and (not lead or not raw[:lead].strip(PLAIN_MARKS)):
            self.depths[number], self.leads[number] = depth, lead
            return key
        lead, more, mark = measure_inner(raw, lead, names, tight=bool(soft))
        depth, soft = min(depth + more, QUOTE_DEPTH), soft + mark
        self.depths[number], self.leads[number], self.softs[number] = depth, lead, soft
        return key_of("".join(raw[lead:].split()))

    def is_soft_line(self, number: int) -> bool:
        """Whether a line begins with a mark that counts only under an announcement, or with the parent."""
        soft = self.softs[number]
        return bool(soft) and soft[0] in QUOTING_MARKS and self.raws[number].lstrip()[0] == soft[0]

    def tight_marks(self) -> frozenset[str]:
        """Give the marks that stand right before the text in two lines in a row, or below an announcement."""
        if not any(f"\n{mark}" in self.text for mark in TIGHT_MARKS):
            return frozenset()
        here = [number for number, raw in enumerate(self.raws) if raw[:1] in TIGHT_MARKS]
        return frozenset(
            self.raws[number][0]
            for number in here
            if self.is_marked_alike(number) or self.is_announced(number)
        )

    def is_announced(self, number: int) -> bool:
        """Whether a line with text right behind a mark stands below an announcement, it seems."""
        if not is_text(self.raws[number][1:]):
            return False
        above = next((raw for raw in self.raws[max(0, number - 2) : number][::-1] if raw.strip()), "")
        return announces(above.strip(), before_quote=True)

    def is_marked_alike(self, number: int) -> bool:
        """Whether the line before or after begins with the same character."""
        around = (self.raws[max(0, number - 1)], self.raws[min(number + 1, len(self.raws) - 1)])
        same = self.raws[number][0]
        return self.raws[number] not in around and any(raw.startswith(same) for raw in around)

    @cached_property
    def offsets(self) -> list[int]:
        """By line: where it begins in the text."""
        return list(accumulate((len(raw) + 1 for raw in self.raws), initial=0))

    @cached_property
    def folded(self) -> str:
        """The key with `?` for every character that an archive may have lost."""
        if self.key.isascii():
            return self.key
        return "".join(letter if letter < "\x80" else "?" for letter in self.key)

    @cached_property
    def lines_by_key(self) -> dict[str, list[int]]:
        """The lines that have a key, in order."""
        found: dict[str, list[int]] = {}
        for number in range(len(self.keys)):
            key = self.key[self.starts[number] : self.starts[number + 1]]
            if key:
                found.setdefault(key, []).append(number)
        return found

    def line_at(self, offset: int) -> int:
        """Give the line in which this character of the key stands."""
        return bisect_right(self.starts, offset, 0, len(self.keys)) - 1

    def first_character(self, offset: int) -> int:
        """Give the place in the text of this character of the key."""
        line = self.line_at(offset)
        if offset == self.starts[line]:
            raw = self.raws[line]
            return self.offsets[line] + len(raw) - len(raw[self.leads[line] :].lstrip(BLANK_CHARACTERS))
        return self.offsets[line] + self.ink(line)[offset - self.starts[line]]

    def end_character(self, offset: int) -> int:
        """Give the place in the text behind the character before this place of the key."""
        if not offset:
            return 0
        line = self.line_at(offset - 1)
        if offset == self.starts[line + 1]:
            return self.offsets[line] + len(self.raws[line].rstrip(BLANK_CHARACTERS))
        return self.offsets[line] + self.ink(line)[offset - 1 - self.starts[line]] + 1

    def ink(self, line: int) -> list[int]:
        """Give the places in a line of the characters that its key keeps."""
        raw, lead = self.raws[line], self.leads[line]
        return [
            place for place in range(lead, len(raw)) if raw[place] not in BLANKS and not raw[place].isspace()
        ]


def without_blanks(text: str, *, ascii_only: bool) -> list[str]:
    r"""Give each line without blanks and marks.

    >>> without_blanks("> a b\n> c", ascii_only=True)
    ['ab', 'c']
    """
    if ascii_only:
        return text.translate(ASCII_BLANKS).split("\n")
    return [key_of("".join(raw.split())) for raw in text.split("\n")]


def key_of(word: str) -> str:
    """Give a text that has no blanks without its marks, and with the usual form of each character."""
    if ">" in word or "|" in word:
        word = word.replace(">", "").replace("|", "")
    return word if word.isascii() else word.translate(SAME)


def is_text(behind: str) -> bool:
    """Whether what stands right behind a mark may be words.

    >>> is_text("...or so"), is_text("???, ??"), is_text("-) Dan"), is_text("D"), is_text(" or so")
    (True, True, False, False, False)
    """
    word = behind.split(maxsplit=1)[0] if behind[:1].strip() else ""
    return len(word) > FACE_CHARACTERS or (word[:1].isalnum() and word not in {"D", "P", "p", "o", "O"})


def is_soft(word: str) -> bool:
    """Whether a word is made of soft marks, and of others behind them."""
    return len(word) <= SOFT_CHARACTERS and not word.strip(SOFT_MARKS + ">|")


def measure_inner(
    raw: str, lead: int, names: Collection[str], *, tight: bool = False
) -> tuple[int, int, str]:
    """Give where the text behind the soft marks and names here begins, their levels, the soft ones.

    `tight` says that a mark right before the text stands there already.

    >>> (
    ...     measure_inner("> } > two", 2, ()),
    ...     measure_inner("} one", 0, ()),
    ...     measure_inner("# Tam> x", 0, {"Tam"}),
    ... )
    ((6, 1, '}'), (2, 0, '}'), (7, 1, '#'))
    """
    depth, soft = 0, ""
    for _ in range(QUOTE_DEPTH):
        begin = lead
        words = raw[lead : lead + MARK_WINDOW].split(maxsplit=1)
        if words and words[0][0] in SOFT_MARKS and is_soft(words[0]):
            behind = raw[lead:].lstrip(SOFT_MARKS + " \t")
            soft += "".join(raw[lead : len(raw) - len(behind)].split())
            lead, tight = len(raw) - len(behind), True
        found = INNER_MARK.match(raw, lead) if tight else None
        if found is not None and not (raw.rstrip().endswith("|") and "|" in found.group()):
            lead, depth = found.end(), depth + depth_of(found.group())
        tight = False
        if names and (mark := named_mark(raw, names, lead)):
            lead, depth = lead + len(mark), depth + depth_of(mark)
        if lead == begin:
            break
    return lead, min(depth, QUOTE_DEPTH), soft


def measure_mark(raw: str, names: Collection[str]) -> tuple[int, int]:
    """Give the length and the depth of a line's mark."""
    rest = raw.lstrip("> ")
    if ">" not in rest and "|" not in rest:  # as nearly all of them: nothing but `>` and single blanks
        mark = raw[: len(raw) - len(rest)]
        if "  " not in mark and ">>> " not in mark:
            end = mark.rfind(">") + 1
            return min(end + 1, len(mark)), min(mark.count(">"), QUOTE_DEPTH)
    if names:
        mark = named_mark(raw, names)
        if mark:
            return len(mark), depth_of(mark)
    found = MARK.match(raw)
    if found is None:
        return 0, 0
    mark = found.group()
    if mark.endswith(">>> "):
        mark = without_announcement(mark, raw)
    if "|" in mark:
        mark = without_table(mark, raw)
    return len(mark), depth_of(mark)


def measure_bar(raw: str) -> tuple[int, int]:
    """Give the length and the depth of a line's mark that begins with `|`; a table's edge is none.

    >>> measure_bar("| > two"), measure_bar("| DA> two"), measure_bar("| a | b |")
    ((4, 2), (6, 2), (0, 0))
    """
    lead = raw.index("|") + 1
    if lead > BAR_INDENT:
        return 0, 0
    if raw.rstrip().endswith("|") and raw.count("|") > 1:
        return (lead, 1) if raw[lead:].lstrip()[:1] == "|" else (0, 0)
    found = INNER_MARK.match(raw, lead)
    if found is None:
        return lead, 1
    return found.end(), 1 + depth_of(found.group())
