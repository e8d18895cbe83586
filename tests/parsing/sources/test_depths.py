"""How often a quote has been quoted, whatever its marks: once more than in the message it was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsing.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

DAN = "The roof of the long barn has to be mended before the first snow falls."
TAM = "Half of that wood has been used for the fence already, I am afraid."
HEAD = "Dan Ashby wrote:\n"
AGAIN = "Tam Wick wrote:\n"
MARKS = ("> ", ">", "} ", ": ", "# ", "% ", "| ", "\t", "    ", "DA> ")
UNMARKED = "-----Original Message-----\nFrom: {}\nSent: 1 November 2007 12:00\nTo: farm\nSubject: farm\n\n"


def depth_of(made: Any, row: int, words: str) -> tuple[int, set[tuple[str, int]]]:
    """Give the depth of the link that has these words, and kind and depth of the blocks of its lines."""
    text = made.corpus.text(row)
    start = text.index(words)
    [link] = [one for one in made.links(row) if one.span.start <= start < one.span.end]
    line = text.count("\n", 0, start)
    blocks = {(block.kind.value, block.depth) for block in made.blocks(row) if line in block.lines}
    return link.depth, blocks


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("deeper", MARKS)
def test_a_quote_of_a_quote_has_depth_two(
    mark: str, deeper: str, mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Any mark before any other; the link and the block say the same."""
    second = f"{HEAD}{mark}{DAN}\n\n{TAM}\n"
    third = AGAIN + "\n".join(deeper + line for line in second.rstrip("\n").split("\n")) + "\n\nSo be it.\n"
    made = engine(
        mail("a", f"{DAN}\n"),
        mail("b", second, sender="Tam Wick <tam@wick.example>", to="a", day=2),
        mail("c", third, sender="Ann Fenley <ann@fenley.example>", to="b", day=3, references=("a", "b")),
    )
    assert depth_of(made, 1, DAN) == (1, {("quote", 1)})
    assert depth_of(made, 2, TAM) == (1, {("quote", 1)})
    assert depth_of(made, 2, DAN) == (2, {("quote", 2)})


def test_text_without_marks_below_two_headers_has_depth_two(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """As Outlook has it: the newest on top, each with the whole of what it answers below it."""
    second = f"{TAM}\n\n{UNMARKED.format('Dan Ashby')}{DAN}\n"
    third = f"So be it.\n\n{UNMARKED.format('Tam Wick')}{second}"
    made = engine(
        mail("a", f"{DAN}\n"),
        mail("b", second, sender="Tam Wick <tam@wick.example>", to="a", day=2),
        mail("c", third, sender="Ann Fenley <ann@fenley.example>", to="b", day=3),
    )
    assert depth_of(made, 1, DAN) == (1, {("quote", 1)})
    assert depth_of(made, 2, TAM) == (1, {("quote", 1)})
    assert depth_of(made, 2, DAN) == (2, {("quote", 2)})


def test_an_announced_mark_without_a_source_is_a_quote(
    mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Its message is not stored; the same mark under no announcement is the writer's own list."""
    eve = "Eve Marsh <eve@marsh.example>"
    announced = f"On 1 Nov 2007, Dan Ashby wrote:\n}} {DAN}\n}} {TAM}\n\nSo be it.\n"
    made = engine(mail("b", announced, sender=eve, to="gone", day=2))
    assert [(block.kind, block.depth) for block in made.blocks(0)] == [
        (BlockKind.ATTRIBUTION, 0),
        (BlockKind.QUOTE, 1),
        (BlockKind.TEXT, 0),
    ]
    assert {link.depth for link in made.links(0)} == {1}
    made = engine(mail("c", f"What there is to do:\n\n# {DAN}\n# {TAM}\n", sender=eve))
    assert {block.kind for block in made.blocks(0)} == {BlockKind.TEXT}


@pytest.mark.parametrize("mark", MARKS[:7])
def test_a_quoted_line_is_split_behind_the_mark_that_counts(
    mark: str, mail: Callable[..., Any], engine: Callable[..., Any]
) -> None:
    """Mark and text together are the line as it stands; own lines have no mark."""
    made = engine(
        mail("a", f"{DAN}\n"),
        mail("b", f"{HEAD}{mark}{DAN}\n\n{TAM}\n", sender="Tam Wick <tam@wick.example>", to="a", day=2),
    )
    lines = made.lines(1, made.blocks(1))
    assert [line.mark + line.text for line in lines] == made.corpus.text(1).split("\n")
    assert (lines[1].depth, lines[1].mark.strip(), lines[1].text) == (1, mark.strip(), DAN)
    assert (lines[3].depth, lines[3].mark) == (0, "")


def test_a_mark_behind_a_tab_is_a_mark_too(mail: Callable[..., Any], engine: Callable[..., Any]) -> None:
    """The tab quotes once, what stands behind it once more."""
    made = engine(
        mail("a", f"{DAN}\n"),
        mail("b", f"{HEAD}> {DAN}\n\n{TAM}\n", sender="Tam Wick <tam@wick.example>", to="a", day=2),
        mail("c", f"On 2 Nov 2007, Tam Wick wrote:\n\t> {DAN}\n\t{TAM}\n\nYes.\n", to="b", day=3),
    )
    lines = made.lines(2, made.blocks(2))
    assert (lines[1].depth, lines[1].mark, lines[1].text) == (2, "\t> ", DAN)
