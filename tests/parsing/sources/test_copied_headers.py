"""Copied headers in quotes, above quotes and above forwarded mail: whose words stand below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import BlockKind
from parsing.quotes.attribution import read_attribution
from parsing.quotes.blocks import find_blocks
from parsing.quotes.marks import split_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

QUESTION = "Is anybody still using the second disk of the build machine?"
ANSWER = "I keep the nightly archives of the northern mill on it."


def test_a_copied_header_with_marks_names_who_wrote_what_stands_below_it(
    engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Each part of the quote leads to the mail of its author, though no header names a parent."""
    reply = (
        "Then keep it.\n\n"
        ">From: Tam Wick <tam@wick.example>\n>To: list@farm.example\n>Subject: Re: disk\n"
        f">Date: Fri, 02 Nov 2007 12:00:00 +0000\n>\n>{ANSWER}\n>\n"
        ">From: Dan Ashby <dan@ashby.example>\n>To: list@farm.example\n>Subject: disk\n"
        f">Date: Thu, 01 Nov 2007 12:00:00 +0000\n>\n>{QUESTION}\n"
    )
    made = engine(
        mail("a", QUESTION, subject="disk"),
        mail("b", ANSWER, sender="Tam Wick <tam@wick.example>", day=2, subject="mill"),
        mail("c", reply, sender="Ida Holm <ida@holm.example>", day=3, subject="other"),
    )
    assert origins(made, 2) == [(ANSWER, "b", ANSWER), (QUESTION, "a", QUESTION)]


def test_a_copied_header_with_marks_is_no_missing_quote(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """Of a header that the writer's program has copied nothing is missing; the text below leads on."""
    reply = (
        "Then keep it.\n\n>From: Dan Ashby <dan@ashby.example>\n>To: list@farm.example\n"
        f">Subject: disk\n>Date: Thu, 01 Nov 2007 12:00:00 +0000\n>\n>{QUESTION}\n"
    )
    made = engine(mail("a", QUESTION), mail("b", reply, to="a", day=2), study=True)
    [link] = made.links(1)
    assert reply[link.span.start : link.span.end] == QUESTION


def test_a_header_that_the_quoted_mail_has_copied_leads_there(
    engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """The header stands in the answer, the words below it were written by whom it names."""
    header = (
        "-----Original Message-----\nFrom: Dan Ashby [mailto:dan@ashby.example]\n"
        "Sent: Thursday, November 1, 2007 12:00\nTo: list@farm.example\nSubject: disk"
    )
    answer = f"{ANSWER}\n\n{header}\n\n{QUESTION}\n"
    reply = "Tam Wick wrote:\n" + "\n".join(f"> {line}".rstrip() for line in answer.split("\n"))
    made = engine(
        mail("a", QUESTION),
        mail("b", answer, sender="Tam Wick <tam@wick.example>", to="a", day=2),
        mail("c", reply, sender="Ida Holm <ida@holm.example>", to="b", day=3),
    )
    assert [origin for _, origin, _ in origins(made, 2)] == ["b", "a"]


def test_own_words_between_marked_quotes_below_a_copied_header_are_own_words(
    engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Though most lines bear no mark: who begins with the header must have written between the quotes."""
    own = "\n".join(f"And {count} more things that I keep on it." for count in range(8))
    answer = (
        "----- Original Message -----\nFrom: Dan Ashby <dan@ashby.example>\nTo: list@farm.example\n"
        f"Sent: Thursday, November 1, 2007 12:00\nSubject: disk\n\n\n> {QUESTION}\n\n{ANSWER}\n\n{own}\n"
    )
    made = engine(
        mail("b", answer, sender="Tam Wick <tam@wick.example>", to="lost", day=2),
        mail("c", f"Tam Wick wrote:\n> {ANSWER}\n\nKeep it.", to="b", day=3),
        study=True,
    )
    assert origins(made, 1) == [(ANSWER, "b", ANSWER)]
    last = find_blocks(split_lines(answer))[-1]
    assert last.kind is BlockKind.TEXT
    assert len(last.lines) > 8


def test_what_follows_a_forwarded_mail_is_the_forwarders_own(
    engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """The rule below it ends the quote; quotes of what follows lead to the forwarder."""
    forward = (
        '----- Forwarded message from "Dan Ashby" <dan@ashby.example> -----\n\n'
        "From: Dan Ashby <dan@ashby.example>\nTo: list@farm.example\nSubject: disk\n\n"
        f"{QUESTION}\n\n----- End forwarded message -----\n\n{ANSWER}\n"
    )
    made = engine(
        mail("b", forward, sender="Tam Wick <tam@wick.example>", day=2),
        mail("c", f"Tam Wick wrote:\n> {ANSWER}\n\nKeep it.", to="b", day=3),
        study=True,
    )
    assert origins(made, 1) == [(ANSWER, "b", ANSWER)]
    assert [block.kind for block in find_blocks(split_lines(forward))][-1] is BlockKind.TEXT


def test_a_marked_header_is_what_the_quote_below_it_stands_under() -> None:
    """The block of the quote has the author of the header, not of the announcement further up."""
    text = (
        "Tam Wick wrote:\n> Look here.\n>\n> From: Dan Ashby <dan@ashby.example>\n> To: list@farm.example\n"
        f"> Subject: disk\n>\n> {QUESTION}\n"
    )
    last = find_blocks(split_lines(text))[-2]
    assert last.kind is BlockKind.QUOTE
    assert last.attribution is not None
    assert last.attribution.author is not None
    assert last.attribution.author.name == "Dan Ashby"


def test_an_author_whose_letters_the_archive_has_lost_is_still_the_author(
    engine: Callable[..., Any], mail: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """By the address with `at`, as pipermail writes it, and by what is left of the name."""
    for sender in ("Ana Pe?a <ana at pena.example>", "Ana Pe?a"):
        reply = (
            f"I am.\n\n>From: {sender}\n>To: list at farm.example\n>Subject: disk\n"
            f">Date: Thu, 01 Nov 2007 12:00:00 +0000\n>\n>{QUESTION}\n"
        )
        made = engine(
            mail("a", QUESTION, sender="Ana Peña <ana@pena.example>", subject="disk"),
            mail("b", reply, day=2, subject="other"),
        )
        assert origins(made, 1) == [(QUESTION, "a", QUESTION)]


def test_a_month_whose_letters_the_archive_has_lost_is_no_name() -> None:
    """The author is who is named behind the date."""
    attribution = read_attribution("Le 16 f?vrier 2009 17:34, moulin <moulin at mill.example> a ?crit :")
    assert attribution.author is not None
    assert attribution.author.name == "moulin"


def test_what_the_answered_mail_has_below_its_copied_header_is_quoted_from_there(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """Own words behind a top-posted quote are the answerer's, though the header names another."""
    first = "The seed came on Monday, and half of it was wet when we opened the bags.\n"
    header = (
        "-----Original Message-----\nFrom: Dan Ashby <dan@ashby.example>\n"
        "Sent: Thursday, November 1, 2007 12:00\nTo: list@farm.example\nSubject: farm\n\n"
    )
    second = f"Dry it.\n\n{header}{first}\nTam\n"
    quoted = "".join(f"> {line}\n" for line in second.split("\n"))
    made = engine(
        mail("seed", first),
        mail("dry", second, sender="Tam Wick <tam@wick.example>", to="seed", day=2),
        mail("end", f"Tam Wick wrote:\n{quoted}\nWhere?\n", sender="Ana <a@b.example>", to="dry", day=3),
    )
    found = [(origin, words) for _, origin, words in origins(made, 2)]
    assert found[-2:] == [("seed", first.strip()), ("dry", "Tam")]
