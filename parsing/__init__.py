"""Bytes in, immutable values out: archives of mail, read without a screen.

    from parsing import open_archive

    with open_archive("list.mbox") as archive:
        for node in archive.threads.order:
            print("  " * archive.threads.depth[node], archive.envelope(node).subject)

The archive itself is loaded when it is first asked for: who needs a type does not load all that reads mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.errors import ArchiveError, Defect, NotFoundError, NotMailError, UnknownMessageError
from parsing.model import (
    Ambiguous,
    AttachedFile,
    Attachment,
    Attribution,
    Block,
    BlockKind,
    Envelope,
    Flag,
    Found,
    Line,
    LineRange,
    Link,
    Mailbox,
    Match,
    Message,
    MessageKey,
    Missing,
    ParentBy,
    Passage,
    Progress,
    QuotedBy,
    Rebuilt,
    Resolution,
    Rival,
    Span,
    ThreadTable,
)

if TYPE_CHECKING:
    from parsing.archive import Archive, begin_archive, open_archive

__all__ = [
    "Ambiguous",
    "Archive",
    "ArchiveError",
    "AttachedFile",
    "Attachment",
    "Attribution",
    "Block",
    "BlockKind",
    "Defect",
    "Envelope",
    "Flag",
    "Found",
    "Line",
    "LineRange",
    "Link",
    "Mailbox",
    "Match",
    "Message",
    "MessageKey",
    "Missing",
    "NotFoundError",
    "NotMailError",
    "ParentBy",
    "Passage",
    "Progress",
    "QuotedBy",
    "Rebuilt",
    "Resolution",
    "Rival",
    "Span",
    "ThreadTable",
    "UnknownMessageError",
    "begin_archive",
    "open_archive",
]


def __getattr__(name: str) -> object:
    """Load the archive for the names that are its own (PEP 562)."""
    if name in {"Archive", "begin_archive", "open_archive"}:
        from parsing import archive  # noqa: PLC0415 - only now

        return getattr(archive, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
