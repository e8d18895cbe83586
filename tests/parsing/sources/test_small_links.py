"""The smallest things a mail quotes: one word, a sign of omission, a signature; linked or left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TAM = "Tam Wick <tam@wick.example>"
ANA = "Ana Bell <ana@bell.example>"
SEED = "The seed came on Monday, and half of it was wet when we opened the bags."


def test_a_word_between_quotes_of_one_message_comes_from_it(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """No header names the parent; the word stands between two quotes that are sure."""
    ask = "How did the seed come this year, was it dry enough to be sown at once?"
    parent = f"{SEED}\n\nOdd.\n\n> {ask}\n"
    reply = (
        f"On Thu, 1 Nov 2007, Dan Ashby wrote:\n\t{SEED}\n\nWet?\n\n\tOdd.\n\n\t> {ask}\n\nI counted:\n\n"
        "\tbarley, from the lower field: 210 bags of which 14 were wet\n\trye: 77 bags, all of them dry\n"
    )
    made = engine(
        mail("ask", f"{ask}\n", sender=ANA),
        mail("seed", parent, to="ask"),
        mail("wet", reply, sender=ANA, day=2),
    )
    assert ("Odd.", "seed", "Odd.") in origins(made, 2)


def test_a_sign_of_omission_is_no_quote(engine: Callable[..., Any], mail: Any, origins: Any) -> None:
    """Though the parent has it on a line of its own, and the reply behind the quoted words."""
    middle = f"Dan Ashby wrote:\n> {SEED}\n> [gekürzt]\n\nDry it.\n"
    reply = f"Tam Wick wrote:\n> > {SEED} [gekürzt]\n\nWe do.\n"
    made = engine(
        mail("seed", f"{SEED}\n"),
        mail("dry", middle, sender=TAM, to="seed", day=2),
        mail("do", reply, sender=ANA, to="dry", day=3),
    )
    assert not any("gekürzt" in words for words, *_ in origins(made, 2))


@pytest.mark.parametrize("name", ["-- \nTam Wick, Lower Farm, by the old mill", "Tam in the old mill\n"])
def test_a_footer_and_a_signature_lead_to_no_other_mail_of_their_author(
    engine: Callable[..., Any], mail: Any, origins: Any, name: str
) -> None:
    """The quoted mail is lost; another one by the same author ends with the same lines."""
    foot = (
        f"{name}\n"
        "_______________________________________________\nFarm-talk mailing list\n"
        "Farm-talk@lists.farm.example\nhttps://lists.farm.example/mailman/listinfo/farm-talk\n"
    )
    barn = "The barn is empty, the roof leaks, and no carpenter comes before April, he says."
    quoted = "".join(f"> {line}\n" for line in (barn, "", *foot.splitlines()))
    made = engine(
        mail("seed", f"{SEED}\n"),
        mail("dry", f"> {SEED}\n\nDry it.\n\n{foot}", sender=TAM, to="seed", day=2),
        mail(
            "roof",
            f"On Fri, 9 Nov 2007, Tam Wick wrote:\n> > {SEED}\n>\n{quoted}\nSince when?\n",
            sender=ANA,
            references=("seed", "lost"),
            to="lost",
            day=10,
        ),
    )
    assert [origin for _, origin, _ in origins(made, 2)] == ["seed"]
