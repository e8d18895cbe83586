"""Every key of the table does what its sentence says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tui.keys import BY_ID, KEYS, Where
from tui.screens.help import HelpScreen
from tui.state.layout import Layout
from tui.state.threads import Sort

Look = Callable[[Any], object]


@dataclass(frozen=True)
class Case:
    """Keys before, and what is to be seen after the key."""

    before: tuple[str, ...]
    look: Look
    after: object


def shown(driver: Any) -> str:
    return driver.shown.partition("@")[0]


def row(driver: Any) -> int:
    return driver.reader.threads_pane.cursor


def line(driver: Any) -> int:
    return driver.reader.message_pane.cursor_line


def active(driver: Any) -> Where:
    return driver.reader.active


def rows(driver: Any) -> list[int]:
    return list(driver.reader.rows.rows)


def notice(driver: Any) -> str:
    return driver.reader.status.notice


def folded(driver: Any) -> int:
    return len(driver.reader.message_pane.view.folds.closed)


def copied(driver: Any) -> str:
    return driver.app.clipboard


def place(driver: Any) -> tuple[str, int]:
    return shown(driver), line(driver)


IN_ROPE = ("down", "enter", "z R")
"""The second mail, all open, from its top."""
ON_QUOTE = (*IN_ROPE, "}")
JUMPED = (*ON_QUOTE, "enter")

CASES: dict[str, Case] = {
    "message.open": Case(("down",), lambda driver: (shown(driver), active(driver)), ("1", Where.MESSAGE)),
    "quote.source": Case(ON_QUOTE, place, ("0", 0)),
    "reply.next": Case(("enter", *"jjj"), shown, "1"),
    "quote.next": Case(IN_ROPE, line, 1),
    "quote.previous": Case((*IN_ROPE, "G"), line, 6),
    "quote.peek": Case(ON_QUOTE, lambda driver: driver.reader.message_pane.view.peek is not None, True),
    "fold.toggle": Case(ON_QUOTE, folded, 1),
    "fold.toggle-all": Case(IN_ROPE, folded, 1),
    "thread.next": Case((), row, 4),
    "thread.previous": Case(("G",), row, 4),
    "thread.fold": Case((), rows, [0, 4, 5]),
    "thread.unfold": Case(("left",), rows, [0, 1, 2, 3, 4, 5]),
    "list.sort": Case((), lambda driver: driver.reader.sort, Sort.NEWEST),
    "find.open": Case((), lambda driver: driver.reader.find_bar.opened, True),
    "find.next": Case(("/", *"market", "enter"), row, 5),
    "find.previous": Case(("/", *"market", "enter"), row, 5),
    "jump.back": Case(JUMPED, place, ("1", 1)),
    "jump.forward": Case((*JUMPED, "<"), place, ("0", 0)),
    "help": Case((), lambda driver: isinstance(driver.app.screen, HelpScreen), True),
    "quit": Case((), lambda driver: driver.app._exit, True),
    "quit.now": Case((), lambda driver: driver.app._exit, True),
    "palette": Case((), lambda driver: driver.reader.chooser.opened, True),
    "close": Case(("enter",), active, Where.LIST),
    "move.down": Case((), row, 1),
    "move.up": Case(("G",), row, 4),
    "move.page-down": Case((), row, 5),
    "move.page-up": Case(("G",), row, 0),
    "move.half-down": Case((), row, 5),
    "move.half-up": Case(("G",), row, 0),
    "move.left": Case(
        (*ON_QUOTE, "w", "right"), lambda driver: driver.reader.message_pane.scroll_offset.x, 0
    ),
    "move.right": Case(
        (*ON_QUOTE, "w"), lambda driver: driver.reader.message_pane.scroll_offset.x > 0, False
    ),
    "move.top": Case(("G",), row, 0),
    "move.bottom": Case((), row, 5),
    "pane.next": Case((), active, Where.MESSAGE),
    "pane.previous": Case((), active, Where.MESSAGE),
    "message.next": Case((), lambda driver: (shown(driver), row(driver)), ("1", 1)),
    "message.previous": Case(("G",), lambda driver: (shown(driver), row(driver)), ("4", 4)),
    "message.parent": Case(("down", "down"), shown, "1"),
    "message.reply": Case((), shown, "1"),
    "view.layout": Case((), lambda driver: driver.reader.layout_wanted, Layout.STACKED),
    "reply.list": Case(("enter", *"jjj"), lambda driver: driver.reader.chooser.opened, True),
    "quoted.next": Case(("enter",), line, 0),
    "quoted.previous": Case(("enter", "G"), line, 1),
    "quote.why": Case(ON_QUOTE, lambda driver: driver.reader.chooser.opened, True),
    "view.hints": Case(ON_QUOTE, lambda driver: bool(driver.reader.message_pane.hints), True),
    "fold.open": Case((*ON_QUOTE, "t"), folded, 0),
    "fold.close": Case(ON_QUOTE, folded, 1),
    "fold.all": Case(IN_ROPE, folded, 1),
    "fold.none": Case(("down", "enter", "T"), folded, 0),
    "fold.more": Case(IN_ROPE, folded, 1),
    "fold.less": Case((*IN_ROPE, "("), folded, 0),
    "fold.level": Case(IN_ROPE, lambda driver: bool(notice(driver)), True),
    "view.new": Case(IN_ROPE, lambda driver: driver.reader.message_pane.only_new, True),
    "thread.toggle": Case((), rows, [0, 4, 5]),
    "thread.toggle-all": Case((), rows, [0, 4]),
    "thread.fold-all": Case((), rows, [0, 4]),
    "thread.unfold-all": Case(("T",), rows, [0, 1, 2, 3, 4, 5]),
    "view.headers": Case((), lambda driver: driver.reader.message_pane.all_headers, True),
    "view.raw": Case(("enter",), lambda driver: driver.reader.message_pane.is_raw, True),
    "view.other": Case((), notice, "This message was sent in one form only."),
    "view.wrap": Case((), lambda driver: driver.reader.message_pane.wraps, False),
    "link.list": Case((), notice, "There is no link in this message."),
    "attachment.list": Case((), notice, "This message has no attachments; s saves the message itself."),
    "save": Case((), lambda driver: driver.reader.path_bar.opened, True),
    "copy": Case(ON_QUOTE, lambda driver: copied(driver).startswith("> We shall"), True),
}


def test_every_entry_of_the_table_has_a_case_here() -> None:
    """A key that is not tried is not known to work."""
    assert set(CASES) == set(BY_ID)


@pytest.mark.parametrize(("name", "pressed"), [(key.id, pressed) for key in KEYS for pressed in key.keys])
async def test_a_key_does_what_its_sentence_says(name: str, pressed: str, shelf: Any, reading: Any) -> None:
    """Each spelling of each key, pressed in the running reader."""
    case = CASES[name]
    async with reading(shelf) as driver:
        await driver.press(*case.before)
        await driver.press(pressed)
        assert case.look(driver) == case.after


@pytest.mark.parametrize("pressed", "acdexADEF")
async def test_keys_of_other_readers_do_nothing(pressed: str, shelf: Any, reading: Any) -> None:
    """Neither in the list nor in the message."""
    async with reading(shelf) as driver:
        for pane in ((), ("enter",)):
            await driver.press(*pane)
            before = driver.screen
            await driver.press(pressed)
            assert driver.screen == before
