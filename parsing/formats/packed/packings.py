"""The ways in which files are compressed: how each is known by its first bytes, and who unpacks it.

gzip (RFC 1952), bzip2, xz, and Zstandard (RFC 8878), for which Python has a module from 3.14 on, and before
it a backport. lzip is not unpacked: Python has nothing for it.
"""

from __future__ import annotations

import bz2
import contextlib
import lzma
import sys
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable
    from zlib import _Decompress as Inflating  # typeshed's name of what has none

GZIP: Final = 16 + zlib.MAX_WBITS
DEFLATE: Final = -zlib.MAX_WBITS
XZ_MEMORY: Final = 256 << 20
"""Four times what `xz -9` needs."""


class DamageError(Exception):
    """Bytes that cannot be unpacked."""

    def __init__(self, sound: bytes, taken: int) -> None:
        super().__init__()
        self.sound = sound
        """What came out of the bytes before the damage."""
        self.taken = taken
        """How many bytes those are."""


class Decompressor(Protocol):
    """Unpacks one member."""

    @property
    def eof(self) -> bool:
        """Whether its end is reached."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether there is nothing more to give without more bytes."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Unpack some bytes, giving so many at most; raises DamageError."""
        ...


class Inflate:
    """zlib's decompressor, in the ways of the others."""

    def __init__(self, window: int = GZIP) -> None:
        self.member = zlib.decompressobj(window)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether its end is reached."""
        return self.member.eof

    @property
    def unused_data(self) -> bytes:
        """What follows its end, or is not unpacked yet."""
        return self.member.unused_data or self.member.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Unpack some bytes; what could not be given yet is in `unused_data`; raises DamageError."""
        before = self.member.copy()
        try:
            piece = self.member.decompress(data, max_length)
        except zlib.error:
            raise sound_part(before, data) from None
        self.needs_input = not self.member.unconsumed_tail and len(piece) < max_length
        return piece


def sound_part(member: Inflating, data: bytes) -> DamageError:
    """Unpack damaged bytes one by one, up to the damage."""
    pieces: list[bytes] = []
    with contextlib.suppress(zlib.error):
        pieces.extend(member.decompress(data[place : place + 1]) for place in range(len(data)))
    return DamageError(b"".join(pieces), len(pieces))


class Library:
    """A decompressor of Python's, all of whose errors are damage."""

    def __init__(self, member: Decompressor) -> None:
        self.member = member

    @property
    def eof(self) -> bool:
        """Whether its end is reached."""
        return self.member.eof

    @property
    def needs_input(self) -> bool:
        """Whether there is nothing more to give without more bytes."""
        return self.member.needs_input

    @property
    def unused_data(self) -> bytes:
        """What follows its end."""
        return self.member.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Unpack some bytes; raises DamageError."""
        try:
            return self.member.decompress(data, max_length)
        except (OSError, EOFError, ValueError, lzma.LZMAError, zstd.ZstdError):
            raise DamageError(b"", 0) from None


@dataclass(frozen=True, slots=True)
class Packing:
    """One way to compress."""

    name: str
    knows: Callable[[bytes], bool]
    """Whether a file that begins with these bytes is compressed in this way."""
    new: Callable[[], Decompressor]
    shortest: int
    """Bytes by which a member is known."""
    piece: int
    """Packed bytes that are unpacked at a time."""
    is_exact: bool = False
    """Whether all that is before a damage can be given."""
    is_padded: bool = False
    """Whether NULs may stand between two members."""


def is_gzip(head: bytes) -> bool:
    """Tell whether these are the first bytes of a gzip file."""
    return head.startswith(b"\x1f\x8b\x08")


def is_bzip2(head: bytes) -> bool:
    """Tell whether these are the first bytes of a bzip2 file."""
    return head.startswith(b"BZh") and head[3:4] in b"123456789" and head[4:10] in BZIP2_BLOCKS


def is_xz(head: bytes) -> bool:
    """Tell whether these are the first bytes of an xz file."""
    return head.startswith(b"\xfd7zXZ\0")


def is_zstd(head: bytes) -> bool:
    """Tell whether these are the first bytes of a zstd file, or of a frame in it that is to be skipped."""
    return head.startswith(b"\x28\xb5\x2f\xfd") or (head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50)


BZIP2_BLOCKS: Final = (b"1AY&SY", b"\x17rE8P\x90")
"""A block of text, or the end at once."""
GZ: Final = Packing("gzip", is_gzip, Inflate, shortest=3, piece=64 << 10, is_exact=True)
BZ2: Final = Packing("bzip2", is_bzip2, lambda: Library(bz2.BZ2Decompressor()), shortest=10, piece=1 << 10)
XZ: Final = Packing(
    "xz",
    is_xz,
    lambda: Library(lzma.LZMADecompressor(lzma.FORMAT_XZ, XZ_MEMORY)),
    shortest=6,
    piece=1 << 10,
    is_padded=True,
)
ZSTD: Final = Packing("zstd", is_zstd, lambda: Library(zstd.ZstdDecompressor()), shortest=4, piece=4 << 10)
PACKINGS: Final = (GZ, BZ2, XZ, ZSTD)
LONGEST_MAGIC: Final = max(packing.shortest for packing in PACKINGS)


def packing_of(head: bytes) -> Packing | None:
    """Give the way in which a file that begins with these bytes is compressed, None if it is not."""
    return next((packing for packing in PACKINGS if packing.knows(head)), None)
