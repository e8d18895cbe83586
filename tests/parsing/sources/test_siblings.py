"""Answers to one mail have its quotes in common: whoever quotes a lost one of them does not quote another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SEED = "The seed came on Monday, and half of it was wet when we opened the bags in the yard.\n"
SIBLING = f"Quoting Dan Ashby:\n> {SEED}\nThe mill is closed until the end of the month.\n\n_ Tam Wick _\n"
LOST = (
    f"Quoting Dan Ashby:\n> {SEED}\nSpread it out in the loft, turn it twice a day, and keep the cats away.\n"
    "After a week it should be so dry that it rattles in the hand when you let it fall.\n\n_ Tam Wick _\n"
)


def test_the_signature_of_a_lost_mail_is_not_that_of_another_by_the_same_hand(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """The common quote leads to who wrote it; announcement and signature of the lost mail lead nowhere."""
    quoted = "".join(f"> {line}\n" for line in LOST.split("\n"))
    made = engine(
        mail("seed", SEED),
        mail("mill", SIBLING, sender="Tam Wick <tam@wick.example>", to="seed", day=2),
        mail(
            "end",
            f"Tam Wick wrote:\n{quoted}\nI will.\n",
            sender="Ana Bell <ana@bell.example>",
            references=("seed", "lost"),
            day=3,
        ),
    )
    assert origins(made, 2) == [(SEED.strip(), "seed", SEED.strip())]
