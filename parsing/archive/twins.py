"""Messages with one id: which of them are one message, and in which of its forms that is shown.

The same text under an id is a copy, even if an archive has lost characters of it; another text is another
message, and keeps apart under a numbered key. Of copies the form that kept most is shown, in the place of the
first; whatever number of texts claims an id, each is compared with the first few only.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from parsing.messages.forms import Form, worth_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AS_USUAL: Final = (0, 0)
"""The worth of a text in ASCII."""
RIVALS: Final = 8
"""Texts under one id with which another is compared for what it may have lost."""


class Messages(Protocol):
    """What must be known of an archive's messages to compare them."""

    def message_id(self, row: int) -> str:
        """Give a message's id as it is stored."""
        ...

    def first_row(self, message_id: str) -> int:
        """Give the first row with an id, -1 if there is none."""
        ...

    def own_text(self, row: int) -> str:
        """Give the text of a row in its own form."""
        ...

    def own_names(self, row: int) -> str:
        """Give a row's own subject and the author's name."""
        ...


class Twin(NamedTuple):
    """A message whose id an earlier one has already."""

    number: int
    """Which text under this id it has: 2 is the second one."""
    original: int
    """The row of the first message with its id and text; its own if it is that."""


class Twins:
    """What is known of the messages of an archive that share ids."""

    def __init__(self, stored: Messages) -> None:
        self.stored = stored
        self.by_row: dict[int, Twin] = {}
        self.numbered: dict[str, int] = {}
        """By key of a twin: the first row that has it."""
        self.copies: dict[int, list[int]] = {}
        """By row of an original: the rows of its copies."""
        self.fullest: dict[int, int] = {}
        """By row of an original: the row of the copy that kept more than it."""
        self.changes = 0
        """How often another form of a message was found to be fuller than the one shown before."""
        self.digests: dict[int, bytes] = {}
        """By row of which another has the id: a hash of its text."""
        self.worths: dict[int, tuple[int, int]] = {}

    def compare(self, rows: Sequence[int]) -> Iterator[None]:
        """Tell copies from other texts, among rows that seem to have one id."""
        texts: dict[str, Texts] = {}
        for step, row in enumerate(rows):
            message_id = self.stored.message_id(row)
            known = texts.setdefault(message_id, Texts(self))
            original = known.original(row)
            if original == row:
                number = known.number = self.free_number(message_id, known.number + 1)
            else:
                number = self.number(original)
            if number > 1 or original != row:
                self.add(row, Twin(number, original), message_id)
            if not step % 16:
                yield

    def add(self, row: int, twin: Twin, message_id: str) -> None:
        """Take down a message that is not the first with its id."""
        self.by_row[row] = twin
        self.numbered.setdefault(numbered(message_id, twin.number), row)
        if twin.original == row:
            return
        copies = self.copies.setdefault(twin.original, [])
        if not copies or row > copies[-1]:
            copies.append(row)
        if self.worth(row) > self.worth(self.shown(twin.original)):
            self.fullest[twin.original] = row
            self.changes += 1

    def free_number(self, message_id: str, number: int) -> int:
        """Give the next number that makes no key of it which is another message's id."""
        while number > 1 and self.stored.first_row(numbered(message_id, number)) >= 0:
            number += 1
        return number

    def digest(self, row: int) -> bytes:
        """Give what is the same for two messages with one displayed text."""
        digest = self.digests.get(row)
        if digest is None:
            text = self.stored.own_text(row)
            digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
            self.digests[row] = digest
            worth = worth_of(f"{self.stored.own_names(row)}\n{text}")
            if worth != AS_USUAL:
                self.worths[row] = worth
        return digest

    def compared(self, row: int) -> int:
        """Give the first row with a row's text if that was found out before, else -1."""
        if row not in self.digests:
            return -1
        twin = self.by_row.get(row)
        return row if twin is None else twin.original

    def worth(self, row: int) -> tuple[int, int]:
        """Give what a message that was compared has kept."""
        return self.worths.get(row, AS_USUAL)

    def number(self, row: int) -> int:
        """Give which text under its id a row has, counted from 1."""
        twin = self.by_row.get(row)
        return 1 if twin is None else twin.number

    def original(self, row: int) -> int:
        """Give the row of the first message with the same id and text, -1 if that is itself."""
        twin = self.by_row.get(row)
        return -1 if twin is None or twin.original == row else twin.original

    def shown(self, row: int) -> int:
        """Give the row in whose form a message is shown: its own, or that of a copy which kept more."""
        return self.fullest.get(row, row) if self.fullest else row

    def forms(self, row: int) -> Sequence[int]:
        """Give the rows of a message and its copies, itself first."""
        return (row, *self.copies.get(row, ())) if self.copies else (row,)


class Texts:
    """The texts under one id, while they are told apart."""

    def __init__(self, twins: Twins) -> None:
        self.twins = twins
        self.number = 0
        """The last number given."""
        self.by_digest: dict[bytes, int] = {}
        self.rivals: list[int] = []
        self.forms: dict[int, Form] = {}

    def original(self, row: int) -> int:
        """Give the first row that has a row's text; its own if that is new."""
        known = self.twins.compared(row)
        digest = self.twins.digest(row)
        if digest not in self.by_digest:
            first = known if known >= 0 else self.first_alike(row)
            self.by_digest[digest] = first
            if first == row and len(self.rivals) < RIVALS:
                self.rivals.append(row)
            else:
                self.forms.pop(row, None)
        return self.by_digest[digest]

    def first_alike(self, row: int) -> int:
        """Give the first of the rivals of which a row's text is another form, the row itself if none is."""
        return next((rival for rival in self.rivals if self.form(rival).is_same(self.form(row))), row)

    def form(self, row: int) -> Form:
        """Give a row's text as it is compared; only those of rivals are kept."""
        if row not in self.forms:
            self.forms[row] = Form(self.twins.stored.own_text(row))
        return self.forms[row]


def numbered(message_id: str, number: int) -> str:
    """Give the public id of the first, second … text under an id.

    >>> numbered("a@weir.example", 1), numbered("a@weir.example", 2)
    ('a@weir.example', 'a@weir.example#2')
    """
    return f"{message_id}#{number}" if number > 1 else message_id
