"""Blocks, once more, with what the sources say: whose words stand elsewhere is quoted, whatever its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import BlockKind
from parsing.quotes.blocks import group, label_lines
from parsing.quotes.marks import split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Block
    from parsing.quotes.blocks import Labels
    from parsing.sources.table import Entry

MAY_BE_QUOTED = frozenset({BlockKind.TEXT, BlockKind.LITERAL})


def refined_blocks(text: str, entries: Sequence[Entry]) -> tuple[Block, ...]:
    """Split a message into blocks, quoting what its links say is quoted."""
    labels = label_lines(split_lines(text))
    release_tails(labels, entries)
    for entry in entries:
        if entry.origin < 0:
            continue
        for line in range(entry.first_line, min(entry.end_line, len(labels.kinds))):
            if labels.kinds[line] in MAY_BE_QUOTED and labels.texts[line].strip():
                labels.kinds[line] = BlockKind.QUOTE
                labels.depths[line] = max(1, labels.depths[line])
    return group(labels)


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
