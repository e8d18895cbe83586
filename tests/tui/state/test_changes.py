"""What a quoter changed is found word by word, and marked at the words of the quote."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import Span
from tui.state import changes
from tui.state.changes import WORDS_COMPARED, anchors, changed_spans, differences
from tui.state.facts import Facts

if TYPE_CHECKING:
    from conftest import Pages

SOURCE = "The old mill wheel turns slowly, and nobody has the contents of the chest."
QUOTES = {
    "wrapped anew": (
        "> The old mill\n> wheel turns slowly, and nobody\n> has the contents of the chest.",
        [],
    ),
    "a mark of its own": (
        "> The old mill wheel turns slowly, and\n> > nobody has the contents of the chest.",
        [],
    ),
    "a word cut by a hyphen": (
        "> The old mill wheel turns slowly, and nobody has the con-\n> tents of the chest.",
        [],
    ),
    "another word": ("> The new mill wheel turns slowly, and nobody has the contents of the chest.", ["new"]),
    "a word more": (
        "> The old mill wheel turns very slowly, and nobody has the contents of the chest.",
        ["very"],
    ),
    "a word less": ("> The old wheel turns slowly, and nobody has the contents of the chest.", [" "]),
    "a word less at a line's end": (
        "> The old\n> wheel turns slowly, and nobody has the contents of the chest.",
        ["old"],
    ),
    "two places": (
        "> The old mill turns quickly, and nobody has the contents of the box.",
        [" ", "quickly,", "box."],
    ),
}


@pytest.mark.parametrize(("quote", "marked"), QUOTES.values(), ids=QUOTES.keys())
def test_only_words_that_the_quoter_changed_are_marked(pages: Pages, quote: str, marked: list[str]) -> None:
    """Where words were left out it is the blank between, at the end of a line the word before."""
    source, facts = Facts(pages.page(SOURCE)), Facts(pages.page(quote + "\n\nYes."))
    span = Span(2, len(quote))
    found = changed_spans(facts, span, source, (Span(0, len(SOURCE)),))
    assert [facts.text[each.start : each.end] for each in found] == marked


words = st.lists(st.sampled_from("abcdefgh"), max_size=20)


@given(words, words)
def test_what_is_between_the_differences_is_the_same(source: list[str], quoted: list[str]) -> None:
    """They are in order, and each is of words that differ."""
    at = quoted_at = 0
    for change in [*differences(source, quoted), None]:
        first, quoted_first = (change.first, change.quoted_first) if change else (len(source), len(quoted))
        assert "".join(source[at:first]) == "".join(quoted[quoted_at:quoted_first])
        if change:
            assert source[change.first : change.end] != quoted[change.quoted_first : change.quoted_end]
            at, quoted_at = change.end, change.quoted_end


@given(words, words)
def test_anchors_are_words_that_both_have_once_in_one_order(source: list[str], quoted: list[str]) -> None:
    """Both places rise."""
    found = anchors(source, quoted)
    assert found == sorted(set(found))
    assert [quoted_at for _, quoted_at in found] == sorted({quoted_at for _, quoted_at in found})
    for at, quoted_at in found:
        assert source[at] == quoted[quoted_at]
        assert source.count(source[at]) == quoted.count(source[at]) == 1


def test_a_change_in_a_long_quote_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that stand once are looked up; only what lies between them is compared in quadratic time."""
    compared = 0

    class Counting(SequenceMatcher[str]):
        def __init__(self, junk: Any, one: Any, other: Any, auto: bool) -> None:
            nonlocal compared
            compared += len(one) * len(other)
            super().__init__(junk, one, other, auto)

    monkeypatch.setattr(changes, "SequenceMatcher", Counting)
    source = [f"{number}" for number in range(50_000)]
    quoted = [*source[:30_000], "new", *source[30_002:]]
    (change,) = differences(source, quoted)
    assert change == (30_000, 30_002, 30_000, 30_001)
    assert compared <= 50_000


def test_where_too_much_differs_all_of_it_does() -> None:
    """It would take quadratic time to say more."""
    source = ["word", "other"] * WORDS_COMPARED
    quoted = ["other", "word", "more"] * WORDS_COMPARED
    assert differences(source, quoted) == [(0, len(source), 0, len(quoted))]
