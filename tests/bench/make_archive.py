"""Make an mbox to measure with: invented people, threads, quotes; the same bytes for the same seed.

    python tests/bench/make_archive.py 100000 /tmp/100k.mbox

A message has about 4.4 kB, as in list archives of the last years: a third of it header. Three of four are
replies; most quote some paragraphs of the mail that they answer, marks of older quotes kept, and write below
each; some write on top and quote all of it. Quotes are four levels deep at most, older text is cut away; one
in twelve is wrapped anew. One mail in forty is lost: it is answered and quoted, and is not in the archive.
Words are made of syllables and lines of words, so no text of anybody's is in it, and hardly two lines are the
same.
"""

from __future__ import annotations

import argparse
import random
import sys
import textwrap
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SYLLABLES: Final = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]
FIRST_NAMES: Final = ("Ada", "Björn", "Chidi", "Dana", "Emre", "Fatou", "Greta", "Hiro", "Ines", "Jonas")
LAST_NAMES: Final = ("Akers", "Brandt", "Castell", "Dvorak", "Engel", "Fontaine", "Grau", "Holm", "Ivers")
WORDS: Final = 12_000
COMMON: Final = 200
"""Words that every third one is, as in any language."""
TOP_POSTED: Final = 0.15
REWRAPPED: Final = 0.08
LOST: Final = 0.025
DEEPEST: Final = 4
LONGEST: Final = 16
"""Paragraphs that somebody quotes who writes on top."""
FIRST_DAY: Final = datetime(2004, 3, 1, 8, tzinfo=UTC)
ANSWERED: Final = 200
"""Mails that may still be answered: the last ones."""
REPLIES: Final = 0.76
LIST: Final = "levels@lists.sluice.example"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the list."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a reply needs to know of the mail that it answers."""

    message_id: str
    references: tuple[str, ...]
    subject: str
    author: Person
    when: datetime
    paragraphs: tuple[tuple[str, ...], ...]
    """Its text, each paragraph in lines."""


class Writer:
    """Writes mail after mail, all by one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  an archive, not a secret
        self.words = list(dict.fromkeys(self.word() for _ in range(WORDS)))
        self.people = [
            Person(f"{first} {last}", f"{first}.{last}@{word}.example".lower().replace("ö", "oe"))
            for first in FIRST_NAMES
            for last in LAST_NAMES
            for word in (self.word(), self.word())
        ]
        self.recent: deque[Written] = deque(maxlen=ANSWERED)
        self.when = FIRST_DAY

    def word(self) -> str:
        """Make a word."""
        return "".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))

    def phrase(self) -> str:
        """Make half a line of words."""
        chosen = self.random.choices(self.words, k=self.random.randint(5, 7))
        for place in range(1, len(chosen), 3):
            chosen[place] = self.words[int(COMMON * self.random.random() ** 2)]
        return " ".join(chosen)

    def paragraph(self) -> tuple[str, ...]:
        """Write some lines."""
        count = self.random.randint(2, 5)
        return tuple(f"{self.phrase()} {self.phrase()}".capitalize() for _ in range(count))

    def quoted(self, parent: Written) -> Iterator[tuple[str, ...]]:
        """Quote some paragraphs of a mail, and answer each."""
        there = [paragraph for paragraph in parent.paragraphs if depth_of(paragraph[0]) < DEEPEST]
        for number in sorted(
            self.random.sample(range(len(there)), min(len(there), self.random.randint(1, 4)))
        ):
            yield self.marked(there[number])
            yield self.paragraph()

    def marked(self, paragraph: tuple[str, ...]) -> tuple[str, ...]:
        """Quote a paragraph, now and then wrapped anew."""
        if paragraph[0][:1] != ">" and self.random.random() < REWRAPPED:
            paragraph = tuple(textwrap.wrap(" ".join(paragraph), self.random.choice((50, 60, 72))))
        return tuple(f">{'' if line[:1] == '>' else ' '}{line}" for line in paragraph)

    def answered(self, parent: Written, own: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        """Answer a mail: below each of some paragraphs, or on top of all of it."""
        if self.random.random() >= TOP_POSTED:
            return (announced(parent), *self.quoted(parent), *own)
        there = [paragraph for paragraph in parent.paragraphs if depth_of(paragraph[0]) < DEEPEST]
        return (*own[:4], announced(parent), *map(self.marked, there[:LONGEST]))

    def written(self, number: int) -> Written:
        """Write a mail: a reply to a recent one, or a new thread."""
        self.when += timedelta(seconds=self.random.randint(60, 7_200))
        author = self.random.choice(self.people)
        message_id = f"{self.when:%Y%m%d%H%M%S}.{number:07d}@{author.address.partition('@')[2]}"
        own = tuple(self.paragraph() for _ in range(self.random.randint(3, 9)))
        if not self.recent or self.random.random() > REPLIES:
            subject = f"[levels] {self.phrase().capitalize()}"
            more = tuple(self.paragraph() for _ in range(self.random.randint(2, 9)))
            return Written(message_id, (), subject, author, self.when, own + more)
        parent = self.recent[-min(len(self.recent), int(self.random.expovariate(0.04)) + 1)]
        return Written(
            message_id,
            (*parent.references[-9:], parent.message_id),
            parent.subject if parent.subject.startswith("Re: ") else f"Re: {parent.subject}",
            author,
            self.when,
            self.answered(parent, own),
        )

    def mail(self, number: int) -> bytes:
        """Write a mail as it stands in an mbox."""
        mail = self.written(number)
        self.recent.append(mail)
        body = "\n\n".join("\n".join(paragraph) for paragraph in mail.paragraphs)
        return f"{head(mail, number)}\n\n{body}\n\n{foot(mail.author)}\n\n".encode()


def depth_of(line: str) -> int:
    """Count the marks of a line."""
    return len(line) - len(line.lstrip(">"))


def announced(parent: Written) -> tuple[str, ...]:
    """Announce a quote."""
    return (f"On {parent.when:%a, %d %b %Y at %H:%M:%S %z}, {parent.author.name} wrote:",)


def head(mail: Written, number: int) -> str:
    """Write the From_ line and the header of a mail."""
    stated = format_datetime(mail.when)
    host = mail.author.address.partition("@")[2]
    name = f"=?utf-8?Q?{mail.author.name.replace(' ', '_').replace('ö', '=C3=B6')}?="
    lines = [
        f"From {mail.author.address} {mail.when:%a %b %e %H:%M:%S %Y}",
        f"Return-Path: <{mail.author.address}>",
        f"X-Original-To: {LIST}",
        f"Delivered-To: {LIST}",
        f"Received: from mail.{host} (mail.{host} [192.0.2.{number % 250}])",
        f"\tby lists.sluice.example (Postfix) with ESMTPS id {number:012X}",
        f"\tfor <{LIST}>; {stated}",
        f"Received: by mail.{host} with local id {number:010d};",
        f"\t{stated}",
        f"Date: {stated}",
        f"From: {mail.author.name if mail.author.name.isascii() else name} <{mail.author.address}>",
        f"To: {LIST}",
        f"Subject: {mail.subject}",
        f"Message-ID: <{mail.message_id}>",
    ]
    if mail.references:
        lines.append(f"In-Reply-To: <{mail.references[-1]}>")
        lines.append("References: " + "\n\t".join(f"<{reference}>" for reference in mail.references))
    lines += (
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "User-Agent: Sluicegate/2.1 (by the canal)",
        "Precedence: list",
        "List-Id: What stands how high <levels.lists.sluice.example>",
        "List-Unsubscribe: <http://lists.sluice.example/options/levels>,",
        "\t<mailto:levels-request@lists.sluice.example?subject=unsubscribe>",
        "List-Archive: <http://lists.sluice.example/archive/levels>",
        "List-Post: <mailto:levels@lists.sluice.example>",
        "Sender: levels-bounces@lists.sluice.example",
    )
    return "\n".join(lines)


def foot(author: Person) -> str:
    """Write a signature and the list's footer."""
    return (
        f"-- \n{author.name}\n_______________________________________________\n"
        f"levels mailing list\n{LIST}\nhttp://lists.sluice.example/listinfo/levels"
    )


def make_archive(path: Path, messages: int, seed: int = 1) -> None:
    """Write an mbox of so many messages."""
    writer = Writer(seed)
    written = 0
    with path.open("wb") as file:
        for number in count():
            mail = writer.mail(number)
            if writer.random.random() >= LOST:
                file.write(mail)
                written += 1
            if written == messages:
                break


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description="Make an mbox to measure with.")
    parser.add_argument("messages", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    make_archive(words.file, words.messages, words.seed)
    sys.stderr.write(f"{words.file}: {words.messages:,} messages, {words.file.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
