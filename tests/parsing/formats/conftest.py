"""Containers in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from parsing.formats import format_of
from parsing.formats.cutting import cut_at_from_lines

if TYPE_CHECKING:
    from parsing.formats.format import Cut

CutUp = Callable[[bytes], list[bytes]]


class InMemory:
    """Bytes that can be read like a file."""

    base: Final = None
    trouble: Final = None
    name: Final = "sluice.mbox"

    def __init__(self, data: bytes, chunk: int = 1 << 20) -> None:
        self.data = data
        self.chunk = chunk

    def read(self, start: int, end: int) -> bytes:
        assert 0 <= start <= end
        return self.data[start:end]

    def after(self, place: int) -> tuple[int, bytes]:
        return place, self.data[place : place + self.chunk]


@pytest.fixture
def in_memory() -> Callable[[bytes], InMemory]:
    """Return a function that makes a source of bytes."""
    return InMemory


@pytest.fixture
def cuts() -> Callable[..., list[Cut]]:
    """Return a function that cuts an mbox, reading it in chunks."""
    return lambda *words: list(cut_at_from_lines(InMemory(*words)))


@pytest.fixture
def cut_up(cuts: Callable[[bytes], list[Cut]]) -> CutUp:
    """Return a function that gives the bytes of each message of an mbox; no byte is lost or taken twice."""

    def cut(data: bytes) -> list[bytes]:
        messages = [data[cut.start : cut.end] for cut in cuts(data)]
        assert b"".join(messages) == data
        return messages

    return cut


@pytest.fixture
def mail_in() -> CutUp:
    """Return a function that sniffs a container and gives each of its messages as RFC 5322 bytes."""

    def mail(data: bytes) -> list[bytes]:
        known = format_of(data)
        assert known is not None
        return [known.mail(data[cut.start : cut.end]) for cut in known.cut(InMemory(data))]

    return mail
