"""An archive's page of HTML: its characters, and the lines of a text that was only dressed as HTML.

Archivers write a plain text as `<pre>`, as lines that end in `<br>`, or, if it was format=flowed, as `<tt>`
and `<blockquote>`. Of those the text comes back as it was sent, blanks and all; what has more HTML in it than
that was HTML mail, and stays HTML for whoever shows messages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.pages.stated import FLOWED, HTML, PLAIN
from parsing.headers.charsets import decode
from parsing.html.declared import html_charset
from parsing.html.tokens import tokens
from parsing.limits import QUOTE_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.html.tokens import Tag

LOOKED_AT: Final = 64 << 10
"""Characters of a page in which all that an archiver says of a message must stand, before its text."""
PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,400}<[!?A-Za-z]")
TAG_NAME: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)")
OF_LINES: Final = frozenset(
    ("a", "b", "blockquote", "br", "em", "hr", "i", "p", "pre", "span", "strong", "tt", "u")
)
"""A text with no other elements in it is lines."""
LOOSE: Final = frozenset(("li", "p", "div", "tr", "br", "ul", "dl", "dt", "dd", "table"))
"""Elements that begin a line where a page lists the header."""


def is_page(head: bytes) -> bool:
    """Tell whether a file begins as HTML does, or as a program that makes some."""
    return PAGE.match(head) is not None


def page_of(raw: bytes) -> str:
    """Give a page's characters, by the charset that it states itself; its lines end in LF."""
    text, _ = decode(raw.removeprefix(b"\xef\xbb\xbf"), html_charset(raw))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def between(page: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> tuple[str, str, str]:
    """Give what stands before, between and after two marks; all is between if neither is there."""
    first = opening.search(page)
    start = first.end() if first else 0
    last = closing.search(page, start)
    end = last.start() if last else len(page)
    return page[: first.start() if first else 0], page[start:end], page[end:]


def words_of(html: str) -> str:
    """Give the text of a little HTML on one line."""
    return " ".join("".join(token for token in tokens(html) if isinstance(token, str)).split())


def listed_lines(html: str) -> Iterator[str]:
    """Give the text of each item of a list, each row of a table, each line."""
    words: list[str] = []
    for token in tokens(html):
        if isinstance(token, str):
            words.append(token)
        elif token.name in LOOSE:
            yield " ".join("".join(words).split())
            words = []
    yield " ".join("".join(words).split())


def text_of_body(html: str) -> tuple[str, str]:
    """Give a message's text as a page has it, and its content type: plain if it is nothing but lines."""
    names = {name.lower() for name in TAG_NAME.findall(html)}
    if names <= OF_LINES:
        return plain_text(html), FLOWED if "tt" in names else PLAIN
    return html, HTML


def plain_text(html: str) -> str:
    r"""Give the text of lines that are dressed as HTML.

    >>> plain_text("<p>\nAt noon.\n<br />\n<em>&gt; When?\n</em><br />\n<pre>\n a  b\n</pre>")
    'At noon.\n> When?\n a  b'
    """
    writer = Lines()
    for token in tokens(html):
        if isinstance(token, str):
            writer.write(token)
        elif token.closing:
            writer.close(token)
        else:
            writer.open(token)
    return writer.text()


class Lines:
    """Takes text and the few tags of `OF_LINES`, and makes lines of them.

    One end of a line is often written twice, as a newline and as `<br>`: it counts once.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        """The line that is being written."""
        self.depth = 0
        self.by_newline = False
        """Whether the last line was ended by a newline, and nothing was written since."""
        self.swallows = True
        """Whether a newline that comes next is none of the text's."""

    def text(self) -> str:
        """Give all lines."""
        self.break_line()
        return "\n".join(self.lines).strip("\n")

    def write(self, text: str) -> None:
        """Write text, in which newlines and blanks count."""
        if self.swallows:
            text = text.removeprefix("\n")
        if not text:
            return
        self.swallows = False
        first, *rest = text.replace("\u00a0", " ").split("\n")
        if first:
            self.words.append(first)
        for line in rest:
            self.end_line()
            if line:
                self.words.append(line)
        self.by_newline = bool(rest) and not self.words

    def open(self, tag: Tag) -> None:
        """Take a start tag."""
        if tag.name == "br":
            if not self.by_newline:
                self.end_line()
            self.swallow()
        elif tag.name in ("p", "hr"):
            self.break_paragraph()
        elif tag.name == "pre":
            self.break_line()
            self.swallow()
        elif tag.name == "blockquote":
            self.break_line()
            self.depth = min(self.depth + 1, QUOTE_DEPTH)
            self.swallow()

    def close(self, tag: Tag) -> None:
        """Take an end tag."""
        if tag.name in ("pre", "blockquote"):
            self.break_line()
            self.depth = max(0, self.depth - (tag.name == "blockquote"))
            self.swallow()

    def swallow(self) -> None:
        """Take one newline, if it comes next, for the page's own."""
        self.swallows, self.by_newline = True, False

    def break_line(self) -> None:
        """End the line, if one is begun."""
        if self.words:
            self.end_line()

    def break_paragraph(self) -> None:
        """Leave a line empty, unless one is."""
        self.break_line()
        if self.lines and self.lines[-1].strip("> "):
            self.end_line()
        self.swallow()

    def end_line(self) -> None:
        """End the line, empty or not."""
        line = "".join(self.words)
        mark = "> " * self.depth
        if mark:
            line = f"{mark[:-1]}{line}" if line.startswith(">") else f"{mark}{line}" if line else mark[:-1]
        self.lines.append(line)
        self.words.clear()
