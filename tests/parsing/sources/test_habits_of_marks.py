"""Marks that one mail uses all through: a colon right before the words, a name behind another mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TAM = "Tam Wick <tam@wick.example>"
ANA = "Ana Bell <ana@bell.example>"


def test_a_colon_before_lone_lines_is_a_mark_below_an_announcement(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """Every paragraph is one line, so no two lines in a row bear the mark."""
    parent = "Hi,\n\nThe loft is dry.\n\n<tam@wick.example> has the key.\n"
    reply = (
        "At 12:00 1 Nov 2007, Dan Ashby wrote:\n:Hi,\n\n:The loft is dry.\n\nIs it?\n\n"
        ":<tam@wick.example> has the key.\n\nI know.\n"
    )
    made = engine(mail("loft", parent), mail("key", reply, sender=TAM, to="loft", day=2))
    found = [words.lstrip(":") for words, origin, _ in origins(made, 1) if origin == "loft"]
    assert " ".join(found).replace(" :", " ") == "Hi, The loft is dry. <tam@wick.example> has the key."


def test_a_face_at_the_beginning_of_a_line_is_no_mark(engine: Callable[..., Any], mail: Any) -> None:
    """`:-)` and `:D` stay with the words, whatever the mail quotes with."""
    reply = "Dan Ashby wrote:\n:The loft is dry.\n\n:-) Good.\n\n:D\n"
    made = engine(mail("loft", "The loft is dry.\n"), mail("face", reply, sender=TAM, to="loft", day=2))
    assert made.prepared(1).keys == ["DanAshbywrote:", "Theloftisdry.", "", ":-)Good.", "", ":D", ""]


def test_a_name_behind_another_mark_is_a_mark_too(
    engine: Callable[..., Any], mail: Any, origins: Any
) -> None:
    """`# Yorick> words` leads to the words that Yorick's quoter quoted."""
    made = engine(
        mail("loft", "The loft is dry.\nThe barn is not.\n", sender="Yorick Ashby <y@ashby.example>"),
        mail(
            "barn",
            "Yorick Ashby wrote:\nYorick> The loft is dry.\nYorick> The barn is not.\n\nWhy?\n",
            sender=TAM,
            to="loft",
            day=2,
        ),
        mail(
            "rain",
            "Tam Wick wrote:\n# Yorick> The loft is dry.\n# Yorick> The barn is not.\n#\n# Why?\n\nRain.\n",
            sender=ANA,
            to="barn",
            day=3,
        ),
    )
    assert made.prepared(2).keys[1:3] == ["Theloftisdry.", "Thebarnisnot."]
    assert [origin for _, origin, _ in origins(made, 2)] == ["loft", "barn"]
