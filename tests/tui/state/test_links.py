"""The links of a message: each once, where it stands, and whole when it is asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.state.choices import CopyLink, OpenLink
from tui.state.links import PlacedLink, link_choices, links_of, offer
from tui.state.urls import find_urls

if TYPE_CHECKING:
    from conftest import Pages

PLAN = "https://mill.example/plan"


def test_each_link_is_listed_once_with_its_first_line(pages: Pages) -> None:
    """In the order of the text; then those of the header."""
    message = pages.message(f"See {PLAN}.\n\n> <mailto:tam@wick.example>\n{PLAN} and file:///etc/passwd\n")
    headers = (
        ("Archived-At", f"<{PLAN}/1>"),
        ("List-Unsubscribe", f"<mailto:leave@mill.example>, <{PLAN}/leave>"),
        ("X-Spam", f"{PLAN}/spam"),
    )
    assert links_of(replace(message, headers=headers)) == [
        PlacedLink(PLAN, "line 1", 2),
        PlacedLink("mailto:tam@wick.example", "line 3"),
        PlacedLink(f"{PLAN}/1", "Archived-At"),
        PlacedLink("mailto:leave@mill.example", "List-Unsubscribe"),
        PlacedLink(f"{PLAN}/leave", "List-Unsubscribe"),
    ]


def test_a_line_of_the_list_says_where_the_link_stands(pages: Pages) -> None:
    """And how often."""
    (choice,) = link_choices(pages.message(f"\n{PLAN}\n{PLAN}\n"))
    assert (choice.text, choice.aside) == (PLAN, "line 2 · 2×")


def test_a_link_is_shown_whole_before_it_is_opened() -> None:
    """Over as many lines as it takes; its host first of all."""
    url = "https://bank.example@evil.example/" + "x" * 200
    title, choices = offer(url, "fox", 44)
    assert title == "A link to evil.example"
    assert [choice.meaning for choice in choices[:2]] == [CopyLink(url), OpenLink(url)]
    assert "".join(choice.text for choice in choices[2:]) == url
    assert all(len(choice.text) <= 40 for choice in choices[2:])


def test_where_nothing_opens_links_they_can_still_be_copied() -> None:
    """And o means nothing."""
    _, choices = offer(PLAN, "", 80)
    assert {meaning for choice in choices for _, meaning in choice.keys} == {CopyLink(PLAN), None}
    assert choices[1].meaning is None


def test_brackets_at_the_end_of_a_link_are_counted_once() -> None:
    """A thousand of them take no longer than they are long."""
    text = f"({PLAN}_(1)))))" + ")" * 1_500
    assert [text[start:end] for start, end in find_urls(text)] == [f"{PLAN}_(1)"]
