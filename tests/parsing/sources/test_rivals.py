"""Where several messages have the quoted words and nothing decides, all of them are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsing.model import Ambiguous, Found

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

WORDS = "I have no key to it."


def test_a_short_quote_that_two_messages_have_offers_both(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """The nearest first; the one that only quotes the words is not among them."""
    made = engine(
        mail("a", f"Good morning,\n\n{WORDS}\n"),
        mail("b", f"Hello,\n{WORDS}\n\nTam\n", sender="Tam Wick <tam@wick.example>", day=2),
        mail("c", f"> {WORDS}\n\nReally?\n", sender="Ann Fenley <ann@fenley.example>", to="a", day=3),
        mail("d", f"> {WORDS}\n\nNeither have I.\n", sender="Eve Marsh <eve@marsh.example>", day=4),
    )
    [link] = made.links(3)
    assert isinstance(link.resolution, Ambiguous)
    assert [rival.passage.message for rival in link.resolution.rivals] == ["b", "a"]
    for rival in link.resolution.rivals:
        [span] = rival.passage.spans
        text = made.corpus.text(made.corpus.row_of(rival.passage.message))
        assert text[span.start : span.end] == WORDS
        assert 0 < rival.confidence <= 0.5


def test_a_parent_or_an_announcement_decides(mail: Callable[..., Any], engine: Callable[..., Any]) -> None:
    """The same words, but it is known whom the reply answers."""
    first = (mail("a", f"Good morning,\n\n{WORDS}\n"), mail("b", f"Hello,\n{WORDS}\n\nTam\n", day=2))
    answer = f"> {WORDS}\n\nNeither have I.\n"
    by_header = engine(*first, mail("d", answer, to="a", day=4))
    [link] = by_header.links(2)
    assert isinstance(link.resolution, Found)
    assert link.resolution.passage.message == "a"


LONG = (
    "The key to the tool shed hangs on the nail behind the second door of the long barn, where it has hung"
    " since the spring."
)


def rivals_of(made: Any, row: int) -> list[list[str]]:
    """Give the messages that each link of a row offers; of a found one just that."""
    return [
        [rival.passage.message for rival in link.resolution.rivals]
        if isinstance(link.resolution, Ambiguous)
        else [link.resolution.passage.message]
        for link in made.links(row)
    ]


def test_a_long_quote_that_two_messages_have_offers_both(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Not the nearest alone: no header, no name and no other words say which. Before the study and after."""
    first = (mail("a", f"Hello,\n\n{LONG}\n"), mail("b", f"{LONG}\n\nTam\n", day=2))
    made = engine(*first, mail("d", f"> {LONG}\n\nThanks!\n", day=4))
    assert rivals_of(made, 2) == [["b", "a"]]
    list(made.study())
    assert rivals_of(made, 2) == [["b", "a"]]
    assert sum(rival.confidence for rival in made.links(2)[0].resolution.rivals) <= 1


DECIDED = {
    "another quoted line": {"text": f"> Good morning, all of you!\n>\n> {LONG}\n\nThanks!\n"},
    "its author": {"text": f"Dan Ashby wrote:\n> {LONG}\n\nThanks!\n"},
    "its day": {"text": f"On 1 Nov 2007, somebody wrote:\n> {LONG}\n\nThanks!\n"},
    "its parent": {"text": f"> {LONG}\n\nThanks!\n", "to": "a"},
    "an ancestor": {"text": f"> {LONG}\n\nThanks!\n", "references": ("a", "gone")},
}


@pytest.mark.parametrize("reply", DECIDED.values(), ids=DECIDED.keys())
def test_whatever_speaks_for_one_of_them_decides(
    reply: dict[str, Any], mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Then the quote is found there, though another that lies nearer has the words too."""
    made = engine(
        mail("a", f"Good morning, all of you!\n\n{LONG}\n"),
        mail("b", f"{LONG}\n\nTam\n", sender="Tam Wick <tam@wick.example>", day=3),
        mail("d", sender="Eve Marsh <eve@marsh.example>", day=4, **reply),
    )
    assert {key for keys in rivals_of(made, 2) for key in keys} == {"a"}


def test_a_name_that_both_bear_decides_nothing(mail: Callable[..., Any], engine: Callable[..., Any]) -> None:
    """Two messages of the announced author have the words; one of somebody else is no rival."""
    tam = "Tam Wick <tam@wick.example>"
    made = engine(
        mail("a", f"{LONG}\n"),
        mail("b", f"Hello,\n\n{LONG}\n", day=2),
        mail("c", f"{LONG}\n\nTam\n", sender=tam, day=3),
        mail("d", f"Dan Ashby wrote:\n> {LONG}\n\nThanks!\n", sender="Eve <eve@marsh.example>", day=4),
    )
    assert rivals_of(made, 3) == [["b", "a"]]
