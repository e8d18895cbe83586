"""A page of a Mailman archive saved as plain text: title, `Name name at host`, date, body, list footer.

Lines that only lead to other pages (`Previous message: …`) are left out. The message's header is made from
the page's; it has no id and no parent, for the page says none.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.formats.eml import cut_nowhere
from parsing.formats.format import Cut, Format
from parsing.headers.addresses import AT_WORDS
from parsing.headers.charsets import decode
from parsing.headers.dates import parse_date
from parsing.headers.fields import split_message

if TYPE_CHECKING:
    from datetime import date

SENDER: Final = re.compile(
    r"[ \t]{0,8}(\S[^<>@\t]{0,120}?)[ \t]{1,8}"
    rf"<?(\S{{1,120}}) (?:{AT_WORDS}) ([\w\-]{{1,60}}(?:\.[\w\-]{{1,60}}){{1,8}})>?[ \t]{{0,8}}"
)
"""`Name name at host`; no blank line is one."""
PLAIN_SENDER: Final = re.compile(
    r"[ \t]{0,8}(\S[^<>@\t]{0,120}?)[ \t]{1,8}<?(\S{1,120})@(\S{1,120}\.\w{2,20})>?[ \t]{0,8}"
)
NAVIGATION: Final = re.compile(
    r"[ \t]{0,8}(?:[*+•o·-][ \t]{1,6})?(?:\[?(?:Previous|Next) message\b|Messages sorted by\b|"
    r"Search\b.{0,40}$|(?:Vorherige|Nächste) Nachricht\b|Nachrichten sortiert nach\b|"
    r"Message (?:précédent|suivant)\b|"
    r"Messages triés par\b|Próximo mensaje\b|Mensaje (?:anterior|siguiente)\b|Mensajes ordenados por\b)",
    re.IGNORECASE,
)
TITLE_LINES: Final = 12
LOOKED_AT: Final = 40
"""Lines in which the sender and the date must stand."""


class PageHead(NamedTuple):
    """What a page says before its text."""

    title: str
    name: str
    address: str
    date: date
    body: int
    """The line at which the body begins."""


def read_head(lines: list[str]) -> PageHead | None:
    """Read title, sender and date from the first lines of a page; None if it is no such page."""
    for number, line in enumerate(lines[:LOOKED_AT]):
        found = SENDER.fullmatch(line) or PLAIN_SENDER.fullmatch(line)
        if found is None or not number:
            continue
        dated = next_line_with_text(lines, number + 1)
        day = parse_date(lines[dated].strip()) if dated < len(lines) and len(lines[dated]) < 80 else None
        title = title_above(lines, number)
        if day is None or not title or not any(letter.isdigit() for letter in lines[dated]):
            continue
        name, user, host = found.groups()
        return PageHead(title, name.strip(), f"{user}@{host}", day, body_below(lines, dated + 1))
    return None


def next_line_with_text(lines: list[str], number: int) -> int:
    """Give the first line from here on that is not blank."""
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def title_above(lines: list[str], sender: int) -> str:
    """Give the title: the lines above the sender, up to a blank line, unfolded."""
    last = sender - 1
    while last >= 0 and (not lines[last].strip() or NAVIGATION.match(lines[last])):
        last -= 1
    first = last
    while first > 0 and last - first < TITLE_LINES and lines[first - 1].strip() and first - 1 >= 0:
        first -= 1
    return " ".join(line.strip() for line in lines[first : last + 1] if line.strip()) if last >= 0 else ""


def body_below(lines: list[str], number: int) -> int:
    """Give the line at which the text begins, after blank lines, navigation and rules."""
    while number < len(lines) and is_furniture(lines[number]):
        number += 1
    return number


def is_furniture(line: str) -> bool:
    """Tell whether a line is blank, a rule or leads to another page."""
    bare = line.strip()
    return not bare or NAVIGATION.match(line) is not None or (len(bare) > 2 and not bare.strip("-_=─━*"))


def body_end(lines: list[str], first: int) -> int:
    """Give the line after the text: navigation at the foot of the page and the rule over it are left out."""
    end = len(lines)
    while end > first and not lines[end - 1].strip():
        end -= 1
    foot = end
    for number in range(end - 1, max(first, end - 14) - 1, -1):
        if NAVIGATION.match(lines[number]):
            foot = number
    if foot == end:
        return end
    rest = [line for line in lines[foot:end] if not is_furniture(line)]
    while foot > first and is_furniture(lines[foot - 1]):
        foot -= 1
    lines[foot:end] = ["", *rest] if rest else []
    return foot + len(rest) + bool(rest)


def text_of(raw: bytes) -> list[str]:
    """Give the page's lines."""
    text = decode(raw, None)[0].removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def knows(head: bytes) -> bool:
    """Tell whether a file begins like a saved page."""
    return b"\x00" not in head and read_head(text_of(head[:8_000])) is not None


def mail(raw: bytes) -> bytes:
    """Give the page as a message: the header that it states, then its text."""
    lines = text_of(raw)
    head = read_head(lines)
    if head is None:
        return raw
    stated = format_datetime(head.date) if isinstance(head.date, datetime) else head.date.strftime("%d %b %Y")
    name = head.name.replace("\\", "\\\\").replace('"', '\\"')
    end = body_end(lines, head.body)
    header = (
        f'From: "{name}" <{head.address}>\nDate: {stated}\nSubject: {head.title}\n'
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return (header + "\n".join(lines[head.body : end])).encode("utf-8", "replace")


def header(cut: Cut) -> bytes:
    """Give the header block that the page states."""
    return split_message(mail(cut.head))[0]


PAGE_TEXT: Final = Format("saved page", knows, cut_nowhere, mail, header)
