"""A corpus in memory: a few mails, and the engine over them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from parsing.model import Found, Mailbox, MessageKey
from parsing.sources.corpus import author_keys
from parsing.sources.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parsing.model import Link


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a test: who, when, in answer to what, and the text."""

    id: str
    text: str
    sender: str = "Dan Ashby <dan@ashby.example>"
    to: str = ""
    day: int = 1
    subject: str = "farm"
    references: tuple[str, ...] = ()


class Mails:
    """The corpus protocol over a list of mails."""

    def __init__(self, mails: Sequence[Mail]) -> None:
        self.mails = list(mails)
        self.read = 0
        self.rows: dict[str, int] = {}
        self.subjects: dict[str, list[int]] = defaultdict(list)
        self.authors: dict[str, list[int]] = defaultdict(list)
        for row, mail in enumerate(self.mails):
            self.rows.setdefault(mail.id, row)
            self.subjects[mail.subject].append(row)
            for key in author_keys(self.sender(row)):
                self.authors[key].append(row)

    def __len__(self) -> int:
        return len(self.mails)

    def key(self, row: int) -> MessageKey:
        return MessageKey(self.mails[row].id)

    def text(self, row: int) -> str:
        self.read += 1
        return self.mails[row].text

    def parent(self, row: int) -> int:
        return self.rows.get(self.mails[row].to, -1)

    def references(self, row: int) -> tuple[str, ...]:
        mail = self.mails[row]
        return mail.references or ((mail.to,) if mail.to else ())

    def row_of(self, message_id: str) -> int:
        return self.rows.get(message_id, -1)

    def copy_of(self, row: int) -> int:
        mail = self.mails[row]
        first = self.rows[mail.id]
        return first if first != row and self.mails[first].text == mail.text else -1

    def sender(self, row: int) -> Mailbox:
        name, _, address = self.mails[row].sender.partition(" <")
        return Mailbox(name, address.rstrip(">"))

    def base_subject(self, row: int) -> str:
        return self.mails[row].subject

    def time(self, row: int) -> int:
        return int(datetime(2007, 11, self.mails[row].day, 12, tzinfo=UTC).timestamp())

    def rows_by_subject(self, base_subject: str) -> list[int]:
        return self.subjects.get(base_subject, [])

    def rows_by_author(self, author_key: str) -> list[int]:
        return self.authors.get(author_key, [])


@pytest.fixture
def engine() -> Callable[..., Engine]:
    """Make an engine over mails."""

    def make(*mails: Mail, study: bool = False) -> Engine:
        made = Engine(Mails(mails))
        if study:
            list(made.study())
        return made

    return make


@pytest.fixture
def mail() -> type[Mail]:
    """Give the class of mails."""
    return Mail


@pytest.fixture
def origins() -> Callable[[Engine, int], list[tuple[str, str, str]]]:
    """Give a row's found links as (quoted words, id, source words), white space made one blank."""

    def of(engine: Engine, row: int) -> list[tuple[str, str, str]]:
        text = engine.corpus.text(row)
        return [
            (flat(text[link.span.start : link.span.end]), *source_of(engine, link))
            for link in engine.links(row)
            if isinstance(link.resolution, Found)
        ]

    return of


def source_of(engine: Engine, link: Link) -> tuple[str, str]:
    """Give the id and the words of a found link's source."""
    assert isinstance(link.resolution, Found)
    passage = link.resolution.passage
    source = engine.corpus.text(engine.corpus.row_of(passage.message))
    return passage.message, flat(source[passage.spans[0].start : passage.spans[-1].end])


def flat(text: str) -> str:
    """Give the words of a text without marks and line ends."""
    return " ".join(word for word in text.split() if word.strip(">|"))
