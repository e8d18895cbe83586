"""Nothing is quadratic: hostile mail is aligned in a number of steps that grows with its length."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from parsing.limits import QUOTE_DEPTH
from parsing.quotes.blocks import find_blocks, split_lines
from parsing.sources import alignment
from parsing.sources.regions import find_sections
from parsing.sources.squeeze import Squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

GROWTH = 2.6
"""What twice the text may cost at most."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Count the characters that every alignment scans."""
    counted = [0]
    spend = alignment.Budget.spend

    def counting(budget: alignment.Budget, characters: int) -> bool:
        counted[0] += characters
        return spend(budget, characters)

    monkeypatch.setattr(alignment.Budget, "spend", counting)
    return counted


def words(count: int, seed: int) -> list[str]:
    chosen = random.Random(seed)  # noqa: S311 - the same every time
    return ["".join(chosen.choice("abcdefghij") for _ in range(chosen.randint(2, 9))) for _ in range(count)]


def hash_of(line: str) -> int:
    """Give a number that mixes lines, the same every time."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(line[:12])) % 9973


def quoted(lines: list[str]) -> str:
    return "\n".join(f"> {line}" for line in lines)


def lines_of(count: int, seed: int = 0) -> list[str]:
    return [" ".join(words(10, seed + number)) for number in range(count)]


def edited(lines: list[str]) -> list[str]:
    return [f"{line[:20]}X{line[21:]}" if number % 3 else line for number, line in enumerate(lines)]


HOSTILE: dict[str, Callable[[int], tuple[str, str]]] = {
    "a whole quote": lambda count: ("\n".join(lines_of(count)), quoted(lines_of(count))),
    "every line edited": lambda count: ("\n".join(lines_of(count)), quoted(edited(lines_of(count)))),
    "nothing in common": lambda count: ("\n".join(lines_of(count)), quoted(lines_of(count, 10**6))),
    "shuffled": lambda count: (
        "\n".join(lines_of(count)),
        quoted(sorted(lines_of(count), key=hash_of)),
    ),
    "equal lines": lambda count: ("\n".join(["once more"] * count * 4), quoted(["once more"] * count * 4)),
    "short answers": lambda count: ("\n".join(["ok"] * count * 4), "> ok\nyes\n" * count * 2),
    "one letter": lambda count: ("a" * count * 60, "> " + "a" * count * 60),
    "depth": lambda count: ("x", "\n".join(">" * number + " x" for number in range(1, count))),
    "tails": lambda count: ("x", ("> " + "word " * 14 + "\n" + "tail " * 13 + "\n") * count),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_costs_no_more_than_twice_the_steps(
    make: Callable[[int], tuple[str, str]],
    engine: Callable[..., Any],
    mail: Callable[..., Any],
    steps: list[int],
) -> None:
    """Steps are characters scanned; what a small text costs anyway is left out."""
    costs = []
    for count in (800, 1600):
        original, reply = make(count)
        steps[0] = 0
        engine(mail("a", original), mail("b", reply, to="a", day=2)).links(1)
        costs.append(steps[0])
    assert costs[1] <= GROWTH * costs[0] + alignment.STEPS_AT_LEAST


def test_a_message_that_quotes_itself_ends(engine: Callable[..., Any], mail: Callable[..., Any]) -> None:
    """Its quote is not its own source."""
    made = engine(mail("a", "> I said so.\nI said so.\n", to="a"), study=True)
    assert [type(link.resolution).__name__ for link in made.links(0)] == ["Missing"]


def test_messages_that_answer_each_other_end(engine: Callable[..., Any], mail: Callable[..., Any]) -> None:
    """A cycle of replies is resolved, each message from the own words of the other."""
    one = "> The second half of the farm.\nThe first half of the farm.\n"
    two = "> The first half of the farm.\nThe second half of the farm.\n"
    made = engine(mail("a", one, to="b"), mail("b", two, to="a"), study=True)
    assert [link.resolution.passage.message for link in made.links(1)] == ["a"]


def test_a_chain_of_a_thousand_replies_is_no_recursion(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """The last of them, opened first, leads to the first."""
    mails = [mail("m0", "The very first word of all.\n")]
    mails += [
        mail(f"m{number}", f"> The very first word of all.\n\nAnswer {number}.\n", to=f"m{number - 1}", day=2)
        for number in range(1, 1_000)
    ]
    made = engine(*mails)
    assert made.links(999)


def test_no_line_is_in_two_regions_however_many_announcements_there_are() -> None:
    """Each announcement takes the indented text down to the next one, not all that is left."""
    pair = (
        "Dan Ashby wrote on 2008-01-01:\n    Is it open?\n\nTam Wick (tam@wick.example)\nwrote:\n    Yes.\n"
    )
    sections = find_sections(Squeezed(pair * 50))
    regions = [region for section in sections for region in section.regions]
    assert len(sections) == len(regions) == 100
    assert all(one.end <= two.first for one, two in pairwise(regions))


def test_copied_headers_go_no_deeper_than_marks_do() -> None:
    """A mail of nothing else costs no more for each of them."""
    blocks = find_blocks(split_lines("-----Original Message-----\nFrom: Dan Ashby\nSubject: farm\n\n" * 300))
    assert max(block.depth for block in blocks) == QUOTE_DEPTH


def test_an_answer_to_own_words_does_not_read_the_thread_above(
    engine: Callable[..., Any], mail: Callable[..., Any]
) -> None:
    """Each quotes what the one before it has written, and that one quotes another: two are followed."""
    own = [
        f"The {number} lamps of the yard are lit at {number} o'clock every evening." for number in range(50)
    ]
    mails = [mail("0", own[0])]
    for number in range(1, 50):
        text = f"> {own[number - 1]}\n\n{own[number]}\n"
        mails.append(mail(str(number), text, to=str(number - 1), day=number % 28 + 1))
    made = engine(*mails)
    assert [link.resolution.passage.message for link in made.links(49)] == ["48"]
    assert len(made.resolutions) <= 2
