"""Blocks: every line in exactly one, each of the right kind and depth."""

from __future__ import annotations

import pytest

from parsing.model import BlockKind
from parsing.quotes.blocks import find_blocks, split_lines


def kinds(text: str) -> list[tuple[str, int, int]]:
    """Give kind, lines, depth of each block."""
    return [(block.kind.value, len(block.lines), block.depth) for block in find_blocks(split_lines(text))]


INTERLEAVED = """Hello,

On Thu, 1 Nov 2007, Dan Ashby wrote:

> Tam Wick wrote:
> > Is it open?
> >
> > I hope so.
>
> It is.

Thank you.

--\x20
Ann
_______________________________________________
Farm mailing list
Farm@lists.example
"""


def test_an_interleaved_reply_is_split_by_kind_and_depth() -> None:
    """A marked blank line belongs to the quote it stands in."""
    assert kinds(INTERLEAVED) == [
        ("text", 2, 0),
        ("attribution", 1, 0),
        ("text", 1, 0),
        ("attribution", 1, 1),
        ("quote", 3, 2),
        ("quote", 2, 1),
        ("text", 3, 0),
        ("signature", 2, 0),
        ("footer", 4, 0),
    ]


def test_a_quote_knows_the_announcement_it_stands_under() -> None:
    """Each depth has its own."""
    blocks = find_blocks(split_lines(INTERLEAVED))
    named = {
        block.depth: block.attribution.author.name
        for block in blocks
        if block.kind is BlockKind.QUOTE and block.attribution and block.attribution.author
    }
    assert named == {1: "Dan Ashby", 2: "Tam Wick"}


OUTLOOK = """Yes.

-----Original Message-----
From: Dan Ashby [mailto:dan@ashby.example]
Sent: Thursday, November 1, 2007 12:00
To: farm@lists.example
Subject: farm

Is it open?
"""


def test_what_stands_below_a_copied_header_is_a_quote() -> None:
    """It bears no marks, and is one level deep."""
    assert kinds(OUTLOOK) == [("text", 2, 0), ("forwarded-header", 5, 0), ("quote", 3, 1)]


KINDS = {
    "a snip": ("Dan wrote:\n> one\n> [...]\n> two", ["attribution", "quote", "snip", "quote"]),
    "a diff": ("Here:\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b", ["text", "diff"]),
    "a session": ("Look:\n\n> x <- c(1, 2)\n> mean(x)\n[1] 1.5", ["text", "literal", "text"]),
    "a prompt": ("mysql> select 1;\nmysql> quit", ["text"]),
    "an escaped line": ("So it was.\n>From here on not.", ["text"]),
    "a broken wrap": (
        "> The compilers on the three old machines are two releases behind, I\nthink, or\n> even three.",
        ["quote"],
    ),
    "nothing": ("", ["text"]),
}


@pytest.mark.parametrize(("text", "expected"), KINDS.values(), ids=KINDS.keys())
def test_a_run_of_lines_is_told_by_what_it_is(text: str, expected: list[str]) -> None:
    """Kinds in order."""
    assert [kind for kind, _, _ in kinds(text)] == expected


DEPTHS = {
    "> one": 1,
    ">one": 1,
    " > one": 1,
    "> > two": 2,
    ">>> three": 3,
    "> >> three": 3,
    ">| two": 2,
    "> AB> two": 2,
    "one > two": 0,
    ">" * 10_000: 100,
}


@pytest.mark.parametrize(("raw", "depth"), DEPTHS.items())
def test_marks_are_counted(raw: str, depth: int) -> None:
    """However they are written; deeper than a hundred counts as a hundred."""
    [line] = split_lines(raw)
    assert line.depth == depth
    assert line.mark + line.text == raw


@pytest.mark.parametrize(
    "text", [INTERLEAVED, OUTLOOK, *(text for text, _ in KINDS.values()), "\n" * 50, ">\n" * 50]
)
def test_every_line_is_in_exactly_one_block(text: str) -> None:
    """In order, without gaps."""
    lines = split_lines(text)
    numbers = [n for block in find_blocks(lines) for n in range(block.lines.first, block.lines.end)]
    assert numbers == list(range(len(text.split("\n"))))
    assert "\n".join(line.mark + line.text for line in lines) == text
