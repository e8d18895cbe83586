"""Where several messages have the quoted words and nothing decides, all of them are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
