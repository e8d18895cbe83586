"""What one line of a message is to the search for sources: a field, a snip mark, a footer, an announcement.

Told from the line and the few below it; `regions` walks over the lines with these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.quotes.attribution import announces, find_announcement
from parsing.quotes.blocks import is_snip
from parsing.quotes.footers import begins_footer, is_signature_separator
from parsing.quotes.languages import FIELD_WORDS, lower_letters
from parsing.quotes.reply_headers import FIELD_WITHIN, field_kind, find_reply_header, is_original_rule

if TYPE_CHECKING:
    from parsing.model import Attribution
    from parsing.quotes.reply_headers import ReplyHeader
    from parsing.sources.squeeze import Squeezed

HEADER_WINDOW = 16
FOOTER_LINES = 10
RULE_STARTS = ("-", "_", "=", "*")
SENTENCE_ENDS = (".", ":", "!", "?")
ANNOUNCEMENT_ENDS = (":", "：", "]")
FOOTER_STARTS = ("_", "-", "=", "~", "M")


def begins_field(raw: str) -> bool:
    """Whether a line begins like a field of a copied header: Lotus Notes puts the sender's last."""
    if ":" not in raw and "：" not in raw:
        return False
    name, colon, _ = raw[:FIELD_WITHIN].partition(":")
    if not colon:
        name, colon, _ = raw[:FIELD_WITHIN].partition("：")
    return bool(colon) and lower_letters(name.strip(" *_\t")) in FIELD_WORDS


def is_snip_line(raw: str, lead: int) -> bool:
    """Whether a line only says that something was left out."""
    text = raw[lead:].strip()
    return 2 < len(text) <= 40 and text[0] in "[<({.-*…s（【〔［" and is_snip(text)


def common_lines(squeezed: Squeezed, first: int, end: int) -> set[int]:
    """Give the lines of a quoted region that belong to a signature or a list footer."""
    found: set[int] = set()
    raws, leads, depths = squeezed.raws, squeezed.leads, squeezed.depths
    line = first
    while line < end:
        text = raws[line][leads[line] :]
        start = text[:1]
        may_be_header = start in RULE_STARTS or ":" in text[:40] or "：" in text[:40]
        if may_be_header and (stop := copied_header(squeezed, line, end)[1]) > line:
            found.update(range(line, stop))
            line = stop
        elif start in FOOTER_STARTS and begins_common(squeezed, line, end):
            stop = line + 1
            while stop < min(end, line + FOOTER_LINES) and depths[stop] <= depths[line]:
                if depths[stop] < depths[line] and squeezed.keys[stop]:
                    break
                stop += 1
            found.update(range(line, stop))
            line = stop
        else:
            line += 1
    return found


def copied_header(squeezed: Squeezed, line: int, end: int) -> tuple[ReplyHeader | None, int]:
    """Read the copied header that begins at this quoted line; gives the line behind it too, or this line."""
    raws, leads, depths = squeezed.raws, squeezed.leads, squeezed.depths
    text = raws[line][leads[line] :]
    if not (is_original_rule(text) or begins_field(text)):
        return None, line
    stop = line
    while stop < min(end, line + HEADER_WINDOW) and depths[stop] == depths[line]:
        stop += 1
    texts = [raws[n][leads[n] :] for n in range(line, stop)]
    header = find_reply_header(texts, 0)
    if header is None:
        return None, line
    fields = [n for n in range(header.lines) if field_kind(texts[n]) or texts[n][:1] in {" ", "\t"}]
    return header, line + fields[-1] + 1 if fields else line


def is_announcement(squeezed: Squeezed, line: int) -> bool:
    """Whether a quoted line is itself the announcement of a deeper quote."""
    text = squeezed.raws[line][squeezed.leads[line] :].strip()
    return text[-1:] in ANNOUNCEMENT_ENDS and announces(text, before_quote=True)


def announcement_to(squeezed: Squeezed, last: int) -> Attribution | None:
    """Read the announcement of a deeper quote that ends with this quoted line, of three lines at most."""
    if not is_announcement(squeezed, last):
        return None
    raws, leads, depths = squeezed.raws, squeezed.leads, squeezed.depths
    widest = None
    for first in range(last, max(-1, last - 3), -1):
        text = raws[first][leads[first] :].strip()
        if depths[first] != depths[last] or not text or (first < last and text.endswith(SENTENCE_ENDS)):
            break
        window = [raws[line][leads[line] :] for line in range(first, last + 1)]
        found = find_announcement(window, 0, before_quote=True)
        if found is not None and found.lines == len(window):
            widest = found.attribution
    return widest


def begins_common(squeezed: Squeezed, line: int, end: int) -> bool:
    """Whether a signature or a list footer begins at this quoted line."""
    text = squeezed.raws[line][squeezed.leads[line] :]
    if is_signature_separator(text):
        return True
    if len(text) < 20:
        return False
    following = [squeezed.raws[n][squeezed.leads[n] :] for n in range(line + 1, min(line + 5, end))]
    return begins_footer(text.strip(), "\n".join(following))
