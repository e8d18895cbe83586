"""The examples in docstrings are true.

They are run on the packages as imported, not collected from the checkout: so they test the wheel where that
is what is installed.
"""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import parsing
import tui


def module_names() -> list[str]:
    """Return every module of both packages."""
    return [
        module.name
        for package in (parsing, tui)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not module.name.endswith("__main__")
    ]


@pytest.mark.parametrize("name", module_names())
def test_the_examples_in_a_module_are_true(name: str) -> None:
    """Each prints what its docstring says."""
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert results.failed == 0
