"""The index pages of an archive: no mail, but who answers whom by the archive's own word.

Pipermail's `thread.html` has a comment before each message whose chain of keys ends in the message's parent
and itself; the nesting of its lists stops at three levels. MHonArc's thread index nests its lists to the end;
what follows “Possible follow-ups” is guessed by subject, and below “Message not available” the parent is not
there. Other indexes (by date, author, subject, of months, and all of hypermail's, whose pages say it
themselves) tell nothing, and are known only so that nobody complains of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.format import Format, PageParent
from parsing.formats.pages.page_html import is_page, page_of
from parsing.html.tokens import tokens, with_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.format import Cut
    from parsing.formats.source import Source
    from parsing.html.tokens import Tag

NAMED: Final = re.compile(
    rb"<!-- MHonArc |<meta\s[^<>]{0,60}content=\"hypermail|<a\s[^<>]{0,9}name=\"start\">"
    rb"|<a\s[^<>]{0,60}href=\"[^\"<>/]{1,40}/thread\.html\"",
    re.IGNORECASE,
)
"""What MHonArc, hypermail and pipermail write on all of them; or a link to a month's threads."""
LINK: Final = re.compile(
    rb"<a\s[^<>]{0,60}?href=[\"']?(?:\./)?(?:msg)?\d{2,8}\.(?:html?|php)(?:#[^\"'<>]{0,40})?[\"']?[\s>]",
    re.IGNORECASE,
)
LINKS: Final = 8
"""An index leads to so many messages, if it says nothing of who made it; a message's own page to fewer."""
CHAIN: Final = re.compile(
    r"<!--\d{1,6} ([0-9.-]{1,20000})- -->\s{0,80}<li>\s{0,80}<a\s[^<>]{0,80}?href=\"([^\"<>]{1,200})\"",
    re.IGNORECASE,
)
MESSAGE_PAGE: Final = re.compile(r"(?:\./)?(?:msg)?\d{1,8}\.(?:html?|php)", re.IGNORECASE)
GUESSED: Final = "possible follow-up"
ABSENT: Final = "message not available"
LISTS: Final = frozenset(("ul", "ol", "dl"))


def knows(head: bytes) -> bool:
    """Tell whether a file begins like an index."""
    if not is_page(head):
        return False
    return NAMED.search(head) is not None or len(LINK.findall(head)) >= LINKS


def parents(raw: bytes) -> Iterator[PageParent]:
    """Give the pages that answer another."""
    page = page_of(raw)
    return by_nesting(page) if "<!-- MHonArc " in page[:400] else by_chains(page)


def by_chains(page: str) -> Iterator[PageParent]:
    """Give the parents of pipermail's threads."""
    pages: dict[str, str] = {}
    for chain, link in CHAIN.findall(page):
        above, _, own = chain.rpartition("-")
        pages[own] = with_characters(link)
        parent = pages.get(above.rpartition("-")[2])
        if parent is not None:
            yield PageParent(pages[own], parent)


def by_nesting(page: str) -> Iterator[PageParent]:
    """Give the parents of lists within lists."""
    nesting = Nesting()
    for token in tokens(page):
        if isinstance(token, str):
            nesting.read(token.casefold())
        elif token.name in LISTS:
            nesting.close() if token.closing else nesting.open()
        elif token.name == "a" and not token.closing:
            entry = nesting.entered(token)
            if entry is not None and nesting.parent:
                yield PageParent(entry, nesting.parent)


class Nesting:
    """Where in lists within lists a reader is."""

    def __init__(self) -> None:
        self.parent = ""
        """The page that the entries of this list answer; empty if none is known."""
        self.entry = ""
        """The entry under way, whose answers are in the list that comes next."""
        self.above: list[tuple[str, str]] = []
        """Parent and entry of the lists around this one."""

    def open(self) -> None:
        """Begin a list."""
        self.above.append((self.parent, self.entry))
        self.parent, self.entry = self.entry, ""

    def close(self) -> None:
        """End a list."""
        self.parent, self.entry = self.above.pop() if self.above else ("", "")

    def read(self, words: str) -> None:
        """Heed the words by which an index says that it does not know."""
        if GUESSED in words:
            self.parent = ""
        elif ABSENT in words:
            self.entry = ""

    def entered(self, tag: Tag) -> str | None:
        """Give the page of the entry that begins with a link, None if none does."""
        link = tag.attributes().get("href", "")
        if not MESSAGE_PAGE.fullmatch(link):
            return None
        self.entry = link
        return link


def cut_nothing(_: Source) -> Iterator[Cut]:
    """Give no message: there is none in an index."""
    return iter(())


def no_mail(raw: bytes) -> bytes:
    """Give what is there, though nobody asks."""
    return raw


def no_header(_: Cut) -> bytes:
    """Give none."""
    return b""


PAGE_INDEX: Final = Format("archive's index", knows, cut_nothing, no_mail, no_header, parents=parents)
