"""The help screen: every key, at every width."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from tui.keys import KEYS
from tui.screens.help import TWO_COLUMNS_FROM, help_lines
from tui.state.keytext import cap


@pytest.mark.parametrize("width", [1, 20, 40, 80, TWO_COLUMNS_FROM - 1, TWO_COLUMNS_FROM, 120, 200])
def test_no_word_is_lost_at_any_width(width: int) -> None:
    """Sentences wrap beside their keys."""
    text = " ".join(run for line in help_lines(KEYS, width) for _, run in line)
    words = " ".join(text.split())
    for key in KEYS if width >= 40 else ():
        assert key.sentence.split()[-1] in words
        assert cap(key.keys[0]) in words


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_lines_fit(width: int) -> None:
    """Nothing runs out of the screen."""
    assert max(sum(cell_len(run) for _, run in line) for line in help_lines(KEYS, width)) <= width


async def test_it_scrolls_and_any_other_key_closes_it(shelf: Any, reading: Any) -> None:
    """As pagers do."""
    async with reading(shelf, (80, 10)) as driver:
        await driver.press("?")
        top = driver.screen
        await driver.press("space")
        assert driver.screen != top
        await driver.press("g")
        assert driver.screen == top
        await driver.press("G", "-", "j", "k", "x")
        assert driver.app.screen is driver.reader
