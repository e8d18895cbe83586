"""What the status line says: where the reader is, and what the quote under the cursor is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from parsing.model import Ambiguous, BlockKind, Found, Missing, Rebuilt
from tui.state.arriving import Arriving, bytes_text
from tui.state.names import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Block, LineRange, Link, Match, Passage, Progress
    from tui.state.choices import Attached
    from tui.state.page import Page

BAR: Final = 10
"""Cells of the progress bar."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the line says, in full and in brief; the higher the weight, the longer it stays."""

    full: str
    brief: str
    weight: int


def fitted(facts: Sequence[Fact], width: int, between: str = " · ") -> str:
    """Say as much as fits: first everything in full, then in brief, then without the least weighty.

    >>> facts = [Fact("message 3 of 12", "3/12", 1), Fact("block 7", "¶7", 2)]
    >>> fitted(facts, 30), fitted(facts, 12), fitted(facts, 4)
    ('message 3 of 12 · block 7', '3/12 · ¶7', '¶7')
    """
    full = between.join(fact.full for fact in facts)
    if cell_len(full) <= width:
        return full
    kept = list(facts)
    while kept:
        brief = between.join(fact.brief for fact in kept)
        if cell_len(brief) <= width:
            return brief
        kept.remove(min(kept, key=lambda fact: fact.weight))
    return ""


def place_facts(number: int, messages: int, page: Page | None, block: int) -> list[Fact]:
    """Say which message and which block of it; nothing as long as there is none."""
    if not messages:
        return []
    facts = [Fact(f"message {number:,}/{messages:,}", f"{number:,}/{messages:,}", 1)]
    if number <= 0:
        facts = [Fact(counted(messages, "message"), f"{messages:,}", 1)]
    if page is not None and page.message.blocks:
        blocks = len(page.message.blocks)
        facts.append(Fact(f"block {block + 1}/{blocks}", f"¶{block + 1}/{blocks}", 2))
    return facts


def instead_fact(file: Attached | None) -> Fact:
    """Say what is shown in place of the message: an attachment, or what lies in the archive."""
    if file is None:
        return Fact("as it lies in the archive", "as it lies there", 5)
    return Fact(f"attachment {file.number + 1}: {file.name}", f"attachment {file.number + 1}", 5)


def quote_facts(block: Block | None, link: Link | None, page: Page) -> list[Fact]:
    """Say what the quote under the cursor is and where it comes from."""
    if block is None or (block.kind is not BlockKind.QUOTE and link is None):
        return []
    depth = link.depth if link is not None else block.depth
    author = block.attribution.author if block.attribution is not None else None
    if author is not None:
        name = short_name(author)
        level = Fact(f"quote level {depth} by {name}", f"level {depth} by {name}", 3)
    else:
        level = Fact(f"quote level {depth}", f"level {depth}", 3)
    return [level, *source_facts(link, page)] if link is not None else [level]


def source_facts(link: Link, page: Page) -> list[Fact]:
    """Say where a quote was written, how that was found, and how surely."""
    match link.resolution:
        case Found(passage, how, confidence):
            who = page.names.get(passage.message, "its author")
            lines = lines_text(passage.lines)
            return [
                Fact(f"source: {lines} of {who}’s message", f"source: {who}, {lines}", 5),
                matched(how, confidence),
            ]
        case Rebuilt(passage, how, confidence):
            lines = lines_text(passage.lines)
            return [
                Fact(f"source: {lines} of the rebuilt original", f"rebuilt, {lines}", 5),
                matched(how, confidence),
            ]
        case Ambiguous(rivals):
            return [Fact(f"source: one of {len(rivals)} places", f"{len(rivals)} possible sources", 5)]
        case Missing():
            return [Fact("its source is not in this archive", "source missing", 5)]


def lines_text(lines: LineRange) -> str:
    """Name lines as the screen counts them, from 1.

    >>> from parsing.model import LineRange
    >>> lines_text(LineRange(30, 33)), lines_text(LineRange(4, 5))
    ('lines 31–33', 'line 5')
    """
    if len(lines) <= 1:
        return f"line {lines.first + 1}"
    return f"lines {lines.first + 1}–{lines.end}"


def matched(how: Match, confidence: float) -> Fact:
    """Say how the words compare, and how sure that is."""
    sure = percent(confidence)
    return Fact(f"{how.value}, {sure}", f"{how.value} {sure}", 4)


def percent(confidence: float) -> str:
    """Write a probability; never 100 % for what is not certain.

    >>> percent(0.724), percent(0.9999), percent(1.0)
    ('72 %', '99 %', '100 %')
    """
    return f"{100 if confidence >= 1 else min(round(confidence * 100), 99)} %"


def landing_text(passage: Passage, how: Match | None, confidence: float, rebuilt: bool) -> str:
    """Say after a jump where it landed, and how that was found."""
    where = "Written here" if not rebuilt else "Rebuilt here from quotes"
    if how is None:
        return f"{where}: {lines_text(passage.lines)}"
    return f"{where}: {lines_text(passage.lines)} · {how.value}, {percent(confidence)}"


def progress_text(progress: Progress, quotes_of: int | None = None) -> str:
    """Say how far the reading is, with a bar where the end is known; or how far the quotes are followed."""
    if isinstance(progress, Arriving):
        return arriving_text(progress)
    if quotes_of is not None:
        return f"following quotes {bar(progress.messages, quotes_of)}"
    if not progress.bytes_total:
        return f"reading {counted(progress.messages, 'message')}"
    return f"reading {bar(progress.bytes_read, progress.bytes_total)} {counted(progress.messages, 'message')}"


def arriving_text(arriving: Arriving) -> str:
    """Say how much of a download is there, how fast it comes, and what it is."""
    size, total = arriving.bytes_read, arriving.bytes_total
    so_far = f"{bar(size, total)} of {bytes_text(total)}" if total else bytes_text(size)
    speed = [f"{bytes_text(arriving.speed)}/s"] if arriving.speed is not None else []
    return "downloading " + " · ".join([so_far, *speed, arriving.name])


def bar(done: int, total: int) -> str:
    """Draw a share.

    >>> bar(1, 2), bar(7, 0)
    ('━━━━━─────  50 %', '━━━━━━━━━━ 100 %')
    """
    share = min(done / total, 1.0) if total > 0 else 1.0
    full = int(share * BAR)
    return f"{'━' * full}{'─' * (BAR - full)} {int(share * 100):>3} %"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "message"), counted(1_234, "message")
    ('1 message', '1,234 messages')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
