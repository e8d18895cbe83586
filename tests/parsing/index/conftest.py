"""Archives on disk, read to their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from parsing.index.reading import read_apart, read_here

if TYPE_CHECKING:
    from parsing.index.reading import Reading

Read = Callable[..., "Reading"]


@pytest.fixture(params=[read_here, read_apart], ids=["here", "apart"])
def read(request: pytest.FixtureRequest) -> Iterator[Read]:
    """Return a function that reads paths to the end, in this process and in one of its own."""
    opened: list[Reading] = []

    def read_all(*paths: object, stdin: int | None = None) -> Reading:
        reading: Reading = request.param([str(path) for path in paths], stdin)
        opened.append(reading)
        for _ in reading.follow():
            pass
        assert reading.finished
        return reading

    yield read_all
    for reading in opened:
        reading.close()


@pytest.fixture
def read_once() -> Iterator[Read]:
    """Return a function that reads paths to the end, in this process."""
    opened: list[Reading] = []

    def read_all(*paths: object, stdin: int | None = None) -> Reading:
        opened.append(read_here([str(path) for path in paths], stdin))
        for _ in opened[-1].follow():
            pass
        return opened[-1]

    yield read_all
    for reading in opened:
        reading.close()
