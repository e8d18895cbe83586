"""The words of the command line, read into what is to be done; a wrong one is told in one sentence.

The first word that is no option is a command if it names one; a folder called `quotes` is `./quotes`.
Options may stand anywhere; after `--` every word is a path.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from parsing.model import LineRange

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS: Final = ("threads", "show", "quotes", "quoted-by")
READ: Final = "read"
"""What is done without a command."""

FLAGS: Final = {
    "--json": ("threads", "show", "quotes", "quoted-by"),
    "--with-text": ("quotes",),
    "--demo": (READ, *COMMANDS),
    "--no-cache": (READ, *COMMANDS),
}
VALUES: Final = {
    "--id": ("show", "quotes", "quoted-by"),
    "--lines": ("quoted-by",),
    "--theme": (READ,),
}
ANSWERS: Final = {
    "--help": "help",
    "-h": "help",
    "--version": "version",
    "-V": "version",
    "--keymap": "keymap",
}
"""Options that are answered whatever else stands there, and by whom."""
NEEDS_ID: Final = ("show", "quoted-by")


class UsageError(Exception):
    """The words mean nothing; the message is a sentence that says which and what would."""


@dataclass(slots=True)
class Arguments:
    """What is to be done."""

    command: str = READ
    paths: list[str] = field(default_factory=list)
    json: bool = False
    with_text: bool = False
    demo: bool = False
    cache: bool = True
    id: str | None = None
    lines: LineRange | None = None
    theme: str | None = None


def answer_for(words: list[str]) -> str | None:
    """Give who answers, if a word asks for help, the version or the keys."""
    options = words[: words.index("--")] if "--" in words else words
    return next((ANSWERS[word] for word in options if word in ANSWERS), None)


def parse_arguments(words: list[str]) -> Arguments:
    """Read the words; raises UsageError.

    >>> parse_arguments(["quotes", "list.mbox", "--json"]).command
    'quotes'
    >>> parse_arguments(["./quotes", "--", "--json"]).paths
    ['./quotes', '--json']
    """
    before, after = split_at_end_of_options(words)
    paths: list[str] = []
    options: dict[str, str] = {}
    waiting = iter(before)
    for word in waiting:
        if word == "-" or not word.startswith("-"):
            paths.append(word)
        else:
            name, equals, value = word.partition("=")
            options[name] = option_value(name, value if equals else None, waiting)
    arguments = Arguments()
    if paths and paths[0] in COMMANDS:
        arguments.command = paths.pop(0)
    arguments.paths = paths + after
    for name, value in options.items():
        apply(arguments, name, value)
    if arguments.command in NEEDS_ID and arguments.id is None:
        raise UsageError(
            f"“{arguments.command}” needs --id ID; “wrote threads” prints the ids of an archive."
        )
    return arguments


def split_at_end_of_options(words: list[str]) -> tuple[list[str], list[str]]:
    """Divide the words at the first `--`."""
    if "--" not in words:
        return words, []
    end = words.index("--")
    return words[:end], words[end + 1 :]


def option_value(name: str, given: str | None, waiting: Iterator[str]) -> str:
    """Give the value of an option, from behind its `=` or the next word."""
    if name in FLAGS:
        if given is not None:
            raise UsageError(f"“{name}” takes no value.")
        return ""
    if name not in VALUES:
        raise UsageError(f"There is no option “{name}”{nearest(name)}")
    value = given if given is not None else next(waiting, None)
    if value is None:
        raise UsageError(f"“{name}” needs a value.")
    return value


def nearest(name: str) -> str:
    """End a sentence about an unknown option with the one that may be meant."""
    close = difflib.get_close_matches(name, [*FLAGS, *VALUES, *ANSWERS], n=1)
    return f"; did you mean “{close[0]}”?" if close else "; “wrote --help” shows them."


def apply(arguments: Arguments, name: str, value: str) -> None:
    """Set what an option says, if the command takes it."""
    takers = FLAGS.get(name) or VALUES[name]
    if arguments.command not in takers:
        raise UsageError(f"“{name}” goes with {' and '.join(f'“wrote {taker}”' for taker in takers)}.")
    match name:
        case "--json":
            arguments.json = True
        case "--with-text":
            arguments.with_text = True
        case "--demo":
            arguments.demo = True
        case "--no-cache":
            arguments.cache = False
        case "--id":
            arguments.id = value.removeprefix("<").removesuffix(">")
        case "--lines":
            arguments.lines = line_range(value)
        case _:
            arguments.theme = value


def line_range(value: str) -> LineRange:
    """Read `A:B`, half-open and counted from 0.

    >>> line_range("3:5")
    LineRange(first=3, end=5)
    """
    first, colon, end = value.partition(":")
    if not (colon and is_number(first) and is_number(end) and int(first) < int(end)):
        raise UsageError(
            "--lines is A:B, two numbers counted from 0: the first line and the one after the last."
        )
    return LineRange(int(first), int(end))


def is_number(word: str) -> bool:
    """Tell whether a word is a number of sensible length in ASCII digits."""
    return word.isascii() and word.isdigit() and len(word) < 10
