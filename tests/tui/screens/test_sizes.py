"""Every size of a terminal, and every change of it."""

from __future__ import annotations

from typing import Any

import pytest

from tui.screens.help import HelpScreen

SIZES = [
    (200, 50),
    (160, 40),
    (120, 30),
    (118, 24),
    (117, 24),
    (80, 24),
    (40, 12),
    (20, 5),
    (12, 3),
    (7, 2),
    (1, 1),
]


async def resize(driver: Any, size: tuple[int, int]) -> None:
    """Give the terminal another size."""
    await driver.pilot.resize_terminal(*size)
    await driver.settle()


async def test_from_large_to_one_cell_and_back(shelf: Any, reading: Any) -> None:
    """At every step keys work; in the end the screen is what it was."""
    async with reading(shelf, SIZES[0]) as driver:
        await driver.press("down", "enter", "}")
        before = driver.screen
        for size in [*SIZES[1:], *reversed(SIZES)]:
            await resize(driver, size)
            await driver.press("j", "k", "tab", "tab")
            assert len(driver.screen) == size[1]
            assert {len(line) for line in driver.screen} == {size[0]}
        assert driver.screen == before


async def test_between_two_panes_and_one_the_place_is_kept(shelf: Any, reading: Any) -> None:
    """Whoever reads goes on reading."""
    async with reading(shelf, (118, 24)) as driver:
        await driver.press("down", "enter", "}")
        line = driver.reader.message_pane.cursor_line
        await resize(driver, (80, 24))
        assert not driver.reader.threads_pane.display
        assert driver.reader.message_pane.cursor_line == line
        await resize(driver, (118, 24))
        assert driver.reader.threads_pane.display
        assert driver.reader.message_pane.cursor_line == line


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 3), (4, 4), (5, 2), (9, 30), (300, 3), (20, 5)])
async def test_everything_opens_in_a_terminal_of_any_size(
    size: tuple[int, int], shelf: Any, reading: Any
) -> None:
    """Peek, chooser, palette, find bar, headers, raw, help: nothing dies."""
    async with reading(shelf, size) as driver:
        await driver.press("down", "enter", "}", "p", "escape", "i", "escape", "R", "escape", "h", "V", "V")
        for opening in (":", "/"):
            await driver.press(opening)
            await driver.type("fold a 漢字")
            await driver.press("left", "backspace", "escape")
        await driver.press("=", "=", "=", "?")
        assert isinstance(driver.app.screen, HelpScreen)
        await driver.press("j", "G", "escape")
        assert len(driver.screen) == size[1]


async def test_the_chooser_never_takes_more_than_half(shelf: Any, reading: Any) -> None:
    """What one reads stays in sight."""
    async with reading(shelf, (80, 12)) as driver:
        await driver.press(":")
        assert driver.reader.chooser.size.height <= 6
        assert driver.reader.threads_pane.size.height >= 2


async def test_threads_stand_above_the_message_where_one_wants_it(shelf: Any, reading: Any) -> None:
    """In a narrow terminal too, if it is high enough."""
    async with reading(shelf, (80, 24)) as driver:
        await driver.press("=")
        assert driver.reader.threads_pane.region.bottom == driver.reader.message_pane.region.y
        assert driver.reader.message_pane.region.height > driver.reader.threads_pane.region.height
        await resize(driver, (80, 8))
        assert driver.reader.panes_shown.single
