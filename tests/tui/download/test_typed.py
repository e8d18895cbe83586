"""`wrote COMMAND URL`: what is printed, what is said, and what stays on the disk."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tui.download.typed import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND: Final = Path(sys.executable).with_name("wrote")


@pytest.fixture
def wrote(tmp_path: Path, site: Any) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return what runs the command, with a cache and temporary files of its own."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    own = {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TMPDIR": str(temporary),
        "HOME": str(tmp_path),
        "WROTE_NO_CACHE": "",
    }

    def run(*words: object, **how: Any) -> subprocess.CompletedProcess[str]:
        argv = [str(COMMAND), *map(str, words)]
        streams = {"stdin": subprocess.DEVNULL, "capture_output": True, "encoding": "utf-8"}
        return subprocess.run(argv, check=False, env=os.environ | own, **(streams | how))

    return run


def ids(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Give the ids that `threads --json` has printed."""
    return [json.loads(line)["id"] for line in done.stdout.split("\n") if line]


def test_a_url_is_read_as_the_file_that_it_leads_to(wrote: Any, site: Any, packed_month: bytes) -> None:
    """Nothing is said of it: the progress is for terminals."""
    done = wrote("threads", site.add("/2006-March.txt.gz", packed_month), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done) == ["a@weir.example", "b@weir.example"]


def test_urls_and_files_are_one_archive_in_their_order(
    wrote: Any, site: Any, packed_month: bytes, tmp_path: Path
) -> None:
    """Fetched in turn, also behind the end of options; quotes lead from one to the other."""
    first, second = packed_month_split(packed_month)
    path = tmp_path / "second.txt"
    path.write_bytes(second)
    done = wrote("threads", "--json", path, "--", site.add("/first.txt", first))
    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done) == ["b@weir.example", "a@weir.example"]
    assert json.loads(done.stdout.split("\n")[0])["parent"] == "a@weir.example"


def packed_month_split(packed: bytes) -> list[bytes]:
    """Give the month's two mails."""
    import gzip  # noqa: PLC0415 - for this alone

    month = gzip.decompress(packed)
    cut = month.index(b"From bo")
    return [month[:cut], month[cut:]]


def test_what_cannot_be_fetched_is_said_and_the_rest_is_read(
    wrote: Any, site: Any, packed_month: bytes
) -> None:
    """Exit status 0, as with a file that is not there."""
    done = wrote("threads", site.url("/gone"), site.add("/a.gz", packed_month), "--json")
    assert (done.returncode, len(ids(done))) == (0, 2)
    assert done.stderr == f"“{site.url('/gone')}” is not there (the server says 404).\n"


def test_if_nothing_can_be_fetched_the_status_is_2(wrote: Any, site: Any) -> None:
    """Standard output stays empty; each URL has its sentence."""
    done = wrote("threads", site.url("/gone"), "https://a.example:port", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not there" in done.stderr
    assert "is no URL that can be fetched" in done.stderr


def test_what_is_no_mail_is_said_as_of_a_file(wrote: Any, site: Any) -> None:
    """A page that says with 200 that there is nothing is a page."""
    done = wrote("threads", site.add("/a.txt.gz", b"<html><title>Not found</title><p>Sorry.</html>"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no mail: it looks like" in done.stderr


def test_without_a_network_the_copy_is_read(wrote: Any, site: Any, packed_month: bytes) -> None:
    """A sentence says so; the status is 0."""
    url = site.add("/a.gz", packed_month)
    assert wrote("threads", url).returncode == 0
    site.shutdown()
    site.server_close()
    done = wrote("threads", url, "--json")
    assert (done.returncode, len(ids(done))) == (0, 2), done.stderr
    assert "cannot be reached: Connection refused. Showing the copy of 20" in done.stderr


def test_nothing_stays_where_nothing_is_to_be_kept(
    wrote: Any, site: Any, packed_month: bytes, tmp_path: Path
) -> None:
    """`--no-cache`: neither in the cache nor among the temporary files."""
    done = wrote("threads", site.add("/a.gz", packed_month), "--no-cache", "--json")
    assert (done.returncode, len(ids(done))) == (0, 2)
    assert not (tmp_path / "cache").exists()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_url_in_a_mail_or_a_list_of_files_is_never_fetched(wrote: Any, site: Any, tmp_path: Path) -> None:
    """Only what is typed as a path."""
    url = site.add("/a.txt", b"mail")
    mail = f"From: <a@weir.example>\nList-Archive: <{url}>\nSubject: {url}\n\n{url}\n".encode()
    (tmp_path / "a.eml").write_bytes(mail)
    (tmp_path / "list.txt").write_text(f"{url}\n", encoding="ascii")
    wrote("threads", tmp_path)
    wrote("show", tmp_path / "a.eml", "--id", url)
    wrote("quotes", tmp_path / "a.eml", "--theme", url)
    wrote("threads", input=url, stdin=None)
    assert site.asked == []


def test_without_a_terminal_the_reader_fetches_nothing(wrote: Any, site: Any) -> None:
    """One sentence, status 2."""
    done = wrote(site.add("/a", b"mail"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no terminal to read in")
    assert site.asked == []


# Progress


def test_a_terminal_is_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, written over, and taken away in the end."""
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        line = ProgressLine(stream)
        line.tell("a.gz", 1_500_000, 3_000_000)
        line.tell("a.gz", 1_600_000, 3_000_000)  # too soon to be told
        line.clear()
        shown = ""
        while not shown.endswith("\r\x1b[K") or "downloading" not in shown:
            shown += os.read(ours, 10_000).decode()
    os.close(ours)
    assert shown.count("downloading") == 1
    assert shown.startswith("\r\x1b[Kdownloading ━━━━━─────  50 % of 3.0 MB · a.gz")
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_line_that_cannot_be_written_over_is_not_written(
    term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is one where there is no terminal at all."""
    monkeypatch.setenv("TERM", term) if term else monkeypatch.delenv("TERM", raising=False)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        for line in (ProgressLine(stream), ProgressLine(None)):
            line.tell("a.gz", 1, None)
            line.clear()
            assert line.stream is None
    os.close(ours)
