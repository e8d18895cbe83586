"""Marks of several kinds in one mail, one inside another, and none: the parent decides what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SEED = "The seed came on Monday, and half of it was wet when we opened the bags.\n"
SEED_WORDS = SEED.strip()


def test_an_unmarked_quote_goes_on_behind_the_quotes_in_it(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """What stands below the announcement is quoted to the end: the words, the quotes in them, the words."""
    middle = f"Hello,\n\n> {SEED}\nWe dry ours in the loft, it takes a week.\n"
    made = engine(
        mail("seed", SEED),
        mail("loft", middle, sender="Tam Wick <tam@wick.example>", to="seed", day=2),
        mail(
            "thanks",
            f"Thank you!\n\nOn 2.11.2007, at 12:00, Tam Wick <tam@wick.example> wrote:\n\n{middle}",
            sender="Ana Bell <ana@bell.example>",
            to="loft",
            day=3,
        ),
    )
    assert origins(made, 2) == [
        ("Hello,", "loft", "Hello,"),
        (SEED_WORDS, "seed", SEED_WORDS),
        ("We dry ours in the loft, it takes a week.", "loft", "We dry ours in the loft, it takes a week."),
    ]


def test_a_colon_right_before_a_lone_line_is_a_mark_where_two_lines_in_a_row_bear_it(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """`:Agreed.` between own words is quoted too, where the mail quotes so."""
    parent = "Agreed.\n\nThe seed came on Monday, and half of it\nwas wet when we opened the bags.\n"
    reply = (
        "Dan Ashby wrote:\n:Agreed.\n\nGood.\n\n:The seed came on Monday, and half of it\n"
        ":was wet when we opened the bags.\n\nDry it.\n"
    )
    made = engine(
        mail("seed", parent), mail("dry", reply, sender="Tam Wick <tam@wick.example>", to="seed", day=2)
    )
    assert origins(made, 1)[0] == ("Agreed.", "seed", "Agreed.")


def test_initials_behind_another_mark_are_a_mark_too(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """`| DA> words` and `:DA>words` lead to the words below them."""
    for mark in ("| ", ": "):
        quoted = "".join(f"{mark}DA> {line}\n" for line in ("Dry?", "Wet?"))
        made = engine(
            mail("seed", "Dry?\nWet?\n"),
            mail(
                "middle",
                "Dan Ashby wrote:\nDA> Dry?\nDA> Wet?\n\nNo.\n",
                sender="Tam Wick <tam@wick.example>",
                to="seed",
                day=2,
            ),
            mail(
                "end",
                f"Tam Wick wrote:\n{quoted}{mark}\n{mark}No.\n\nThen wait.\n",
                sender="Ana Bell <ana@bell.example>",
                to="middle",
                day=3,
            ),
        )
        found = [(origin, words) for _, origin, words in origins(made, 2)]
        assert found == [("seed", "Dry? Wet?"), ("middle", "No.")]


def test_a_turkish_letter_leaves_the_comparing_without_case(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """`İ` is one letter and its small one is two: the places of the others stay as they are."""
    made = engine(
        mail("seed", "HE Said NO.\n"),
        mail(
            "dry",
            "İyi.\n\nDan Ashby wrote:\n> HE Said NO.\n\nAma...\n",
            sender="Ayşe <a@b.example>",
            to="seed",
        ),
    )
    assert origins(made, 1) == [("HE Said NO.", "seed", "HE Said NO.")]
