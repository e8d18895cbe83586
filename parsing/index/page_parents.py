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

ABSOLUTE: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{0,20}:)?(?://[^/]{0,300})?/")
"""How a link begins that says where a page lies on the web, not where it lies from here."""
AFTER_PATH: Final = re.compile(r"[#?].*", re.DOTALL)
SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}:")
PACKED: Final = re.compile(r"\.(?:gz|bz2|xz|zst)\Z")


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
        name = PACKED.sub("", normpath(name))
        self.rows[name] = row
        for child, parent in self.waiting.pop(name, ()):
            self.link(child, parent)

    def add_links(self, page: str, links: Iterable[PageParent]) -> None:
        """Take down what a page says of its neighbours, or of itself."""
        folder = dirname(page)
        for child, parent in links:
            own = target(folder, child) if child else PACKED.sub("", normpath(page))
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
    """Give the name of the file that a link in a folder leads to, empty if to none that can be told.

    An absolute link, as hypermail has from one month to another, leads to a folder beside this one if some
    folder above both has one name here and there.

    >>> target("site/2004-March", "./000012.html#3")
    'site/2004-March/000012.html'
    >>> target("mirror/dike/2004/03", "https://weir.example/lists/dike/2004/02/9.html")
    'mirror/dike/2004/02/9.html'
    >>> target("mirror/dike/2004/03", "https://weir.example/9.html"), target("site", "mailto:a@weir.example")
    ('', '')
    """
    path = unquote(AFTER_PATH.sub("", link.strip()))
    absolute = ABSOLUTE.match(path)
    if absolute is not None:
        return beside(folder, path[absolute.end() :])
    return normpath(join(folder, path)) if path and not SCHEME.match(path) else ""


def beside(folder: str, path: str) -> str:
    """Give the file of an absolute path, by the nearest folder above it that is above here too, as far up."""
    here, there = folder.split("/"), path.split("/")
    for up in range(min(len(here), len(there) - 1)):
        if here[len(here) - 1 - up] == there[len(there) - 2 - up]:
            return normpath("/".join((*here[: len(here) - up], *there[len(there) - 1 - up :])))
    return ""
