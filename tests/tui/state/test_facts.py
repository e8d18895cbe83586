"""What is known of a page's lines: signs of sources, and runs that others quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from parsing.model import LineRange, Match, MessageKey, QuotedBy, Span
from tui.state.facts import Facts, Sign, sign_of
from tui.state.page import Page

if TYPE_CHECKING:
    from conftest import Pages

TEXT = "\n".join(f"line {n}" for n in range(20))


def test_each_way_a_quote_may_be_resolved_has_its_sign(pages: Pages) -> None:
    """One that is unsure and several that are as likely are two things."""
    signs = [
        sign_of(resolution)
        for resolution in (pages.found, pages.unsure, pages.ambiguous, pages.rebuilt, pages.missing)
    ]
    assert signs == [Sign.KNOWN, Sign.UNCERTAIN, Sign.SEVERAL, Sign.REBUILT, Sign.MISSING]


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(1, 6), st.sampled_from("abc")), max_size=12))
def test_runs_tell_for_each_line_who_quotes_it(pages: Pages, quotes: list[tuple[int, int, str]]) -> None:
    """Runs do not overlap; a line in none is quoted by nobody."""
    message = pages.message(TEXT)
    starts = Facts(Page(message)).starts
    quoted_by, expected = [], [set[str]() for _ in range(20)]
    for first, count, key in quotes:
        end = min(first + count, 20)
        source = Span(starts[first], starts[end] - 1)
        quoted_by.append(
            QuotedBy(MessageKey(key), Span(0, 1), LineRange(0, 1), 1, None, source, Match.EXACT, 1.0)
        )
        for line in range(first, end):
            expected[line].add(key)
    facts = Facts(Page(message, quoted_by=tuple(quoted_by)))
    for line in range(20):
        run = facts.run_at(line)
        assert set(run.messages if run is not None else ()) == expected[line]
    assert all(
        one.lines.end <= other.lines.first for one, other in zip(facts.quoted, facts.quoted[1:], strict=False)
    )


def test_witnesses_of_a_rebuilt_message_are_who_quotes_it(pages: Pages) -> None:
    """Until the archive says more."""
    facts = Facts(pages.rebuilt_page("one\ntwo\nthree", (), (("Wick",), ("Wick",), ("Fenley", "Wick"))))
    assert [(run.lines, len(run.messages)) for run in facts.quoted] == [
        (LineRange(0, 2), 1),
        (LineRange(2, 3), 2),
    ]


def test_blank_lines_neither_begin_nor_part_a_run(pages: Pages) -> None:
    """The sign stands beside words."""
    facts = Facts(pages.rebuilt_page("\none\n\ntwo\n\nthree", (), (("A",), ("A",), (), ("A",), ("B",), ())))
    assert [run.lines for run in facts.quoted] == [LineRange(1, 4)]


def test_a_gap_parts_what_one_message_quotes(pages: Pages) -> None:
    """What stands on its two sides was quoted apart."""
    facts = Facts(pages.rebuilt_page("one\n\ntwo", (2,), (("A",), (), ("A",))))
    assert [run.lines for run in facts.quoted] == [LineRange(0, 1), LineRange(2, 3)]


def test_bars_stand_for_the_marks_of_quotes_but_not_of_sessions(pages: Pages) -> None:
    """What only looks quoted is shown as it stands."""
    facts = Facts(pages.page("On Monday, Dan Ashby wrote:\n> one\n\nYes."))
    assert facts.shown_text(1) == "one"
    facts = Facts(pages.page("Try:\n\n>>> import os\n>>> os.getcwd()\n'/home'\n>>> print(1)\n1"))
    assert facts.shown_text(2) == ">>> import os"


def test_an_empty_text_has_facts_too(pages: Pages) -> None:
    """Nothing is there, and nothing fails."""
    facts = Facts(pages.page(""))
    assert facts.quote_stops() == []
    assert facts.run_at(0) is None
    assert facts.link_for(0, 1) is None
