"""How much of messages that were taken out of a list comes back; `rebuilding` says what each figure means.

The floors lie a little below what is reached. They are other people's mails: nothing of them stands here but
shares.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LISTS = {
    "mbox-tboot-devel.mbox": {"recovered": 96, "right": 97, "order": 98, "author": 95},
    "mbox-tomoyo-users-en.mbox": {"recovered": 94, "right": 98, "order": 98, "author": 95},
    "pipermail-fedora-devel-2010-01": {"recovered": 94, "right": 96, "order": 98, "author": 90},
}
LABELLED = {
    "dev-1": {"recovered": 92, "right": 98, "order": 98, "author": 93},
    "dev-no-headers": {"recovered": 90, "right": 98, "order": 98, "author": 90},
}


def figures(checkout: Path, path: Path) -> dict[str, float]:
    """Run the benchmark on one archive."""
    argv = [sys.executable, checkout / "tests" / "bench" / "rebuilding.py", path]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shares: dict[str, float] = json.loads(done.stdout)
    return shares


@pytest.mark.parametrize("name", LISTS)
def test_messages_taken_out_of_a_list_come_back(name: str, checkout: Path, real_mail: Path) -> None:
    """Their quoted words, in order, under the right name; and hardly anything that is not missing."""
    shares = figures(checkout, real_mail / name)
    assert shares["removed"] > 3
    assert not [(figure, shares) for figure, floor in LISTS[name].items() if shares[figure] < floor]


@pytest.mark.parametrize("name", LABELLED)
def test_messages_that_labelled_archives_lack_come_back(
    name: str, checkout: Path, labelled_quotes: Path
) -> None:
    """The truth says what of them is quoted."""
    shares = figures(checkout, labelled_quotes / name)
    assert not [(figure, shares) for figure, floor in LABELLED[name].items() if shares[figure] < floor]
