"""How the reader looks: readable in every theme, and the same each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.theme import BUILTIN_THEMES

from tui.config import Settings
from tui.widgets.contrast import ENOUGH, contrast
from tui.widgets.drawing import Styled

THEMES = sorted(BUILTIN_THEMES)


@pytest.mark.parametrize("theme", THEMES)
async def test_every_word_is_readable_in_every_theme(theme: str, shelf: Any, reading: Any) -> None:
    """4.5 to 1 (WCAG 1.4.3) on its own ground, on the cursor's row and on a lit row.

    The terminal's own colours are what the terminal makes of them.
    """
    overs = {
        "ThreadPane": ("", "threads--cursor", "threads--cursor-away", "threads--lit"),
        "Chooser": ("", "chooser--cursor"),
    }
    async with reading(shelf, settings=Settings(theme=theme)) as driver:
        await driver.press("?")
        widgets = [*driver.reader.query(Styled), *driver.app.screen.query(Styled)]
        assert len(widgets) >= 7
        for widget in widgets:
            for part in sorted(widget.COMPONENT_CLASSES):
                for over in overs.get(type(widget).__name__, ("",)):
                    style = widget.look(part, over)
                    if style.color is None or style.color.triplet is None or style.bgcolor is None:
                        assert theme.startswith("ansi")
                    elif style.bgcolor.triplet is not None:
                        assert contrast(style.color, style.bgcolor) >= ENOUGH, (part, over)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_without_shades_the_cursor_is_still_seen(theme: str, shelf: Any, reading: Any) -> None:
    """By turning the colours round, or by weight."""
    async with reading(shelf, settings=Settings(theme=theme)) as driver:
        pane = driver.reader.threads_pane
        assert pane.look("threads--author", "threads--cursor").reverse
        assert pane.look("threads--author", "threads--cursor-away").bold
        assert pane.look("threads--author", "threads--lit").bold


async def test_an_unknown_theme_is_told_and_the_default_is_put_on(shelf: Any, reading: Any) -> None:
    """With the one that was probably meant."""
    async with reading(shelf, settings=Settings(theme="norf")) as driver:
        assert driver.app.theme == "textual-dark"
        assert driver.reader.status.notice == "No theme is called “norf”; did you mean “nord”?"


@pytest.mark.parametrize(
    ("looks", "size", "keys"),
    [
        ("after-a-jump", (120, 12), ("down", "enter", "}", "enter")),
        ("the-list-alone", (80, 10), ()),
        ("twenty-by-five", (20, 5), ()),
    ],
)
async def test_the_screen_is_as_it_was_drawn(
    looks: str, size: tuple[int, int], keys: tuple[str, ...], shelf: Any, reading: Any
) -> None:
    """Name and trail, list and message, where we are, the keys: as the sketch has it."""
    drawn = (Path(__file__).parent / "looks" / f"{looks}.txt").read_text(encoding="utf-8")
    async with reading(shelf, size) as driver:
        await driver.press(*keys)
        assert "".join(line.rstrip() + "\n" for line in driver.screen) == drawn
