"""A message's page in a hypermail archive, versions 1 to 3.

What hypermail knows of a message stands in comments before its text: `name=`, `email=`, `subject=`, `sent=`
(the Date field), `id=`, `inreplyto=`, often with `_at_` or an entity for `@`; `inreplyto` may be no id but a
phrase or a subject. The text stands between `body="start"` and `body="end"`, in newer pages with the header
once more at its top. A link “In reply to” leads to the page's parent. “Maybe in reply to” is a guess by the
subject, and no better than our own. Stored attachments are other files, and only named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from parsing.formats.eml import cut_nowhere
from parsing.formats.format import Cut, Format, PageParent
from parsing.formats.pages.page_html import LOOKED_AT, between, is_page, listed_lines, page_of, text_of_body
from parsing.formats.pages.stated import first_date, stated_header, stated_ids, stated_mail, stated_sender
from parsing.html.tokens import tokens, with_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMENT: Final = re.compile(r"<!--\s?([a-z]{2,20})=\"([^\"\n]{0,2000})\"\s?-->")
KNOWN: Final = re.compile(
    rb"<!--\s?(?:received|isoreceived|sent|isosent|name|email|subject|id)=\"[^\"\n]{0,2000}\"\s?-->"
)
START: Final = re.compile(r"<!--\s?body=\"start\"\s?-->")
END: Final = re.compile(r"<!--\s?body=\"end\"\s?-->")
HEADERS: Final = re.compile(
    r"<(address|header|p|ul|div|table)\s[^<>]{0,200}?(?:class|id)=\"?headers\"?[^<>]{0,200}>", re.IGNORECASE
)
"""What newer pages say once more at the top of the text; it ends with the element."""
RECIPIENTS: Final = re.compile(r"(To|Cc): (.*)", re.IGNORECASE)
RECEIVED: Final = re.compile(
    r"<(p|span|div)\s[^<>]{0,200}?(?:class|id)=\"?received\"?[^<>]{0,200}>.{0,1000}?</\1>\s*",
    re.IGNORECASE | re.DOTALL,
)
WRAPPER: Final = re.compile(
    r"\s*(?:</?(?:div|main|section|article)(?:\s[^<>]{0,200})?>|<a\s[^<>]{0,200}></a>)\s*", re.IGNORECASE
)
"""What stands around a text and is none of it."""
WRAPPERS: Final = 8
AT: Final = re.compile(r"\s?(?:\[at\]|\(at\))\s?", re.IGNORECASE)
IDS: Final = re.compile(r"<?([^\s<>\"@]{1,500}@[^\s<>\"@]{1,300})>?")
REPLIES: Final = frozenset(
    (
        *("in reply to", "antwort auf", "als antwort auf", "en réponse à", "en respuesta a", "em resposta a"),
        *("in risposta a", "in antwoord op", "som svar på", "i svar på", "vastauksena viestiin"),
        *("w odpowiedzi na", "odpověď na", "в ответ на"),
    )
)
"""What the link to the page's parent is called, in lower case; no guess is called so."""


def knows(head: bytes) -> bool:
    """Tell whether a file begins like a page of hypermail's: two of its comments."""
    first = KNOWN.search(head) if is_page(head) else None
    return first is not None and KNOWN.search(head, first.end()) is not None


def said_by(page: str) -> defaultdict[str, str]:
    """Give what the comments before a message's text say, the first of a name; empty what they do not."""
    start = START.search(page)
    said: defaultdict[str, str] = defaultdict(str)
    for name, value in COMMENT.findall(page, 0, min(start.start() if start else LOOKED_AT, LOOKED_AT)):
        said[name] = said[name] or with_characters(value)
    return said


def with_at(value: str) -> str:
    """Give an address or id as it was before its `@` was hidden.

    >>> with_at("20020607091920.A10527_at_weir.example"), with_at("tam&#64;wick.example")
    ('20020607091920.A10527@weir.example', 'tam@wick.example')
    """
    value = with_characters(value)
    if "@" in value:
        return value
    before, found, after = value.rpartition("_at_")
    return f"{before}@{after}" if found else AT.sub("@", value)


def ids_of(value: str) -> tuple[str, ...]:
    """Give the id that a comment states, none if it says something else."""
    found = IDS.fullmatch(with_at(value).strip())
    return (found[1],) if found else ()


def fields_of(page: str) -> tuple[tuple[str, str], ...]:
    """Give the header fields that a page states."""
    said = said_by(page)
    return (
        ("From", stated_sender(said["name"], with_at(said["email"]))),
        ("Date", first_date(said["sent"], said["isosent"], said["received"], said["isoreceived"])),
        ("Subject", said["subject"]),
        ("Message-ID", stated_ids(ids_of(said["id"]))),
        ("In-Reply-To", stated_ids(ids_of(said["inreplyto"]))),
    )


def body_of(page: str) -> tuple[str, str]:
    """Give the header that newer pages have at the top of a message's text, and the text; with their tags."""
    _, body, _ = between(page, START, END)
    head = ""
    headers = HEADERS.search(body[:LOOKED_AT])
    if headers:
        ends = re.compile(rf"</{headers[1]}\s?>", re.IGNORECASE).search(body, headers.end())
        if ends:
            head, body = body[headers.end() : ends.start()], body[ends.end() :]
    received = RECEIVED.search(body, max(0, len(body) - 4_000))
    return head, unwrapped(body[: received.start()] if received else body)


def unwrapped(body: str) -> str:
    """Give a text without the elements that only stand around it."""
    start = 0
    while (wrapper := WRAPPER.match(body, start)) is not None and wrapper.end() > start:
        start = wrapper.end()
    body = body[start:].rstrip()
    for _ in range(WRAPPERS):
        if not body.endswith(("</div>", "</section>", "</article>", "</main>")):
            break
        body = body[: body.rindex("<")].rstrip()
    return body


def mail(raw: bytes) -> bytes:
    """Give the page as a message: the header that its comments state, then its text."""
    page = page_of(raw)
    head, body = body_of(page)
    text, content_type = text_of_body(body)
    shown = [RECIPIENTS.fullmatch(line) for line in listed_lines(head)]
    recipients = [(field[1], field[2]) for field in shown if field]
    return stated_mail((*fields_of(page), *recipients), text, content_type)


def header(cut: Cut) -> bytes:
    """Give the header block that the page states."""
    return stated_header(fields_of(page_of(cut.head[:LOOKED_AT]))).encode("utf-8", "replace")


def parents(raw: bytes) -> Iterator[PageParent]:
    """Give the page that a page says it is in reply to."""
    page = page_of(raw[:LOOKED_AT])
    start = START.search(page)
    label = link = ""
    said = COMMENT.search(page)
    for token in tokens(page[said.end() if said else 0 : start.start() if start else len(page)]):
        if isinstance(token, str):
            words = " ".join(token.split()).strip("[]: ").casefold()
            if link and words in REPLIES:
                yield PageParent("", link)
                return
            label = words or label
        elif token.name == "a":
            link = "" if token.closing else token.attributes().get("href", "")
            if link and label in REPLIES:
                yield PageParent("", link)
                return


HYPERMAIL: Final = Format("hypermail page", knows, cut_nowhere, mail, header, parents=parents, is_page=True)
