"""The house rules as tests: one `pytest` says yes or no to format, lint, types and imports too."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

BIN: Final = Path(sys.executable).parent
LONGEST_FILE: Final = 500

CHECKS: Final = {
    "format": (BIN / "ruff", "format", "--check", "."),
    "lint": (BIN / "ruff", "check", "."),
    "types": (sys.executable, "-m", "mypy"),
    "imports": (BIN / "lint-imports", "--no-cache"),
}
CURE: Final = {
    "format": "`ruff format` mends it.",
    "lint": "`ruff check --fix` mends some of it.",
    "types": "`mypy` says it again.",
    "imports": "The layers stand in pyproject.toml under [tool.importlinter]; `lint-imports` says it again.",
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_house_is_in_order(check: str, checkout: Path) -> None:
    """Each tool, as pyproject.toml sets it, has nothing to say."""
    run = subprocess.run(CHECKS[check], cwd=checkout, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        pytest.fail(f"{run.stdout}{run.stderr}\n{CURE[check]}", pytrace=False)


@pytest.mark.parametrize("folder", ["parsing", "tui", "tests", "screenshots"])
def test_a_file_fits_in_the_head(folder: str, checkout: Path) -> None:
    """A longer file has two subjects: split it."""
    lines = {
        str(path.relative_to(checkout)): len(path.read_text(encoding="utf-8").split("\n"))
        for path in (checkout / folder).rglob("*.py")
    }
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_every_third_party_import_is_a_declared_dependency(checkout: Path) -> None:
    """What a module imports is installed with the program, not by luck through something else."""
    newer = {"compression"}  # Python's own from 3.14 on
    assert third_party_imports(checkout, "parsing") - newer == {"dateutil", "backports", "chardet"}
    assert third_party_imports(checkout, "tui") == {"rich", "textual", "urllib3"}


def third_party_imports(checkout: Path, package: str) -> set[str]:
    """Return the top-level modules that a package imports and that are neither ours nor Python's."""
    found: set[str] = set()
    for path in (checkout / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"parsing", "tui"}
