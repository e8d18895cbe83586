"""A web page of one mail that stands in a `<pre>`, header and all, as public-inbox and MARC write it.

The header is where lines such as `From: …` stand together at the top of a `<pre>`; below the next blank line,
or the line that offers the raw mail, the text begins, and it ends with its `<pre>`. MARC spells out addresses
(`tam () wick ! example`). Pages of several messages are not taken apart.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from parsing.formats.eml import cut_nowhere
from parsing.formats.format import Cut, Format
from parsing.formats.pages.page_html import LOOKED_AT, is_page, page_of
from parsing.formats.pages.stated import first_date, stated_header, stated_ids, stated_mail
from parsing.headers.message_ids import find_ids
from parsing.html.tokens import with_characters

PRE: Final = re.compile(r"<pre(?:\s[^<>]{0,200})?>", re.IGNORECASE)
PRE_END: Final = re.compile(r"</pre\s?>", re.IGNORECASE)
TAG: Final = re.compile(r"</?[A-Za-z][^<>]*+>")
TRIED: Final = 8
"""So many `<pre>` are looked at for a header."""
LABEL: Final = re.compile(
    r"(From|To|Cc|Date|Subject|Message-ID|In-Reply-To|References|Reply-To|Sender|List): {0,20}(.*)",
    re.IGNORECASE,
)
IDS: Final = {"message-id": "Message-ID", "in-reply-to": "In-Reply-To", "references": "References"}
NEEDED: Final = frozenset(("from", "date", "subject", "message-id"))
ABOVE: Final = 6
"""Lines that may stand in the `<pre>` above the header."""
HEAD_LINES: Final = 200
LAST_LINES: Final = 8
"""In these the page leads on to others."""
OFFER: Final = re.compile(r"\[[^\[\]]{0,40}\b(?:raw|RAW)\b[^\[\]]{0,80}\]\s*")
LEADING_ON: Final = re.compile(r"(?:\s{0,4}\[[^\[\]]{1,40}\]){2,20}\s*")
"""What leads to other pages, above and below."""
SPELLED_AT: Final = re.compile(r"(?<=[^\s<>]) \(\) (?=[^\s<>])")
SPELLED_DOT: Final = re.compile(r"(?<=[^\s<>]) ! (?=[^\s<>])")


class Found(NamedTuple):
    """A page taken apart."""

    fields: dict[str, str]
    """By label, lower case."""
    text: str


def knows(head: bytes) -> bool:
    """Tell whether a file begins like such a page."""
    return is_page(head) and b": " in head and found_in(page_of(head[:LOOKED_AT])) is not None


def found_in(page: str) -> Found | None:
    """Find the `<pre>` that has a mail, and take it apart; None if none has."""
    place = 0
    for _ in range(TRIED):
        opened = PRE.search(page, place)
        if opened is None:
            break
        closed = PRE_END.search(page, opened.end())
        place = closed.start() if closed else len(page)
        found = taken_apart(page[opened.end() : place])
        if found is not None:
            return found
    return None


def taken_apart(html: str) -> Found | None:
    """Take the content of a `<pre>` apart; None if it does not begin with the header of a mail."""
    top = text_of(html[:LOOKED_AT]).split("\n", HEAD_LINES)
    first = next((number for number, line in enumerate(top[:ABOVE]) if LABEL.match(line)), None)
    if first is None:
        return None
    fields, end = header_at(top, first)
    if not fields.keys() >= NEEDED:
        return None
    return Found(fields, below(text_of(html).split("\n")[end:]))


def header_at(lines: list[str], first: int) -> tuple[dict[str, str], int]:
    """Give the fields that stand together from a line on, and the line after them."""
    fields: dict[str, str] = {}
    label = ""
    end = first
    for line in lines[first:HEAD_LINES]:
        found = LABEL.match(line)
        if found:
            label = found[1].lower()
            fields.setdefault(label, found[2])
        elif line.strip() and line[0] in " \t":
            fields[label] += f" {line.strip()}"
        else:
            break
        end += 1
    return fields, end


def text_of(html: str) -> str:
    """Give the text in a `<pre>`."""
    return with_characters(TAG.sub("", html)).replace("\u00a0", " ")


def below(lines: list[str]) -> str:
    """Give the text below a header, without what leads to other pages."""
    start, end = 0, len(lines)
    while start < end and (not lines[start].strip() or OFFER.fullmatch(lines[start])):
        start += 1
    for place in range(end - 1, max(start, end - LAST_LINES), -1):
        if LEADING_ON.fullmatch(lines[place]):
            end = place
    return "\n".join(lines[start:end]).rstrip("\n")


def fields_of(said: dict[str, str]) -> list[tuple[str, str]]:
    """Give the header fields that a page states."""
    fields = []
    for label, value in said.items():
        plain = SPELLED_DOT.sub(".", SPELLED_AT.sub("@", value))
        if label == "date":
            plain = first_date(plain)
        elif label in IDS:
            plain = stated_ids(find_ids(plain))
        fields.append((label.title() if label not in IDS else IDS[label], plain))
    return fields


def mail(raw: bytes) -> bytes:
    """Give the page as a message: the header that it states, then its text."""
    found = found_in(page_of(raw))
    return raw if found is None else stated_mail(fields_of(found.fields), found.text)


def header(cut: Cut) -> bytes:
    """Give the header block that the page states."""
    found = found_in(page_of(cut.head[:LOOKED_AT]))
    return b"" if found is None else stated_header(fields_of(found.fields)).encode("utf-8", "replace")


PAGE_PRE: Final = Format("page of one mail", knows, cut_nowhere, mail, header)
