"""HTML cut into tags and text, in linear time: the tokenization of the WHATWG HTML Standard, section 13.2.5.

No tree is built. Tree builders, lexbor's too, follow rules that make hostile mail quadratic (unclosed
formatting elements, thousands of attributes), and text needs no tree. Where a quotation mark is never closed,
quotation marks are no longer heeded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5
from typing import TYPE_CHECKING, Final

from parsing.headers.charsets import WINDOWS_1252

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG_NAME: Final = re.compile(r"</?([A-Za-z][^\s/>]*)")
TO_TAG_END: Final = re.compile(r"[^\"'>]*")
ATTRIBUTE: Final = re.compile(
    r"([^\s=/\"'>][^\s=/>]*+)\s*+(?:=\s*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^\s]*+)))?+"
)
REFERENCE: Final = re.compile(
    r"&(?:#(?:[xX]([0-9A-Fa-f]{1,6})(?![0-9A-Fa-f])|([0-9]{1,7})(?![0-9]));?|([A-Za-z][A-Za-z0-9]{1,31})(;?))"
)
RAW_TEXT: Final = {
    name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
"""Elements whose content has no tags in it, and what ends them."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or an end tag."""

    name: str
    closing: bool
    source: str
    """What stands after the name."""

    def attributes(self) -> dict[str, str]:
        """Return the attributes, names lower-case, the first of a name."""
        found: dict[str, str] = {}
        for name, double, single, bare in ATTRIBUTE.findall(self.source):
            found.setdefault(name.lower(), with_characters(double or single or bare, strict=True))
        return found


def tokens(html: str) -> Iterator[Tag | str]:
    """Give the tags and, between them, the text of HTML; comments are left out.

    >>> list(tokens("1 &lt; 2<br/><!-- no -->3 < 4"))
    ['1 < 2', Tag(name='br', closing=False, source='/'), '3 ', '< 4']
    """
    place = 0
    heed_quotes = True
    while place < len(html):
        opened = html.find("<", place)
        opened = opened if opened >= 0 else len(html)
        if opened > place:
            yield with_characters(html[place:opened])
        if opened >= len(html):
            return
        name = TAG_NAME.match(html, opened)
        if name is None:
            place = after_markup(html, opened)
            if place == opened:  # a `<` that begins nothing
                following = html.find("<", opened + 1)
                place = following if following >= 0 else len(html)
                yield with_characters(html[opened:place])
            continue
        end = tag_end(html, name.end()) if heed_quotes else -1
        if end < 0:
            heed_quotes = False
            end = html.find(">", name.end())
            end = end if end >= 0 else len(html)
        tag = Tag(name[1].lower(), html[opened + 1] == "/", html[name.end() : end])
        yield tag
        place = end + 1
        if tag.name in RAW_TEXT and not tag.closing:
            raw_end = RAW_TEXT[tag.name].search(html, place)
            stop = raw_end.start() if raw_end else len(html)
            if tag.name in ("textarea", "xmp"):
                yield html[place:stop]
            place = stop


def after_markup(html: str, opened: int) -> int:
    """Return where a comment, declaration or instruction ends, the same place where there is none."""
    if html.startswith("<!--", opened):
        end = html.find("-->", opened + 2)
        return end + 3 if end >= 0 else len(html)
    if html[opened + 1 : opened + 2] in ("!", "?", "/") and html[opened + 1 :]:
        end = html.find(">", opened)
        return end + 1 if end >= 0 else len(html)
    return opened


def tag_end(html: str, place: int) -> int:
    """Return where the `>` of a tag is, -1 if a quotation mark hides it or there is none."""
    while True:
        stop = TO_TAG_END.match(html, place)
        place = stop.end() if stop else place
        if place >= len(html):
            return -1
        if html[place] == ">":
            return place
        place = html.find(html[place], place + 1) + 1
        if place == 0:
            return -1


def with_characters(text: str, *, strict: bool = False) -> str:
    """Return text with its character references replaced; strictly, only those that end in a semicolon."""
    if "&" not in text:
        return text
    return REFERENCE.sub(strict_character if strict else character, text)


def strict_character(reference: re.Match[str]) -> str:
    """Return the character of a reference in an attribute, where `&copy=1` is a part of a URL."""
    return character(reference) if reference.group().endswith(";") else reference.group()


def character(reference: re.Match[str]) -> str:
    """Return the character that a reference stands for, the reference if for none."""
    hexadecimal, decimal, name, semicolon = reference.groups()
    if name:
        return html5.get(name + semicolon, reference.group())
    return numbered(int(hexadecimal, 16) if hexadecimal else int(decimal))


@lru_cache(maxsize=256)
def numbered(number: int) -> str:
    """Return a character by number; 128 to 159 are those of Windows."""
    if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return "\ufffd"
    return WINDOWS_1252[number] if number < 256 else chr(number)
