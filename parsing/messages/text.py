"""A message as the reader shows it: its header fields decoded, its displayed text, its attachments.

The displayed text is what every line and character number refers to: the shown parts (see `shown`) decoded,
CRLF turned to LF, format=flowed joined, HTML turned to text, cleaned one character for one, without the ends
of line at its end. `>From ` is the container's business and has been undone before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.headers.charsets import decode
from parsing.headers.encoded_words import decode_noting
from parsing.headers.fields import parse_header, split_message
from parsing.html.declared import html_charset
from parsing.limits import MESSAGE_BYTES
from parsing.messages.clean import clean, clean_line
from parsing.messages.flowed import unflow
from parsing.messages.html_text import html_to_text, within_cap
from parsing.messages.mime import Part, read_parts
from parsing.messages.shown import HTML, divided, is_open_message
from parsing.messages.transfer import decode_transfer
from parsing.model import Attachment

if TYPE_CHECKING:
    from parsing.headers.fields import Header

FORWARDED_FIELDS: Final = ("From", "To", "Cc", "Date", "Subject")
ENRICHED: Final = frozenset({"text/enriched", "text/richtext"})
ENRICHED_TAG: Final = re.compile(r"<<|<param>[^<]{0,1000}</param>|</?[a-z-]{1,60}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Displayed:
    """What is shown of one message."""

    headers: tuple[tuple[str, str], ...]
    """Names as written and values decoded, unfolded and cleaned."""
    text: str
    attachments: tuple[Attachment, ...]
    defects: tuple[Defect, ...]


def read_message(raw: bytes) -> Displayed:
    r"""Return a message as it is shown.

    >>> read_message(b"Subject: =?utf-8?Q?Caf=C3=A9?=\n\nAt noon.\n")
    Displayed(headers=(('Subject', 'Café'),), text='At noon.', attachments=(), defects=())
    """
    header, body, defects = opened(raw)
    fields = []
    for name, value in header.items:
        text, defect = decode_noting(value)
        note(defects, defect)
        fields.append((name, clean_line(text)))
    text, attachments = displayed(header, body, defects)
    return Displayed(tuple(fields), text, attachments, tuple(defects))


def opened(raw: bytes) -> tuple[Header, bytes, dict[Defect, None]]:
    """Return a message's header and body, and a place to note defects in."""
    defects: dict[Defect, None] = {}
    if len(raw) > MESSAGE_BYTES:
        raw = raw[:MESSAGE_BYTES]
        defects[Defect.TRUNCATED] = None
    block, start = split_message(raw)
    header = parse_header(block)
    defects.update(dict.fromkeys(header.defects))
    return header, raw[start:], defects


def displayed(header: Header, body: bytes, defects: dict[Defect, None]) -> tuple[str, tuple[Attachment, ...]]:
    """Return a message's displayed text and its attachments."""
    root, found = read_parts(header, body)
    defects.update(dict.fromkeys(found))
    shown, attached = divided(root)
    return clean(shown_text(shown, defects)).rstrip("\n"), tuple(attachment_of(part) for part in attached)


def shown_text(shown: list[Part], defects: dict[Defect, None]) -> str:
    """Return the text of all shown parts, not yet cleaned; only the header of a message stands off."""
    if len(shown) == 1:
        return part_text(shown[0], defects)
    texts: list[str] = []
    for part in shown:
        if is_open_message(part):
            texts.append(("\n" if texts else "") + forwarded_header(part.children[0].header))
        else:
            text = part_text(part, defects)
            if text.strip():
                texts.append(text.rstrip("\n"))
    return "\n".join(texts)


def part_text(part: Part, defects: dict[Defect, None]) -> str:
    """Return the text of a shown part, not yet cleaned."""
    data, defect = decode_transfer(part.raw, part.encoding)
    parameters = part.content.parameters
    label = parameters.get("charset")
    if part.type in HTML:
        label = label or html_charset(data)
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


def forwarded_header(header: Header) -> str:
    """Return the few fields that are shown of a message inside a message, and an empty line behind them."""
    lines = []
    for name in FORWARDED_FIELDS:
        value = header.first(name)
        if value is not None:
            lines.append(f"{name}: {clean_line(decode_noting(value)[0])}\n")
    return "".join(lines)


def enriched_to_text(text: str) -> str:
    """Return text/enriched (RFC 1896) without its commands, soft line breaks joined."""
    plain = ENRICHED_TAG.sub(lambda tag: "<" if tag.group() == "<<" else "", text)
    return re.sub(r"\n+", lambda ends: " " if len(ends.group()) == 1 else ends.group()[1:], plain)


def attachment_of(part: Part) -> Attachment:
    """Return what is told of a part that is not shown."""
    data, _ = decode_transfer(part.raw, part.encoding)
    return Attachment(clean_line(part.name), clean_line(part.type), len(data))
