"""The terminal to draw on: Textual draws on standard error, which may have been sent elsewhere.

Then standard output, which is a terminal, takes its place as long as the reader runs.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTPUT, ERRORS = 1, 2


@contextlib.contextmanager
def drawn_on() -> Iterator[None]:
    """While this holds, standard error is a terminal if standard output is one."""
    if is_terminal(ERRORS) or not is_terminal(OUTPUT):
        yield
        return
    try:
        kept = os.dup(ERRORS)
    except OSError:  # it was closed
        kept = -1
    stream, real = sys.stderr, sys.__stderr__
    os.dup2(OUTPUT, ERRORS)
    sys.stderr = sys.__stderr__ = open(ERRORS, "w", encoding="utf-8", closefd=False)  # type: ignore[misc] # noqa: SIM115
    try:
        yield
    finally:
        sys.stderr.flush()
        sys.stderr, sys.__stderr__ = stream, real  # type: ignore[misc]
        if kept >= 0:
            os.dup2(kept, ERRORS)
            os.close(kept)
        else:
            os.close(ERRORS)


def is_terminal(descriptor: int) -> bool:
    """Say whether a descriptor is open and a terminal."""
    try:
        return os.isatty(descriptor)
    except OSError:
        return False
