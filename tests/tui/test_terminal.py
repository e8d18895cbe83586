"""The terminal is left as it was found, whichever way the reader ends; over a real pseudo-terminal."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home folder with nothing in it."""
    return tmp_path


def test_quitting_restores_the_terminal(on_terminal: Any, home: Path) -> None:
    """Exit status 0."""
    with on_terminal(READ, home) as terminal:
        terminal.read_until(b"flapboard")
        terminal.press(b"Q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_restores_the_terminal(on_terminal: Any, name: str, home: Path) -> None:
    """Exit status 128 and the signal's number."""
    number = signal.Signals[name]
    with on_terminal(READ, home) as terminal:
        terminal.read_until(b"flapboard")
        terminal.process.send_signal(number)
        assert terminal.wait() == 128 + number
        assert terminal.is_restored()


def test_a_signal_ends_a_reader_that_hangs(on_terminal: Any, home: Path) -> None:
    """What does not leave by itself is ended, and the terminal put right."""
    with on_terminal(STUCK, home) as terminal:
        terminal.read_until(b"flapboard")
        terminal.press(b"y")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait() == 128 + signal.SIGTERM
        assert terminal.is_restored()


@pytest.mark.parametrize("ignoring", [False, True], ids=["as usual", "under nohup"])
def test_a_terminal_that_is_gone_ends_the_reader(on_terminal: Any, ignoring: bool, home: Path) -> None:
    """It does not spin, even where hang-ups are ignored."""
    with on_terminal(READ, home, ignoring=ignoring) as terminal:
        terminal.read_until(b"flapboard")
        os.close(terminal.side)
        os.close(terminal.main)
        assert terminal.process.wait(timeout=30) == 128 + signal.SIGHUP


def test_a_fault_is_a_sentence_and_a_log_without_mail(on_terminal: Any, home: Path) -> None:
    """Exit status 1, the terminal restored, the log only for its owner and without a word of anybody's."""
    with on_terminal(FAULT, home) as terminal:
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


def test_errors_sent_elsewhere_do_not_take_the_screen_with_them(
    on_terminal: Any, home: Path, tmp_path: Path
) -> None:
    """`wrote list.mbox 2>log` still draws on the terminal, and the log stays empty."""
    log = tmp_path / "log"
    with log.open("wb") as errors, on_terminal(READ, home, errors=errors.fileno()) as terminal:
        terminal.read_until(b"flapboard")
        terminal.press(b"Q")
        assert terminal.wait() == 0
        assert log.read_bytes() == b""
