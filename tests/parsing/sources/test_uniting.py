"""What several people quote of one lost message becomes one text again."""

from __future__ import annotations

import textwrap

import pytest

from parsing.model import MessageKey
from parsing.sources import uniting
from parsing.sources.rebuild import laid_out, witnesses_of

FIRST = (
    "The bell in the upper tower has cracked, and we have taken the rope off so\n"
    "that nobody rings it by habit."
)
SECOND = (
    "The founder can come in March. He asks whether we have the old drawings,\n"
    "since a bell that is cast twice must be cast to the same line."
)
THIRD = "Until then Oda will ring the small one, and everybody will be late."
LETTER = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def said(row: int, *fragments: str) -> uniting.Testimony:
    """Return what one quoter has, without marks."""
    return uniting.Testimony(
        row, MessageKey(f"{row}@tower.example"), 1, None, [text.split("\n") for text in fragments]
    )


def rebuilt(*testimonies: uniting.Testimony) -> tuple[str, tuple[int, ...]]:
    """Return the text and the lines before which something is missing."""
    return laid_out(uniting.unite(testimonies))


def narrow(text: str) -> str:
    """Return the text wrapped anew."""
    return "\n\n".join(textwrap.fill(paragraph, 44) for paragraph in text.split("\n\n"))


def words(text: str) -> list[str]:
    """Return the words, however they are wrapped."""
    return text.split()


def test_one_quoter_is_taken_at_his_word() -> None:
    """Lines, indents and blanks stay as they stand; between two fragments something is missing."""
    table = "  bell   weight\n  upper     410\n\n  lower     190"
    assert rebuilt(said(1, FIRST, table)) == (f"{FIRST}\n\n{table}", (3,))


def test_fragments_that_meet_close_the_gap() -> None:
    """One has the beginning and the end, the other what lies between."""
    assert rebuilt(
        said(1, FIRST, THIRD),
        said(2, f"that nobody rings it by habit.\n\n{SECOND}\n\nUntil then Oda will ring"),
    ) == (LETTER, ())


def test_order_is_that_of_the_quoters() -> None:
    """Whoever has most comes first, yet what he does not have goes where the others have it."""
    assert words(rebuilt(said(1, SECOND), said(2, f"{FIRST}\n\nThe founder can come in March."))[0]) == words(
        f"{FIRST} {SECOND}"
    )
    text, gaps = rebuilt(said(1, SECOND), said(2, "He asks whether we have the old drawings", THIRD))
    assert words(text) == words(f"{SECOND} {THIRD}")
    assert gaps == (3,)


def test_a_quoter_who_wrapped_anew_adds_his_words_and_no_more() -> None:
    """Half a line that is known and half a line that is new are told apart by words."""
    wide = said(1, f"{SECOND}\n\n{THIRD}")
    slim = said(2, narrow(f"{FIRST}\n\n{SECOND}"))
    text, gaps = rebuilt(wide, slim)
    assert (words(text), gaps) == (words(LETTER), ())


def test_a_word_that_begins_like_the_next_one_is_not_the_next_one() -> None:
    """`The last train` is not `There is no clock`, though both begin alike behind the same words."""
    one = said(
        1, "She cleaned the hall on the night shift.", "There is no clock in it at all, and never was."
    )
    two = said(2, "She cleaned the hall on the night shift. The last train left at ten past two.")
    text, gaps = rebuilt(one, two)
    assert text == (
        "She cleaned the hall on the night shift. The last train left at ten past two.\n\n"
        "There is no clock in it at all, and never was."
    )
    assert gaps == (2,)


def test_an_edit_does_not_stand_in_the_text_twice() -> None:
    """One has put a full stop where another one's text goes on."""
    text, _ = rebuilt(said(1, FIRST), said(2, "The bell in the upper tower has cracked."))
    assert text == FIRST


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_it_does_not_matter_who_came_first(order: tuple[int, ...]) -> None:
    """Three quoters, each with two paragraphs of three, each wrapped in his own way."""
    pieces = [f"{FIRST}\n\n{SECOND}", narrow(f"{SECOND}\n\n{THIRD}"), f"{FIRST}\n\n{narrow(SECOND)}"]
    text, gaps = rebuilt(*(said(row, pieces[number]) for row, number in enumerate(order)))
    assert (words(text), gaps) == (words(LETTER), ())


def test_a_line_is_witnessed_by_those_who_have_most_of_it() -> None:
    """A blank line has no witness, and a few letters are none."""
    one, two = said(1, f"{FIRST}\n\n{SECOND}"), said(2, narrow(SECOND))
    text, _ = rebuilt(one, two)
    assert [len(keys) for keys in witnesses_of(text, [one, two])] == [1, 1, 0, 2, 2]
