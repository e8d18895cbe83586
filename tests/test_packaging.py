"""The built wheel is whole: it holds what the program reads, and works where no checkout is near."""

from __future__ import annotations

import email.parser
import os
import select
import subprocess
import sys
import sysconfig
import termios
import venv
import zipfile
from pathlib import Path

import pytest

import tui


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(build, cwd=checkout, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh environment with the wheel in it; its dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("elsewhere") / "env"
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, cwd=folder, check=True)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    run = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(run.stdout.strip()) / "dependencies.pth").write_text("\n".join(dependencies) + "\n")
    return folder


def in_elsewhere(elsewhere: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the fresh environment from inside it, with nothing of ours around."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    argv = [str(elsewhere / "bin" / words[0]), *words[1:]]
    return subprocess.run(
        argv, cwd=elsewhere, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_the_wheel_holds_the_packages_and_what_they_read(wheel: Path) -> None:
    """Both packages, the style sheet, the sample archive and the marks of typing; no tests, no pictures."""
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    assert {
        "parsing/py.typed",
        "tui/py.typed",
        "tui/app.tcss",
        "tui/demo/flapboard.mbox",
    } <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"parsing", "tui", f"wrote-{tui.__version__}.dist-info"}


def test_the_wheel_asks_for_six_libraries_and_no_more(wheel: Path) -> None:
    """The test tools are an extra."""
    with zipfile.ZipFile(wheel) as packed:
        metadata = packed.read(f"wrote-{tui.__version__}.dist-info/METADATA").decode("utf-8")
    fields = email.parser.Parser().parsestr(metadata, headersonly=True)
    asked = [value for value in fields.get_all("Requires-Dist", []) if "extra ==" not in value]
    names = {value.replace(">", "<").split("<")[0].strip() for value in asked}
    assert names == {"textual", "rich", "python-dateutil", "urllib3", "chardet", "backports-zstd"}
    assert fields["Requires-Python"] == ">=3.11"


def test_the_command_works_outside_the_checkout(elsewhere: Path) -> None:
    """It is the fresh environment's own copy that answers."""
    where = in_elsewhere(
        elsewhere, "python", "-c", "import parsing, tui; print(parsing.__file__, tui.__file__)"
    )
    assert all(path.startswith(str(elsewhere)) for path in where.stdout.split())
    version = in_elsewhere(elsewhere, "wrote", "--version")
    assert (version.returncode, tui.__version__ in version.stdout, version.stderr) == (0, True, "")
    usage = in_elsewhere(elsewhere, "wrote", "--help")
    assert (usage.returncode, "--demo" in usage.stdout, usage.stderr) == (0, True, "")


def test_the_sample_opens_in_a_terminal_and_leaves_it_again(elsewhere: Path) -> None:
    """`wrote --demo` draws the threads of the sample, and `Q` ends it with status 0."""
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (40, 120))
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    reader = subprocess.Popen(
        [str(elsewhere / "bin" / "wrote"), "--demo"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=elsewhere,
        env=environment,
        start_new_session=True,
    )
    os.close(theirs)
    shown = read_until(ours, b"The board speaks at night")
    os.write(ours, b"Q")
    shown += read_until(ours, None)
    os.close(ours)
    assert reader.wait(timeout=60) == 0, shown.decode("utf-8", "replace")
    assert b"\x1b[?1049l" in shown  # back on the screen that was there before


def read_until(terminal: int, words: bytes | None) -> bytes:
    """Read what is drawn until the words stand in it, or to the end of the program."""
    shown = b""
    while words is None or words not in shown:
        readable, _, _ = select.select([terminal], [], [], 60)
        assert readable, f"nothing more came after: {shown.decode('utf-8', 'replace')}"
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            piece = b""
        if not piece:
            assert words is None, shown.decode("utf-8", "replace")
            break
        shown += piece
    return shown
