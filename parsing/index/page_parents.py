"""Who answers whom by an archive's own pages: their links, put to the rows of the pages that they lead to."""

from __future__ import annotations

import re
from array import array
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from parsing.index.findings import PageParents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parsing.formats.format import PageParent

ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
"""How a link begins that does not lead to a neighbour."""
AFTER_PATH: Final = re.compile(r"[#?].*", re.DOTALL)


class PageLinks:
    """The pages of an archive by name, and what waits until both ends of a link are there."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.waiting: dict[str, list[tuple[str, str]]] = {}
        """By name of a page that has not come yet: child and parent."""
        self.children = array("I")
        self.parents = array("I")
        """Rows, of links found since they were last taken."""

    def add_page(self, name: str, row: int) -> None:
        """Take down which message a page is."""
        name = normpath(name)
        self.rows[name] = row
        for child, parent in self.waiting.pop(name, ()):
            self.link(child, parent)

    def add_links(self, page: str, links: Iterable[PageParent]) -> None:
        """Take down what a page says of its neighbours, or of itself."""
        folder = dirname(page)
        for child, parent in links:
            own = target(folder, child) if child else normpath(page)
            above = target(folder, parent)
            if own and above and own != above:
                self.link(own, above)

    def link(self, child: str, parent: str) -> None:
        """Take down a link if both its pages are here, else wait for one of them."""
        for name in (child, parent):
            if name not in self.rows:
                self.waiting.setdefault(name, []).append((child, parent))
                return
        self.children.append(self.rows[child])
        self.parents.append(self.rows[parent])

    def taken(self) -> PageParents | None:
        """Give what was found since the last time, None if that is nothing."""
        if not self.children:
            return None
        found = PageParents(self.children, self.parents)
        self.children, self.parents = array("I"), array("I")
        return found


def target(folder: str, link: str) -> str:
    """Give the name of the file that a link in a folder leads to, empty if to no neighbour.

    >>> target("site/2004-March", "./000012.html#3"), target("site", "https://weir.example/1.html")
    ('site/2004-March/000012.html', '')
    """
    path = unquote(AFTER_PATH.sub("", link.strip()))
    return normpath(join(folder, path)) if path and not ELSEWHERE.match(path) else ""
