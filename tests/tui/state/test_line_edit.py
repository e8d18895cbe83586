"""One line of text being typed."""

from __future__ import annotations

import pytest

from tui.state.line_edit import LONGEST, LineEdit


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("backspace", LineEdit("the od mill", 5)),
        ("delete", LineEdit("the ol mill", 6)),
        ("left", LineEdit("the old mill", 5)),
        ("right", LineEdit("the old mill", 7)),
        ("home", LineEdit("the old mill", 0)),
        ("end", LineEdit("the old mill", 12)),
        ("ctrl+u", LineEdit("d mill", 0)),
        ("ctrl+k", LineEdit("the ol", 6)),
        ("ctrl+w", LineEdit("the d mill", 4)),
    ],
)
def test_editing_keys_do_what_they_do_in_a_shell(key: str, expected: LineEdit) -> None:
    """With the cursor after `ol`."""
    assert LineEdit("the old mill", 6).press(key) == expected


def test_at_the_ends_nothing_breaks() -> None:
    """An empty line takes every key."""
    for key in ("backspace", "delete", "left", "right", "home", "end", "ctrl+u", "ctrl+k", "ctrl+w"):
        assert LineEdit().press(key) == LineEdit()


def test_only_what_can_be_seen_is_typed() -> None:
    """A paste may hold line ends and escapes."""
    assert LineEdit("ab", 1).insert("x\n\x1b[31my") == LineEdit("ax[31myb", 7)


def test_a_paste_has_an_end() -> None:
    """Nobody looks for a megabyte."""
    assert len(LineEdit().insert("x" * 1_000_000).text) == LONGEST


def test_other_keys_edit_nothing() -> None:
    """So that they can mean something else."""
    assert LineEdit("ab", 1).press("f5") is None
