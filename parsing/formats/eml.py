"""One message as it was sent: RFC 5322 bytes, the whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.format import Cut, Format
from parsing.formats.source import CHUNK
from parsing.headers.fields import parse_header, split_message
from parsing.limits import HEADER_BLOCK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.source import Source

SURE: Final = frozenset(
    ("received", "return-path", "message-id", "mime-version", "delivered-to", "in-reply-to", "references")
)
"""Fields that nothing but mail has."""
LIKELY: Final = frozenset(
    ("from", "to", "subject", "date", "cc", "bcc", "reply-to", "content-type", "sender", "resent-from")
)
"""Two of them make a mail."""
LEADING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*(?:>?From [^\n]{0,500}\n)?")


def knows(head: bytes) -> bool:
    """Tell whether a file begins with a mail's header: a field only mail has, or two that mail mostly has."""
    block, _ = split_message(mail(head))
    names = {name.lower() for name, _ in parse_header(block).items}
    return bool(names & SURE) or len(names & LIKELY) > 1


def cut_nowhere(source: Source) -> Iterator[Cut]:
    """Give the whole file as one message."""
    head = source.read(0, HEADER_BLOCK_BYTES)
    size = len(head)
    while chunk := source.read(size, size + CHUNK):
        size += len(chunk)
    yield Cut(0, size, head)


def mail(raw: bytes) -> bytes:
    """Give the message without blank lines or a From_ line before its header."""
    leading = LEADING.match(raw)
    return raw[leading.end() :] if leading else raw


def header(cut: Cut) -> bytes:
    """Give the header block."""
    return split_message(mail(cut.head))[0]


EML: Final = Format("message", knows, cut_nowhere, mail, header)
