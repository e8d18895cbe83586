"""The terminal is left as it was found, whichever way the reader ends; over a real pseudo-terminal."""

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
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS: Final = 30
"""How long a test waits before it gives the reader up."""
READ: Final = "import sys; from tui.cli import run; sys.exit(run(['--demo']))"
FAULT: Final = """
import sys
from tui.app import ReaderApp
from tui.cli import run
def broken(self, event):
    words = "the words of somebody's mail"
    raise ZeroDivisionError(words)
ReaderApp.on_ready = broken
sys.exit(run(["--demo"]))
"""
STUCK: Final = """
import sys, time
from tui.cli import run
from tui.screens.reader import ReaderScreen
ReaderScreen.action_copy = lambda self: time.sleep(600)
sys.exit(run(["--demo"]))
"""


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
def home(tmp_path: Path) -> Path:
    """Return a home folder with nothing in it."""
    return tmp_path


@contextlib.contextmanager
def reading(code: str, home: Path, **how: object) -> Iterator[Terminal]:
    """Start the reader and wait for its first screen."""
    terminal = Terminal(code, home, **how)  # type: ignore[arg-type]
    try:
        yield terminal
    finally:
        terminal.close()


def test_quitting_restores_the_terminal(home: Path) -> None:
    """Exit status 0."""
    with reading(READ, home) as terminal:
        terminal.read_until(b"flapboard")
        terminal.press(b"Q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_restores_the_terminal(name: str, home: Path) -> None:
    """Exit status 128 and the signal's number."""
    number = signal.Signals[name]
    with reading(READ, home) as terminal:
        terminal.read_until(b"flapboard")
        terminal.process.send_signal(number)
        assert terminal.wait() == 128 + number
        assert terminal.is_restored()


def test_a_signal_ends_a_reader_that_hangs(home: Path) -> None:
    """What does not leave by itself is ended, and the terminal put right."""
    with reading(STUCK, home) as terminal:
        terminal.read_until(b"flapboard")
        terminal.press(b"y")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
        assert terminal.is_restored()


@pytest.mark.parametrize("ignoring", [False, True], ids=["as usual", "under nohup"])
def test_a_terminal_that_is_gone_ends_the_reader(ignoring: bool, home: Path) -> None:
    """It does not spin, even where hang-ups are ignored."""
    with reading(READ, home, ignoring=ignoring) as terminal:
        terminal.read_until(b"flapboard")
        os.close(terminal.side)
        os.close(terminal.main)
        assert terminal.process.wait(timeout=SECONDS) == 128 + signal.SIGHUP


def test_a_fault_is_a_sentence_and_a_log_without_mail(home: Path) -> None:
    """Exit status 1, the terminal restored, the log only for its owner and without a word of anybody's."""
    with reading(FAULT, home) as terminal:
        assert terminal.wait() == 1
        assert terminal.is_restored()
        said = terminal.output.rpartition(b"\x1b[?1004l")[2].decode()
        assert "wrote has made a mistake and had to stop." in said
        assert "somebody's mail" not in said
        assert "Traceback" not in said
        log = home / "wrote" / "crash.log"
        assert log.stat().st_mode & 0o777 == 0o600
        assert log.parent.stat().st_mode & 0o777 == 0o700
        text = log.read_text(encoding="utf-8")
        assert "ZeroDivisionError" in text
        assert "somebody's mail" not in text


def test_errors_sent_elsewhere_do_not_take_the_screen_with_them(home: Path, tmp_path: Path) -> None:
    """`wrote list.mbox 2>log` still draws on the terminal, and the log stays empty."""
    log = tmp_path / "log"
    with log.open("wb") as errors, reading(READ, home, errors=errors.fileno()) as terminal:
        terminal.read_until(b"flapboard")
        terminal.press(b"Q")
        assert terminal.wait() == 0
        assert log.read_bytes() == b""
