"""On real lists, how much of what is quoted leads to its words, and which parents are found without headers.

`real_lists.py` says what is counted, and measures any archive. The floors lie a little below what is reached,
in percent. They are other people's mails: nothing of them stands here but shares.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).with_name("real_lists.py")
FLOORS = {
    "pipermail-fedora-devel-2010-01/*/2010-January.txt.gz": (99.5, 99.8, 98.0),
    "pipermail-ion-general/*.txt": (98.5, 99.6, 98.7),
    "pipermail-genaro-es": (97.0, 99.5, 98.5),
    "pipermail-jelix-fr": (98.0, 99.5, 98.0),
    "mbox-tboot-devel.mbox": (99.0, 99.5, 98.0),
    "mbox-tomoyo-users-en.mbox": (99.0, 99.0, 97.0),
    "small/notmuch-corpora": (98.0, 99.0, 97.5),
    "mbox-cygwin-patches-2000-2001.mbox": (96.7, 99.2, 98.0),
}
"""By list: how much of what answers to stored mail quote is linked, and how much of what stands in an earlier
message is linked to it; how many parents are found without headers."""


@pytest.mark.parametrize("pattern", FLOORS)
def test_what_a_list_quotes_leads_to_its_words(pattern: str, real_mail: Path) -> None:
    """Shares of characters, and of replies, are not below their floors."""
    paths = sorted(real_mail.glob(pattern))
    argv = [sys.executable, "-P", BENCH, *paths, "--together", "--json"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["answers_quoted"]
    figures = (found["answers_linked"], found["answers_of_present"], found["parents"])
    assert all(figure >= floor for figure, floor in zip(figures, FLOORS[pattern], strict=True)), figures
