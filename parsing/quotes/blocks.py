"""From displayed text to blocks: runs of lines of one kind and one quote depth, flat, every line in one.

What the text alone says. Marks other than `>` and no mark at all (Outlook) count under an announcement or a
copied header; what the parent's text says beyond that is `parsing.sources`'.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsing.limits import QUOTE_DEPTH
from parsing.model import Attribution, Block, BlockKind, Line, LineRange
from parsing.quotes.armor import armor_at
from parsing.quotes.attribution import find_announcement, may_end_announcement
from parsing.quotes.footers import begins_footer, is_mobile_signature, is_signature_separator
from parsing.quotes.literal import diff_end, is_session
from parsing.quotes.marks import split_lines
from parsing.quotes.reply_headers import (
    FIELD_WITHIN,
    bears_marks,
    ends_forward,
    find_reply_header,
    is_original_rule,
    is_rule,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Labels", "find_blocks", "is_snip", "label_lines", "split_lines"]

SNIP = re.compile(
    r"[\[({<*（【〔［]{0,3}[-_ ]{0,4}(?:\.{3,6}|…|(?:\.{0,3} ?)?(?:big |large |lots? |rest |remainder )?"
    r"(?:snip(?:ped|pity)?|cut|deleted|trimmed|schnipp?|gekürzt|coupé|recorte|tagliato|abridged|omissis|"
    r"elided|skip(?:ped)?|omitted|cortado|recortado|ausgelassen|weggelassen|omis|klippt|knip|"
    r"wycięto|вырезано|поскипано|обрезано|[中前後后]?略|省略|중략|생략)(?: here| snip)?(?: ?\.{0,3})?)"
    r"[-_ ]{0,4}[\])}>*）】〕］]{0,3}$"
    r"|-{1,20} ?(?:8<|>8|%<|✂) ?-{0,20}|\[\.\.\. ?\w{0,12} ?\.\.\.\]$",
    re.IGNORECASE,
)
SNIP_CHARACTERS = 40
TAIL_CHARACTERS = 30
WRAPPED_FROM = 55
"""A line that a program wrapped is at least this long."""


class Labels:
    """What each line is, while it is being found out."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.text for line in lines]
        self.kinds = [BlockKind.QUOTE if line.depth else BlockKind.TEXT for line in lines]
        self.depths = [line.depth for line in lines]
        self.announced: dict[int, Attribution] = {}
        """By line: the announcement that begins there."""
        self.forwarded = False
        """Whether the last copied header is that of a forwarded message."""

    def mark(self, first: int, end: int, kind: BlockKind, depth: int | None = None) -> None:
        """Label lines."""
        for number in range(first, end):
            self.kinds[number] = kind
            if depth is not None:
                self.depths[number] = depth


def find_blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Split lines into blocks."""
    return group(label_lines(lines))


def label_lines(lines: Sequence[Line]) -> Labels:
    """Find out what each line is."""
    labels = Labels(lines)
    join_broken_tails(labels)
    level_blank_lines(labels)
    label_announcements(labels)
    label_plain_text(labels)
    label_sessions(labels)
    label_snips(labels)
    return labels


def join_broken_tails(labels: Labels) -> None:
    """Give the tail of a wrapped line, which has lost its mark, the depth of the lines around it."""
    lines, depths = labels.lines, labels.depths
    for number in range(1, len(lines)):
        text = lines[number].text
        if depths[number] >= depths[number - 1] or not text.strip() or len(text) > TAIL_CHARACTERS:
            continue
        before, after = lines[number - 1], lines[number + 1] if number + 1 < len(lines) else None
        long = len(before.mark) + len(before.text)
        if long < WRAPPED_FROM or long + 1 + len(text.split(maxsplit=1)[0]) < 65:
            continue
        if after is not None and after.depth == before.depth and before.text.strip():
            labels.mark(number, number + 1, BlockKind.QUOTE, before.depth)


def level_blank_lines(labels: Labels) -> None:
    """Give a marked blank line between two runs of one depth their depth."""
    depths, texts = labels.depths, labels.texts
    last = -1
    for number, text in enumerate(texts):
        if not text.strip():
            continue
        if number - last > 1 and last >= 0 and depths[last] == depths[number]:
            for blank in range(last + 1, number):
                if depths[blank] and depths[blank] <= depths[number]:
                    depths[blank] = depths[number]
        last = number


def label_announcements(labels: Labels) -> None:
    """Find announcements: lines above a deeper quote, with no more than two blank lines between."""
    depths, texts = labels.depths, labels.texts
    number = 1
    while number < len(texts):
        if depths[number] > depths[number - 1] or (not texts[number - 1].strip() and depths[number]):
            label_announcement_above(labels, number)
        number += 1


def label_announcement_above(labels: Labels, quote: int) -> None:
    """Label the announcement that stands above this first line of a quote, if one does."""
    depths, texts, kinds = labels.depths, labels.texts, labels.kinds
    last = quote - 1
    while last >= max(0, quote - 3) and not texts[last].strip():
        last -= 1
    if last < 0 or not texts[last].strip() or depths[last] >= depths[quote]:
        return
    if not may_end_announcement(texts[last]):
        return
    for first in (last, last - 1, last - 2):
        if first < 0 or depths[first] != depths[last] or kinds[first] is BlockKind.ATTRIBUTION:
            return
        window = texts[first : last + 1]
        found = find_announcement(window, 0, before_quote=True) if texts[first].strip() else None
        if found is not None and found.lines == len(window):
            begin = widen_announcement(labels, first, last)
            wide = find_announcement(texts[begin : last + 1], 0, before_quote=True)
            labels.mark(begin, last + 1, BlockKind.ATTRIBUTION)
            labels.announced[begin] = (wide or found).attribution
            return


def widen_announcement(labels: Labels, first: int, last: int) -> int:
    """Give the line where a wrapped announcement really begins: this one, or one above."""
    for above in (first - 1, first - 2):
        if above < 0 or last - above > 2 or labels.depths[above] != labels.depths[last]:
            return first
        text = labels.texts[above].strip()
        if not text or text.endswith((".", ":", "!", "?")):
            return first
        if text[:3] in {"On ", "Am ", "Le ", "El ", "Il ", "Em ", "Op ", "Den", "W d", "At ", "In "}:
            return above
    return first


def label_plain_text(labels: Labels) -> None:
    """Find what stands in the text at no depth: copied headers, diffs, signatures, footers."""
    texts, number, below = labels.texts, 0, 0
    while number < len(texts):
        if labels.kinds[number] is BlockKind.ATTRIBUTION:
            number += 1
            continue
        end = label_header_at(labels, number, below)
        if end > number:
            deeper = labels.depths[number] == below and labels.lines[number].depth == 0
            marked = deeper and not below and bears_marks(labels.depths, texts, number, end)
            below = min(below + (deeper and not marked), QUOTE_DEPTH)
            number = end
            continue
        if below and labels.forwarded and labels.lines[number].depth == 0 and ends_forward(texts[number]):
            below -= 1
            labels.mark(number, number + 1, BlockKind.FORWARDED_HEADER, below)
            labels.forwarded = False
            number += 1
            continue
        if labels.lines[number].depth == 0 and labels.kinds[number] is BlockKind.TEXT:
            end = label_special_at(labels, number, below)
            if end == number:
                if below:
                    labels.mark(number, number + 1, BlockKind.QUOTE, below)
                end = number + 1
        elif below and labels.kinds[number] is BlockKind.QUOTE:
            labels.depths[number] += below
        number = max(end, number + 1)


def label_header_at(labels: Labels, number: int, below: int) -> int:
    """Label the copied header that begins here; gives the line after it."""
    text = labels.texts[number]
    if ":" not in text and "：" not in text and text[:1] not in "-_=*":
        return number
    if not (
        is_original_rule(text) or is_rule(text) or ":" in text[:FIELD_WITHIN] or "：" in text[:FIELD_WITHIN]
    ):
        return number
    depth = labels.lines[number].depth
    end = number
    while end < min(len(labels.lines), number + 16) and labels.lines[end].depth == depth:
        end += 1
    header = find_reply_header(labels.texts[number:end], 0) if end - number > 1 else None
    if header is None:
        return number
    labels.mark(number, number + header.lines, BlockKind.FORWARDED_HEADER, depth + below)
    labels.forwarded = header.forwarded
    labels.announced[number] = header.attribution
    return number + header.lines


def label_special_at(labels: Labels, number: int, below: int) -> int:
    """Label armor, a diff, a signature or a footer that begins here; gives the line after it."""
    text, texts = labels.texts[number], labels.texts
    end, kind = armor_at(texts, number)
    if end > number:
        labels.mark(number, end, kind, below)
        return end
    if text[:1] in tuple("di*-@I") and (end := diff_end(texts, number)) > number:
        labels.mark(number, end, BlockKind.DIFF, below)
        return end
    if is_signature_separator(text) or is_mobile_signature(text):
        end = run_end(labels, number, stop_at_footer=True)
        labels.mark(number, end, BlockKind.SIGNATURE, below)
        return end
    if footer_at(texts, number):
        end = run_end(labels, number, stop_at_footer=False)
        labels.mark(number, end, BlockKind.FOOTER, below)
        return end
    return number


def footer_at(texts: Sequence[str], number: int) -> bool:
    """Whether a list footer begins at this line."""
    text = texts[number]
    return text[:1] in tuple("_-=~M") and begins_footer(text, "\n".join(texts[number + 1 : number + 6]))


def run_end(labels: Labels, first: int, *, stop_at_footer: bool) -> int:
    """Give the line after a signature or footer: before a quote, a copied header or a footer."""
    texts, end = labels.texts, first + 1
    blanks = 0
    while end < len(texts) and labels.kinds[end] is BlockKind.TEXT and labels.lines[end].depth == 0:
        text = texts[end]
        blanks = 0 if text.strip() else blanks + 1
        if is_original_rule(text) or (
            text[:1] in "_-=~M" and text and begins_footer(text, "\n".join(texts[end + 1 : end + 6]))
        ):
            break
        if armor_at(texts, end)[0] > end:
            break
        if is_rule(text) and find_reply_header(texts[end : end + 16], 0) is not None:
            break
        if stop_at_footer and end - first > 14 and blanks:
            break
        end += 1
    return end


def label_sessions(labels: Labels) -> None:
    """Tell prompts and drawings from quotes: marked runs of code under no announcement, all at one depth."""
    announced = bool(labels.announced)
    if announced or not any(labels.depths):
        return
    first = 0
    lines, kinds = labels.lines, labels.kinds
    while first < len(lines):
        end = first + 1
        if kinds[first] is BlockKind.QUOTE:
            while end < len(lines) and kinds[end] is BlockKind.QUOTE:
                end += 1
            same = len({line.depth for line in lines[first:end] if line.text.strip()}) == 1
            if same and is_session(lines[first:end]):
                labels.mark(first, end, BlockKind.LITERAL)
        first = end


def is_snip(text: str) -> bool:
    """Whether a line only says that something was left out.

    >>> is_snip("[...]"), is_snip("<snip>"), is_snip("[...snip...]"), is_snip("Cut it here.")
    (True, True, True, False)
    """
    stripped = text.strip()
    return 2 < len(stripped) <= SNIP_CHARACTERS and SNIP.match(stripped) is not None


def label_snips(labels: Labels) -> None:
    """Find the marks that say that something was left out of a quote."""
    for number, text in enumerate(labels.texts):
        if (
            len(text) > SNIP_CHARACTERS
            or not text.strip()
            or labels.kinds[number] not in {BlockKind.QUOTE, BlockKind.TEXT}
        ):
            continue
        if labels.kinds[number] is BlockKind.TEXT and not touches_quote(labels, number):
            continue
        if is_snip(text):
            labels.kinds[number] = BlockKind.SNIP


def touches_quote(labels: Labels, number: int) -> bool:
    """Whether a quote stands within two lines."""
    around = labels.kinds[max(0, number - 2) : number + 3]
    return BlockKind.QUOTE in around


def quoted_depth(labels: Labels, first: int) -> int:
    """Give the depth of the first line from here on that says anything."""
    lines = range(first, len(labels.texts))
    return next((labels.depths[line] for line in lines if labels.texts[line].strip()), 0)


def group(labels: Labels) -> tuple[Block, ...]:
    """Make blocks of runs of one kind and depth, and hand each quote the announcement it stands under."""
    blocks: list[Block] = []
    standing: dict[int, Attribution] = {}
    first = 0
    count = len(labels.kinds)
    while first < count:
        kind, depth = labels.kinds[first], labels.depths[first]
        end = first + 1
        while (
            end < count
            and labels.kinds[end] is kind
            and labels.depths[end] == depth
            and end not in labels.announced
        ):
            end += 1
        attribution = None
        if first in labels.announced:
            attribution = labels.announced[first]
            standing = {level: known for level, known in standing.items() if level <= depth}
            level = depth + 1
            if kind is BlockKind.FORWARDED_HEADER and labels.lines[first].depth:
                level = min(level, quoted_depth(labels, end) or level)
            standing[level] = attribution
        elif kind is BlockKind.QUOTE:
            attribution = standing.get(depth)
        blocks.append(Block(kind, LineRange(first, end), depth, attribution))
        first = end
    return tuple(blocks)
