"""On real lists, how much of what is quoted leads somewhere: to its words, or to the message rebuilt of them.

Counted in characters of the blocks that are quotes, blanks and marks left out; the floors lie a little below
what is reached. They are other people's mails: nothing of them stands here but shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsing import open_archive
from parsing.model import BlockKind, Found, Message, Rebuilt

if TYPE_CHECKING:
    from pathlib import Path

    from parsing.archive import Archive

FLOORS = {
    "pipermail-fedora-devel-2010-01/*/*.txt.gz": 0.98,
    "pipermail-ion-general/*.txt": 0.96,
    "mbox-tboot-devel.mbox": 0.95,
    "mbox-cygwin-patches-2000-2001.mbox": 0.93,
}


def quoted_and_linked(archive: Archive, node: int) -> tuple[int, int]:
    """Count a message's quoted characters, and those of them that a link leads on from."""
    key = archive.key(node)
    message = archive.message(key)
    linked = bytearray(len(message.text) + 1)
    for link in archive.links(key):
        if isinstance(link.resolution, Found | Rebuilt):
            linked[link.span.start : link.span.end] = b"\x01" * len(link.span)
    quoted = reached = 0
    for start, text in quoted_lines(message):
        for place, letter in enumerate(text, start):
            if not letter.isspace() and letter not in ">|":
                quoted += 1
                reached += linked[place]
    return quoted, reached


def quoted_lines(message: Message) -> list[tuple[int, str]]:
    """Give the marked lines of a message's quotes: where the text behind the mark begins, and the text."""
    offsets = [0]
    for line in message.lines:
        offsets.append(offsets[-1] + len(line.mark) + len(line.text) + 1)
    return [
        (offsets[number] + len(line.mark), line.text)
        for block in message.blocks
        if block.kind is BlockKind.QUOTE
        for number in range(block.lines.first, block.lines.end)
        if (line := message.lines[number]).depth
    ]


@pytest.mark.parametrize("pattern", FLOORS)
def test_what_a_list_quotes_leads_somewhere(pattern: str, real_mail: Path) -> None:
    """The share of quoted characters that are linked."""
    files = sorted(path for path in real_mail.glob(pattern) if path.is_file())
    with open_archive(*files) as archive:
        for _ in archive.study():
            pass
        counts = [quoted_and_linked(archive, node) for node in range(archive.threads.stored)]
    quoted, reached = map(sum, zip(*counts, strict=True))
    assert quoted
    assert reached >= FLOORS[pattern] * quoted, f"{reached / quoted:.4f}"
