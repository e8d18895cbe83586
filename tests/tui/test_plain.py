"""What the commands print for people."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Final

import pytest

from tui import asked
from tui.cli import run

Asked = Callable[..., str]
LOST: Final = "20141007194012.GA3317@tollefsen.example"
ASKING: Final = "8761fx4k1r.fsf@quayside.example"


@pytest.fixture(scope="module")
def told() -> Asked:
    """Return a function that gives back what a command prints of the sample."""

    def ask(*words: str) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            assert run([*words, "--demo"]) == 0
        return shown.getvalue()

    return ask


def test_threads_are_a_tree_with_the_ids_to_go_on_with(told: Asked) -> None:
    """A line a message; the rebuilt one says so."""
    lines = told("threads").split("\n")
    assert lines[0].endswith(" messages in 3 threads")
    (lost,) = (line for line in lines if line.endswith(f"<{LOST}>"))
    assert "(rebuilt from quotes)" in lost
    assert sum("├─ " in line or "└─ " in line for line in lines) > 20


def test_a_terminal_without_our_signs_gets_a_tree_in_ascii(
    told: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the locale."""
    monkeypatch.setattr(asked, "draws_unicode", lambda _: False)
    shown = told("threads")
    assert "└" not in shown
    assert "`- " in shown


def test_a_message_is_its_fields_and_its_text(told: Asked) -> None:
    """As it is displayed."""
    shown = told("show", "--id", ASKING)
    assert shown.startswith("From: Ruth Okafor")
    assert "\nSubject: " in shown
    assert "> can it be made to stop?" in shown.split("\n")


def test_a_rebuilt_message_says_that_it_is_one_and_shows_its_gap(told: Asked) -> None:
    """Nobody is deceived."""
    shown = told("show", "--id", LOST)
    assert "put together from quotes" in shown
    assert "\n[…]\n" in shown


def test_a_quote_says_its_lines_its_writer_and_how_it_begins(told: Asked) -> None:
    """Lines are counted from 1, and the words have no marks within."""
    shown = told("quotes", "--id", ASKING)
    assert "Ingrid Malmqvist <20141006071231.GA2210@flapboard.example>" in shown
    assert "    can it be made to stop?" in shown.split("\n")
    assert "> " not in shown


def test_a_message_that_quotes_nothing_says_so(told: Asked) -> None:
    """An empty answer would leave one in doubt."""
    first = "20141006071231.GA2210@flapboard.example"
    assert told("quotes", "--id", first) == "There is no quote in it.\n"


def test_a_passage_is_told_once_with_all_who_quote_it(told: Asked) -> None:
    """Those who copied it from another reply say so."""
    shown = told("quoted-by", "--id", ASKING)
    assert shown.count("Could somebody sit with it tonight") == 1
    assert "by way of Tom Ferris" in shown


def test_a_message_that_nobody_quotes_says_so(told: Asked) -> None:
    """In a sentence."""
    last = told("threads").rstrip().split("<")[-1].rstrip(">")
    assert told("quoted-by", "--id", last) == "Nobody in this archive quotes it.\n"
