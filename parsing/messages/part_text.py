"""The text of one body part: decoded, CRLF turned to LF, flowed text joined, HTML turned to text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.headers.charset_names import UNLABELLED, codec_of
from parsing.headers.charsets import decode
from parsing.html.declared import html_charset
from parsing.messages.flowed import unflow
from parsing.messages.html_text import html_to_text, within_cap
from parsing.messages.transfer import decode_transfer

if TYPE_CHECKING:
    from parsing.errors import Defect
    from parsing.messages.mime import Part

HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
ENRICHED: Final = frozenset({"text/enriched", "text/richtext"})
ENRICHED_TAG: Final = re.compile(r"<<|<param>[^<]{0,1000}</param>|</?[a-z-]{1,60}>", re.IGNORECASE)


def part_text(part: Part, defects: dict[Defect, None]) -> str:
    """Return the text of a shown part, not yet cleaned."""
    data, defect = decode_transfer(part.raw, part.encoding)
    parameters = part.content.parameters
    label = parameters.get("charset")
    if part.type in HTML and codec_of(label) in (None, UNLABELLED):
        label = html_charset(data) or label
    text, unreadable = decode(data, label)
    note(defects, defect, unreadable)
    text = with_lf(text)
    if part.type in HTML:
        text, cut = within_cap(text)
        note(defects, cut)
        return html_to_text(text)
    if part.type in ENRICHED:
        return enriched_to_text(text)
    if parameters.get("format", "").lower() == "flowed":
        return unflow(text, delsp=parameters.get("delsp", "").lower() == "yes")
    return text


def note(defects: dict[Defect, None], *found: Defect | None) -> None:
    """Put what was found to the other defects."""
    for defect in found:
        if defect:
            defects[defect] = None


def with_lf(text: str) -> str:
    """Return text with LF line ends; a lone CR ends a line only where nothing else does."""
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
    text = text.removesuffix("\r") if "\n" in text else text  # the LF behind it was cut off
    return text if "\n" in text else text.replace("\r", "\n")


def enriched_to_text(text: str) -> str:
    """Return text/enriched (RFC 1896) without its commands, soft line breaks joined."""
    plain = ENRICHED_TAG.sub(lambda tag: "<" if tag.group() == "<<" else "", text)
    return re.sub(r"\n+", lambda ends: " " if len(ends.group()) == 1 else ends.group()[1:], plain)
