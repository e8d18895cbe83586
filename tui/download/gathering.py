"""What the user named, with each URL replaced by the file that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.download.address import Address, is_url
from tui.download.errors import DownloadError
from tui.download.fetching import fetch
from tui.download.web import Web

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Told = Callable[[str, int, "int | None"], None]
"""Is told of which file how many bytes are there, and of how many if that is known."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What can be opened."""

    paths: tuple[str, ...]
    complaints: tuple[str, ...]
    """Sentences about URLs that could not be fetched, or not as they are now."""


def gather(words: Sequence[str], downloads: Path, tell: Told) -> Gathered:
    """Fetch what is to be fetched, in order; raises DownloadError if nothing is left to open."""
    paths: list[str] = []
    complaints: list[str] = []
    with Web() as web:
        for word in words:
            if not is_url(word):
                paths.append(word)
                continue
            try:
                address = Address.parse(word)
                found = fetch(address, downloads, web, teller(address, tell))
            except DownloadError as error:
                complaints.append(str(error))
            else:
                paths.append(str(found.path))
                complaints += [found.notice] if found.notice else []
    if not paths:
        raise DownloadError(" ".join(complaints))
    return Gathered(tuple(paths), tuple(complaints))


def teller(address: Address, tell: Told) -> Callable[[int, int | None], None]:
    """Give what tells of one file."""
    return lambda size, total: tell(address.file_name, size, total)
