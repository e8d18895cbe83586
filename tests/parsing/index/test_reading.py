"""Reading in a process of its own, and files that change while they are open."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from parsing.errors import Defect
from parsing.index import reading as reading_module
from parsing.index.reading import STOPPED, import_path, read_apart, read_here
from parsing.limits import OPEN_FILES

if TYPE_CHECKING:
    from parsing.index.reading import Reading

Read = Callable[..., "Reading"]

FROM: Final = b"From wim@dike.example Tue Mar  2 12:30:00 2004\n"
COUNT: Final = 40


def message(number: int, text: str = "It coughs") -> bytes:
    """Return a mail of Wim's as it lies in an mbox."""
    return (
        FROM + f"Message-ID: <{number}@dike.example>\nFrom: wim@dike.example\n\n{text} {number}.\n\n".encode()
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an mbox of forty mails."""
    path = tmp_path / "dike.mbox"
    path.write_bytes(b"".join(map(message, range(COUNT))))
    return path


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Return the processes that are started, as they are."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *words: object, **named: object) -> None:
            super().__init__(*words, **named)
            started.append(self)

    monkeypatch.setattr(reading_module.subprocess, "Popen", Noted)
    yield started
    for process in started:
        process.kill()
        process.wait()


def finished(reading: Reading) -> Reading:
    """Read to the end."""
    for _ in reading.follow():
        pass
    return reading


def texts(reading: Reading) -> list[bytes]:
    """Return the bytes of all messages as they are given now."""
    return [reading.mail(row)[0] for row in range(len(reading.columns))]


def test_a_process_of_its_own_reads_the_same(archive: Path) -> None:
    """Rows, texts, places and sentences."""
    here, apart = finished(read_here([str(archive), "gone"])), finished(read_apart([str(archive), "gone"]))
    assert here.columns.pack() == apart.columns.pack()
    assert texts(here) == texts(apart)
    assert here.progress == apart.progress
    here.close()
    apart.close()


def test_when_the_process_dies_what_was_read_is_shown(
    archive: Path, children: list[subprocess.Popen[bytes]]
) -> None:
    """One sentence says so, and no process is left."""
    theirs, ours = os.pipe()
    reading = read_apart([str(archive), "-"], theirs)
    progress = reading.follow()
    assert not next(progress).finished
    os.kill(children[0].pid, signal.SIGKILL)
    assert [step.finished for step in progress][-1]
    assert reading.complaints == (STOPPED,)
    assert texts(reading) == [message(number).partition(b"\n")[2] for number in range(len(reading.columns))]
    assert children[0].returncode == -signal.SIGKILL
    reading.close()
    os.close(theirs)
    os.close(ours)


def test_closing_ends_the_process(children: list[subprocess.Popen[bytes]]) -> None:
    """In the midst of its reading, and without a complaint; nothing of it is left, not even a zombie."""
    theirs, ours = os.pipe()
    reading = read_apart(["-"], theirs)
    reading.close()
    assert children[0].returncode == -signal.SIGKILL
    assert finished(reading).complaints == ()
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0].pid, os.WNOHANG)
    os.close(theirs)
    os.close(ours)


def test_the_process_is_gone_when_all_is_read(archive: Path, children: list[subprocess.Popen[bytes]]) -> None:
    """Its memory is given back before anybody closes the archive."""
    reading = finished(read_apart([str(archive)]))
    assert children[0].returncode is not None
    assert len(reading.columns) == COUNT
    reading.close()
    reading.close()


def test_the_process_ends_when_its_reader_is_gone() -> None:
    """Even while it waits for more to come through a pipe that nobody closes."""
    program = (
        "import os; from parsing.index.reading import read_apart; read_apart(['-'], 0); "
        "print('started', flush=True); os.kill(os.getpid(), 9)"
    )
    theirs, ours = os.pipe()
    reader = subprocess.Popen([sys.executable, "-c", program], stdin=theirs, stdout=subprocess.PIPE)
    os.close(theirs)
    assert reader.communicate(timeout=60)[0] == b"started\n"
    poll = select.poll()
    poll.register(ours, 0)
    assert poll.poll(60_000), "the process still has the pipe"
    os.close(ours)


def test_modules_come_from_where_the_reader_has_them(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the current folder nor PYTHONPATH can put another `parsing` or `json` in their place."""
    hostile = tmp_path / "hostile"
    (hostile / "parsing").mkdir(parents=True)
    for name in ("parsing/__init__.py", "json.py", "re.py", "sitecustomize.py", "usercustomize.py"):
        (hostile / name).write_text("raise SystemExit('not mine')\n")
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("PYTHONPATH", str(hostile))
    monkeypatch.setenv("PYTHONSTARTUP", str(hostile / "json.py"))
    reading = finished(read_apart([str(archive)]))
    assert (len(reading.columns), reading.complaints) == (COUNT, ())
    reading.close()


def test_the_current_folder_is_no_place_for_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless this very package lies in it."""
    monkeypatch.setattr(sys, "path", ["", "relative", "/elsewhere"])
    assert import_path() == [str(Path(reading_module.__file__).parents[2]), "/elsewhere"]
    assert json.loads(json.dumps(import_path())) == import_path()


def test_nothing_is_printed(archive: Path) -> None:
    """Whatever happens in it: the screen is somebody else's."""
    program = (
        "import sys; from parsing.index.reading import read_apart; r = read_apart(sys.argv[1:]); "
        "n = sum(1 for _ in r.follow()); r.close()"
    )
    argv = [sys.executable, "-W", "error", "-X", "dev", "-c", program, str(archive), "gone", "/dev/zero"]
    run = subprocess.run(argv, capture_output=True, check=True, timeout=60)
    assert (run.stdout, run.stderr) == (b"", b"")


def test_where_no_process_can_be_started_it_is_read_here(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slower, but all of it."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    reading = finished(read_apart([str(archive)]))
    assert (len(reading.columns), reading.complaints) == (COUNT, ())
    reading.close()


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def append_a_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def append_a_message(path: Path) -> None:
    path.write_bytes(path.read_bytes() + message(99))


def remove_the_first(path: Path) -> None:
    path.write_bytes(path.read_bytes()[len(message(0)) :])


def change_a_word(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"It coughs", b"It starts"))


def replace_by_another(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"".join(message(number, "It sleeps") for number in range(COUNT)))
    other.rename(path)


def delete(path: Path) -> None:
    path.unlink()


def forbid(path: Path) -> None:
    path.chmod(0)


def make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


CHANGES: Final = [
    *(truncate, empty, append_a_byte, append_a_message, remove_the_first, change_a_word, replace_by_another),
    *(delete, forbid, make_a_folder, make_a_pipe),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("reopened", [False, True], ids=["open", "reopened"])
def test_a_file_that_changes_never_shows_other_text(
    change: Callable[[Path], None], reopened: bool, archive: Path, tmp_path: Path, read_once: Read
) -> None:
    """A message is what was indexed, or nothing and a defect; whether the file is still open or not."""
    others = tmp_path / "others"
    others.mkdir()
    for number in range(OPEN_FILES + 1):
        (others / f"{number}.eml").write_bytes(message(number).partition(b"\n")[2])
    reading = read_once(archive, others)
    before = texts(reading)
    change(archive)
    if reopened:
        texts(reading)[COUNT:]  # so many files are not open at once: the archive was closed
    for row in range(COUNT):
        text, defects = reading.mail(row)
        assert (text, defects) in [(before[row], ()), (b"", (Defect.CHANGED_ON_DISK,))]
    assert texts(reading)[COUNT:] == before[COUNT:]


@pytest.mark.parametrize("change", [append_a_byte, append_a_message])
def test_a_file_that_grows_shows_what_it_had(
    change: Callable[[Path], None], archive: Path, read_once: Read
) -> None:
    """New mail is delivered; the old is where it was."""
    reading = read_once(archive)
    before = texts(reading)
    change(archive)
    assert texts(reading) == before


def test_a_file_that_is_replaced_shows_what_was_opened(archive: Path, read_once: Read) -> None:
    """As long as it is open; and a truncated one what is left of it."""
    reading = read_once(archive)
    before = texts(reading)
    replace_by_another(archive)
    assert texts(reading) == before
    truncated = read_once(archive)
    before = texts(truncated)
    truncate(archive)
    assert texts(truncated)[: COUNT // 2 - 1] == before[: COUNT // 2 - 1]
    assert texts(truncated)[-1] == b""


def test_of_a_message_that_is_too_large_the_beginning_is_given(
    archive: Path, monkeypatch: pytest.MonkeyPatch, read_once: Read
) -> None:
    """And a defect says that there is more."""
    for module in ("parsing.index.reading", "parsing.index.entries"):
        monkeypatch.setattr(f"{module}.MESSAGE_BYTES", len(message(0)) + 100)
    monkeypatch.setattr("parsing.formats.cutting.HEADER_BLOCK_BYTES", 50)
    archive.write_bytes(message(0) + message(1, "It coughs. " * 100) + message(2))
    reading = read_once(archive)
    assert [reading.mail(row)[1] for row in range(3)] == [(), (Defect.TRUNCATED,), ()]
    assert message(1, "It coughs. " * 100).partition(b"\n")[2].startswith(reading.mail(1)[0])
    assert len(reading.mail(1)[0]) > 100


def test_closing_ends_reading_in_this_process_too(archive: Path) -> None:
    """Whoever follows it is told that it is over."""
    reading = read_here([str(archive)] * 3)
    progress = reading.follow()
    assert not next(progress).finished
    reading.close()
    assert [step.finished for step in progress] == [True]
    assert reading.complaints == ()


def test_after_closing_nothing_is_read(archive: Path) -> None:
    """A late question is answered, but nothing is opened for it."""
    reading = finished(read_here([str(archive)]))
    reading.close()
    assert reading.mail(0) == (b"", (Defect.CHANGED_ON_DISK,))


def test_reading_leaves_no_file_open(archive: Path, tmp_path: Path) -> None:
    """Neither here nor apart, and a file's time of change is not touched."""
    status = archive.stat()
    open_before = set(Path("/dev/fd").iterdir())
    for read in (read_here, read_apart):
        reading = finished(read([str(archive)]))
        texts(reading)
        reading.close()
    assert len(set(Path("/dev/fd").iterdir())) == len(open_before)
    assert (archive.stat().st_mtime_ns, archive.stat().st_mode) == (status.st_mtime_ns, status.st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["dike.mbox"]
