"""Twice as much costs no more than twice as much: one message of whatever lines, one subject, one author.

Steps are calls, of functions of Python and of those built in, counted by the interpreter.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from parsing.sources.engine import Engine

GROWTH = 2.6
LEAST = 5_000
"""Steps that anything may cost."""
HOSTILE: dict[str, Callable[[int], tuple[str, str]]] = {
    "marks alone": lambda count: (">\n" * count, ">\n" * count),
    "marks and blanks": lambda count: ("x", "> \n>  \n" * count),
    "one long mark": lambda count: ("x", f"{'>' * (count * 10)} x\n"),
    "one long line": lambda count: ("x " * count * 10, f"> {'x ' * count * 10}"),
    "every depth": lambda count: ("x", "\n".join(f"{'>' * (number % 300)} x" for number in range(count))),
    "equal lines": lambda count: ("It is shut.\n" * count, "> It is shut.\n" * count),
    "equal lines, nothing to find": lambda count: ("It is open.\n", "> It is shut.\n" * count),
    "announcements": lambda count: ("Yes.\n", "Dan Ashby wrote:\n> Yes.\nNo.\n" * count),
    "quoted announcements": lambda count: ("Yes.\n", "> Dan Ashby wrote:\n>> Yes.\n" * count),
    "itself": lambda count: ("x", "I said so.\n> I said so.\n" * count),
    "initials": lambda count: ("x", "".join(f"A{chr(65 + n % 26)}> It is shut.\n" for n in range(count))),
    "soft marks": lambda count: ("It is shut.\n" * count, ": It is shut.\n# It is shut.\n" * count),
    "indented": lambda count: ("It is shut.\n", "Dan Ashby wrote:\n" + "    It is shut.\n\nNo.\n" * count),
}


def steps_of(work: Callable[[], object]) -> int:
    """Count the calls that some work makes."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_message_of_whatever_lines_is_linked_in_linear_steps(
    make: Callable[[int], tuple[str, str]], mail: Callable[..., Any], engine: Callable[..., Engine]
) -> None:
    """Alone, and in the study of the archive that it is in."""
    costs = []
    for count in (300, 600):
        original, reply = make(count)
        made = engine(mail("a", original), mail("b", reply, to="a", day=2))
        again = engine(mail("a", original), mail("b", reply, to="a", day=2))
        costs.append(
            steps_of(lambda made=made: made.links(1)) + steps_of(lambda again=again: list(again.study()))
        )
    assert costs[1] <= GROWTH * costs[0] + LEAST


def test_a_subject_and_an_author_of_thousands_cost_each_of_them_the_same(
    mail: Callable[..., Any], engine: Callable[..., Engine]
) -> None:
    """Everybody quotes what nobody has, and names the same author."""
    costs = []
    for count in (300, 600):
        mails = [
            mail(
                f"m{number}", f"Dan Ashby wrote:\n> What nobody has, number {number} of them all.\n\nWell.\n"
            )
            for number in range(count)
        ]
        made = engine(*mails)
        costs.append(steps_of(lambda made=made: list(made.study())))
    assert costs[1] <= GROWTH * costs[0] + LEAST


def test_a_megabyte_of_marks_and_a_hundred_thousand_equal_lines_end(
    mail: Callable[..., Any], engine: Callable[..., Engine]
) -> None:
    """And the equal lines of the reply are found in the equal lines that it answers."""
    made = engine(
        mail("a", "It is shut until Easter.\n" * 100_000),
        mail("b", "> It is shut until Easter.\n" * 100_000, to="a", day=2),
        mail("c", ">\n" * 500_000, to="b", day=3),
    )
    assert made.links(1)
    assert not made.links(2)
