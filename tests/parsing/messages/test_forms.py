"""Two forms of one text are told from two texts."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.messages.forms import Form, worth_of

SENT: Final = "Grüße an Zoë <zoe@dike.example>:\n> Läuft sie,\u00a0die Pumpe?\nJa!  — Wim"
NOTICE: Final = "-------------- next part --------------\nA non-text attachment was scrubbed..."


@pytest.mark.parametrize(
    "kept",
    [
        SENT,
        "".join(letter if letter.isascii() else "?" for letter in SENT),
        "".join(letter if letter.isascii() else "?" * len(letter.encode()) for letter in SENT),
        "".join(letter if letter.isascii() else "\ufffd" for letter in SENT),
        SENT.replace("zoe@dike.example", "zoe at dike.example"),
        SENT.replace("zoe@dike.example", "zoe@xxxxxxxxxxxx"),
        SENT.replace("Ja!  ", "Ja! ").replace(":\n", ":\n\n").replace("an Zoë", "an\nZoë"),
        f"{SENT}\n{NOTICE}\nName: not available",
    ],
)
def test_a_form_that_lost_something_is_the_same_text(kept: str) -> None:
    """Whichever of the two comes first."""
    assert Form(kept).is_same(Form(SENT))
    assert Form(SENT).is_same(Form(kept))


@pytest.mark.parametrize(
    "other",
    [
        SENT.replace("Zoë", "Zoé"),
        SENT.replace("Wim", "W?m"),
        SENT.replace("ü", "????????"),
        SENT.replace("Wim", "Tim"),
        SENT.replace("zoe@", "joe@"),
        f"{SENT}!",
        f"{NOTICE}\nName: not available",
        "",
    ],
)
def test_another_text_is_another(other: str) -> None:
    """A letter of ASCII is never lost, and two letters that are both there are two."""
    assert not Form(other).is_same(Form(SENT))
    assert not Form(SENT).is_same(Form(other))


def test_what_an_attachment_left_behind_counts_where_both_have_it() -> None:
    """Two attachments make two messages of one text."""
    first, second = (Form(f"{SENT}\n{NOTICE}\nName: {name}") for name in ("a.png", "b.png"))
    assert not first.is_same(second)


def test_the_form_that_kept_more_is_worth_more() -> None:
    """Characters first, then addresses and attachments."""
    lost = "".join(letter if letter.isascii() else "?" for letter in SENT)
    assert worth_of(SENT) > worth_of(lost) > worth_of(lost.replace("zoe@", "zoe at "))
    assert worth_of(lost) > worth_of(f"{lost}\n{NOTICE}")
    assert worth_of(SENT.replace("ü", "\ufffd")) < worth_of(SENT)
