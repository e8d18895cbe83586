"""Messages that are quoted and not stored: who wrote them, what they say, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import Found, MessageKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsing.sources.engine import Engine
    from tests.parsing.sources.conftest import Mail

ASKED = "Has anybody seen the long ladder?\nIt was by the barn.\n"
LADDER = "The ladder is with the carpenter in the village, who wants to mend two rungs of it this week."
PLOUGH = "The plough has to be greased before anybody takes it out into the lower field this spring."


def rebuilt_by(engine: Engine) -> dict[str, str]:
    """Give the words of each rebuilt message by the name of its author."""
    return {
        message.author.name if message.author else "": " ".join(message.text.split())
        for message in engine.rebuilt.values()
    }


def test_a_short_line_two_levels_down_is_found_below_long_ones_of_a_lost_message(
    engine: Callable[..., Engine],
    mail: type[Mail],
    origins: Callable[[Engine, int], list[tuple[str, str, str]]],
) -> None:
    """What the lost message between quotes is stored, however long its own lines are."""
    lost = "\n".join(f"> {number}: {LADDER}" for number in range(8))
    made = engine(
        mail("asked@farm", ASKED),
        mail(
            "told@farm",
            f"> > Has anybody seen the long ladder?\n> > It was by the barn.\n{lost}\n\nThank you.",
            sender="Tam Wick <tam@wick.example>",
            to="lost@farm",
            day=3,
        ),
        study=True,
    )
    assert [source for _, source, _ in origins(made, 1)] == ["asked@farm"]
    assert list(made.rebuilt) == ["lost@farm"]


def test_marked_words_below_a_copied_header_are_not_of_whom_it_names(
    engine: Callable[..., Engine], mail: type[Mail]
) -> None:
    """The message below the header answers somebody else, and says whom."""
    made = engine(
        mail(
            "top@farm",
            "I see.\n\n-----Original Message-----\nFrom: Oda Fenley <oda@fenley.example>\n"
            "Sent: Saturday, November 3, 2007 9:12\nTo: farm\nSubject: Re: farm\n\n"
            f"{PLOUGH}\n\nOn Fri, 2 Nov 2007 at 14:41, Dan Ashby\n<dan@ashby.example> wrote:\n> {LADDER}\n",
            sender="Tam Wick <tam@wick.example>",
            day=5,
        ),
        study=True,
    )
    rebuilt = rebuilt_by(made)
    assert sorted(rebuilt) == ["Dan Ashby", "Oda Fenley"]
    assert rebuilt["Dan Ashby"] == LADDER
    assert rebuilt["Oda Fenley"].startswith(PLOUGH)


def test_an_announcement_inside_a_quote_may_be_wrapped(
    engine: Callable[..., Engine], mail: type[Mail]
) -> None:
    """Its first line has the day, its last one the verb."""
    made = engine(
        mail(
            "told@farm",
            "On Sat, 3 Nov 2007, Oda Fenley wrote:\n> On Fri, 2 Nov 2007 at 14:41, Dan Ashby\n"
            f"> <dan@ashby.example> wrote:\n> > {LADDER}\n>\n> {PLOUGH}\n\nThank you.",
            sender="Tam Wick <tam@wick.example>",
            day=5,
        ),
        study=True,
    )
    assert rebuilt_by(made)["Dan Ashby"] == LADDER
    assert sorted(str(message.date)[:10] for message in made.rebuilt.values()) == ["2007-11-02", "2007-11-03"]


def test_a_sign_of_what_was_left_out_may_stand_between_announcement_and_quote(
    engine: Callable[..., Engine], mail: type[Mail]
) -> None:
    """The marked lines below it are one level down, no more."""
    made = engine(
        mail(
            "told@farm",
            f"On Sat, 3 Nov 2007, Oda Fenley wrote:\n\n<snipped>\n\n> \n> {PLOUGH}\n\nI will.\n\n"
            f"> {LADDER}\n\n   Tam\n",
            sender="Tam Wick <tam@wick.example>",
            day=5,
        ),
        study=True,
    )
    assert rebuilt_by(made) == {"Oda Fenley": f"{PLOUGH} {LADDER}"}
    assert not [link for link in made.links(0) if isinstance(link.resolution, Found)]
    assert [link.depth for link in made.links(0)] == [1, 1]


def test_of_a_footer_and_an_announcement_no_message_is_made(
    engine: Callable[..., Engine], mail: type[Mail]
) -> None:
    """They say nothing of what was lost; one line more does."""
    footer = "> Farm-talk mailing list\n> farm-talk@lists.farm.example\n> Dan Ashby wrote:\n"
    top = "On Sat, 3 Nov 2007, Oda Fenley wrote:\n"
    tam = "Tam Wick <tam@wick.example>"
    assert not engine(mail("a@farm", f"{top}{footer}\nWhat is this?", tam, day=5), study=True).rebuilt
    told = engine(mail("b@farm", f"{top}> {PLOUGH}\n{footer}\nI will.", tam, day=5), study=True)
    assert len(told.rebuilt) == 1


def test_the_address_that_a_list_sends_from_is_no_author(
    engine: Callable[..., Engine], mail: type[Mail]
) -> None:
    """Some programs quote the sender of the envelope."""
    made = engine(
        mail(
            "told@farm",
            f"farm-talk-bounces@lists.farm.example wrote on 03/11/2007 08:20:01:\n\n> {PLOUGH}\n\nI will.",
            sender="Tam Wick <tam@wick.example>",
            to="lost@farm",
            day=5,
        ),
        study=True,
    )
    assert rebuilt_by(made) == {"": PLOUGH}
    assert made.rebuilt[MessageKey("lost@farm")].author is None
