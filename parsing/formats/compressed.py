"""gzip (RFC 1952): unpacked a piece at a time, several members one after the other.

What is readable of a damaged file is given, up to the very byte, and then what is wrong with it. A file that
unpacks to far more than mail can is taken for a bomb and left there.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from parsing.limits import COMPRESSION_RATIO, SPOOL_CHECK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zlib import _Decompress as Decompress  # typeshed's name of what has none

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
GZIP: Final = 16 + zlib.MAX_WBITS
TAKEN: Final = 64 << 10
"""Packed bytes that are unpacked at a time."""
HEADER_BYTES: Final = 10
GIVEN: Final = 1 << 20
"""Bytes that are given at a time, at most."""


def is_gzip(head: bytes) -> bool:
    """Tell whether these are the first bytes of a gzip file."""
    return head.startswith(GZIP_MAGIC)


class Gunzip:
    """Unpacks one gzip file, and knows how it went."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = chunks
        self.taken = 0
        self.given = 0
        self.trouble: str | None = None
        """Half a sentence: what is wrong, and where."""
        self.member = zlib.decompressobj(GZIP)
        self.member_taken = 0
        self.members = 0
        """How many are unpacked to their ends."""
        self.done = False

    def __iter__(self) -> Iterator[bytes]:
        """Unpack; ends early, with `trouble` set, where the file does or is damaged."""
        for chunk in self.chunks:
            for start in range(0, len(chunk), TAKEN):
                yield from self.unpacked(chunk[start : start + TAKEN])
                if self.done:
                    return
        if self.member_taken and not (self.members and self.member_taken < len(GZIP_MAGIC)):
            self.trouble = f"ends early at byte {self.taken:,}"

    def unpacked(self, data: bytes) -> Iterator[bytes]:
        """Unpack some bytes: a member may end in them, and another begin."""
        more = True
        while more and not self.done:
            before = self.member.copy()
            try:
                piece = self.member.decompress(data, GIVEN)
            except zlib.error:
                yield self.sound_part(before, data)
                return
            rest = self.member.unused_data or self.member.unconsumed_tail
            self.count(len(data) - len(rest), len(piece))
            data = rest
            more = bool(data) or len(piece) == GIVEN
            if self.member.eof:
                self.member, self.member_taken = zlib.decompressobj(GZIP), 0
                self.members += 1
            if piece:
                yield piece

    def count(self, taken: int, given: int) -> None:
        """Keep count; a bomb goes no further."""
        self.taken += taken
        self.member_taken += taken
        self.given += given
        if self.given > SPOOL_CHECK_BYTES and self.given > COMPRESSION_RATIO * self.taken:
            self.trouble = f"unpacks to more than {COMPRESSION_RATIO:,} times its size and was left there"
            self.done = True

    def sound_part(self, member: Decompress, data: bytes) -> bytes:
        """Unpack damaged bytes one by one, up to the damage.

        What follows the last member and is none is no damage: some writers fill the last block with NULs.
        """
        pieces = []
        try:
            for place in range(len(data)):
                pieces.append(member.decompress(data[place : place + 1]))
                self.count(1, len(pieces[-1]))
        except zlib.error:
            if not self.members or self.member_taken > HEADER_BYTES:
                self.trouble = f"is damaged at byte {self.taken:,}"
        self.done = True
        return b"".join(pieces)
