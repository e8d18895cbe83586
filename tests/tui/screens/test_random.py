"""Whatever is pressed, clicked, pasted or resized: the reader lives."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from tui.keys import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

LEAVING = {"q", "Q", "ctrl+q"}
PRESSABLE = sorted(
    {*string.printable[:95], *(part for key in KEYS for each in key.keys for part in each.split(" "))}
)
COUNT = 1_200
SIZES = ((120, 30), (80, 24), (200, 50), (20, 5), (3, 3), (1, 1))


@pytest.mark.parametrize("seed", [1, 2])
async def test_thousands_of_keys_at_random(
    seed: int, shelf: Any, reading: Any, key_event: Callable[[str], events.Key]
) -> None:
    """With clicks, wheels, pastes and other sizes in between."""
    chance = random.Random(seed)  # noqa: S311 - the same keys each time
    keys = [key for key in PRESSABLE if key not in LEAVING]
    async with reading(shelf) as driver:
        app, size = driver.app, SIZES[0]
        app.exit = lambda *_, **__: None  # a click on Quit is a click like any other
        for number in range(COUNT):
            app.post_message(key_event(chance.choice(keys)))
            if number % 7 == 0:
                app.post_message(mouse(chance, size))
            if number % 50 == 0:
                await driver.pilot.pause(0)
            if number % 100 == 99:
                app.post_message(events.Paste(chance.choice(("", "\x1b[31m", "[/b]", "漢字", "q"))))
                size = chance.choice(SIZES)
                await driver.pilot.resize_terminal(*size)
        await driver.settle()
        await driver.pilot.resize_terminal(120, 30)
        await driver.press("escape", "escape", "escape", "escape", "escape")
        assert driver.screen[0].startswith(" wrote  mill.mbox")


def mouse(chance: random.Random, size: tuple[int, int]) -> events.MouseEvent:
    """Make a press, a release or a turn of the wheel somewhere."""
    kind = chance.choice((events.MouseDown, events.MouseUp, events.MouseScrollDown, events.MouseScrollUp))
    x, y = chance.randrange(size[0]), chance.randrange(size[1])
    return kind(None, x, y, 0, 0, 1, False, False, False, x, y)
