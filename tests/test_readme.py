"""README tells the truth: what it shows was made by the program, and what it tells one to type works."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tui.demo import DEMO_ARCHIVE

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    """Return README as it stands."""
    return (checkout / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all that README shows, made now."""
    folder = tmp_path_factory.mktemp("made")
    make = [sys.executable, str(checkout / "screenshots" / "make.py"), str(folder)]
    run = subprocess.run(make, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder


def test_the_made_parts_of_readme_are_what_the_program_makes(readme: str, made: Path) -> None:
    """The table of keys and the sample link; `python screenshots/make.py` mends it."""
    assert readme == (made / "README.md").read_text(encoding="utf-8")


def test_the_pictures_are_what_the_program_draws(checkout: Path, made: Path) -> None:
    """Byte for byte; `python screenshots/make.py` draws them anew, then look at each."""
    kept = {path.name: path.read_bytes() for path in (checkout / "screenshots").glob("*.svg")}
    drawn = {path.name: path.read_bytes() for path in made.glob("*.svg")}
    assert set(kept) == set(drawn)
    assert [name for name in kept if kept[name] != drawn[name]] == []


def test_the_pictures_load_nothing_from_elsewhere(checkout: Path) -> None:
    """No font, no script: a picture is whole in its file."""
    for path in (checkout / "screenshots").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text
        assert 'url("http' not in text
        assert "<script" not in text


def test_readme_shows_every_picture_that_is_kept(readme: str, checkout: Path) -> None:
    """A picture that nobody sees is not kept."""
    shown = re.findall(r"!\[[^\]]+\]\(screenshots/([a-z-]+\.svg)\)", readme)
    assert sorted(shown) == sorted(path.name for path in (checkout / "screenshots").glob("*.svg"))


def test_ci_runs_the_test_command_of_readme(readme: str, checkout: Path) -> None:
    """One line of README runs the tests; .ci/run runs the same, on the wheel."""
    assert "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest\n" in readme
    script = (checkout / ".ci" / "run").read_text(encoding="utf-8")
    assert '"$wheel[test]"' in script
    assert '"$bin/pytest"' in script


def test_every_command_that_readme_names_is_one(readme: str, wrote: Run) -> None:
    """Each command prints something of the sample archive."""
    names = re.findall(r"^wrote (threads|show|quotes|quoted-by) ", readme.replace("  ", " "), re.MULTILINE)
    assert len(names) == 4
    for name in names:
        own_id = ("--id", "8761fx4k1r.fsf@quayside.example") if name in {"show", "quoted-by"} else ()
        done = wrote(name, DEMO_ARCHIVE, *own_id)
        assert (done.returncode, done.stderr, bool(done.stdout)) == (0, "", True)


def test_the_tree_in_readme_is_the_tree(readme: str, checkout: Path) -> None:
    """Every path of the listing is there."""
    listing = readme.split("## For contributors")[1].split("```")[3]
    top = ""
    for line in filter(None, listing.split("\n")):
        name = line.split()[0]
        top = name if not line.startswith(" ") else top
        path = checkout / (name if name == top else top + name)
        assert path.exists(), f"README names {path.relative_to(checkout)}"
