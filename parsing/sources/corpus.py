"""What the search for sources needs to know of an archive.

Rows are the archive's stored messages in archive order, as ints. The engine reads an archive only through
this protocol, so that it can be tested over a handful of mails in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Mailbox, MessageKey


class Corpus(Protocol):
    """A read-only view of an archive; every method may be called from any thread."""

    def __len__(self) -> int:
        """Count the stored messages."""
        ...

    def key(self, row: int) -> MessageKey:
        """Give the public id."""
        ...

    def text(self, row: int) -> str:
        """Give the displayed text; may be slow, the engine keeps what it needs of it."""
        ...

    def parent(self, row: int) -> int:
        """Give the row that the headers name as the message replied to, or -1; a cycle does no harm."""
        ...

    def references(self, row: int) -> Sequence[str]:
        """Give the ids that the headers name, oldest first, the parent's last, present or not."""
        ...

    def row_of(self, message_id: str) -> int:
        """Give the first row that has this id, or -1."""
        ...

    def copy_of(self, row: int) -> int:
        """Give the earlier row of which this is a copy (same id, same text), or -1."""
        ...

    def sender(self, row: int) -> Mailbox | None:
        """Give the author."""
        ...

    def base_subject(self, row: int) -> str:
        """Give the base subject (RFC 5256), empty where there is none."""
        ...

    def time(self, row: int) -> int:
        """Give the date in seconds since 1970; a neighbour's where it is not known."""
        ...

    def rows_by_subject(self, base_subject: str) -> Sequence[int]:
        """Give the rows that have this base subject, ascending."""
        ...

    def rows_by_author(self, author_key: str) -> Sequence[int]:
        """Give the rows whose sender has this key (see `author_keys`), ascending."""
        ...


def author_keys(mailbox: Mailbox | None) -> tuple[str, ...]:
    """Give the keys an author is looked up by: the address, and the letters of the name, of ASCII too.

    >>> from parsing.model import Mailbox
    >>> author_keys(Mailbox("Ashby, Dan R.", "Dan@Ashby.example"))
    ('dan@ashby.example', 'ashby dan')
    """
    if mailbox is None:
        return ()
    keys = (mailbox.address.lower(), name_key(mailbox.name), name_key(without_accents(mailbox.name)))
    return tuple(dict.fromkeys(key for key in keys if key))


def without_accents(name: str) -> str:
    """Give a name as it stands in an archive that has lost every letter but those of ASCII.

    >>> without_accents("Ana Peña")
    'Ana Pe?a'
    """
    if name.isascii():
        return name
    return "".join(letter if letter.isascii() else "?" for letter in name)


def name_key(name: str) -> str:
    """Fold a name to its words of two letters or more, in alphabetical order.

    >>> name_key("Daniel P. Berrange")
    'berrange daniel'
    """
    letters = "".join(letter if letter.isalnum() else " " for letter in name[:200].lower())
    return " ".join(sorted({word for word in letters.split() if len(word) > 1}))
