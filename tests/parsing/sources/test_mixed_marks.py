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


def test_what_comes_again_behind_an_unmarked_quote_is_the_writers_own(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """A signature below the whole quote is not the one in the quote, which is by the same hand."""
    first = "Is it dry by now, the seed from Monday?\n\n-- \nTam Wick\nWick & Bell, millers\n"
    second = f"No, it is not, it takes a week.\n\n{SEED}\nTam Wick wrote:\n" + "".join(
        f"> {line}\n" for line in first.split("\n")
    )
    made = engine(
        mail("dry", first, sender="Tam Wick <tam@wick.example>"),
        mail("no", second, to="dry", day=2),
        mail(
            "again",
            "Then we wait.\n\n-----Original Message-----\nFrom: Dan Ashby <dan@ashby.example>\n"
            "Sent: Friday, November 2, 2007 12:00\nTo: list@farm.example\nSubject: farm\n\n"
            f"{second}\n-- \nTam Wick\nWick & Bell, millers\n",
            sender="Tam Wick <tam@wick.example>",
            to="no",
            day=3,
        ),
    )
    text = made.corpus.text(2)
    last = text.rindex("-- \nTam Wick")
    spans = [link.span for link in made.links(2)]
    assert len(spans) == 2
    assert all(span.end <= last for span in spans)


def test_a_wrapped_line_of_a_quote_with_a_colon_keeps_its_tail(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """The unmarked rest of a line goes with it, and what is quoted of it later leads to who wrote it."""
    made = engine(
        mail("seed", f"{SEED}\nThe rest comes on Friday.\n"),
        mail(
            "dry",
            "Dan Ashby wrote:\n: The seed came on Monday, and half of it was wet when we opened\nthe bags."
            "\n:\n: The rest comes on Friday.\n\nDry it.\n",
            sender="Tam Wick <tam@wick.example>",
            to="seed",
            day=2,
        ),
        mail("bags", "Tam Wick wrote:\n> the bags.\n\nWhich?\n", sender="Ana <a@b.example>", to="dry", day=3),
    )
    assert origins(made, 1)[0][2] == f"{SEED_WORDS} The rest comes on Friday."
    assert [origin for _, origin, _ in origins(made, 2)] == ["seed"]


def test_marked_lines_below_a_copied_header_are_not_of_the_sender_it_names(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """Where the mail that was answered is lost, what it quoted still leads to who wrote that."""
    lost = f"Dan Ashby wrote:\n> {SEED}\n" + "".join(
        f"My own words of day {day} were many, and nobody kept them but the one who answered me.\n"
        for day in range(1, 9)
    )
    made = engine(
        mail("seed", SEED),
        mail(
            "end",
            "Well.\n\n-----Original Message-----\nFrom: Tam Wick <tam@wick.example>\n"
            f"Sent: Friday, November 2, 2007 12:00\nTo: list@farm.example\nSubject: farm\n\n{lost}",
            sender="Ana Bell <ana@bell.example>",
            to="lost",
            day=3,
        ),
    )
    assert origins(made, 1) == [(SEED_WORDS, "seed", SEED_WORDS)]
