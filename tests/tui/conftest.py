"""Pages built by hand for the tests of the reader, and a real pseudo-terminal to run it on."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from parsing.model import (
    Ambiguous,
    Envelope,
    Found,
    LineRange,
    Link,
    Mailbox,
    Match,
    Message,
    MessageKey,
    Missing,
    Passage,
    QuotedBy,
    Rebuilt,
    Resolution,
    Rival,
    Span,
)
from parsing.quotes.blocks import find_blocks, split_lines
from tui.state.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

PLACE = Passage(MessageKey("source@ashby.example"), LineRange(0, 1), (Span(0, 10),))
SENT = datetime(2007, 11, 30, 19, 44, tzinfo=UTC)


class Pages:
    """Makes messages and pages."""

    found = Found(PLACE, Match.EXACT, 0.99)
    unsure = Found(PLACE, Match.REWRAPPED, 0.72)
    edited = Found(PLACE, Match.EDITED, 0.95)
    rebuilt = Rebuilt(PLACE, Match.EXACT, 0.99)
    missing = Missing(None)
    ambiguous = Ambiguous((Rival(PLACE, 0.5), Rival(PLACE, 0.4)))

    def envelope(self, name: str = "Tam Wick", address: str = "tam@wick.example") -> Envelope:
        """Return what a list shows of a message."""
        return Envelope(
            MessageKey("reply@wick.example"), 0, "Re: The build farm", Mailbox(name, address), SENT
        )

    def message(self, text: str, envelope: Envelope | None = None) -> Message:
        """Return a message with this text."""
        lines = tuple(split_lines(text))
        envelope = envelope if envelope is not None else self.envelope()
        return Message(envelope, (("Subject", envelope.subject or ""),), text, lines, find_blocks(lines))

    def page(
        self,
        text: str,
        sources: Mapping[str, Resolution] | None = None,
        quoted: Mapping[str, int] | None = None,
    ) -> Page:
        """Return a page: `sources` by words that are quoted in it, `quoted` by words that so many quote."""
        links = tuple(
            Link(self.span(text, words), 1, resolution) for words, resolution in (sources or {}).items()
        )
        quoted_by = tuple(
            QuotedBy(
                MessageKey(f"{n}@x"),
                Span(0, 1),
                LineRange(0, 1),
                1,
                None,
                self.span(text, words),
                Match.EXACT,
                1,
            )
            for words, count in (quoted or {}).items()
            for n in range(count)
        )
        names = {PLACE.message: "Ashby"}
        return Page(self.message(text), links, quoted_by, names=names)

    def rebuilt_page(self, text: str, gaps: tuple[int, ...], witnesses: tuple[tuple[str, ...], ...]) -> Page:
        """Return a rebuilt message with gaps before lines, and by line the names of who quotes it."""
        envelope = replace(self.envelope("Dan Ashby", "dan@ashby.example"), row=None, rebuilt=True)
        keys = tuple(tuple(MessageKey(f"{name}@x") for name in line) for line in witnesses)
        message = replace(self.message(text, envelope), gaps=gaps, witnesses=keys)
        return Page(message, names={MessageKey(f"{name}@x"): name for line in witnesses for name in line})

    def span(self, text: str, words: str) -> Span:
        """Return where words stand in a text; `…` between two words stands for all that is between them."""
        first, _, last = words.partition("…")
        start = text.index(first)
        return Span(start, text.index(last, start) + len(last) if last else start + len(first))


@pytest.fixture(scope="session")
def pages() -> Pages:
    """Return what makes messages and pages."""
    return Pages()


@pytest.fixture(scope="session")
def interleaved() -> str:
    """Return a reply that answers point by point, with a deep quote, a patch's footer and a signature."""
    return "\n".join(INTERLEAVED)


@pytest.fixture
def make_page(pages: Pages) -> Callable[..., Page]:
    """Return a function that makes a page of a text."""
    return pages.page


INTERLEAVED = [
    "On Thu, 29 Nov 2007, Dan Ashby wrote:",
    "> Here is what we intend to do with the farm next year. Please say so if",
    "> you think that it is wrong.",
    "",
    "Good to hear of it early.",
    "",
    "> > > The room is small.",
    "> > The old machines were kept because",
    "> > nobody had asked for the room.",
    "> So the first thing is to find out who still needs them.",
    "",
    "I do. See https://farm.example/plan for why.",
    "",
    "-- ",
    "Tam Wick",
    "The farm's keeper",
    "_______________________________________________",
    "farm mailing list",
    "farm@lists.example",
    "https://lists.example/mailman/listinfo/farm",
]

SECONDS: Final = 30
"""How long a test waits before it gives the reader up."""


class Terminal:
    """A reader on a pseudo-terminal."""

    def __init__(self, code: str, home: Path, *, ignoring: bool = False, errors: int | None = None) -> None:
        self.main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.modes = termios.tcgetattr(side)
        environ = {**os.environ, "TERM": "xterm-256color", "HOME": str(home), "XDG_STATE_HOME": str(home)}
        unwanted = ("TEXTUAL", "NO_C", "PYTHONUNB")  # what is not buffered cannot fail at the very end
        environ = {name: value for name, value in environ.items() if not name.startswith(unwanted)}

        def begin() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if ignoring:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)

        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=side,
            stdout=side,
            stderr=side if errors is None else errors,
            env=environ,
            preexec_fn=begin,  # noqa: PLW1509 - nothing but system calls
        )
        self.side = side
        self.output = b""

    def read_until(self, wanted: bytes) -> None:
        """Read what is drawn until something is there."""
        until = time.monotonic() + SECONDS
        while wanted not in self.output:
            self.read(0.1)
            ended = self.process.poll() is not None or time.monotonic() > until
            assert not ended or wanted in self.output, f"{wanted!r} did not come: {self.output[-500:]!r}"

    def read(self, seconds: float) -> bool:
        """Read what is there; False where nothing comes any more."""
        ready, _, _ = select.select([self.main], [], [], max(seconds, 0))
        with contextlib.suppress(OSError):
            data = os.read(self.main, 65_536) if ready else b""
            self.output += data
            return bool(data)
        return False

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self.main, keys)

    def wait(self) -> int:
        """Wait for the end, reading on; return the exit status."""
        until = time.monotonic() + SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.05)
        while self.read(0):
            pass
        return self.process.wait(timeout=SECONDS)

    def is_restored(self) -> bool:
        """Say whether screen, cursor, mouse, pasting and modes are as they were."""
        undone = all(
            self.output.rfind(off) > self.output.rfind(on)
            for on, off in (
                (b"\x1b[?1049h", b"\x1b[?1049l"),
                (b"\x1b[?25l", b"\x1b[?25h"),
                (b"\x1b[?1003h", b"\x1b[?1003l"),
                (b"\x1b[?2004h", b"\x1b[?2004l"),
                (b"\x1b[>", b"\x1b[<u"),
            )
        )
        return undone and termios.tcgetattr(self.side) == self.modes

    def close(self) -> None:
        """End it, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.main, self.side):
            with contextlib.suppress(OSError):
                os.close(descriptor)


@pytest.fixture
def on_terminal() -> Callable[..., AbstractContextManager[Terminal]]:
    """Return what runs code on a terminal, with a home of its own."""

    @contextlib.contextmanager
    def running(code: str, home: Path, **how: object) -> Iterator[Terminal]:
        terminal = Terminal(code, home, **how)  # type: ignore[arg-type]
        try:
            yield terminal
        finally:
            terminal.close()

    return running
