"""Confidence means something: of the links that say 0.9, about nine in ten are right."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

DISTANCE = 0.05
"""How far the share that is right may be from what a bin of links says."""
COUNTED = 100
"""Links of one bin that are enough to count."""
ARCHIVES = ("dev-1", "dev-2", "dev-3", "dev-no-headers")


@pytest.fixture(scope="module")
def calibration() -> ModuleType:
    """Load the script that lies beside this file; the tests are no package."""
    spec = importlib.util.spec_from_file_location("calibration", Path(__file__).with_name("calibration.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ARCHIVES)
def test_links_are_right_as_often_as_they_say(
    name: str, calibration: ModuleType, labelled_quotes: Path
) -> None:
    """Every bin with a hundred links or more, and there are several such bins."""
    bins = [
        one
        for one in calibration.bins_of(list(calibration.read_folder(labelled_quotes / name)))
        if one.count >= COUNTED
    ]
    assert len(bins) >= 3
    for one in bins:
        assert abs(one.said - one.right) <= DISTANCE, one


def test_bins_hold_what_was_said_and_what_was_right(calibration: ModuleType) -> None:
    """A said confidence goes into the bin that begins at it or last below it."""
    said = [calibration.Said(0.9, right=True, alone=True), calibration.Said(0.95, right=False, alone=True)]
    [one] = calibration.bins_of(said)
    assert (one.first, one.count, one.right) == (0.9, 2, 0.5)
    assert abs(one.said - 0.925) < 1e-9
