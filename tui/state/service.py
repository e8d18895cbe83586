"""What the reader asks of an archive. `parsing.archive.Archive` is one; tests bring smaller ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.model import (
        AttachedFile,
        Envelope,
        LineRange,
        Link,
        Message,
        MessageKey,
        Progress,
        QuotedBy,
        ThreadTable,
    )


class Service(Protocol):
    """An archive, read-only; every method may be called from any thread."""

    @property
    def name(self) -> str:
        """What the top line calls it."""
        ...

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that it was opened from: nothing is written there."""
        ...

    @property
    def complaints(self) -> tuple[str, ...]:
        """What could not be read, as sentences."""
        ...

    @property
    def threads(self) -> ThreadTable:
        """The threads as far as they are known: a snapshot."""
        ...

    def follow(self) -> Iterator[Progress]:
        """Read the rest; each step has put more into `threads`."""
        ...

    def study(self) -> Iterator[Progress]:
        """Find what quotes tell of the whole archive."""
        ...

    def envelope(self, node: int) -> Envelope:
        """Return what a list shows of a message."""
        ...

    def node(self, key: MessageKey) -> int | None:
        """Return the node of a message."""
        ...

    def key(self, node: int) -> MessageKey:
        """Return the id of a node's message."""
        ...

    def message(self, key: MessageKey) -> Message:
        """Read a message; raises UnknownMessageError."""
        ...

    def raw(self, key: MessageKey) -> str:
        """Return a message as it lies in the archive, made showable."""
        ...

    def other_form(self, key: MessageKey) -> Message | None:
        """Read the form that is not shown of a message in two; raises UnknownMessageError."""
        ...

    def mail(self, key: MessageKey) -> bytes:
        """Return a stored message as it was sent; raises UnknownMessageError."""
        ...

    def attached(self, key: MessageKey, number: int) -> AttachedFile:
        """Take an attachment out of a message; raises UnknownMessageError."""
        ...

    def links(self, key: MessageKey) -> tuple[Link, ...]:
        """Find where its quotes were written."""
        ...

    def quoted_by(self, key: MessageKey, lines: LineRange | None = None) -> tuple[QuotedBy, ...]:
        """Find who quotes it."""
        ...

    def close(self) -> None:
        """Let go of files and workers."""
        ...
