"""The stored messages of an archive by row, key, subject and author: what threads and sources are found from.

Everything that leaves here as text is cleaned. Messages are read when they are asked for.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from parsing.archive.keeping import Kept
from parsing.archive.lookup import RowsByKey
from parsing.archive.twins import Twins, numbered
from parsing.errors import Defect, UnknownMessageError
from parsing.index.columns import split_ids
from parsing.messages.clean import clean, clean_line
from parsing.messages.text import Displayed, read_message, read_text
from parsing.model import Envelope, Mailbox, MessageKey
from parsing.sources.corpus import author_keys
from parsing.threads.containers import Ids
from parsing.threads.subjects import base_subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from parsing.index.reading import Reading

STEPS: Final = 500
"""Rows between two yields: one or two milliseconds."""
DISPLAYED_KEPT: Final = 4


class Stored:
    """The messages that are in the archive. One thread takes in what was read; any may ask."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.columns = reading.columns
        self.count = 0
        """Rows that can be looked up by their keys."""
        self.by_id = RowsByKey()
        self.by_subject = RowsByKey()
        self.by_author = RowsByKey()
        self.twins = Twins(self)
        self.described = 0
        """Rows that can be looked up by subject and author."""
        self.found_defects: dict[int, tuple[Defect, ...]] = {}
        """By row, of messages that have been read and have any."""
        self.was_read = bytearray()
        self.last_displayed: Kept[int, Displayed] = Kept(DISPLAYED_KEPT, self.read)
        self.lock = threading.Lock()

    def __len__(self) -> int:
        return self.count

    def take_in(self) -> Iterator[None]:
        """Make the rows that were read since the last time findable by their ids."""
        since, end = self.count, len(self.columns)
        for row in range(since, end):
            self.by_id.add(self.message_id(row), row)
            if self.by_id.is_full:
                self.by_id.settle()
            if not row % STEPS:
                yield
        self.by_id.settle()
        self.was_read.extend(bytes(end - since))
        yield
        for group in self.by_id.shared(since):
            yield from self.twins.compare(group)
        self.count = end

    def describe(self) -> Iterator[None]:
        """Make all rows findable by subject and author."""
        while self.described < self.count:
            with self.lock:
                end = min(self.described + STEPS, self.count)
                for row in range(self.described, end):
                    if self.copy_of(row) >= 0:
                        continue  # nothing is found twice
                    self.by_subject.add(base_subject(self.subject(row) or "").key, row)
                    for key in author_keys(self.sender(row)):
                        self.by_author.add(key, row)
                self.described = end
                for rows in (self.by_subject, self.by_author):
                    if rows.is_full:
                        rows.settle()
            yield
        with self.lock:
            self.by_subject.settle()
            self.by_author.settle()

    # By row

    def number(self, row: int) -> int:
        """Give which text under its id a row has, counted from 1."""
        return self.twins.number(row)

    def message_id(self, row: int) -> str:
        """Give its id, as stored or made."""
        return shown_id(self.columns.message_id(row))

    def key(self, row: int) -> MessageKey:
        """Give the public id: copies have the original's."""
        return MessageKey(numbered(self.message_id(row), self.number(row)))

    def copy_of(self, row: int) -> int:
        """Give the row of the first message with the same id and text, -1 if that is itself."""
        return self.twins.original(row)

    def references(self, row: int) -> tuple[str, ...]:
        """Give the ids that the headers name, oldest first, the parent's last."""
        forms = (self.columns.references(form) for form in self.twins.forms(row))
        named = [shown_id(message_id) for message_id in next(filter(None, forms), ())]
        parent = self.reply_to(row)
        if parent is not None and named[-1:] != [parent]:
            named.append(parent)
        return tuple(named)

    def in_reply_to(self, row: int) -> tuple[str, ...]:
        """Give the ids that In-Reply-To names."""
        return tuple(map(shown_id, self.columns.in_reply_to(row)))

    def reply_to(self, row: int) -> str | None:
        """Give the id that the headers name as the parent, its own or, where they were lost, a copy's."""
        named = map(self.named_parent, self.twins.forms(row))
        return next((message_id for message_id in named if message_id is not None), None)

    def named_parent(self, row: int) -> str | None:
        """Give the id that a row's own header names as the parent: see `parsing.threads.jwz`."""
        own = self.message_id(row)
        references = [each for each in map(shown_id, self.columns.references(row)) if each != own]
        answered = [each for each in self.in_reply_to(row) if each != own]
        if answered and (not references or answered != references[-1:]):
            stored = next((message_id for message_id in answered if self.row_of(message_id) >= 0), None)
            if stored is not None or not references:
                return stored or answered[0]
        return references[-1] if references else None

    def parent(self, row: int) -> int:
        """Give the row that the headers name as the parent, or else the archive's own pages; or -1."""
        named = self.reply_to(row)
        parent = self.row_of(named) if named is not None else -1
        return parent if parent >= 0 else self.parent_by_pages(row)

    def parent_by_pages(self, row: int) -> int:
        """Give the row of the parent by the archive's own pages, or -1."""
        shown = map(self.reading.page_parent, self.twins.forms(row))
        parent = next((parent for parent in shown if 0 <= parent < self.count), -1)
        original = self.copy_of(parent)
        return parent if original < 0 else original

    def subject(self, row: int) -> str | None:
        """Give the subject."""
        subject = self.columns.subject(self.twins.shown(row))
        return None if subject is None else clean_line(subject)

    def base_subject(self, row: int) -> str:
        """Give the base subject."""
        return base_subject(self.subject(row) or "").text

    def sender(self, row: int) -> Mailbox | None:
        """Give the author."""
        sender = self.columns.sender(self.twins.shown(row))
        return None if sender is None else Mailbox(clean_line(sender.name), clean_line(sender.address))

    def date(self, row: int) -> date | None:
        """Give the date that it states."""
        return self.columns.date(self.twins.shown(row))

    def time(self, row: int) -> int:
        """Give the date in seconds since 1970; a neighbour's where it is not known."""
        return self.columns.sort_key(row)

    sort_key = time

    def text(self, row: int) -> str:
        """Give the displayed text."""
        return self.own_text(self.twins.shown(row))

    def own_text(self, row: int) -> str:
        """Give the text of a row itself, whatever form of its message is shown; no more of it is read."""
        kept = self.last_displayed.kept(row)
        if kept is not None:
            return kept.text
        raw, changed = self.reading.mail(row)
        text, defects = read_text(raw)
        self.note_read(row, (*changed, *defects))
        return text

    def own_names(self, row: int) -> str:
        """Give a row's own subject and the author's name."""
        sender = self.columns.sender(row)
        return f"{self.columns.subject(row) or ''}\n{sender.name if sender is not None else ''}"

    def displayed(self, row: int) -> Displayed:
        """Give all of a message; the last few are kept, for they are asked for again at once."""
        return self.last_displayed.get(self.twins.shown(row))

    def headers(self, row: int) -> tuple[tuple[str, str], ...]:
        """Give all header fields, those too that only a copy of the message has kept."""
        shown = self.twins.shown(row)
        fields = self.last_displayed.get(shown).headers
        for form in self.twins.forms(row):
            if form != shown:
                names = {name.lower() for name, _ in fields}
                other = self.last_displayed.get(form).headers
                fields += tuple(field for field in other if field[0].lower() not in names)
        return fields

    def read(self, row: int) -> Displayed:
        """Read all of a message, and remember what was wrong with it."""
        raw, changed = self.reading.mail(row)
        shown = read_message(raw)
        every = self.note_read(row, (*changed, *shown.defects))
        return replace(shown, defects=every)

    def note_read(self, row: int, found: tuple[Defect, ...]) -> tuple[Defect, ...]:
        """Remember what was found wrong with a message that was read; gives all that is wrong with it."""
        every = tuple(dict.fromkeys((*self.columns.defects(row), *found)))
        if every:
            self.found_defects[row] = every
        if row < len(self.was_read):
            self.was_read[row] = True
        return every

    def defects(self, row: int) -> tuple[Defect, ...]:
        """Give what is wrong with a message; it is read for this if it has not been yet."""
        row = self.twins.shown(row)
        return self.found_defects.get(row, ()) if self.was_read[row] else self.displayed(row).defects

    def take_defects(self, read: bytes, found: dict[int, tuple[Defect, ...]]) -> None:
        """Take in what was wrong with messages when they were read another time."""
        self.found_defects.update(found)
        either = int.from_bytes(self.was_read, "little") | int.from_bytes(read, "little")
        self.was_read[:] = either.to_bytes(len(self.was_read), "little")

    def raw(self, row: int) -> str:
        """Give a message as it lies in the archive, made showable."""
        data = self.reading.stored_bytes(self.twins.shown(row))[0]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        return clean(text.replace("\r\n", "\n"))

    def mail(self, row: int) -> bytes:
        """Give a message as it was sent; raises UnknownMessageError if it is no longer what was read."""
        data, defects = self.reading.mail(self.twins.shown(row))
        if Defect.CHANGED_ON_DISK in defects:
            raise UnknownMessageError(Defect.CHANGED_ON_DISK.sentence)
        return data

    def envelope(self, row: int) -> Envelope:
        """Give what a list shows of it."""
        copy_of = self.copy_of(row)
        return Envelope(
            key=self.key(row),
            row=row,
            subject=self.subject(row),
            sender=self.sender(row),
            date=self.date(row),
            reply_to=self.reply_to(row),
            duplicate_of=self.key(copy_of) if copy_of >= 0 else None,
            defects=self.columns.defects(self.twins.shown(row)),
            flags=self.reading.flags(row),
        )

    # By key

    def row_of(self, key: str) -> int:
        """Give the first row that has this id, as its header has it or with `#2`; -1 if none has."""
        row = self.first_row(key)
        return self.twins.numbered.get(key, -1) if row < 0 else row

    def first_row(self, message_id: str) -> int:
        """Give the first row whose header has this id, or -1."""
        for row in self.by_id.rows(message_id):
            if row < len(self.columns) and self.message_id(row) == message_id:
                return row
        return -1

    def rows_by_subject(self, subject: str) -> Sequence[int]:
        """Give the rows that have this base subject, ascending; no copies."""
        self.describe_now()
        return self.by_subject.sequence(subject.casefold())

    def rows_by_author(self, author_key: str) -> Sequence[int]:
        """Give the rows whose sender has this key, ascending; no copies."""
        self.describe_now()
        return self.by_author.sequence(author_key)

    def describe_now(self) -> None:
        """Describe at once what nobody has described yet."""
        if self.described < self.count or not (self.by_subject.is_settled and self.by_author.is_settled):
            for _ in self.describe():
                pass


class HeaderIds:
    """The stored messages as threading sees them: ids as they stand in the headers."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self.columns = stored.columns
        self.count = len(stored)

    def __len__(self) -> int:
        return self.count

    def ids(self, row: int) -> Ids:
        """Give its own id and those that it refers to."""
        texts = self.columns.texts(row)
        return Ids(texts.message_id, split_ids(texts.references), split_ids(texts.in_reply_to))

    def row_of(self, message_id: str) -> int:
        """Give the first row that has this id, or -1."""
        return self.stored.first_row(shown_id(message_id))

    def is_first(self, row: int) -> bool:
        """Tell whether no earlier row has the same id."""
        return row not in self.stored.twins.by_row

    def subject(self, row: int) -> str | None:
        """Give the subject, decoded."""
        return self.columns.subject(self.stored.twins.shown(row))

    def sort_key(self, row: int) -> int:
        """Give the date in seconds since 1970; a neighbour's where it is not known."""
        return self.columns.time[row]


def shown_id(message_id: str) -> str:
    """Give an id with nothing in it that a terminal would not show; in ASCII nothing such is left."""
    return message_id if message_id.isascii() else clean_line(message_id)
