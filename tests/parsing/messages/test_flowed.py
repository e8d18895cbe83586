"""format=flowed: RFC 3676."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.messages.flowed import unflow

FORMS = {
    "one \ntwo": "one two",
    "one\ntwo": "one\ntwo",
    "one \n\ntwo": "one \n\ntwo",
    "> one \n> two": "> one two",
    ">one \n>two": ">one two",
    "> one \n>> two": "> one \n>> two",
    ">> one \n>> two \n> three": ">> one two \n> three",
    "> > one \n> > two": "> > one two",
    "mine \n> theirs": "mine \n> theirs",
    " From here": "From here",
    " > no quote": "> no quote",
    "  two blanks": " two blanks",
    "text \n-- \nAda": "text \n-- \nAda",
    "> text\n> -- \n> Ada": "> text\n> -- \n> Ada",
    "last line flows ": "last line flows ",
    "": "",
    "\n\n": "\n\n",
}


@pytest.mark.parametrize("written", FORMS)
def test_soft_breaks_are_joined_within_one_quote_depth(written: str) -> None:
    """Marks stay as they stand, space-stuffing goes, `-- ` and empty lines end a paragraph."""
    assert unflow(written) == FORMS[written]


def test_with_delsp_the_blank_of_the_soft_break_is_no_text() -> None:
    """For scripts that know no blanks."""
    assert unflow("門は \n上に", delsp=True) == "門は上に"
    assert unflow("> 門は \n> 上に", delsp=True) == "> 門は上に"
    assert unflow("two  \nwords", delsp=True) == "two words"


WORDS = st.text(st.sampled_from("abcé-"), min_size=1, max_size=6).filter(
    lambda word: not word.startswith("-")
)
PARAGRAPHS = st.lists(
    st.tuples(st.integers(0, 3), st.lists(WORDS, min_size=1, max_size=12)), min_size=1, max_size=6
)


def flowed(depth: int, words: list[str], width: int) -> str:
    """Return a paragraph as a mailer writes it, some words to a line."""
    mark = ">" * depth + " " if depth else ""
    lines = [" ".join(words[start : start + width]) for start in range(0, len(words), width)]
    return " \n".join(mark + line for line in lines)


@settings(max_examples=200)
@given(PARAGRAPHS, st.integers(1, 4))
def test_a_text_is_the_same_however_it_was_wrapped(
    paragraphs: list[tuple[int, list[str]]], width: int
) -> None:
    """Wrapping is the sender's; what was written is one line a paragraph."""
    wrapped = "\n".join(flowed(depth, words, width) for depth, words in paragraphs)
    whole = "\n".join(flowed(depth, words, 99) for depth, words in paragraphs)
    assert unflow(wrapped) == whole


@settings(max_examples=300)
@given(st.text(st.sampled_from("> \na-"), max_size=40), st.booleans())
def test_nothing_but_blanks_marks_and_line_ends_is_lost(text: str, delsp: bool) -> None:
    """Whatever the text."""
    assert re.sub(r"[> \n]", "", unflow(text, delsp=delsp)) == re.sub(r"[> \n]", "", text)
    assert unflow(text).count("\n") <= text.count("\n")
