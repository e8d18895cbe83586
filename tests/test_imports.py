"""What loads what: parsing loads no screen, and the tests test what they say they test."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import parsing

SCREEN: Final = {"textual", "rich", "tui"}
ASK: Final = """
import contextlib, io, sys
sys.argv = ["wrote", "{argument}"]
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
        code = ASK.format(argument=argument)
        loaded = loaded_after(code)
        assert "tui" in loaded
        assert {name for name in loaded if name.split(".")[0] in {"textual", "rich", "dateutil"}} == set()


@pytest.mark.skipif(
    "WROTE_TESTS_INSTALLED" not in os.environ, reason="the checkout itself may be what is tested"
)
def test_what_is_tested_is_what_was_installed(checkout: Path) -> None:
    """The packages come from the installed wheel, not from the checkout that the tests lie in."""
    place = Path(parsing.__file__).resolve()
    assert "site-packages" in place.parts
    assert not place.is_relative_to(checkout / "parsing")
