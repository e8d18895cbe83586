"""What is attached to a message, taken out of it: its bytes, and its text where it is some.

Text is what says so, what has a message in it (RFC 2046, section 5.2.1), and any other data that is UTF-8
without control characters: patches are sent under many types. Archives in archives are not opened here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.limits import TEXT_LOOKED_AT
from parsing.messages.clean import clean, clean_line
from parsing.messages.mime import MESSAGES, read_parts
from parsing.messages.part_text import part_text
from parsing.messages.shown import REPORTS, divided
from parsing.messages.text import FORWARDED_FIELDS, opened, read_message
from parsing.messages.transfer import decode_transfer
from parsing.model import AttachedFile

if TYPE_CHECKING:
    from parsing.messages.mime import Part

NOT_TEXT: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\f\r\x1b") + b"\x7f"
"""Bytes that stand in no text; escape does, where a log has colours."""


def attached_file(raw: bytes, number: int) -> AttachedFile | None:
    r"""Return an attachment of a message by its place among all of them, None where there is no such.

    >>> head = b"Content-Type: application/x-patch; name=a.patch\nContent-Transfer-Encoding: base64\n"
    >>> attached_file(head + b"\nKyBuZXcK\n", 0)
    AttachedFile(name='a.patch', type='application/x-patch', data=b'+ new\n', text='+ new')
    """
    header, body, defects = opened(raw)
    root, _ = read_parts(header, body)
    attached = divided(root).attached
    if not 0 <= number < len(attached):
        return None
    part = attached[number]
    data, _ = decode_transfer(part.raw, part.encoding)
    text = file_text(part, data)
    if text is None and part.type.startswith("text/"):
        text = part_text(part, defects)
    shown = None if text is None else clean(text).rstrip("\n")
    return AttachedFile(clean_line(part.name), clean_line(part.type), data, shown)


def file_text(part: Part, data: bytes) -> str | None:
    """Return what can be read of a file that is not marked as text; None where that is nothing."""
    if part.type in MESSAGES:
        return message_text(data)
    if part.type.startswith("text/"):
        return None
    sample = data[:TEXT_LOOKED_AT]
    if part.type not in REPORTS and (not sample or sample.translate(None, NOT_TEXT) != sample):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n")


def message_text(data: bytes) -> str:
    """Return a message as text: the few fields that one reads, an empty line, what it says."""
    shown = read_message(data)
    fields = [f"{name}: {value}\n" for name, value in shown.headers if name.title() in FORWARDED_FIELDS]
    return "".join((*fields, "\n", shown.text))
