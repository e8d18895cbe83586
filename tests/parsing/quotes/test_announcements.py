"""Announcements in the languages that mail is written in, whole and wrapped, and what is none."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from parsing.model import Mailbox
from parsing.quotes.attribution import find_announcement

WRAP = "⏎"
NOTHING = "-"
ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("announcements.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
WRAPPED = [
    (row, lines)
    for row in ROWS
    if WRAP not in row[1]
    and 2 <= len(lines := textwrap.wrap(row[1], 50, break_long_words=False, break_on_hyphens=False)) <= 3
    and len(lines[0]) >= 20
]


def read(lines: list[str]) -> tuple[int, list[str]]:
    """Give how many lines an announcement takes and what it says, as the rows have it."""
    found = find_announcement(lines, 0, before_quote=True)
    assert found is not None, lines
    author, day = found.attribution.author or Mailbox("", ""), found.attribution.date
    said = [author.name, author.address, str(day)[:10] if day is not None else ""]
    return found.lines, [one or NOTHING for one in said]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[1][:40]}" for row in ROWS])
def test_an_announcement_says_who_wrote_and_when(row: list[str]) -> None:
    """Author, address and day; of a wrapped one too."""
    lines = [line.strip() for line in row[1].split(WRAP)]
    assert read(lines) == (len(lines), row[2:])


@pytest.mark.parametrize(("row", "lines"), WRAPPED, ids=[f"{row[0]} {row[1][:40]}" for row, _ in WRAPPED])
def test_a_wrapped_announcement_says_the_same(row: list[str], lines: list[str]) -> None:
    """Broken at any blank, into two lines or three."""
    assert read(lines) == (len(lines), row[2:])


def test_the_table_has_many_languages() -> None:
    """Twenty at least, most of them in more than one form."""
    assert len({row[0] for row in ROWS}) >= 20


NONE = (
    "She wrote a book about it.",
    "It said so on the door of the shed.",
    "He told me that the barn is at home.example and that nobody wrote",
    "Note: the key is at the shed.",
    "See what is written in the manual:",
    "Three things are missing:",
    "I have looked into it, and what I wrote yesterday at ten about all of those boards is wrong:",
    "The viết function fails:",
)


@pytest.mark.parametrize("text", NONE)
def test_a_sentence_announces_nothing(text: str) -> None:
    """Though it has a word for `wrote` in it, or a colon at its end."""
    assert find_announcement([text], 0) is None
