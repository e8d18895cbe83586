"""Nothing of a mail reaches the terminal raw: every screen of every mail that was written to hurt."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from parsing import open_archive

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
MAILS = sorted(path for path in CORPUS.iterdir() if path.suffix != ".toml")
STEERS = {"Cc", "Cs", "Zl", "Zp"}
"""General categories of characters that a terminal may take for more than a letter."""
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Bidirectional classes of the marks that turn the line round them."""


def steering(text: str) -> list[str]:
    """Return the characters of a text that steer."""
    return [
        f"U+{ord(character):04X}"
        for character in text
        if unicodedata.category(character) in STEERS or unicodedata.bidirectional(character) in TURNS
    ]


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.name)
async def test_no_screen_of_a_mail_steers_the_terminal(path: Path, reading: Any) -> None:
    """The message, all its header fields, as it lies in the archive, its peeks, and what is copied of it."""
    with open_archive(str(path)) as archive:
        async with reading(archive, (90, 24)) as driver:
            screens = []
            for _ in range(min(len(driver.reader.rows), 6)):
                for keys in (("tab",), ("tab", "h"), ("h", "V"), ("V", "}", "p"), ("i",), ("escape", "y")):
                    await driver.press(*keys)
                    screens += driver.screen
                await driver.press("J")
            assert steering("".join(screens) + driver.app.clipboard.replace("\n", "").replace("\t", "")) == []
