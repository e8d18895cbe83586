"""Compressed files, unpacked a piece at a time, several members one after the other.

What is readable of a damaged file is given, and then what is wrong with it: of gzip up to the very byte, of
the others up to the piece in which the damage is. A file that unpacks to far more than mail can is taken for
a bomb and left there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.formats.packed.packings import DamageError
from parsing.limits import COMPRESSION_RATIO, SPOOL_CHECK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Stream
    from parsing.formats.packed.packings import Decompressor, Packing

GIVEN: Final = 1 << 20
"""Bytes that are given at a time, at most."""
NULS: Final = b"\0"


class Meter:
    """Counts what one file unpacks to, all that is packed in it taken together."""

    def __init__(self, taken: int = 0) -> None:
        self.taken = taken
        """Bytes that lie on disk."""
        self.given = 0

    @property
    def runs_over(self) -> bool:
        """Whether it is more than mail can unpack to."""
        return self.given > SPOOL_CHECK_BYTES and self.given > COMPRESSION_RATIO * self.taken


class Unpacked:
    """A stream unpacked, which knows how it went."""

    def __init__(self, packing: Packing, stream: Stream, meter: Meter | None = None) -> None:
        self.packing = packing
        self.stream = stream
        self.meter = meter or Meter()
        self.is_outermost = meter is None
        """Whether what it takes is what lies on disk: what was unpacked once is not counted again."""
        self.taken = 0
        self.damage: str | None = None
        self.member: Decompressor | None = None
        self.members = 0
        """How many are unpacked to their ends."""
        self.begun = b""
        """Bytes that are too few to tell whether another member begins."""
        self.done = False

    @property
    def trouble(self) -> str | None:
        """Half a sentence: what is wrong, and where."""
        return self.damage or self.stream.trouble

    def __iter__(self) -> Iterator[bytes]:
        """Unpack; ends early, with `trouble` set, where the file does or is damaged."""
        size = self.packing.piece
        for chunk in self.stream:
            for start in range(0, len(chunk), size):
                yield from self.unpacked(chunk[start : start + size])
                if self.done:
                    return
        if self.member is not None or not self.members:
            self.damage = f"ends early at byte {self.taken + len(self.begun):,}"

    def unpacked(self, data: bytes) -> Iterator[bytes]:
        """Unpack some bytes: a member may end in them, and another begin."""
        data, self.begun = self.begun + data, b""
        while not self.done and (self.member is not None or self.begins(data)):
            member = self.member
            assert member is not None  # noqa: S101  it has begun
            try:
                piece = member.decompress(data, GIVEN)
            except DamageError as damaged:
                yield from self.ended(damaged)
                return
            self.count(len(data) - len(member.unused_data), len(piece))
            data = member.unused_data
            if piece:
                yield piece
            if member.eof:
                self.member = None
                self.members += 1
            elif member.needs_input:
                return

    def begins(self, data: bytes) -> bool:
        """Begin with a member if one is there.

        What follows the last member and is none is no damage: some writers fill the last block with NULs.
        """
        if self.members and self.packing.is_padded:
            self.taken += len(data) - len(data := data.lstrip(NULS))
        if len(data) < self.packing.shortest:
            self.begun = data
            return False
        if self.members and not self.packing.knows(data):
            self.done = True
            return False
        self.member = self.packing.new()
        return True

    def count(self, taken: int, given: int) -> None:
        """Keep count; a bomb goes no further."""
        self.taken += taken
        self.meter.given += given
        if self.is_outermost:
            self.meter.taken += taken
        if self.meter.runs_over:
            self.damage = f"unpacks to more than {COMPRESSION_RATIO:,} times its size and was left there"
            self.done = True

    def ended(self, damaged: DamageError) -> Iterator[bytes]:
        """Give what is sound before the damage."""
        self.count(damaged.taken, len(damaged.sound))
        self.damage = f"is damaged {'at' if self.packing.is_exact else 'after'} byte {self.taken:,}"
        self.done = True
        if damaged.sound:
            yield damaged.sound
