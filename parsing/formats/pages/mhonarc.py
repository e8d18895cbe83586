"""A message's page in a MHonArc archive: https://www.mhonarc.org/MHonArc/doc/app-api.html.

Comments at the top of the page have the message's own words: X-Subject, X-From-R13 (letters turned by half
their alphabet, `@` among them), X-Date (when it was received), X-Message-Id, and X-Reference, oldest first;
`-` stands as `&#45;`. The header that the page shows has more fields, but its addresses and ids often hide
their hosts; so what both have is taken from the comments, and from the page what only it has. The text stands
between two comments: `<pre>`, or HTML. Attachments are other files, and only named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from parsing.formats.eml import cut_nowhere
from parsing.formats.format import Cut, Format
from parsing.formats.pages.page_html import LOOKED_AT, between, is_page, listed_lines, page_of, text_of_body
from parsing.formats.pages.stated import first_date, stated_header, stated_ids, stated_mail, stated_sender
from parsing.headers.addresses import parse_mailbox
from parsing.headers.message_ids import find_ids
from parsing.html.tokens import with_characters
from parsing.limits import IDS_USED

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMENT: Final = re.compile(r"<!--X-([A-Za-z0-9-]{1,40}): ([^\n]{0,4000}?) ?-->")
KNOWN: Final = re.compile(rb"<!--X-(?:Message-Id|Subject|From-R13|From|Body-of-Message)(?::|-->)")
HEAD: Final = re.compile(r"<!--X-Head-of-Message-->")
HEAD_END: Final = re.compile(r"<!--X-Head-of-Message-End-->")
BODY: Final = re.compile(r"<!--X-Body-of-Message-->")
BODY_END: Final = re.compile(
    r"<!--X-(?:Body-of-Message|MsgBody)-End-->|<!--X-Follow-Ups-->|<div class=\"msgButtons"
)
"""The last of them on pages of a large archive that leaves comments out."""
FIELD: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}) ?: ?(.*)", re.DOTALL)
OURS: Final = frozenset(
    (
        *("from", "date", "subject", "message-id", "in-reply-to", "references"),
        *("mime-version", "content-type", "content-transfer-encoding"),
    )
)
"""Fields that are made here, and what would contradict them."""
USUAL: Final = frozenset(
    (
        *("from", "to", "cc", "date", "subject", "in-reply-to", "references", "reply-to", "sender"),
        *("organization", "user-agent", "newsgroups"),
    )
)
"""Fields that are known as such where no comment says what the header is."""
TURNED: Final = str.maketrans(
    "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[abcdefghijklmnopqrstuvwxyz",
    "NOPQRSTUVWXYZ[@ABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm",
)


def knows(head: bytes) -> bool:
    """Tell whether a file begins like a page of MHonArc's that has a message."""
    return is_page(head) and KNOWN.search(head) is not None


def said_by(page: str) -> defaultdict[str, list[str]]:
    """Give what the comments at the top of a page say, by name."""
    end = page.find("<!--X-Head-End-->")
    said: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in COMMENT.findall(page, 0, min(end if end >= 0 else LOOKED_AT, LOOKED_AT)):
        said[name.lower()].append(with_characters(value))
    return said


def shown_by(page: str) -> list[tuple[str, str]]:
    """Give the header fields that a page shows."""
    above, head, below = between(page[:LOOKED_AT], HEAD, HEAD_END)
    is_marked = bool(above and below)
    if not is_marked:  # some archives leave these comments out
        head, _, _ = between(page[:LOOKED_AT], BODY, BODY_END)
    found = [FIELD.fullmatch(line) for line in listed_lines(head)]
    return [(field[1], field[2]) for field in found if field and (is_marked or field[1].lower() in USUAL)]


def fields_of(page: str) -> list[tuple[str, str]]:
    """Give the header fields that a page states."""
    said, shown = said_by(page), shown_by(page)
    first = {name.lower(): value for name, value in reversed(shown)}
    references = ids_of(said["reference"])
    answered = {local_part(message_id) for message_id in find_ids(first.get("in-reply-to", ""))}
    return [
        ("From", sender_of(said, first.get("from", ""))),
        ("Date", first_date(first.get("date", ""), *said["date"][:1])),
        ("Subject", next(iter(said["subject"]), first.get("subject", ""))),
        ("Message-ID", stated_ids(ids_of(said["message-id"])[:1])),
        ("In-Reply-To", stated_ids(each for each in references if local_part(each) in answered)),
        ("References", stated_ids(references)),
        *((name, value) for name, value in shown if name.lower() not in OURS),
    ]


def ids_of(values: list[str]) -> list[str]:
    """Give the ids that some comments state, one each."""
    return [message_id for value in values[-IDS_USED:] for message_id in find_ids(f"<{value}>")[:1]]


def local_part(message_id: str) -> str:
    """Give the part of an id that pages do not hide."""
    return message_id.partition("@")[0]


def sender_of(said: Mapping[str, list[str]], shown: str) -> str:
    """Give the author: the address from the comment, the name from the page if more is left of it there."""
    turned = [value.translate(TURNED) for value in said["from-r13"]]
    told, seen = parse_mailbox(next(iter((*turned, *said["from"])), "")), parse_mailbox(shown)
    if told is None:
        return shown
    name = seen.name if seen is not None and not seen.name.isascii() else told.name
    return stated_sender(name, told.address)


def mail(raw: bytes) -> bytes:
    """Give the page as a message: the header that it states, then its text."""
    page = page_of(raw)
    _, body, _ = between(page, BODY, BODY_END)
    text, content_type = text_of_body(body)
    return stated_mail(fields_of(page), text, content_type)


def header(cut: Cut) -> bytes:
    """Give the header block that the page states."""
    return stated_header(fields_of(page_of(cut.head[:LOOKED_AT]))).encode("utf-8", "replace")


MHONARC: Final = Format("MHonArc page", knows, cut_nowhere, mail, header, is_page=True)
