"""Why a quote's source is what it is: what is said can be checked, and leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsing import open_archive
from parsing.model import Found, Missing, Rebuilt
from tui.state.choices import GoTo
from tui.state.why import sure, why

if TYPE_CHECKING:
    from pathlib import Path

    from parsing.archive import Archive
    from tui.state.choices import Choice

MAIL = """\
From x@weir.example Thu Nov  1 12:00:00 2007
From: {author} <{author}@weir.example>
Date: Thu, {day:02} Nov 2007 12:00:00 +0000
Message-ID: <{id}@weir.example>
Subject: Re: The weir
{to}
{text}

"""
FIRST = "The weir has to be mended before the first frost, and nobody has any wood for it."
SECOND = f"On Thu, 1 Nov 2007, Ann wrote:\n> {FIRST}\n\nThere is wood in the yard of the old tannery."
THIRD = f"> > {FIRST}\n>\n> There is wood in the yard of the old tannery.\n\nNot any more."
LOST = "On Sat, 3 Nov 2007, Eve wrote:\n> My cart has lost a wheel on the way to the mill.\n\nTake mine."
NOBODY = "> The ferryman will not come back until the river has fallen.\n\nWho says so?"
MAILS = (
    ("Ann", 1, "a", "", FIRST),
    ("Bob", 2, "b", "a", SECOND),
    ("Cid", 3, "c", "b", THIRD),
    ("Dan", 4, "d", "lost", LOST),
    ("Fay", 5, "f", "lost", LOST.replace("Take mine", "Or mine")),
    ("Gus", 6, "g", "", NOBODY),
)


@pytest.fixture
def weir(tmp_path: Path) -> Archive:
    """Return an archive of six mails, its quotes followed."""
    path = tmp_path / "weir.mbox"
    path.write_text(
        "".join(
            MAIL.format(
                author=author,
                day=day,
                id=own,
                to=f"In-Reply-To: <{to}@weir.example>\n" if to else "",
                text=text.replace("\nFrom", "\n>From"),
            )
            for author, day, own, to, text in MAILS
        ),
        "ascii",
    )
    archive = open_archive(path)
    for _ in archive.study():
        pass
    return archive


def reasons(archive: Archive, node: int, kind: type, followed: bool = True) -> tuple[Choice, ...]:
    """Return why the first quote of a message that ended this way did so."""
    key = archive.key(node)
    link = next(link for link in archive.links(key) if isinstance(link.resolution, kind))
    return why(archive, key, link, followed)


def test_a_header_and_a_name_that_lead_to_a_source_are_told(weir: Archive) -> None:
    """And how the words compare, and how surely."""
    choices = reasons(weir, 1, Found)
    texts = [choice.text for choice in choices]
    assert texts[0] == "Written in Ann’s message of Thu 1 Nov 2007 12:00, line 1"
    assert choices[0].detail == f"“{FIRST}”"
    assert isinstance(choices[0].meaning, GoTo)
    assert texts[1] == (
        "How it was found: the reply's header names that message; the announcement names its author and day"
    )
    assert choices[2].aside == "exact"
    assert texts[3].startswith("As good as certain")


def test_from_whom_the_words_were_copied_is_told_and_leads_there(weir: Archive) -> None:
    """To the quote in the message between."""
    copied = reasons(weir, 2, Found)[1]
    assert copied.text == "Copied from Bob 2 Nov, who quotes it"
    assert isinstance(copied.meaning, GoTo)
    (span,) = copied.meaning.passage.spans
    assert weir.message(copied.meaning.passage.message).text[span.start : span.end] == FIRST


def test_a_rebuilt_source_names_its_other_witnesses(weir: Archive) -> None:
    """Each leads to its quote."""
    texts = [choice.text for choice in reasons(weir, 3, Rebuilt)]
    assert texts[0].startswith("Rebuilt: Eve’s message")
    assert texts[1] == "It is not in the archive: it was put together from the quotes in 2 messages"
    assert texts[2] == "Also quoted by Fay 5 Nov"


def test_of_a_missing_source_it_is_told_what_is_known_and_why_it_was_not_rebuilt(weir: Archive) -> None:
    """While the quotes are followed, that it may yet be."""
    texts = [choice.text for choice in reasons(weir, 5, Missing)]
    assert texts[1].endswith("nothing; no header or name says whose it is")
    assert texts[2].startswith("Not rebuilt: it takes an id")
    assert "may yet be" in reasons(weir, 5, Missing, followed=False)[-1].text


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (1.0, "As good as certain"),
        (0.96, "Almost"),
        (0.85, "Very likely"),
        (0.6, "More likely"),
        (0.1, "Doubt"),
    ],
)
def test_a_probability_is_said_in_words(confidence: float, said: str) -> None:
    """Nothing that is not certain is said to be."""
    choice = sure(confidence)
    assert choice.text.startswith(said)
    assert ("all" in choice.text) == (confidence == 1)
