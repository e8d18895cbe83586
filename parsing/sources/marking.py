"""Blocks, once more, with what the sources say: whose words stand elsewhere is quoted, whatever its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import BlockKind
from parsing.quotes.blocks import group, label_lines
from parsing.quotes.marks import split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Block
    from parsing.sources.table import Entry

MAY_BE_QUOTED = frozenset({BlockKind.TEXT, BlockKind.LITERAL})


def refined_blocks(text: str, entries: Sequence[Entry]) -> tuple[Block, ...]:
    """Split a message into blocks, quoting what its links say is quoted."""
    labels = label_lines(split_lines(text))
    for entry in entries:
        if entry.origin < 0:
            continue
        for line in range(entry.first_line, min(entry.end_line, len(labels.kinds))):
            if labels.kinds[line] in MAY_BE_QUOTED and labels.texts[line].strip():
                labels.kinds[line] = BlockKind.QUOTE
                labels.depths[line] = max(1, labels.depths[line])
    return group(labels)
