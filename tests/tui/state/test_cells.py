"""Text in terminal cells: what wraps, what is cut, and that nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from tui.state.cells import PLAIN, WIDE, _wrap_any, clusters, fit, tabbed, text_cells, wrap

LETTERS = "ab -.,(漢字。「」é\u0301\u0301한ก\u0e33\U0001f44d\U0001f3fd\ufe0f\u200dשل\t"
simple = st.one_of(
    st.text(st.sampled_from("ab c"), max_size=200), st.text(st.sampled_from("ab 漢字。「」"), max_size=90)
)
texts = st.one_of(st.text(st.sampled_from(LETTERS), max_size=120), simple)


@given(texts, st.integers(1, 90))
def test_a_wrapped_line_loses_no_character_and_each_row_fits(text: str, width: int) -> None:
    """Rows cover the line; what is seen of each is no wider than asked, or one wide cluster."""
    starts = wrap(text, width)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert all(start < len(text) for start in starts[1:])
    widest = max((cells for _, _, cells in clusters(text)), default=1)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        assert text_cells(text[start:end].rstrip(" \t")) <= max(width, widest)


@given(texts)
def test_clusters_cover_a_text_without_gaps(text: str) -> None:
    """Each begins where the one before ends."""
    at = 0
    for start, end, _ in clusters(text):
        assert (start, end > start) == (at, True)
        at = end
    assert at == len(text)


@given(texts.filter(lambda text: "\t" not in text))
def test_clusters_are_as_wide_as_the_strip_that_draws_them(text: str) -> None:
    """What fits here fits in Textual."""
    assert sum(cells for _, _, cells in clusters(text)) == cell_len(text)


@given(texts.filter(lambda text: "\t" not in text), st.integers(0, 40))
def test_a_text_cut_to_fit_fits(text: str, width: int) -> None:
    """The ellipsis counts too."""
    assert cell_len(fit(text, width)) <= width
    assert cell_len(fit(text, width, "...")) <= width


@given(texts)
def test_tabs_take_on_the_screen_what_wrapping_counts_for_them(text: str) -> None:
    """Both go to the next stop of eight."""
    assert cell_len(tabbed(text)) == text_cells(text)


@given(simple, st.integers(2, 60))
def test_the_quick_ways_of_wrapping_wrap_as_the_thorough_one(text: str, width: int) -> None:
    """Most lines need no more than to count characters."""
    assert wrap(text, width) == (_wrap_any(text, width) if text_cells(text.rstrip()) > width else [0])


def test_words_stay_whole_and_the_blank_at_the_break_hangs() -> None:
    """A blank that no longer fits is not carried to the next row."""
    assert wrap("the old machines were", 9) == [0, 8, 17]


def test_a_word_longer_than_the_screen_is_cut() -> None:
    """Nothing can be done for it but to go on in the next row."""
    assert wrap("https://farm.example/plan", 10) == [0, 10, 20]


def test_an_indented_line_does_not_break_within_its_indentation() -> None:
    """The word stays beside its indentation, cut where it must be."""
    assert wrap("    machines", 10) == [0, 10]


def test_chinese_breaks_between_any_two_characters_but_not_before_a_full_stop() -> None:
    """「。」 goes with the character before it."""
    text = "漢字漢字。漢"
    rows = [text[start:end] for start, end in zip(wrap(text, 8), [*wrap(text, 8)[1:], None], strict=True)]
    assert rows == ["漢字漢", "字。漢"]


def test_what_is_called_plain_is_one_cell_each_and_what_is_called_wide_two() -> None:
    """The quick way of wrapping counts characters: that must be the same as cells."""
    plain = [chr(code) for code in range(0x2600) if PLAIN.fullmatch(chr(code))]
    assert len(plain) > 1000
    assert {get_character_cell_size(character) for character in plain} == {1}
    wide = [chr(code) for code in range(0x3000, 0x10000) if WIDE.fullmatch(chr(code))]
    assert len(wide) > 30_000
    assert {get_character_cell_size(character) for character in wide} == {2}
