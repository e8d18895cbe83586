"""Blocks, once more, with what the sources say: whose words stand elsewhere is quoted, whatever its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import Block, BlockKind, Line
from parsing.quotes.blocks import group, label_announcement_above, label_lines, level_blank_lines
from parsing.quotes.literal import in_plain_diff, is_neutral, is_session
from parsing.quotes.marks import split_lines
from parsing.sources.squeeze import Squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.quotes.blocks import Labels
    from parsing.sources.table import Entry

MAY_BE_QUOTED = frozenset({BlockKind.TEXT, BlockKind.LITERAL})


def refined_blocks(squeezed: Squeezed, entries: Sequence[Entry]) -> tuple[Block, ...]:
    """Split a message into blocks, quoting what its links say is quoted, as often as they say.

    Without a source a line is a quote only if it bears a mark, of whatever kind.
    """
    labels = label_lines(split_lines(squeezed.text))
    release_tails(labels, entries)
    begun: list[int] = []
    for entry in entries:
        first = entry.first_line
        before = labels.kinds[first], labels.depths[first]
        quote_entry(labels, entry, squeezed)
        if labels.kinds[first] is BlockKind.QUOTE and before != (BlockKind.QUOTE, labels.depths[first]):
            begun.append(first)
    label_own_sessions(labels, entries, squeezed.raws)
    level_blank_lines(labels)
    for first in begun:
        announce(labels, first)
    return group(labels)


def announce(labels: Labels, first: int) -> None:
    """Label the announcement above a line that only its source has told to be a quote, or a deeper one."""
    above = range(first - 1, max(-1, first - 4), -1)
    last = next((line for line in above if labels.texts[line].strip()), -1)
    if last >= 0 and labels.kinds[last] in {BlockKind.TEXT, BlockKind.QUOTE}:
        label_announcement_above(labels, first)


def label_own_sessions(labels: Labels, entries: Sequence[Entry], raws: Sequence[str]) -> None:
    """Tell marked runs of commands that no link touches from quotes: their source would have them."""
    linked = {line for entry in entries for line in range(entry.first_line, entry.end_line)}
    first, count = 0, len(labels.kinds)
    while first < count:
        end = first
        while end < count and labels.kinds[end] is BlockKind.QUOTE and end not in linked:
            end += 1
        run = labels.lines[first:end]
        neutral = all(is_neutral(line.text.strip()) for line in run)
        if run and run[0].mark and (neutral or is_session(run) or in_plain_diff(raws, first)):
            labels.mark(first, end, BlockKind.LITERAL)
        first = max(end, first + 1)


def quote_entry(labels: Labels, entry: Entry, squeezed: Squeezed) -> None:
    """Label the lines of a link as a quote of its depth, if they are one."""
    for line in range(entry.first_line, min(entry.end_line, len(labels.kinds))):
        sourced = entry.origin >= 0 and labels.kinds[line] in MAY_BE_QUOTED
        marked = labels.kinds[line] is BlockKind.TEXT and squeezed.leads[line] > 0
        if (sourced or marked) and labels.texts[line].strip():
            labels.kinds[line] = BlockKind.QUOTE
        if labels.kinds[line] is BlockKind.QUOTE:
            labels.depths[line] = max(1, entry.depth, labels.depths[line])


def refined_lines(blocks: Sequence[Block], squeezed: Squeezed) -> tuple[Line, ...]:
    r"""Split a message into lines, each with the mark that counts there and the depth of its block.

    >>> from parsing.model import LineRange
    >>> block = Block(BlockKind.QUOTE, LineRange(0, 1), 1)
    >>> refined_lines([block], Squeezed("} Is it open?"))
    (Line(depth=1, mark='} ', text='Is it open?'),)
    """
    lines = list(split_lines(squeezed.text))
    for block in blocks:
        if block.kind is not BlockKind.QUOTE and not (block.kind is BlockKind.ATTRIBUTION and block.depth):
            continue
        for number in range(block.lines.first, block.lines.end):
            line = lines[number]
            raw, lead = squeezed.raws[number], mark_length(squeezed, number, block.depth)
            lead = max(lead, len(line.mark))
            if line.depth != block.depth or lead > len(line.mark):
                lines[number] = Line(block.depth, raw[:lead], raw[lead:])
    return tuple(lines)


def mark_length(squeezed: Squeezed, line: int, depth: int) -> int:
    """Give how much of a quoted line is its mark: the blank behind it, and marks behind a tab, too."""
    raw, lead = squeezed.raws[line], squeezed.leads[line]
    bare = raw.lstrip(" \t")
    if not lead and depth > 1 and bare[:1] == ">":
        lead = len(raw) - len(bare) + Squeezed(bare).leads[0]
    if lead and raw[lead - 1] not in " \t" and raw[lead : lead + 1] == " ":
        lead += 1
    return lead


def release_tails(labels: Labels, entries: Sequence[Entry]) -> None:
    """Give unmarked lines back that seemed to be the tails of wrapped ones: the source of those has no such.

    Whoever answers right below a quote, without a blank line, goes on in his own words.
    """
    linked = bytearray(len(labels.kinds))
    for entry in entries:
        if entry.origin >= 0:
            linked[entry.first_line : entry.end_line] = b"\x01" * (
                min(entry.end_line, len(linked)) - entry.first_line
            )
    for line in range(1, len(linked)):
        joined = labels.kinds[line] is BlockKind.QUOTE and not labels.lines[line].mark and labels.depths[line]
        if joined and labels.lines[line - 1].mark and linked[line - 1] and not linked[line]:
            labels.kinds[line], labels.depths[line] = BlockKind.TEXT, 0
