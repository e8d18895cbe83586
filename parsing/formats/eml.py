"""One message as it was sent: RFC 5322 bytes, the whole file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.format import Cut, Format
from parsing.formats.looks import HTML
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
PLAIN: Final = re.compile(rb"[A-Za-z-]{1,60}:")
OF_PARTS: Final = re.compile(
    rb"Content-Type:[ \t]{0,20}(?:\r?\n[ \t]{1,20})?(?:multipart/|message/rfc822)", re.IGNORECASE
)
"""A file that begins so is mail, though nothing else is in its header."""
LEADING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x00]*(?:>?From [^\n]{0,500}\n)?")


def knows(head: bytes) -> bool:
    """Tell whether a file begins with a mail's header: a field only mail has, or two that mail mostly has."""
    if HTML.match(head):
        return False  # an archive's page, in whose text or comments fields of mail may stand
    names = field_names(head)
    return bool(names & SURE) or len(names & LIKELY) > 1 or OF_PARTS.match(mail(head)) is not None


def has_field_of_mail(head: bytes) -> bool:
    """Tell whether a file begins with a header, closed by a blank line, in which there is a field of mail."""
    raw = mail(head)
    closed = raw[: split_message(raw)[1]].endswith((b"\n\n", b"\n\r\n"))
    return closed and bool(field_names(head) & (SURE | LIKELY))


def field_names(head: bytes) -> frozenset[str]:
    """Give the names of the fields with which a file begins, in lower case."""
    return frozenset(name.lower() for name, _ in parse_header(split_message(mail(head))[0]).items)


def cut_nowhere(source: Source) -> Iterator[Cut]:
    """Give the whole file as one message."""
    head = b""
    place, chunk = source.after(0)
    while chunk:
        if len(head) < HEADER_BLOCK_BYTES and place == len(head):
            head += chunk
        place, chunk = source.after(place + len(chunk))
    head = head[:HEADER_BLOCK_BYTES]
    yield Cut(0, place, head, plain_header_end(head))


def plain_header_end(head: bytes) -> int:
    r"""Give where a header ends that begins the file and has no CR; 0 if it has to be looked for.

    >>> plain_header_end(b"Subject: x\n\nText"), plain_header_end(b"\nSubject: x\n\nText")
    (10, 0)
    """
    end = head.find(b"\n\n")
    return end if end > 0 and PLAIN.match(head) and head.find(b"\r", 0, end) < 0 else 0


def mail(raw: bytes) -> bytes:
    """Give the message without blank lines or a From_ line before its header."""
    leading = LEADING.match(raw)
    return raw[leading.end() :] if leading else raw


def header(cut: Cut) -> bytes:
    """Give the header block."""
    if cut.header_end:
        return cut.head[: cut.header_end]
    return split_message(mail(cut.head))[0]


EML: Final = Format("message", knows, cut_nowhere, mail, header)
