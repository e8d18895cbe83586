"""What must not change an origin: wrapping, marks, lost headers, other mail, copies, the order of files."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from parsing.model import Found, Missing, Rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FIRST = """Dear builders,

The roof of the long barn has to be mended before the first snow, and the wood for it lies
in the yard since August. I have asked the carpenter to come on Monday.

Who has the key to the tool shed?

Yours,
Dan
"""
SECOND = """On Thu, 1 Nov 2007, Dan Ashby wrote:

> The roof of the long barn has to be mended before the first snow, and the wood for it lies
> in the yard since August.

Half of that wood has been used for the fence already, so we must buy some more of it.

> Who has the key to the tool shed?

I have.
"""
THIRD = """On Fri, 2 Nov 2007, Tam Wick wrote:

> On Thu, 1 Nov 2007, Dan Ashby wrote:
>
> > The roof of the long barn has to be mended before the first snow, and the wood for it lies
> > in the yard since August.
>
> Half of that wood has been used for the fence already, so we must buy some more of it.

I can lend you forty boards.

> > Who has the key to the tool shed?
>
> I have.

Good.
"""
STRANGERS = [
    "The cat has been seen near the well again.\n",
    "> Who was that?\n\nNobody that I know.\n",
    "Yours,\nDan\n",
]


@pytest.fixture
def thread(mail: Callable[..., Any]) -> list[Any]:
    """Three mails: a question, a reply, a reply to that."""
    tam, ann = "Tam Wick <tam@wick.example>", "Ann Fenley <ann@fenley.example>"
    return [
        mail("a", FIRST),
        mail("b", SECOND, sender=tam, to="a", day=2),
        mail("c", THIRD, sender=ann, to="b", day=3, references=("a", "b")),
    ]


ROOF = (
    "The roof of the long barn has to be mended before the first snow, and the wood for it lies in the yard"
    " since August."
)
EXPECTED = {
    ("a", ROOF),
    ("b", "On Thu, 1 Nov 2007, Dan Ashby wrote:"),
    ("b", "Half of that wood has been used for the fence already, so we must buy some more of it."),
    ("a", "Who has the key to the tool shed?"),
    ("b", "I have."),
}


def sources(engine: Any, row: int, origins: Callable[..., Any]) -> set[tuple[str, str]]:
    return {(key, words) for _, key, words in origins(engine, row)}


def test_every_quote_leads_to_where_it_was_written(
    thread: list[Any], engine: Callable[..., Any], origins: Callable[..., Any]
) -> None:
    """Words quoted twice lead to the first message, not to the copy in the second."""
    assert sources(engine(*thread), 2, origins) == EXPECTED


def rewrapped(text: str) -> str:
    """Wrap own and quoted paragraphs at 50 columns."""
    lines: list[str] = []
    paragraph: list[str] = []
    mark = ""
    for raw in [*text.split("\n"), ""]:
        bare = raw.lstrip("> ")
        now = raw[: len(raw) - len(bare)]
        if (not bare or now != mark or bare.endswith("wrote:")) and paragraph:
            lines += [mark + line for line in textwrap.wrap(" ".join(paragraph), 50)]
            paragraph = []
        if not bare or bare.endswith("wrote:"):
            lines.append(raw)
        else:
            paragraph.append(bare)
        mark = now
    return "\n".join(lines)


def remarked(text: str) -> str:
    """Write `>>` for `> >`."""
    return "\n".join(line.replace("> >", ">>") for line in text.split("\n"))


CHANGES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "wrapped again": lambda mails: [*mails[:2], replace(mails[2], text=rewrapped(mails[2].text))],
    "other marks": lambda mails: [*mails[:2], replace(mails[2], text=remarked(mails[2].text))],
    "no headers": lambda mails: [replace(mail, to="", references=()) for mail in mails],
    "only references": lambda mails: [*mails[:2], replace(mails[2], to="b", references=("a", "b"))],
    "other mail before it": lambda mails: [
        *(replace(mails[0], id=f"x{n}", text=text, subject="cat") for n, text in enumerate(STRANGERS)),
        *mails,
    ],
    "every message twice": lambda mails: [*mails, *mails],
    "the other way round": lambda mails: mails[::-1],
    "trailing blanks": lambda mails: [replace(mail, text=mail.text.replace("\n", "  \n")) for mail in mails],
    "tabs for blanks in the quote": lambda mails: [
        *mails[:2],
        replace(mails[2], text=mails[2].text.replace(" the long", "\tthe long")),
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_no_word_changes_no_origin(
    change: Callable[[list[Any]], list[Any]],
    thread: list[Any],
    engine: Callable[..., Any],
    origins: Callable[..., Any],
) -> None:
    """The same words lead to the same places."""
    mails = change(thread)
    row = next(number for number, mail in enumerate(mails) if mail.id == "c")
    assert sources(engine(*mails, study=True), row, origins) == EXPECTED


def test_a_removed_message_is_rebuilt_and_no_quote_goes_elsewhere(
    thread: list[Any], engine: Callable[..., Any]
) -> None:
    """Without the first message its words are linked to the one rebuilt of them, under its own id."""
    made = engine(*thread[1:], study=True)
    found = [link.resolution for link in made.links(1)]
    assert {type(resolution) for resolution in found} <= {Found, Rebuilt, Missing}
    assert {r.passage.message for r in found if isinstance(r, Found)} == {"b"}
    assert {r.passage.message for r in found if isinstance(r, Rebuilt)} == {"a"}
    rebuilt = made.rebuilt["a"]
    assert "The roof of the long barn" in rebuilt.text
    assert rebuilt.author is not None
    assert rebuilt.author.name == "Dan Ashby"
    assert len(rebuilt.witnesses) == len(rebuilt.text.split("\n"))


def test_a_passage_knows_who_quotes_it(thread: list[Any], engine: Callable[..., Any]) -> None:
    """Re-quotes too, with the message that they were copied from."""
    made = engine(*thread, study=True)
    start = FIRST.index("Who has")
    quoting = made.quoted_by("a", type(made.links(1)[0].span)(start, start + 5))
    assert [(entry.message, entry.via) for entry in quoting] == [("b", None), ("c", "b")]


def test_a_reply_without_headers_finds_its_parent(thread: list[Any], engine: Callable[..., Any]) -> None:
    """The study says so, as a suggestion for the thread pane."""
    made = engine(*(replace(mail, to="", references=()) for mail in thread), study=True)
    assert made.adopted == {1: 0, 2: 1}


def test_a_copy_has_the_links_of_its_original(thread: list[Any], engine: Callable[..., Any]) -> None:
    """Before the study and after it; and nobody is quoted twice for it."""
    made = engine(*thread, thread[1])
    assert made.links(3) == made.links(1) != ()
    list(made.study())
    assert made.links(3) == made.links(1)
    assert len(made.quoted_by("a")) == 4
