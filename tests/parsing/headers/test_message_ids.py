"""Message ids in the fields that carry them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.headers.message_ids import find_ids, made_id
from parsing.limits import IDS_USED

FORMS: dict[str, tuple[str, ...]] = {
    "<a@x.example>": ("a@x.example",),
    "<a@x.example><b@x.example>\n\t<c@x.example>": ("a@x.example", "b@x.example", "c@x.example"),
    "<a@x.example> (Ada's message of Monday)": ("a@x.example",),
    'Message of "Mon, 3 Sep" <a@x.example>': ("a@x.example",),
    "Your message of Monday from ada@x.example": (),
    "a@x.example": ("a@x.example",),
    "a@x.example b@x.example": ("a@x.example", "b@x.example"),
    "a@x.example>": ("a@x.example",),
    "<a@x.\n example>": ("a@x.example",),
    "<no-at-sign>": ("no-at-sign",),
    "<>": (),
    "": (),
    "<a@x.example": ("a@x.example",),
    "<<a@x.example>>": ("a@x.example",),
    "<a\x1b\u202e@x.example>": ("a@x.example",),
}


@pytest.mark.parametrize("written", FORMS)
def test_ids_are_found_without_their_brackets(written: str) -> None:
    """Phrases and comments around them do not count, nor does what cannot be seen in them."""
    assert find_ids(written) == FORMS[written]
    assert find_ids(written.encode()) == FORMS[written]


def test_of_a_long_list_the_last_ids_are_kept() -> None:
    """They name the nearest messages."""
    found = find_ids(" ".join(f"<{number}@x.example>" for number in range(2000)))
    assert len(found) == IDS_USED
    assert found[-1] == "1999@x.example"


def test_a_made_id_depends_on_the_bytes_only() -> None:
    """The same mail has the same id in every archive."""
    assert made_id(b"x") == made_id(b"x") != made_id(b"y")
    assert made_id(b"x").endswith("@wrote.invalid")
    assert len(made_id(b"x")) == 32 + len("@wrote.invalid")


@settings(max_examples=200)
@given(st.text(max_size=80) | st.lists(st.sampled_from(["<", ">", "@", "a", " ", "\x00"])).map("".join))
def test_an_id_has_no_bracket_and_no_blank(value: str) -> None:
    """Whatever the field holds."""
    for message_id in find_ids(value):
        assert message_id
        assert not any(letter in "<>" or letter.isspace() for letter in message_id)
