"""What loads what: parsing loads no screen, and the tests test what they say they test."""

from __future__ import annotations

import ast
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import parsing

NETWORK: Final = {"urllib3", "http", "socket", "ssl", "asyncio.streams", "ftplib", "smtplib", "xmlrpc"}
ASKS_SERVERS: Final = {"tui/download/web.py", "tui/download/troubles.py"}
SCREEN: Final = {"textual", "rich", "tui"}
COMMAND: Final = """
import contextlib, io, sys
sys.argv = {words!r}
from tui.__main__ import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main()
"""


def loaded_after(code: str) -> set[str]:
    """Return the names in sys.modules of a fresh interpreter that has run the code."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_parsing_loads_no_part_of_the_screen() -> None:
    """Every module of `parsing`, imported together, leaves textual, rich and tui unloaded."""
    names = [module.name for module in pkgutil.walk_packages(parsing.__path__, "parsing.")]
    loaded = loaded_after("\n".join(f"import {name}" for name in ["parsing", *names]))
    assert "parsing.model" in loaded
    assert {name for name in loaded if name.split(".")[0] in SCREEN} == set()


def test_help_and_version_load_neither_textual_nor_rich() -> None:
    """They answer in a blink."""
    for argument in ("--help", "--version"):
        code = COMMAND.format(words=["wrote", argument])
        loaded = loaded_after(code)
        assert "tui" in loaded
        assert {name for name in loaded if name.split(".")[0] in {"textual", "rich", "dateutil"}} == set()


def test_only_two_modules_know_of_the_network(checkout: Path) -> None:
    """Those that ask servers; everything else gets files."""
    knowing = {
        str(path.relative_to(checkout))
        for package in ("parsing", "tui")
        for path in (checkout / package).rglob("*.py")
        if any(is_of_network(name) for name in imports_of(path))
    }
    assert knowing == ASKS_SERVERS


def imports_of(path: Path) -> set[str]:
    """Return the dotted names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def is_of_network(name: str) -> bool:
    """Tell whether a module talks to other machines."""
    return name.split(".", maxsplit=1)[0] in NETWORK or name in {*NETWORK, "urllib.request"}


@pytest.mark.parametrize("command", ["threads", "quotes"])
def test_a_command_on_files_loads_nothing_of_the_network(command: str) -> None:
    """Not even what could open a connection."""
    loaded = loaded_after(COMMAND.format(words=["wrote", command, "--demo", "--json"]))
    assert "parsing.archive" in loaded
    assert {name for name in loaded if is_of_network(name) or name == "tui.download.web"} == set()


def test_the_reader_loads_nothing_that_asks_servers() -> None:
    """Textual has an event loop, and so sockets; what speaks HTTP is loaded for a URL only."""
    loaded = loaded_after("import tui.app, tui.cli")
    assert "textual" in loaded
    assert {name for name in loaded if name.split(".")[0] == "urllib3" or name == "tui.download.web"} == set()


@pytest.mark.skipif(
    "WROTE_TESTS_INSTALLED" not in os.environ, reason="the checkout itself may be what is tested"
)
def test_what_is_tested_is_what_was_installed(checkout: Path) -> None:
    """The packages come from the installed wheel, not from the checkout that the tests lie in."""
    place = Path(parsing.__file__).resolve()
    assert "site-packages" in place.parts
    assert not place.is_relative_to(checkout / "parsing")
