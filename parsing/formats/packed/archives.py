"""Packed files that hold many: one row a kind, known by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.formats.packed import tar_archive, zip_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsing.formats.packed.compressed import Meter
    from parsing.formats.packed.packed import Tree
    from parsing.formats.source import Measured


@dataclass(frozen=True, slots=True)
class Archive:
    """A kind of packed file that holds many."""

    name: str
    knows: Callable[[bytes], bool]
    """Whether a file that begins with these bytes, HEAD_BYTES or all of it, is of this kind."""
    members: Callable[[Measured, Meter], Tree]
    """List what is in it; raises OSError."""


HEAD_BYTES: Final = tar_archive.BLOCK
ARCHIVES: Final = (
    Archive("a ZIP archive", zip_archive.knows, zip_archive.list_zip),
    Archive("a tar archive", tar_archive.knows, tar_archive.list_tar),
)


def archive_of(head: bytes) -> Archive | None:
    """Give the kind of archive that begins with these bytes, None if it is none."""
    return next((known for known in ARCHIVES if known.knows(head)), None)
