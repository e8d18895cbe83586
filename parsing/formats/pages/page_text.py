"""A page of a Mailman archive saved as plain text: title, `Name name at host`, date, body, list footer.

Saved by browsers (`*Name*`, `/date/`, links in angle brackets), by lynx (`[1]`, links listed at the end), by
w3m and links (a margin), or copied and pasted. Lines that lead to other pages are left out, whatever the
language: the words are a table, and `[ date ] [ thread ] [ subject ] [ author ]` has its shape in all. The
header is made from what the page states; the id is in its mailto link, where it was saved with links.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.formats.eml import cut_nowhere
from parsing.formats.format import Cut, Format
from parsing.formats.pages.page_words import LEADING_WORDS
from parsing.formats.pages.stated import (
    ADDRESS,
    replied_id,
    stated_date,
    stated_ids,
    stated_mail,
    stated_sender,
)
from parsing.headers.charsets import decode
from parsing.headers.dates import parse_date
from parsing.headers.fields import split_message

if TYPE_CHECKING:
    from datetime import date

HEAD_LINES: Final = 40
"""In these the sender and the date must stand."""
HEAD_BYTES: Final = 16_000
TITLE_LINES: Final = 6
NAVIGATION_LINES: Final = 24
FOOTER_LINES: Final = 3
"""Lines with text that may stand below the last list of other pages."""
LONGEST: Final = 400
"""Characters of a line that are looked at."""

LINK_NUMBER: Final = re.compile(r"\[\d{1,4}\](?=\S)")
LINK: Final = re.compile(
    r"<(?:mailto|https?|ftp|file):[^<>\s]{0,2000}>?|<[^<>\s]{1,200}\.html?(?:#\d{1,9})?>"
)
LINK_REST: Final = re.compile(r"[^<>\s]{1,2000}>\s*")
SORTING: Final = re.compile(r"(?:\[ ?[^\[\]]{1,30}? ?\]\s{0,4}){4}$")
"""`[ date ] [ thread ] [ subject ] [ author ]`, in any language."""
RULE: Final = re.compile(r"[-_=─━*]{3,200}$")
BULLET: Final = re.compile(r"[*+•◦o·-]\s{1,6}")
LINK_LIST: Final = re.compile(r"\s{0,8}(?:References|Links|Visible links:?|Hidden links:?)\s*$")
LISTED_LINK: Final = re.compile(r"\s{0,8}1\. \S")
LINKS: Final = 400
"""Lines that a list of links may have."""
TIME: Final = re.compile(r"\d{1,2}[:.]\d\d")
FOOTER: Final = "More information about the "
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says before its text."""

    title: str
    name: str
    address: str
    date: date
    below: int
    """The line after the date."""


def lines_of(raw: bytes) -> list[str]:
    """Give a page's lines without the margin that all of them have."""
    for mark, charset in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(charset, "replace")
            break
    else:
        text = decode(raw, None)[0]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [line[margin:] for line in lines] if margin else lines


def bare(line: str) -> str:
    """Give a line of a page's head without what saving put into it: link numbers, links, marks of type.

    >>> bare("   *Tam Wick* [1]tam at wick.example <mailto:list%40wick.example?Subject=x>")
    'Tam Wick tam at wick.example'
    >>> bare("/Tue Mar 2 12:30:00 UTC 2004/")
    'Tue Mar 2 12:30:00 UTC 2004'
    """
    line = " ".join(LINK.sub("", LINK_NUMBER.sub("", line[:LONGEST])).split())
    if len(line) > 2 and line[0] == line[-1] == "/":
        return line[1:-1].strip()
    if line.startswith("*") and line.find("*", 2) > 0:
        end = line.find("*", 2)
        line = f"{line[1:end]} {line[end + 1 :].strip()}".strip()
    return line


def read_head(lines: list[str]) -> PageHead | None:
    """Read title, sender and date from the first lines of a page; None if it is no such page."""
    seen = [bare(line) for line in lines[:HEAD_LINES]]
    for number in range(1, len(seen)):
        dated = date_line(seen, number + 1)
        if dated is None or not seen[number] or leads(seen[number]) or is_labelled(seen[number]):
            continue
        title = title_above(seen, number)
        sender = sender_of(seen[number])
        stated = parse_date(seen[dated])
        if stated is None or not title:
            continue
        if sender is None and not (is_name(seen[number]) and is_of_an_archive(lines, title)):
            continue
        name, address = sender or (seen[number], "")
        return PageHead(title, name, address, stated, dated + 1)
    return None


def date_line(seen: list[str], number: int) -> int | None:
    """Give the next line with text, if all of it may be a date; the rest of a link may stand before it."""
    last = min(number + 4, len(seen))
    while number < last and (not seen[number] or LINK_REST.fullmatch(seen[number])):
        number += 1
    if number >= len(seen):
        return None
    line = seen[number]
    words = line.split()
    short = 8 <= len(line) <= 60 and 2 < len(words) <= 9 and not is_labelled(line)
    return number if short and TIME.search(line) and not line.endswith((":", ",", ".")) else None


def is_labelled(line: str) -> bool:
    """Tell whether a line begins as a header field does: a mail that somebody has copied from a window."""
    return line.partition(" ")[0].endswith((":", "："))


def sender_of(line: str) -> tuple[str, str] | None:
    """Give name and address of `Name name at host`, or `Name <name@host>`.

    >>> sender_of("Paul van Dyk paul at dyk.example"), sender_of("We met at noon")
    (('Paul van Dyk', 'paul@dyk.example'), None)
    >>> sender_of("tam at wick.example tam at wick.example")
    ('', 'tam@wick.example')
    """
    words = line.rsplit(" ", 3)
    for count in (1, 3):
        address = ADDRESS.match(" ".join(words[-count:]).strip())
        if address is None or len(words) < count:
            continue
        if "." not in address[2] and address[2] != "localhost" and "@" not in line:
            continue
        name = " ".join(words[:-count]).strip().strip('"')
        found = f"{address[1]}@{address[2]}"
        return ("" if name in (found, address[0]) else name), found
    return None


def is_name(line: str) -> bool:
    """Tell whether a line may be nothing but a person's name."""
    return len(line) <= 60 and len(line.split()) <= 6 and not any(letter in line for letter in ":;[]{}|/\\!?")


def is_of_an_archive(lines: list[str], title: str) -> bool:
    """Tell whether a page that hides addresses shows otherwise that it is of a list's archive."""
    return title.startswith("[") or any(leads(bare(line)) for line in lines[:HEAD_LINES])


def leads(line: str) -> bool:
    """Tell whether a bare line leads to other pages."""
    mark = BULLET.match(line)
    line = (line[mark.end() :] if mark else line).replace("*", "").lower()
    return line.startswith(LEADING_WORDS) or SORTING.search(line) is not None


def title_above(seen: list[str], sender: int) -> str:
    """Give the title: the nearest lines with text above the sender, unfolded."""
    last = sender - 1
    while last >= 0 and (not seen[last] or leads(seen[last]) or RULE.match(seen[last])):
        last -= 1
    first = last
    while first > 0 and last - first < TITLE_LINES and seen[first - 1] and not leads(seen[first - 1]):
        first -= 1
    return " ".join(seen[first : last + 1]) if last >= 0 else ""


def is_between(line: str) -> bool:
    """Tell whether a line is blank or a rule."""
    return not line or RULE.match(line) is not None


def body_start(lines: list[str], below: int) -> int:
    """Give the line at which the text begins, after blank lines, rules and what leads to other pages."""
    number = after_blank(lines, below)
    end = navigation_end(lines, number)
    return number if end is None else after_blank(lines, end)


def after_blank(lines: list[str], number: int) -> int:
    """Give the first line from here on that is neither blank nor a rule."""
    while number < len(lines) and is_between(lines[number].strip()):
        number += 1
    return number


def navigation_end(lines: list[str], first: int) -> int | None:
    """Give the line after the list of other pages that begins here; None if none does.

    Its last item, `[ date ] [ thread ] …`, may be wrapped. Without it, only lines with known words count.
    """
    if first >= len(lines) or not (leads(bare(lines[first])) or BULLET.match(bare(lines[first]))):
        return None
    end: int | None = None
    item = ""
    for place in range(first, min(len(lines), first + NAVIGATION_LINES)):
        line = bare(lines[place])
        if is_between(line):
            break
        item = line if leads(line) or BULLET.match(line) else f"{item} {line}"
        if SORTING.search(item):
            return after_links(lines, place + 1)
        if leads(item):
            end = place + 1
    return end


def after_links(lines: list[str], number: int) -> int:
    """Give the first line from here on that is more than the address of a link."""
    while number < len(lines) and lines[number].strip() and not bare(lines[number]):
        number += 1
    return number


def body_end(lines: list[str], first: int) -> tuple[int, list[str]]:
    """Give the line after the text, and the list footer that stands below what leads to other pages."""
    end = without_link_list(lines, first)
    while end > first and not lines[end - 1].strip():
        end -= 1
    for foot in range(max(first, end - NAVIGATION_LINES), end):
        last = navigation_end(lines, foot)
        if last is None:
            continue
        kept = [line for line in map(bare, lines[last:end]) if not is_between(line)]
        if len(kept) > FOOTER_LINES:
            continue
        return above_rule(lines, first, foot), kept
    return end, []


def above_rule(lines: list[str], first: int, foot: int) -> int:
    """Give the line after the text above a foot, less blank lines and the one rule that is the page's."""
    rules = 0
    while foot > first and is_between(lines[foot - 1].strip()) and rules < 2:
        rules += bool(lines[foot - 1].strip())
        foot -= rules < 2
    return foot


def without_link_list(lines: list[str], first: int) -> int:
    """Give the line after the page: lynx lists the addresses of all links below it, each on one line or more.

    A body's own list of references stands above the list footer.
    """
    above = ""
    for place in range(max(first, len(lines) - LINKS), len(lines)):
        if LINK_LIST.match(lines[place]) and (LINK_NUMBER.search(above) or FOOTER in above):
            below = next((line for line in lines[place + 1 :] if line.strip()), "")
            if LISTED_LINK.match(below):
                return place
        above = lines[place].strip() or above
    return len(lines)


def knows(head: bytes) -> bool:
    """Tell whether a file begins like a saved page."""
    head = head[:HEAD_BYTES]
    if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return read_head(lines_of(head)) is not None


def mail(raw: bytes) -> bytes:
    """Give the page as a message: the header that it states, then its text."""
    lines = lines_of(raw)
    head = read_head(lines)
    if head is None:
        return raw
    first = body_start(lines, head.below)
    end, footer = body_end(lines, first)
    body = [bare(line) if FOOTER in line else line for line in lines[first:end]]
    body += ["", *footer] if footer else []
    message_id = replied_id("\n".join((*lines[:HEAD_LINES], *lines[end:])))
    return stated_mail(stated_by(head, message_id), "\n".join(body))


def stated_by(head: PageHead, message_id: str) -> tuple[tuple[str, str], ...]:
    """Give the header fields that a page states."""
    return (
        ("From", stated_sender(head.name, head.address)),
        ("Date", stated_date(head.date)),
        ("Subject", head.title),
        ("Message-ID", stated_ids([message_id] if message_id else ())),
    )


def header(cut: Cut) -> bytes:
    """Give the header block that the page states."""
    return split_message(mail(cut.head))[0]


PAGE_TEXT: Final = Format("saved page", knows, cut_nowhere, mail, header)
