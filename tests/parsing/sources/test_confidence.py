"""A link says how sure it is: less where the words are few, stand twice, or bear no mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import Found

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LONG = (
    "The roof of the long barn has to be mended before the first snow, and the wood for it lies in the yard"
    " since August, where the rain has got into it."
)
SHORT = "Is it dry?"
ORIGINAL = f"{LONG}\n\n{SHORT}\n\nSurely.\n"


def confidences(made: Any, row: int) -> list[float]:
    """Give what the found links of a row say."""
    links = made.links(row)
    assert all(isinstance(link.resolution, Found) for link in links)
    return [link.resolution.confidence for link in links]


def test_a_long_quote_is_surer_than_a_short_one(engine: Callable[..., Any], mail: Callable[..., Any]) -> None:
    """Both lead to the parent, and neither is ever said to be certain."""
    made = engine(mail("a", ORIGINAL), mail("b", f"> {LONG}\n\nNo.\n\n> {SHORT}\n\nNo.\n", to="a", day=2))
    long, short = confidences(made, 1)
    assert 0.9 < short < long < 1


def test_words_that_stand_twice_at_the_source_are_less_sure(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """The same quote of the same parent, which asks once or twice."""
    reply = mail("b", f"> {SHORT}\n\nNo.\n", to="a", day=2)
    [once] = confidences(engine(mail("a", ORIGINAL), reply), 1)
    [twice] = confidences(engine(mail("a", f"{ORIGINAL}\n{SHORT}\n"), reply), 1)
    assert twice < once


def test_a_quote_without_marks_is_less_sure(engine: Callable[..., Any], mail: Callable[..., Any]) -> None:
    """Below an announcement both are quotes."""
    first, head = mail("a", ORIGINAL), "On 1 Nov 2007, Dan Ashby wrote:\n\n"
    [marked] = confidences(engine(first, mail("b", f"{head}> {LONG[:90]}\n", to="a", day=2)), 1)
    [plain] = confidences(engine(first, mail("b", f"{head}{LONG[:90]}\n", to="a", day=2)), 1)
    assert plain < marked
