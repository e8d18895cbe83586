"""How choices are laid out as rows."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from parsing.model import LineRange, MessageKey, Passage
from tui.state.choices import Choice, GoTo, choice_rows

THERE = GoTo(Passage(MessageKey("a@weir.example"), LineRange(0, 1), ()), "Here")
CHOICES = (
    Choice("Who wrote it", "99 %", THERE, detail="so many words " * 40),
    Choice("A sentence that leads nowhere is told to its end, however long it is."),
)


def test_what_leads_somewhere_takes_a_row_and_two_for_its_words() -> None:
    """Enough to decide by; a sentence is wrapped."""
    rows = choice_rows(CHOICES, 40)
    assert [(row.number, row.is_detail) for row in rows] == [
        (0, False),
        (0, True),
        (0, True),
        (1, False),
        (1, False),
    ]
    assert rows[0].aside == "99 %"
    assert rows[2].text.endswith("…")
    assert rows[4].text.endswith("it is.")


@pytest.mark.parametrize("width", [0, 1, 3, 5, 20])
def test_choices_fit_any_width(width: int) -> None:
    """What is too long is cut."""
    for row in choice_rows(CHOICES, width):
        assert cell_len(row.text) <= max(width, 4)
