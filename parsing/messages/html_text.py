"""HTML mail as text: quotes get quote marks, links keep their targets.

Every quoted level is a `> `: a blockquote (but not the frameless ones that Gmail indents with), and the bar
that Outlook draws at the left. Links show where they lead if their words do not. A table's row is a line, its
cells two blanks apart. Nothing is fetched; scripts, styles and what is not displayed are left out. Styles and
layout are not followed further.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from parsing.errors import Defect
from parsing.html.tokens import Tag, tokens
from parsing.limits import HTML_BYTES
from parsing.messages.html_page import Page


def names(words: str) -> frozenset[str]:
    """Return a set of names."""
    return frozenset(words.split())


NOT_TEXT: Final = names(
    "template object svg math video audio canvas select datalist progress applet frameset"
)
BLOCKS: Final = names(
    "address article aside center details dialog dir div dl dt dd fieldset figcaption figure footer "
    "form header legend main menu nav section summary tbody tfoot thead caption"
)
PARAGRAPHS: Final = names("p h1 h2 h3 h4 h5 h6")
VERBATIM: Final = names("pre listing xmp plaintext")
LISTS: Final = names("ul ol menu dir")
CELLS: Final = names("td th")
LISTED: Final = LISTS | CELLS | {"li"}
STYLED: Final = names("div p span td th tr table blockquote section article font a ul li pre center")

NOT_DISPLAYED: Final = re.compile(r"display\s{0,9}:\s{0,9}none|mso-hide\s{0,9}:\s{0,9}all", re.IGNORECASE)
FRAMELESS: Final = re.compile(r"border\s{0,9}:\s{0,9}(?:none|0)", re.IGNORECASE)
OUTLOOK_BAR: Final = re.compile(r"border-left\s{0,9}:\s{0,9}solid\s", re.IGNORECASE)
NO_MARGIN: Final = re.compile(r"margin(?:-bottom)?\s{0,9}:\s{0,9}0", re.IGNORECASE)
KEEPS_BLANKS: Final = re.compile(r"white-space\s{0,9}:\s{0,9}(?:pre|break-spaces)", re.IGNORECASE)
PICTURE_DATA: Final = re.compile(r"data:[a-z]{1,20}/[^\"'>\s]{500,}", re.IGNORECASE)
LINKED: Final = ("http://", "https://", "mailto:", "ftp://", "news:", "tel:")
LINK_NOISE: Final = re.compile(r"\A(?:https?://|mailto:|tel:|ftp://)?(?:www\.)?|/?\Z", re.IGNORECASE)
LONGEST_LINK: Final = 2_000
VOID: Final = names("br img hr input meta link wbr area col base embed")
RULE: Final = "* * *"


def within_cap(html: str) -> tuple[str, Defect | None]:
    """Return as much of the HTML as is read; pictures written out in it do not count."""
    if len(html) <= HTML_BYTES:
        return html, None
    html = PICTURE_DATA.sub("data:", html)
    return html[:HTML_BYTES], Defect.TRUNCATED if len(html) > HTML_BYTES else None


def html_to_text(html: str) -> str:
    r"""Return HTML as text.

    >>> html_to_text("<blockquote>Well? <a href='https://a.example/'>Here</a></blockquote>Yes.")
    '> Well? Here <https://a.example/>\n\nYes.'
    """
    writer = Writer()
    for token in tokens(html):
        if isinstance(token, str):
            writer.write(token)
        elif token.closing:
            writer.close(token.name)
        else:
            writer.open(token)
    return writer.page.text()


@dataclass(slots=True)
class Element:
    """An open element that something follows from when it ends."""

    name: str
    hidden: bool = False
    quote: bool = False
    verbatim: bool = False
    indented: bool = False
    number: int | None = None
    """The last number of a numbered list."""


class Writer:
    """Follows the tags and writes the page."""

    def __init__(self) -> None:
        self.page = Page()
        self.path: list[Element] = []
        """The open elements, outermost first."""
        self.scopes: list[dict[str, int]] = [{}]
        """How many of each name are open, by table cell on the path: no end tag reaches out of its cell."""
        self.listed: list[int] = []
        """Where on the path lists, items and cells stand: only the innermost can end or hold an item."""
        self.hidden = 0
        self.verbatim = 0
        self.link: str | None = None
        self.link_words: list[str] = []
        self.paragraph_gap = True

    def write(self, text: str) -> None:
        """Write text."""
        if self.hidden:
            return
        if self.link is not None:
            self.link_words.append(text)
        if self.verbatim:
            self.page.add_verbatim(text)
        else:
            self.page.add(text)

    def open(self, tag: Tag) -> None:
        """Begin an element."""
        name = tag.name
        attributes = tag.attributes() if tag.source and (name in STYLED or name in ("img", "ol")) else {}
        style = attributes.get("style", "")
        element = Element(name, hidden=name in NOT_TEXT)
        if style:
            element.hidden = element.hidden or NOT_DISPLAYED.search(style) is not None
            element.verbatim = KEEPS_BLANKS.search(style) is not None
        self.end_implied(name)
        if not self.hidden and not element.hidden:
            self.begin(element, attributes, style)
        counted = self.hidden and self.scopes[-1].get(name)
        if name not in VOID and (name in KEPT or element.hidden or element.verbatim or counted):
            self.push(element)

    def end_implied(self, name: str) -> None:
        """End what the start of an element ends: a cell or row before it, a hidden paragraph."""
        if name in CELLS or name == "tr":
            self.end_cell()
        if name == "tr":
            self.pop_open("tr")
        if name in PARAGRAPHS or name in KEPT:
            self.pop_open("p")

    def begin(self, element: Element, attributes: dict[str, str], style: str) -> None:
        """Write what the start of an element writes."""
        name = element.name
        page = self.page
        if name == "br":
            page.end_line()
        elif name in PARAGRAPHS:
            self.paragraph_gap = not (
                attributes.get("class", "").startswith("Mso") or (style and NO_MARGIN.search(style))
            )
            self.break_paragraph()
        elif name == "blockquote" or (name == "div" and style and OUTLOOK_BAR.search(style)):
            self.begin_quote(element, style)
        elif name in LISTS or name == "li":
            self.begin_list(element, attributes)
        elif name in ("table", "tr") or name in CELLS:
            self.begin_table(name)
        elif name == "a":
            self.begin_link(attributes.get("href", ""))
        elif name == "img":
            alternative = attributes.get("alt", "").strip()
            if alternative:
                self.write(f"[image: {alternative}]")
        elif name == "hr":
            page.break_paragraph()
            page.add(RULE)
            page.break_paragraph()
        elif name in VERBATIM:
            page.break_paragraph()
            element.verbatim = True
        elif name in BLOCKS:
            page.break_line()

    def break_paragraph(self) -> None:
        """Break where a paragraph begins or ends; Outlook's are lines."""
        if self.paragraph_gap:
            self.page.break_paragraph()
        else:
            self.page.break_line()

    def begin_quote(self, element: Element, style: str) -> None:
        """Begin a quote, or an indented block that only looks like one."""
        if element.name == "blockquote" and FRAMELESS.search(style) and not OUTLOOK_BAR.search(style):
            self.page.open_indent("    ")
            element.indented = True
        else:
            element.quote = self.page.open_quote()

    def begin_list(self, element: Element, attributes: dict[str, str]) -> None:
        """Begin a list or an item."""
        page = self.page
        if element.name != "li":
            page.break_line()
            start = attributes.get("start", "1")
            if element.name == "ol":
                element.number = int(start) - 1 if start.isdecimal() and len(start) < 7 else 0
            return
        around = self.end_item()
        bullet = "* "
        if around is not None and around.number is not None:
            around.number += 1
            bullet = f"{around.number}. "
        page.open_indent(" " * len(bullet))
        page.bullet = bullet
        element.indented = True

    def end_item(self) -> Element | None:
        """End the item before; return the list that both are in."""
        if self.listed and self.path[self.listed[-1]].name == "li":
            self.pop_to(self.listed[-1])
        around = self.path[self.listed[-1]] if self.listed else None
        return around if around is not None and around.name in LISTS else None

    def begin_table(self, name: str) -> None:
        """Begin a table, a row, or a cell."""
        if name == "table":
            self.page.break_line()
        elif name == "tr":
            self.page.start_row()
        else:
            self.page.start_cell()

    def end_cell(self) -> None:
        """End the cell that is open, if a table was not begun in it."""
        if len(self.scopes) < 2 or self.scopes[-1].get("table"):
            return
        while self.path[-1].name not in CELLS:
            self.pop_to(len(self.path) - 1)
        self.pop_to(len(self.path) - 1)

    def begin_link(self, target: str) -> None:
        """Begin a link; one inside another ends it."""
        self.end_link()
        target = "".join(target.split())
        if target[:8].lower().startswith(LINKED):
            self.link = target

    def end_link(self) -> None:
        """End a link: say where it leads, unless its words do."""
        if self.link is None:
            return
        words, target = "".join(self.link_words).strip(), self.link
        self.link = None
        self.link_words = []
        if LINK_NOISE.sub("", words).lower() != LINK_NOISE.sub("", target).lower():
            target = target[7:] if target[:7].lower() == "mailto:" else target
            shown = target if len(target) <= LONGEST_LINK else f"{target[:LONGEST_LINK]}…"
            self.page.add(f" <{shown}>")

    def close(self, name: str) -> None:
        """End an element by its end tag."""
        if name in CELLS or name in ("tr", "table"):
            self.close_table(name)
            return
        if not self.hidden:
            self.close_simple(name)
        self.pop_open(name)

    def close_table(self, name: str) -> None:
        """End a cell, a row or a table."""
        self.end_cell()
        if name in CELLS:
            return
        if not self.hidden:
            self.page.break_line()
        self.pop_open(name)

    def close_simple(self, name: str) -> None:
        """Write what an end tag writes even where nothing is open."""
        if name == "a":
            self.end_link()
        elif name in PARAGRAPHS:
            self.break_paragraph()
            self.paragraph_gap = True
        elif name == "br":
            self.page.end_line()
        elif name in BLOCKS:
            self.page.break_line()

    def pop_open(self, name: str) -> None:
        """End the innermost element of a name, if there is one that an end tag here reaches."""
        if self.scopes[-1].get(name):
            place = len(self.path) - 1
            while self.path[place].name != name:
                place -= 1
            self.pop_to(place)

    def push(self, element: Element) -> None:
        """Put an element on the path."""
        self.path.append(element)
        counts = self.scopes[-1]
        counts[element.name] = counts.get(element.name, 0) + 1
        if element.name in CELLS:
            self.scopes.append({})
        if element.name in LISTED:
            self.listed.append(len(self.path) - 1)
        self.hidden += element.hidden
        self.verbatim += element.verbatim

    def pop_to(self, place: int) -> None:
        """End the elements of the path from a place on, innermost first."""
        while len(self.path) > place:
            element = self.path.pop()
            if element.name in CELLS:
                self.scopes.pop()
            if element.name in LISTED:
                self.listed.pop()
            self.scopes[-1][element.name] -= 1
            self.hidden -= element.hidden
            self.verbatim -= element.verbatim
            self.end(element)

    def end(self, element: Element) -> None:
        """Write what the end of an element writes."""
        page = self.page
        if element.quote:
            page.close_quote()
        elif element.indented:
            page.close_indent()
        elif element.name in VERBATIM:
            page.break_paragraph()
        elif element.name in BLOCKS or element.name in LISTS or element.name == "table":
            page.break_line()


KEPT: Final = BLOCKS | LISTS | VERBATIM | CELLS | {"blockquote", "li", "table"}
"""Elements whose end means something."""
