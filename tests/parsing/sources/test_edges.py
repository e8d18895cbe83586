"""Where a stretch begins and ends: at the line it was quoted from, not at a letter equal by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def test_a_full_stop_before_a_quote_is_of_the_quote_before_it(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """What was left out between two quotes ended in a full stop as the first quote does: no matter."""
    made = engine(
        mail(
            "seed",
            "Sure.\n\nIt was wet, it was warm, and it had begun to sprout in the corners.\n\n"
            "We opened the bags on Monday, before noon.\n",
        ),
        mail(
            "dry",
            "Dan Ashby wrote:\n> Sure.\n>\n> We opened the bags on Monday, before noon.\n\nDry it.\n",
            sender="Tam Wick <tam@wick.example>",
            to="seed",
            day=2,
        ),
    )
    assert [words for words, _, _ in origins(made, 1)] == [
        "Sure.",
        "We opened the bags on Monday, before noon.",
    ]
