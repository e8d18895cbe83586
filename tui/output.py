"""Standard output and standard error: UTF-8 whatever the locale, a closed pipe told apart, colours if wanted.

Rich is loaded only where a terminal wants colours: not with NO_COLOR, TERM=dumb, or output into a file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.plain import Styled

PIECE: Final = 64 << 10


class ClosedPipeError(Exception):
    """Nobody reads what is printed any more."""


class OutputError(Exception):
    """What is printed cannot be written; the message is a sentence."""


def speak_utf_8() -> None:
    """Make both streams UTF-8; what no encoding has is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def print_all(pieces: Iterable[str]) -> None:
    """Print texts in large pieces; raises ClosedPipeError or OutputError."""
    stream = sys.stdout
    if stream is None:
        return
    try:
        gathered: list[str] = []
        size = 0
        for piece in pieces:
            gathered.append(piece)
            size += len(piece)
            if size > PIECE:
                stream.write("".join(gathered))
                gathered, size = [], 0
        stream.write("".join(gathered))
        stream.flush()
    except OSError as error:
        raise not_written(error) from None


def not_written(error: OSError) -> ClosedPipeError | OutputError:
    """Tell a closed pipe from a disk that is full."""
    if isinstance(error, BrokenPipeError):
        return ClosedPipeError()
    return OutputError(f"The output could not be written: {error.strerror or 'the stream is broken'}.")


def print_styled(lines: Iterable[Styled]) -> None:
    """Print lines, in colours if the terminal wants them."""
    if wants_colours(sys.stdout, os.environ):
        print_coloured(lines)
    else:
        print_all("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def wants_colours(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Tell whether colours go there: https://no-color.org, and terminals that say they are dumb."""
    if stream is None or environ.get("NO_COLOR") or environ.get("TERM", "dumb") in {"dumb", "unknown"}:
        return False
    return stream.isatty()


def print_coloured(lines: Iterable[Styled]) -> None:
    """Print lines by Rich: texts are never markup, and never wrapped or cut."""
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    try:
        for line in lines:
            console.print(Text.assemble(*line), soft_wrap=True)
    except OSError as error:
        raise not_written(error) from None


def say(sentence: str) -> None:
    """Write a sentence to standard error; that nobody reads it changes nothing."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(sentence + "\n")
            sys.stderr.flush()


def settle_streams() -> None:
    """Write what is still to be written; a stream that is gone is forgotten."""
    for stream, descriptor in ((sys.stdout, 1), (sys.stderr, 2)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            abandon(descriptor)


def abandon_output() -> None:
    """Forget what is still to be written to standard output."""
    abandon(1)


def abandon(descriptor: int) -> None:
    """Lead a stream nowhere, so that the end of Python does not trip over it and change the exit status."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
