"""How many quotes lead to the right words: the labelled archives, with a floor below what is reached.

`$WROTE_SHARED/tools/score-quotes FOLDER… --command wrote` prints the whole table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from parsing.archive import open_archive

FLOORS = {
    "dev-1": {"right_message": 99.1, "right_span": 98.9},
    "dev-2": {"right_message": 99.0, "right_span": 98.8},
    "dev-3": {"right_message": 98.8, "right_span": 98.6},
    "dev-no-headers": {"right_message": 98.2, "right_span": 98.0},
}
FALSE_LINKS = 0.4
KEPT_UNLINKED = 96.5


@pytest.mark.parametrize("name", FLOORS)
def test_quotes_lead_to_the_words_they_quote(name: str, labelled_quotes: Path) -> None:
    """Right message and right span in percent, false links, and quotes of absent messages left alone."""
    tool = Path(os.environ["WROTE_SHARED"]) / "tools" / "score-quotes"
    command = Path(sys.executable).with_name("wrote")
    argv = [sys.executable, tool, labelled_quotes / name, "--command", str(command), "--json"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    scores = json.loads(done.stdout)["overall"]
    for figure, floor in FLOORS[name].items():
        assert scores[figure] >= floor, f"{figure}: {scores[figure]}"
    assert scores["false_links"] <= FALSE_LINKS
    assert scores["absent_kept_unlinked"] >= KEPT_UNLINKED


@pytest.mark.parametrize("name", FLOORS)
def test_links_of_the_labelled_mails_are_apart(name: str, labelled_quotes: Path) -> None:
    """In text order, none over another."""
    archive = open_archive(labelled_quotes / name / "archive.mbox")
    try:
        list(archive.study())
        for node in archive.threads.order:
            spans = [link.span for link in archive.links(archive.key(node))]
            assert all(one.end <= two.start for one, two in pairwise(spans)), archive.key(node)
    finally:
        archive.close()
