"""The links of a mail are in text order and never overlap, whatever was quoted, edited and left out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parsing.archive import open_archive
from parsing.sources.table import Entry, disjoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from parsing.model import Link

LINES = (
    "The roof of the long barn has to be mended before the first snow.",
    "The roof of the short barn has to be mended before the last snow.",
    "The wood for it lies in the yard",
    "since August, and half of it is wet.",
    "Yes.",
    "Why?",
    "x = barn(12) + 3",
    "-- ",
    "Dan",
    "",
    "[...]",
    "On Thu, 1 Nov 2007, Dan Ashby wrote:",
)
MARKS = ("> ", ">", "> > ", ">> ", "} ", "| ", "DA> ", "    ", "", "")
OWN = st.sampled_from(LINES)
QUOTED = st.tuples(st.sampled_from(MARKS), OWN).map("".join)
BODIES = st.lists(st.lists(st.one_of(OWN, QUOTED), max_size=14).map("\n".join), min_size=2, max_size=4)


COPIED_HEADER = [
    "} x = barn(12) + 3",
    "# Yes.",
    (
        "On Thu, 1 Nov 2007, Dan Ashby wrote:\n    since August, and half of it is wet.\n\n"
        "-----Original Message-----\n>From: Dan Ashby\n>Sent: 1 November 2007 12:00\n>To: farm\n"
        ">Subject: farm\n>\n| x = barn(12) + 3\nWhy?\nDA> x = barn(12) + 3"
    ),
]
"""A copied header inside an indented quote."""


def are_apart(links: Sequence[Link], length: int) -> bool:
    """Whether spans ascend without overlapping, and lie in the text."""
    last = 0
    for link in links:
        if not last <= link.span.start < link.span.end <= length:
            return False
        last = link.span.end
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=BODIES)
@example(bodies=COPIED_HEADER)
def test_links_are_apart_in_any_thread(
    bodies: list[str], mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Each mail answers the one before it, and the first answers one that is not stored."""
    mails = [
        mail(f"m{day}", body, to=f"m{day - 1}", day=day, references=("gone", f"m{day - 1}"))
        for day, body in enumerate(bodies, 1)
    ]
    made = engine(*mails)
    assert all(are_apart(made.links(row), len(body)) for row, body in enumerate(bodies))
    list(made.study())
    assert all(are_apart(made.links(row), len(body)) for row, body in enumerate(bodies))


PLACES = st.tuples(st.integers(0, 40), st.integers(0, 12), st.sampled_from((-1, 0, 7)))


@given(places=st.lists(PLACES, max_size=12))
def test_of_links_over_another_one_is_left(places: list[tuple[int, int, int]]) -> None:
    """In text order, none empty, and whatever is left out lies over one that stays."""
    entries = [Entry(1, start, start + size, 0, 1, 1, origin) for start, size, origin in places]
    kept = disjoint(entries)
    assert all(one.end <= other.start for one, other in pairwise(kept))
    assert all(entry.start < entry.end for entry in kept)
    for entry in entries:
        if entry.start < entry.end and entry not in kept:
            assert any(one.start < entry.end and entry.start < one.end for one in kept)


def test_links_are_apart_in_every_mail_of_the_corpus() -> None:
    """All of them in one archive, rebuilt messages and all."""
    folder = Path(__file__).parents[2] / "corpus"
    with_mail = sorted(path for path in folder.iterdir() if path.suffix != ".toml")
    archive = open_archive(*with_mail)
    try:
        for node in range(len(archive.threads.order)):
            key = archive.key(node)
            assert are_apart(archive.links(key), len(archive.message(key).text))
    finally:
        archive.close()


def test_an_own_line_right_below_a_quote_is_no_tail_of_it(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """The line above is as long as a wrapped one; what it quotes does not go on with these words."""
    made = engine(
        mail("a", f"Hello,\n\n{LINES[0]}\n{LINES[1]}\n"),
        mail("b", f"> {LINES[0]}\nThanks!\n> {LINES[1]}\nYes, yes.\n", to="a", day=2),
    )
    assert [(block.kind, block.lines.first) for block in made.blocks(1)] == [
        ("quote", 0),
        ("text", 1),
        ("quote", 2),
        ("text", 3),
    ]


def test_a_changed_line_inside_a_quote_is_part_of_it(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """It is no quote of a missing message, and no message is rebuilt of it."""
    made = engine(
        mail("a", f"{LINES[0]}\nTuesday, 10:35 in the yard\n{LINES[1]}\n", to="gone"),
        mail("b", f"> {LINES[0]}\n> Friday, 9:12 by all means\n> {LINES[1]}\n", to="a", day=2),
    )
    list(made.study())
    assert [link.resolution.passage.message for link in made.links(1)] == ["a"]
    assert are_apart(made.links(1), 1_000)


def test_a_copied_header_is_no_quote_of_another_that_looks_alike(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Two messages have the same From and To; only the day differs."""
    header = "> -----Original Message-----\n> From: Dan Ashby [mailto:dan@ashby.example]\n> Sent: {}\n"
    header += "> To: builders@farm.example\n> Subject: Re: farm\n>\n"
    made = engine(
        mail("a", f"{LINES[0]}\n", day=3),
        mail("x", f"Yes.\n\n{header.format('Friday, November 2, 2007 9:12')}> Gone already?\n", day=2),
        mail("b", f"{header.format('Saturday, November 3, 2007 10:35')}> {LINES[0]}\n", to="a", day=4),
    )
    found = [link for link in made.links(2) if link.span.start > 0]
    assert [link.resolution.passage.message for link in made.links(2)] == ["a"], found
