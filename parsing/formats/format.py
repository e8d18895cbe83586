"""What a container format is: how it is known, how it is cut into messages, and how one is read.

A format hands each message over as RFC 5322 bytes, so that nothing behind it knows what it came in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parsing.errors import Defect
    from parsing.formats.source import Source


class Cut(NamedTuple):
    """One message in its container: the bytes `start` to `end`, and its beginning."""

    start: int
    end: int
    head: bytes
    """Its first bytes as they lie in the container: all of its header block, or as much as is ever read."""
    header_end: int = 0
    """Where in `head` the header ends, if that was seen; else 0."""
    defects: tuple[Defect, ...] = ()


class PageParent(NamedTuple):
    """What an archive's own pages say of two of them: links, as they stand in the page that says so."""

    child: str
    """Empty for the page itself."""
    parent: str


@dataclass(frozen=True, slots=True)
class Format:
    """One container format."""

    name: str
    knows: Callable[[bytes], bool]
    """Whether a file that begins with these bytes is in this format."""
    cut: Callable[[Source], Iterator[Cut]]
    """Cut a container into its messages: every byte belongs to exactly one."""
    mail: Callable[[bytes], bytes]
    """Turn the bytes of one message to RFC 5322 bytes."""
    header: Callable[[Cut], bytes]
    """Give the RFC 5322 header block of a message, its lines ended by LF."""
    parents: Callable[[bytes], Iterator[PageParent]] | None = None
    """What a page says of who answers whom; None where the format has no such pages."""
    is_page: bool = False
    """Whether it is a page of one message, to which others may lead."""
