"""A message as the reader shows it: its header fields decoded, its displayed text, its attachments.

The displayed text is what every line and character number refers to: the shown parts (see `shown`) decoded,
CRLF turned to LF, format=flowed joined, HTML turned to text, cleaned one character for one, without the ends
of line at its end. `>From ` is the container's business and has been undone before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.headers.encoded_words import decode_noting
from parsing.headers.fields import parse_header, split_message
from parsing.limits import MESSAGE_BYTES
from parsing.messages.clean import clean, clean_line
from parsing.messages.mime import Part, read_parts
from parsing.messages.part_text import note, part_text
from parsing.messages.shown import divided, is_open_message
from parsing.messages.transfer import decode_transfer
from parsing.model import Attachment

if TYPE_CHECKING:
    from parsing.headers.fields import Header
    from parsing.messages.shown import Divided

FORWARDED_FIELDS: Final = ("From", "To", "Cc", "Date", "Subject")


@dataclass(frozen=True, slots=True)
class Displayed:
    """What is shown of one message."""

    headers: tuple[tuple[str, str], ...]
    """Names as written and values decoded, unfolded and cleaned."""
    text: str
    attachments: tuple[Attachment, ...]
    defects: tuple[Defect, ...]
    other_form: str = ""
    """The media type of the form that is not shown of what was sent in two, "" where there is one only."""


def read_message(raw: bytes, *, other: bool = False) -> Displayed:
    r"""Return a message as it is shown, or in the other form that it was sent in.

    >>> shown = read_message(b"Subject: =?utf-8?Q?Caf=C3=A9?=\n\nAt noon.\n")
    >>> shown.headers, shown.text
    ((('Subject', 'Café'),), 'At noon.')
    """
    header, body, defects = opened(raw)
    fields = []
    for name, value in header.items:
        text, defect = decode_noting(value)
        note(defects, defect)
        fields.append((name, clean_line(text)))
    text, parts = displayed(header, body, defects, other=other)
    attachments = tuple(map(attachment_of, parts.attached))
    return Displayed(tuple(fields), text, attachments, tuple(defects), parts.other_form)


def read_text(raw: bytes) -> tuple[str, tuple[Defect, ...]]:
    r"""Return a message's displayed text and what is wrong with it, the same as `read_message` does.

    Whoever reads all the mail of an archive for its words wants no header fields decoded, and no attachments.

    >>> read_text(b"Subject: =?utf-8?B?!?=\n\nAt noon.\n")
    ('At noon.', (<Defect.BAD_ENCODED_WORD: 'bad-encoded-word'>,))
    """
    header, body, defects = opened(raw)
    for _, value in header.items:
        if "=?" in value:
            note(defects, decode_noting(value)[1])
    return displayed(header, body, defects)[0], tuple(defects)


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


def displayed(
    header: Header, body: bytes, defects: dict[Defect, None], *, other: bool = False
) -> tuple[str, Divided]:
    """Return a message's displayed text, and its parts."""
    root, found = read_parts(header, body)
    defects.update(dict.fromkeys(found))
    parts = divided(root, other=other)
    return clean(shown_text(parts.shown, defects)).rstrip("\n"), parts


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


def forwarded_header(header: Header) -> str:
    """Return the few fields that are shown of a message inside a message, and an empty line behind them."""
    lines = []
    for name in FORWARDED_FIELDS:
        value = header.first(name)
        if value is not None:
            lines.append(f"{name}: {clean_line(decode_noting(value)[0])}\n")
    return "".join(lines)


def attachment_of(part: Part) -> Attachment:
    """Return what is told of a part that is not shown."""
    data, _ = decode_transfer(part.raw, part.encoding)
    return Attachment(clean_line(part.name), clean_line(part.type), len(data))
