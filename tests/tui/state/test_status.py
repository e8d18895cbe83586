"""What the status line says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from parsing.model import LineRange, Link, Progress, Span
from tui.state.page import Page
from tui.state.status import fitted, landing_text, place_facts, progress_text, quote_facts

TEXT = "Dan Ashby wrote:\n> Here is what we intend.\n\nGood."


def facts(pages: Any, resolution: Any) -> list[Any]:
    """Return what is said on the quote of a page."""
    message = pages.message(TEXT)
    link = Link(Span(18, 42), 1, resolution)
    return quote_facts(message.blocks[1], link, Page(message, (link,)))


def test_all_is_said_where_there_is_room(pages: Any) -> None:
    """Place, quote, source, how it was matched, and how surely."""
    said = [*place_facts(3, 12_340, Page(pages.message(TEXT)), 1), *facts(pages, pages.unsure)]
    assert fitted(said, 200) == (
        "message 3/12,340 · block 2/3 · quote level 1 by Ashby · "
        "source: line 1 of its author’s message · re-wrapped, 72 %"
    )


def test_less_room_says_the_same_in_brief_and_then_what_matters_most(pages: Any) -> None:
    """The source stays longest; nothing is cut in the middle of a word."""
    said = [*place_facts(3, 12_340, Page(pages.message(TEXT)), 1), *facts(pages, pages.unsure)]
    assert fitted(said, 90).startswith("3/12,340 · ¶2/3 · level 1 by Ashby · source:")
    assert fitted(said, 34) == "source: its author, line 1"
    for width in range(120):
        assert cell_len(fitted(said, width)) <= width


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rebuilt", "source: line 1 of the rebuilt original · exact, 99 %"),
        ("ambiguous", "source: one of 2 places"),
        ("missing", "its source is not in this archive"),
    ],
)
def test_every_kind_of_source_has_its_words(name: str, said: str, pages: Any) -> None:
    """Rebuilt, uncertain between several, missing."""
    assert said in fitted(facts(pages, getattr(pages, name)), 200)


def test_off_a_quote_there_is_nothing_to_say_of_one(pages: Any) -> None:
    """Only the place."""
    message = pages.message(TEXT)
    assert quote_facts(message.blocks[2], None, Page(message)) == []
    assert quote_facts(None, None, Page(message)) == []


def test_a_landing_says_where_and_how(pages: Any) -> None:
    """For found and for rebuilt places."""
    found = pages.unsure
    assert landing_text(found.passage, found.match, found.confidence, rebuilt=False) == (
        "Written here: line 1 · re-wrapped, 72 %"
    )
    wide = replace(found.passage, lines=LineRange(3, 9))
    assert landing_text(wide, None, 1, rebuilt=True) == "Rebuilt here from quotes: lines 4–9"


def test_progress_has_a_bar_where_the_end_is_known() -> None:
    """Standard input has none."""
    assert progress_text(Progress(30, 100, 1, finished=False)) == "reading ━━━───────  30 % 1 message"
    assert progress_text(Progress(30, None, 2, finished=False)) == "reading 2 messages"
    assert progress_text(Progress(100, 100, 5, finished=False), 10) == "following quotes ━━━━━─────  50 %"
