"""The reader over an archive that is still to come: it is there at once, and every key answers."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

import pytest

from parsing.errors import ArchiveError, UnknownMessageError
from parsing.model import MessageKey
from tui.app import ReaderApp
from tui.config import Settings
from tui.download.awaited import Awaited
from tui.state.arriving import Arriving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


ROUNDS: Final = 2_000


@pytest.fixture
def awaited(tmp_path: Path) -> Callable[..., Awaited]:
    """Return what awaits URLs and files."""
    return lambda *words: Awaited(words, tmp_path / "cache" / "downloads", tmp_path / "cache")


def text_of(app: ReaderApp) -> str:
    """Give all that is on the screen."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text for strip in strips)


async def until(pilot: Any, holds: Callable[[], object]) -> None:
    """Let the reader work until something holds; give up after many rounds."""
    for _ in range(ROUNDS):
        if holds():
            return
        await pilot.pause(0.01)
    pytest.fail(f"It did not come: {text_of(pilot.app)}")


async def test_the_reader_is_there_while_the_archive_comes(awaited: Any, site: Any, month: bytes) -> None:
    """With its name, how much has come and of how much; keys answer; then the rows are there."""
    gate = threading.Event()
    archive = awaited(site.add("/weir/2006-March.txt", month, gate=gate))
    app = ReaderApp(archive, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "50 %" in text_of(app))
        shown = text_of(app)
        assert "2006-March.txt" in shown.split("\n")[0]
        assert f"downloading ━━━━━─────  50 % of {len(month)} bytes" in shown
        await pilot.press(*"jkJKGgg}{prRtTzazM/", "escape", "enter", "tab", "o", "h", "V", "y", "i", "f", "j")
        await until(pilot, lambda: "downloading" in text_of(app))
        await pilot.press("question_mark")
        await until(pilot, lambda: "Down a line" in text_of(app))
        await pilot.press("escape", "escape")
        gate.set()
        await until(pilot, lambda: len(archive.threads) == 2 and "Ada" in text_of(app))
        await until(pilot, lambda: "downloading" not in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "The gate was closed at six" in text_of(app))
    archive.close()


async def test_leaving_leaves_what_has_come_for_the_next_time(
    awaited: Any, site: Any, month: bytes, tmp_path: Path
) -> None:
    """`q` waits for nothing; the next time only the rest is asked for."""
    url = site.add("/2006-March.txt", month, gate=threading.Event())
    archive = awaited(url)
    app = ReaderApp(archive, Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "50 %" in text_of(app))
        await pilot.press("q")
    archive.close()
    assert (app.return_code, archive.failure) == (0, "")
    (part,) = (tmp_path / "cache" / "downloads").glob("*/.part")
    assert part.read_bytes() == month[: len(month) // 2]
    site.pages["/2006-March.txt"].gate.set()
    archive.download.thread.join()


@pytest.mark.parametrize(("path", "why"), [("/gone", "is not there"), ("/page", "is no mail")])
async def test_if_there_is_nothing_to_read_the_reader_ends(
    awaited: Any, site: Any, path: str, why: str
) -> None:
    """Exit status 2; why is said by who opened it."""
    site.add("/page", b"<html><p>Sorry.</html>")
    archive = awaited(site.url(path))
    app = ReaderApp(archive, Settings())
    async with app.run_test() as pilot:
        await until(pilot, lambda: archive.failure)
        await pilot.pause()
    assert app.return_code == 2
    assert why in archive.failure
    archive.close()


async def test_what_could_not_be_fetched_is_said_in_the_reader(awaited: Any, site: Any, month: bytes) -> None:
    """The rest is read."""
    archive = awaited(site.url("/gone"), site.add("/a.txt", month))
    app = ReaderApp(archive, Settings())
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: "is not there (the server says 404)." in text_of(app))
        assert len(archive.threads) == 2
    archive.close()


def test_an_archive_that_has_not_come_knows_of_no_message(awaited: Any, site: Any) -> None:
    """It is empty, and says so of whatever is asked."""
    archive = awaited(site.add("/a.txt", b""))
    key = MessageKey("a@weir.example")
    assert (len(archive.threads), archive.node(key), archive.complaints) == (0, None, ())
    assert list(archive.study()) == []
    for ask in (archive.message, archive.raw, archive.links, archive.quoted_by):
        with pytest.raises(UnknownMessageError):
            ask(key)
    for ask in (archive.envelope, archive.key):
        with pytest.raises(UnknownMessageError):
            ask(0)


def test_a_fault_while_fetching_is_a_sentence(
    awaited: Any, site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And a log; the thread does not die unheard."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    archive = awaited(site.url("/a"))
    monkeypatch.setattr("tui.download.awaited.gather", lambda *_: 1 / 0)
    with pytest.raises(ArchiveError, match="mistake"):
        list(archive.follow())
    assert "mistake" in archive.failure


def test_progress_is_told_again_and_again(awaited: Any, site: Any, month: bytes) -> None:
    """Also while nothing comes, so that leaving is noticed."""
    gate = threading.Event()
    archive = awaited(site.add("/a.txt", month, gate=gate))
    steps = archive.follow()
    told = [next(steps) for _ in range(3)]
    assert all(isinstance(step, Arriving) and not step.finished for step in told)
    gate.set()
    last = list(steps)[-1]
    assert (last.finished, last.messages) == (True, 2)
    archive.close()


# On a terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home folder with nothing in it."""
    return tmp_path


def reading(*words: str) -> str:
    """Give code that runs the command."""
    return f"import sys; from tui.cli import run; sys.exit(run({list(words)!r}))"


def test_a_url_opens_on_a_terminal(
    on_terminal: Any, site: Any, month: bytes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the command to the mail, and out again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    with on_terminal(reading(site.add("/2006-March.txt", month)), home) as terminal:
        terminal.read_until(b"The gate")
        terminal.press(b"Q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


def test_a_download_is_left_at_once(
    on_terminal: Any, site: Any, month: bytes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the server says nothing for ever."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    url = site.add("/2006-March.txt", month, gate=threading.Event())
    with on_terminal(reading(url), home) as terminal:
        terminal.read_until(b"50 %")
        terminal.press(b"q")
        assert terminal.wait() == 0
        assert terminal.is_restored()


def test_on_a_terminal_too_nothing_to_read_is_status_2(
    on_terminal: Any, site: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence stands below the screen that is gone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    with on_terminal(reading(site.url("/gone")), home) as terminal:
        assert terminal.wait() == 2
        assert terminal.is_restored()
        said = terminal.output.rpartition(b"\x1b[?1004l")[2].decode()
        assert "/gone” is not there (the server says 404)." in said


def test_mail_from_a_pipe_and_a_url_are_one_archive(
    on_terminal: Any, site: Any, month: bytes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is piped is read after the keyboard has taken its place."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    piped = home / "piped.eml"
    piped.write_bytes(
        b"From: <c@weir.example>\nSubject: From the pipe\nMessage-ID: <c@weir.example>\n\nHello.\n"
    )
    piping = f"import os; os.dup2(os.open({str(piped)!r}, os.O_RDONLY), 0)\n"
    code = piping + reading("-", site.add("/a.txt", month))
    with on_terminal(code, home) as terminal:
        terminal.read_until(b"From the pipe")
        terminal.read_until(b"3 messages")
        terminal.press(b"Q")
        assert terminal.wait() == 0
