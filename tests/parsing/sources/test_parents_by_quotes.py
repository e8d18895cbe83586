"""Which message an answer without headers answers, where several have words that it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

QUESTION = "\n".join(
    (
        "Is anybody still using the second disk of the build machine?",
        "The third one is nearly full, and the compilers would fit on it.",
        "I would begin with the oldest archives, if nobody minds that.",
        "They could as well go to the tape in the northern mill for good.",
    )
)
ANSWER = "I keep the nightly archives there, as the tape has broken twice."
TAM = "Tam Wick <tam@wick.example>"
IDA = "Ida Holm <ida@holm.example>"


def quoted(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}" for line in text.split("\n"))


def test_who_answers_an_answer_with_all_that_it_quotes_answers_it(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """Though the longer mail further up stands there at the depth at which it was written."""
    question = "\n".join(f"{number}. {line}" for number in range(4) for line in QUESTION.split("\n"))
    answer = f"{ANSWER}\n\nDan Ashby wrote:\n\n{quoted(question)}\n"
    below = quoted(question, ">     ")
    reply = f"{quoted(ANSWER)}\n>\n> 2007/11/1 Dan Ashby <dan@ashby.example>\n>\n{below}\n\nBuy one.\n"
    made = engine(
        mail("a", question),
        mail("b", answer, sender=TAM, to="a", day=2),
        mail("c", reply, sender=IDA, day=3),
        study=True,
    )
    assert made.adopted[2] == 1


def test_a_message_of_another_day_than_the_announced_is_not_the_one_that_is_answered(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """A patch has lines like those of an earlier patch; the words between them stand in one mail only."""
    patch = "\n".join(f"retrieving revision 1.{number} of gates/open.c" for number in range(8))
    made = engine(
        mail("a", f"Here is one for the upper gate.\n\n{patch}\n", subject="upper gate", day=1),
        mail("b", "The lower gate does not close when it is told to.", subject="lower gate", day=20),
        mail(
            "c",
            "On Tue, 20 Nov 2007, Dan Ashby wrote:\n"
            f"> The lower gate does not close when it is told to.\n>\n{quoted(patch)}\n\nThanks.\n",
            sender=TAM,
            subject="lower gate",
            day=21,
        ),
        study=True,
    )
    assert made.adopted[2] == 1


def test_who_quotes_two_messages_answers_the_last(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """Whichever stands first in the answer."""
    reply = (
        f"Dan Ashby wrote:\n{quoted(QUESTION)}\n\nI do not.\n\n"
        f"Tam Wick wrote:\n{quoted(ANSWER)}\n\nThen keep it.\n"
    )
    made = engine(
        mail("a", QUESTION),
        mail("b", ANSWER, sender=TAM, day=2),
        mail("c", reply, sender=IDA, day=3),
        study=True,
    )
    assert made.adopted[2] == 1


def test_own_words_below_a_marked_quote_do_not_make_it_small(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """However long the answer below a copied header and a marked quote, the quoted mail is the parent."""
    own = "\n".join(f"And {count} more things that I would like to keep on that disk." for count in range(60))
    reply = (
        "----- Original Message -----\nFrom: Tam Wick <tam@wick.example>\nTo: list@farm.example\n"
        f"Sent: Friday, November 2, 2007 12:00\nSubject: farm\n\n\n{quoted(ANSWER)}\n\n{own}\n"
    )
    made = engine(
        mail("a", f"{QUESTION}\nAnd 3 more things that I would like to keep on that disk.\n", day=1),
        mail("b", ANSWER, sender=TAM, day=2, subject="mill"),
        mail("c", reply, sender=IDA, day=3),
        study=True,
    )
    assert made.adopted[2] == 1


def test_words_of_one_writer_alone_make_an_answer_to_that_writer(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """Though a later answer has all of them too, in the copy that its program put below."""
    copied = (
        "I shall look at it tomorrow.\n\n-----Original Message-----\nFrom: Dan Ashby <dan@ashby.example>\n"
        f"Sent: 1 November 2007 12:00\nTo: farm@lists.example\nSubject: disks\n\n{QUESTION}\n"
    )
    made = engine(
        mail("a", QUESTION, subject="disks"),
        mail("b", copied, sender=TAM, subject="disks", to="a", day=2),
        mail("c", f"Hello Dan,\n\n{quoted(QUESTION)}\n\nWe do.\n", sender=IDA, subject="mills", day=3),
        study=True,
    )
    assert made.adopted[2] == 0
