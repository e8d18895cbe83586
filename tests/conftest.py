"""What every test may ask for: the checkout, and the real mail where it is present.

Real mail is not part of this project: it is other people's. `WROTE_SHARED` names a folder that holds it;
without that variable the tests that need it are skipped, and with it they must find it.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

os.environ["WROTE_NO_CACHE"] = "1"  # no test writes to the cache of whoever runs it
CHECKOUT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("wrote")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads real mail, so that `-m 'not real_mail'` leaves it out."""
    for item in items:
        if {"real_mail", "labelled_quotes"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.real_mail)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder with pyproject.toml in it."""
    return CHECKOUT


@pytest.fixture(scope="session")
def wrote() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs the command as installed and gives back what it printed."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        argv = [str(COMMAND), *map(str, words)]
        return subprocess.run(
            argv, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False
        )

    return run


@pytest.fixture(scope="session")
def printed(wrote: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that gives back the objects which the command prints with --json."""

    def run(*words: object) -> list[dict[str, Any]]:
        done = wrote(*words, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.split("\n") if line]

    return run


@pytest.fixture(scope="session")
def real_mail() -> Path:
    """Return the folder of real archives, unpacked."""
    shared = shared_folder()
    archive, tool = shared / "data" / "mail.tar.xz", shared / "tools" / "unpack-mail"
    if not archive.is_file() or not tool.is_file():
        pytest.fail(
            f"WROTE_SHARED is {shared}, but there is no data/mail.tar.xz with tools/unpack-mail in it"
        )
    run = subprocess.run([tool], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        pytest.fail(f"{tool} could not unpack the mail: {run.stderr.strip()}")
    return Path(run.stdout.strip())


@pytest.fixture(scope="session")
def labelled_quotes() -> Path:
    """Return the folder of archives whose quotes have known sources, unpacked."""
    packed = shared_folder() / "data" / "quotes.tar.xz"
    if not packed.is_file():
        pytest.fail(f"WROTE_SHARED is set, but there is no {packed}")
    stamp = hashlib.sha256(packed.read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wrote-test-quotes"
    folder = cache / stamp
    if not folder.is_dir():
        unpack(packed, folder)
    return folder / "quotes"


def shared_folder() -> Path:
    """Return the folder that holds real mail, or skip the test that asks for it."""
    shared = os.environ.get("WROTE_SHARED")
    if not shared:
        pytest.skip("real mail is not part of the project; WROTE_SHARED names no folder that holds it")
    return Path(shared)


def unpack(packed: Path, folder: Path) -> None:
    """Unpack beside the folder first, so that a broken-off try leaves nothing that looks whole."""
    partial = folder.with_name(f"{folder.name}.{os.getpid()}")
    with tarfile.open(packed) as tar:
        tar.extractall(partial, filter="data")
    try:
        partial.rename(folder)
    except OSError:  # somebody else was faster
        if not folder.is_dir():
            raise
