"""A message's page in a Mailman 2 archive (pipermail), as the server writes it or a browser saves it.

`<H1>` has the subject, `<B>` the author, the `mailto:` link beside it the address in words (`user at host`)
and, behind `In-Reply-To=`, the page's own Message-ID; `<I>` has the date. Then, between comments, the text:
`<PRE>` with links, or HTML if the list lets it through. What was answered stands only in the month's
`thread.html`: see `page_index`. The languages of lists change words of the page, but nothing of
this.
"""

from __future__ import annotations

import re
from typing import Final

from parsing.formats.eml import cut_nowhere
from parsing.formats.format import Cut, Format
from parsing.formats.pages.page_html import LOOKED_AT, between, is_page, page_of
from parsing.formats.pages.stated import (
    ADDRESS,
    HTML,
    PLAIN,
    first_date,
    replied_id,
    stated_header,
    stated_ids,
    stated_mail,
    stated_sender,
)
from parsing.html.tokens import tokens, with_characters

ARTICLE: Final = re.compile(r"<!--\s?beginarticle\s?-->\n?", re.IGNORECASE)
ARTICLE_END: Final = re.compile(r"<!--\s?(?:endarticle|threads)\s?-->", re.IGNORECASE)
HEAD: Final = re.compile(
    rb"<h1>[^<]{0,2000}</h1>\s{0,80}<b>[^<]{0,400}</b>\s{0,80}<a\s[^>]{1,4000}>[^<]{1,400}</a>\s{0,80}<br\s?/?>",
    re.IGNORECASE,
)
"""Of a page whose comments are lost: subject, author, address."""
PRE: Final = re.compile(r"<pre(?:\s[^>]{0,200})?>", re.IGNORECASE)
PRE_END: Final = re.compile(r"</pre\s?>", re.IGNORECASE)
RULE: Final = re.compile(r"<hr(?:\s[^>]{0,200})?>\s*(?=<p>|<ul>|<!--|\Z)", re.IGNORECASE)
TAG: Final = re.compile(r"</?[A-Za-z][^<>]*+>")
FIELDS: Final = {"h1": "subject", "b": "author", "a": "address", "i": "date"}


def knows(head: bytes) -> bool:
    """Tell whether a file begins like a page of pipermail's."""
    if not is_page(head):
        return False
    return b"<!--beginarticle-->" in head or HEAD.search(head) is not None


def parts_of(page: str) -> tuple[str, str]:
    """Give what stands above a message's text, and the text with its tags."""
    head, article, _ = between(page, ARTICLE, ARTICLE_END)
    if not head:
        first = PRE.search(page)
        head, article = (page[: first.start()], page[first.start() :]) if first else (page, "")
    return head[-LOOKED_AT:], article


def said_by(head: str) -> dict[str, str]:
    """Give what a page says of its message: from the subject on, the first of each element that has text."""
    said = dict.fromkeys(FIELDS.values(), "")
    into = ""
    for token in tokens(head):
        if isinstance(token, str):
            if into:
                said[into] += token
            continue
        if said["date"] and token.name in ("hr", "ul"):
            break
        field = "" if token.closing else FIELDS.get(token.name, "")
        into = field if not said.get(field, "").strip() and (said["subject"] or field == "subject") else ""
    return {field: text.strip() for field, text in said.items()}


def fields_of(head: str) -> tuple[tuple[str, str], ...]:
    """Give the header fields that a page states."""
    said = said_by(head)
    spelled = ADDRESS.match(said["address"])
    address = f"{spelled[1]}@{spelled[2]}" if spelled else ""
    message_id = replied_id(head)
    return (
        ("From", stated_sender(said["author"], address)),
        ("Date", first_date(said["date"])),
        ("Subject", said["subject"]),
        ("Message-ID", stated_ids([message_id] if message_id else ())),
    )


def mail(raw: bytes) -> bytes:
    """Give the page as a message: the header that it states, then its text."""
    head, article = parts_of(page_of(raw))
    text, content_type = text_of(article)
    return stated_mail(fields_of(head), text, content_type)


def text_of(article: str) -> tuple[str, str]:
    """Give a message's text, and its content type.

    Pipermail writes `<PRE>` in the line of the first words, or none and leaves the HTML of the message.
    """
    pre = PRE.match(article)
    if pre is None:
        return article, HTML
    ends = [found.start() for found in PRE_END.finditer(article)]
    end = ends[-1] if ends else end_without_tag(article)
    return with_characters(TAG.sub("", article[pre.end() : end])), PLAIN


def end_without_tag(article: str) -> int:
    """Give where a text ends whose `</PRE>` is lost: at the rule before what leads to other pages."""
    rule = RULE.search(article)
    return rule.start() if rule else len(article)


def header(cut: Cut) -> bytes:
    """Give the header block that the page states."""
    head, _ = parts_of(page_of(cut.head[:LOOKED_AT]))
    return stated_header(fields_of(head)).encode("utf-8", "replace")


PIPERMAIL_HTML: Final = Format("pipermail page", knows, cut_nowhere, mail, header, is_page=True)
