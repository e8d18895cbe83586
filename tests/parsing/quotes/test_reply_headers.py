"""The headers that mail programs copy above a quote: who wrote, and on which day, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsing.quotes.reply_headers import find_reply_header

FILE = Path(__file__).with_name("reply_headers.txt")
HEADERS = dict(part.split("\n", 1) for part in FILE.read_text(encoding="utf-8").split("== ")[1:])


@pytest.mark.parametrize("text", HEADERS.values(), ids=HEADERS.keys())
def test_a_copied_header_says_who_wrote_and_when(text: str) -> None:
    """It ends with its last field, and is told from the words below it."""
    lines = text.rstrip("\n").split("\n")
    found = find_reply_header([*lines, "", "Is the barn open?", "I have the key."], 0)
    assert found is not None
    assert found.lines == len(lines)
    assert found.attribution.author is not None
    assert found.attribution.author.name == "Dan Ashby"
    assert str(found.attribution.date).startswith("2007-11-30")


def test_fields_of_another_kind_are_no_copied_header() -> None:
    """A form or a configuration has colons too."""
    assert find_reply_header(["From: the barn", "Height: 12", "Doors: 2", "Note: none"], 0) is None
