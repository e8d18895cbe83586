"""Programs that the reader starts: the right one, with one argument, and nothing of its terminal."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tui import outside
from tui.outside import Outside, OutsideError, browser, opener

if TYPE_CHECKING:
    from pathlib import Path

OPENER = outside.OPENERS.get(sys.platform, outside.OPENER)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is the whole PATH: a stub in it writes down what it was given."""
    folder = tmp_path / "bin"
    folder.mkdir()
    stub(folder, OPENER, 0)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("BROWSER", raising=False)
    return folder


def stub(folder: Path, name: str, status: int) -> None:
    """Put a program into a folder that writes down its arguments, its terminal and its place."""
    (folder / name).write_text(
        f"#!{sys.executable} -IS\nimport os, sys\n"
        f"terminal = [os.isatty(number) for number in (0, 1, 2)]\n"
        f"open({str(folder.parent / 'given')!r}, 'w').write(repr((sys.argv[1:], terminal, os.getcwd(),"
        f" os.getsid(0) == os.getpid())))\nsys.exit({status})\n"
    )
    (folder / name).chmod(0o755)


def given(folder: Path) -> str:
    """Return what the stub wrote down."""
    return (folder.parent / "given").read_text()


@pytest.mark.parametrize(
    "url", ["https://mill.example/a?b='c'&$(d)", "http://mill.example/%2e", "mailto:tam@wick.example"]
)
def test_a_link_is_one_argument(url: str, programs: Path) -> None:
    """No shell ever sees it; and the program has no terminal and a session of its own."""
    assert Outside().open_link(url) == OPENER
    assert given(programs) == repr(([url], [False] * 3, "/", True))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "-rf",
        "",
        "ssh://x",
        "https://a\nb",
        "https://\u0430.example",
    ],
)
def test_other_links_are_not_opened(url: str, programs: Path) -> None:
    """Whoever asks."""
    with pytest.raises(OutsideError, match="only http, https and mailto"):
        Outside().open_link(url)
    assert not (programs.parent / "given").exists()


def test_a_file_lies_where_only_we_may_read_it_and_goes_with_us(programs: Path) -> None:
    """Two of one name keep apart."""
    handed = Outside()
    for name in ("plan.pdf", "plan (2).pdf"):
        handed.open_file("plan.pdf", b"%PDF")
        assert f"/{name}'" in given(programs)
    folder = handed.folder
    assert folder is not None
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600] * 2
    handed.close()
    assert not folder.exists()
    with pytest.raises(OutsideError):
        handed.open_file("plan.pdf", b"%PDF")


def test_what_was_handed_out_can_be_taken_away_by_whoever_ends_the_process(programs: Path) -> None:
    """As on a hang-up, when the reader itself is not asked any more."""
    handed = Outside()
    handed.open_file("plan.pdf", b"%PDF")
    assert handed.folder is not None
    outside.take_away()
    assert not handed.folder.exists()
    handed.close()


def test_where_there_is_no_opener_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written then."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BROWSER", raising=False)
    handed = Outside()
    with pytest.raises(OutsideError, match="no program here"):
        handed.open_link("https://mill.example/")
    with pytest.raises(OutsideError, match="no program here"):
        handed.open_file("plan.pdf", b"")
    assert handed.folder is None


def test_an_opener_that_knows_nothing_is_told(programs: Path) -> None:
    """With the status that it ended with."""
    stub(programs, OPENER, 3)
    with pytest.raises(OutsideError, match=r"knows no program to open it with \(status 3\)"):
        Outside().open_link("https://mill.example/")


def test_a_program_that_runs_on_is_left_alone(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not waited for, and outlives the reader."""
    monkeypatch.setattr(outside, "FAILS_WITHIN", 0)
    assert Outside().open_link("https://mill.example/") == OPENER


def test_no_program_of_the_folder_that_one_stands_in_is_started(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PATH with a dot in it must not start what somebody has put beside an archive."""
    monkeypatch.chdir(programs)
    for path in (".", "", f".{os.pathsep}"):
        monkeypatch.setenv("PATH", path)
        assert opener() == ""


def test_the_browser_is_the_first_of_those_named_that_has_a_window(programs: Path) -> None:
    """One that would draw over the reader is passed over; without any it is the opener."""
    for name in ("lynx", "fox"):
        stub(programs, name, 0)
    fox, system = str(programs / "fox"), str(programs / OPENER)
    assert browser({"BROWSER": "none:lynx:fox --new %s:" + OPENER}) == [fox, "--new", "%s"]
    assert browser({"BROWSER": "lynx"}) == [system]
    assert browser({"BROWSER": "fox 'unclosed"}) == [system]
    assert browser({}) == [system]
