"""The command as a shell meets it: words, statuses, streams, whatever the locale."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
import stat
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tui import cli, crash, usage
from tui.arguments import COMMANDS, FLAGS, VALUES
from tui.keys import KEYS

COMMAND: Final = Path(sys.executable).with_name("wrote")
Wrote = Callable[..., subprocess.CompletedProcess[str]]

MAIL: Final = b"""\
From ada@weir.example Sat Mar  4 08:00:00 2006
From: Ada <ada@weir.example>
Subject: Le barrage \xc3\xa9tait ferm\xc3\xa9
Date: Sat, 4 Mar 2006 08:00:00 +0000
Message-ID: <a@weir.example>

The gate was closed at six, and nobody knows by whom.

From bo@weir.example Sat Mar  4 09:00:00 2006
From: Bo <bo@weir.example>
Subject: Re: Le barrage
Date: Sat, 4 Mar 2006 09:00:00 +0000
Message-ID: <b@weir.example>
In-Reply-To: <a@weir.example>

> The gate was closed at six, and nobody knows by whom.

By me.
"""


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    """Return two mails, one of which quotes the other."""
    path = tmp_path / "weir.mbox"
    path.write_bytes(MAIL)
    return path


def run(*words: object, **how: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command with streams and environment of the test's own."""
    argv = [str(COMMAND), *map(str, words)]
    return subprocess.run(argv, capture_output=True, check=False, **({"stdin": subprocess.DEVNULL} | how))  # type: ignore[call-overload, no-any-return]


# Help


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_says_every_command_and_option(word: str) -> None:
    """Within eighty columns, on standard output, with status 0."""
    done = run(word)
    shown = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    for name in (*COMMANDS, *FLAGS, *VALUES, "--keymap", "--version"):
        assert name in shown
    assert max(map(len, shown.split("\n"))) <= 80


def test_the_keys_that_help_shows_are_keys() -> None:
    """Each is in the table of keys, under that spelling."""
    known = {pressed for key in KEYS for pressed in key.keys} | {"esc"}
    assert {word for keys, _ in usage.SHOWN for word in keys.split()} <= known
    assert "escape" in known


def test_the_version_is_one_line() -> None:
    """The program's name and its number."""
    done = run("--version")
    assert done.stdout.split()[0] == b"wrote"
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")


def test_the_keymap_is_what_the_configuration_takes() -> None:
    """Every key is in it, and it is TOML."""
    tomllib = pytest.importorskip("tomllib")
    table = tomllib.loads(run("--keymap").stdout.decode())["keys"]
    assert table == {key.id: list(key.keys) for key in KEYS}


# Words that mean nothing


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("--jsno threads x", "did you mean “--json”?"),
        ("threads MBOX --lines 0:1", "--lines"),
        ("threads MBOX --id a@weir.example", "--id"),
        ("show MBOX --with-text --id a@weir.example", "--with-text"),
        ("MBOX --json", "--json"),
        ("show MBOX", "--id"),
        ("quoted-by MBOX --json", "--id"),
        ("quotes MBOX --id", "value"),
        ("threads MBOX --json=yes", "no value"),
        ("quoted-by MBOX --id a@weir.example --lines 3", "A:B"),
        ("quoted-by MBOX --id a@weir.example --lines 3:3", "A:B"),
        ("quoted-by MBOX --id a@weir.example --lines=-1:3", "A:B"),
        ("quoted-by MBOX --id a@weir.example --lines 1:²", "A:B"),
        ("show MBOX --id nobody@weir.example", "nobody@weir.example"),
        ("quotes MBOX --id nobody@weir.example --json", "nobody@weir.example"),
        ("quoted-by MBOX --id nobody@weir.example --json", "nobody@weir.example"),
        ("threads /nowhere/at/all", "/nowhere/at/all"),
        ("threads /dev/zero", "/dev/zero"),
        ("/nowhere/at/all", "is not there"),
        ("MBOX", "terminal"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_2(words: str, part: str, mbox: Path) -> None:
    """Standard output stays empty; the sentence says what is wrong."""
    done = run(*words.replace("MBOX", shlex.quote(str(mbox))).split())
    sentence = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert part in sentence
    assert sentence.count("\n") == 1
    assert sentence.rstrip().endswith((".", "?"))


def test_a_sentence_shows_no_control_characters_of_a_path(tmp_path: Path) -> None:
    """A name may hold what steers a terminal."""
    done = run("threads", f"{tmp_path}/\x1b]0;title\x07.mbox")
    assert done.returncode == 2
    assert b"\x1b" not in done.stderr
    assert b"\x07" not in done.stderr
    assert "␛".encode() in done.stderr


# What is opened


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_called_like_a_command_is_reached_by_a_dot(command: str, mbox: Path) -> None:
    """`quotes` is the command, `./quotes` the folder; after `--` all are paths."""
    folder = mbox.parent / command
    folder.mkdir()
    mbox.rename(folder / "weir.mbox")
    for words in (("threads", f"./{command}"), ("threads", "--", command), ("threads", command)):
        done = run(*words, "--json" if "--" not in words else "", cwd=folder.parent)
        assert b"a@weir.example" in done.stdout, words


def test_options_may_stand_anywhere(mbox: Path) -> None:
    """Before the command, between the paths, after an equals sign."""
    expected = run("show", mbox, "--id", "a@weir.example", "--json").stdout
    assert expected
    assert run("--json", "show", "--id=a@weir.example", mbox).stdout == expected
    assert run("--id", "<a@weir.example>", "show", "--json", mbox).stdout == expected


@pytest.mark.parametrize("words", [("threads", "--json"), ("threads", "-", "--json")])
def test_mail_may_come_on_standard_input(words: tuple[str, ...], mbox: Path) -> None:
    """From a pipe and from a file, by `-` or without a path."""
    expected = run("threads", mbox, "--json").stdout
    assert expected
    with mbox.open("rb") as file:
        assert run(*words, stdin=file).stdout == expected
    assert run(*words, stdin=None, input=mbox.read_bytes()).stdout == expected


def test_nothing_on_standard_input_is_said() -> None:
    """It is no archive."""
    done = run("threads", "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "standard input" in done.stderr.decode()


def test_a_closed_standard_input_is_no_archive() -> None:
    """There is nothing to open."""
    done = subprocess.run(
        ["sh", "-c", f"{shlex.quote(str(COMMAND))} threads <&-"], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert cli.NO_PATH in done.stderr.decode()


def test_one_bad_path_of_several_is_a_sentence_and_no_failure(mbox: Path, tmp_path: Path) -> None:
    """What can be opened is."""
    done = run("threads", tmp_path / "none.mbox", mbox, "--json")
    assert done.returncode == 0
    assert len(done.stdout.split(b"\n")) == 3
    assert "none.mbox" in done.stderr.decode()


def test_the_sample_goes_with_every_command() -> None:
    """`--demo` is a path that is always there."""
    rows = [
        json.loads(line) for line in run("threads", "--demo", "--json").stdout.decode().split("\n") if line
    ]
    assert rows
    shown = run("show", "--demo", "--id", rows[0]["id"], "--json")
    assert json.loads(shown.stdout)["id"] == rows[0]["id"]


# Streams


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1", "C.UTF-8", "nonsense"])
@pytest.mark.parametrize("words", [("--json",), ()])
def test_output_is_utf_8_whatever_the_locale(locale: str, words: tuple[str, ...], mbox: Path) -> None:
    """The same bytes of mail come out."""
    environment = os.environ | {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("threads", mbox, *words, env=environment)
    assert "était fermé" in done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "words", ["threads --demo --json", "quotes --demo", "--help", "--version", "--keymap"]
)
def test_a_closed_pipe_ends_quietly_with_status_141(words: str) -> None:
    """As `head` closes it: nothing on standard error."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([str(COMMAND), *words.split()], stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_closed_standard_output_is_no_fault(mbox: Path) -> None:
    """Who wants no output gets none."""
    line = f"{shlex.quote(str(COMMAND))} threads {shlex.quote(str(mbox))} >&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_said(mbox: Path) -> None:
    """It is no fault of the mail, and no traceback."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [str(COMMAND), "threads", str(mbox)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"The output could not be written: No space left on device.\n"


def test_no_colours_go_into_a_file_or_where_they_are_not_wanted(mbox: Path) -> None:
    """Not even with FORCE_COLOR: what is printed is mail, and plain."""
    for extra in ({}, {"FORCE_COLOR": "1"}, {"TERM": "xterm-256color"}):
        assert b"\x1b" not in run("show", mbox, "--id", "b@weir.example", env=os.environ | extra).stdout


@pytest.mark.parametrize(
    ("extra", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_gets_colours_if_it_wants_them(extra: dict[str, str], coloured: bool, mbox: Path) -> None:
    """NO_COLOR and TERM=dumb say that it does not."""
    shown = on_terminal(["show", str(mbox), "--id", "b@weir.example"], {"TERM": "xterm-256color"} | extra)
    assert (b"\x1b[" in shown) is coloured
    assert b"By me." in shown


def on_terminal(words: list[str], extra: dict[str, str]) -> bytes:
    """Return what the command writes to a terminal."""
    ours, theirs = os.openpty()
    environment = {
        name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}
    }
    process = subprocess.Popen(
        [str(COMMAND), *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment | extra
    )
    os.close(theirs)
    shown = b""
    while piece := read_piece(ours):
        shown += piece
    os.close(ours)
    assert process.wait() == 0
    return shown


def read_piece(terminal: int) -> bytes:
    """Read from a terminal; nothing at its end."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


# The reader, where there is nothing to read in


def test_without_a_terminal_the_reader_says_what_prints_instead(mbox: Path) -> None:
    """One sentence, status 2."""
    done = run(mbox)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == cli.NO_TERMINAL + "\n"


def test_what_is_not_there_is_said_before_that_there_is_no_terminal(tmp_path: Path) -> None:
    """The sentence about the path, alone."""
    done = run(tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"“{tmp_path}/nothing” is not there.\n"


def test_without_a_path_on_a_terminal_it_says_what_to_name() -> None:
    """One sentence, status 2."""
    ours, theirs = os.openpty()
    done = subprocess.run([str(COMMAND)], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert done.stderr.decode() == cli.NO_PATH + "\n"


def test_mail_from_a_pipe_is_read_with_the_keys_of_the_terminal(mbox: Path, tmp_path: Path) -> None:
    """Standard input is the mail; keys come from the terminal that the command belongs to."""
    ours, theirs = os.openpty()
    environment = os.environ | {
        "TERM": "xterm-256color",
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }

    def own_terminal() -> None:
        os.setsid()
        fcntl.ioctl(1, termios.TIOCSCTTY, 0)

    with mbox.open("rb") as mail:
        process = subprocess.Popen(
            [str(COMMAND)],
            stdin=mail,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            preexec_fn=own_terminal,  # noqa: PLW1509 - nothing but system calls
        )
    os.close(theirs)
    shown = b""
    while b"barrage" not in shown:
        piece = read_piece(ours)
        assert piece, shown.decode("utf-8", "replace")
        shown += piece
    os.write(ours, b"Q")
    while read_piece(ours):
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0


# A fault of ours


def test_a_fault_of_ours_is_a_sentence_and_a_log_without_mail(
    mbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1; the log is the owner's alone, and has no word of the mail or of the error."""

    def fail(words: list[str]) -> int:
        raise RuntimeError("the gate was closed at six")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(cli, "answer", fail)
    monkeypatch.setattr(cli.output, "abandon_output", lambda: None)
    monkeypatch.setattr(cli.output, "speak_utf_8", lambda: None)
    assert cli.run(["threads", str(mbox)]) == 1
    log = crash.log_path()
    assert "gate" not in capsys.readouterr().err + log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "RuntimeError" in log.read_text()


@pytest.mark.parametrize(
    "words", ["--help", "--version", "threads /nowhere", "threads --demo --json", "--oops"]
)
def test_textual_is_loaded_by_nothing_that_prints(words: str) -> None:
    """Nor Rich, where there is no terminal."""
    code = (
        "import sys; from tui.cli import run; run(sys.argv[1:]); "
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('textual', 'rich')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words.split()], capture_output=True, check=False)
    assert done.stderr.decode().split("\n")[-2] == "[]"
