"""One member of a ZIP archive: unpacked to its own end, and then held against what was stated of it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.formats.packed.compressed import Unpacked
from parsing.formats.packed.packings import BZ2, DEFLATE, XZ, ZSTD, Inflate, Packing
from parsing.formats.source import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Stream
    from parsing.formats.packed.compressed import Meter
    from parsing.formats.source import Source

STORED: Final = 0
DEFLATED: Final = Packing(
    "deflate", lambda _: False, lambda: Inflate(DEFLATE), shortest=0, piece=64 << 10, is_exact=True
)
METHODS: Final = {8: DEFLATED, 12: BZ2, 93: ZSTD, 95: XZ}
SMALLEST: Final = 4 << 10
LOCAL_BYTES: Final = 30
"""Of a local header, before its name."""


@dataclass(frozen=True, slots=True)
class ZipMember:
    """What is known of a member."""

    name: bytes
    is_text: bool
    """Whether its name is UTF-8 by its own word."""
    is_encrypted: bool
    is_regular: bool
    method: int
    header_at: int
    packed: int
    size: int | None
    """None where nothing states it."""
    checksum: int | None


class Stretch:
    """The packed bytes of a member."""

    trouble: Final = None

    def __init__(self, source: Source, start: int, end: int, likely: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.likely = likely
        """How many there are by the archive's word: at first no more are read."""

    def __iter__(self) -> Iterator[bytes]:
        """Read them; raises OSError."""
        place, wanted = self.start, min(max(self.likely, SMALLEST), CHUNK)
        while place < self.end and (chunk := self.source.read(place, min(place + wanted, self.end))):
            yield chunk
            place, wanted = place + len(chunk), CHUNK


class Unreadable:
    """A member of which nothing can be given."""

    def __init__(self, trouble: str) -> None:
        self.trouble = trouble

    def __iter__(self) -> Iterator[bytes]:
        """Give nothing."""
        return iter(())


class Checked:
    """A member's bytes, and whether they are those that were packed."""

    def __init__(self, stream: Stream, member: ZipMember) -> None:
        self.stream = stream
        self.member = member
        self.lie: str | None = None

    @property
    def trouble(self) -> str | None:
        """What is wrong with it: half a sentence."""
        return self.stream.trouble or self.lie

    def __iter__(self) -> Iterator[bytes]:
        """Give them."""
        size = checksum = 0
        for piece in self.stream:
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if self.member.size not in (None, size):
            self.lie = f"has {size:,} bytes, not {self.member.size:,} as its archive says"
        elif self.member.checksum not in (None, checksum):
            self.lie = "is not what was packed: its checksum is another"


def stream_of(source: Source, member: ZipMember, limit: int, meter: Meter) -> Stream:
    """Give a member's bytes, none of them from beyond the limit; raises OSError."""
    if member.is_encrypted:
        return Unreadable("is encrypted")
    header = source.read(member.header_at, member.header_at + LOCAL_BYTES)
    if len(header) < LOCAL_BYTES or not header.startswith(b"PK\x03\x04"):
        return Unreadable("is not where its archive says")
    start = (
        member.header_at
        + LOCAL_BYTES
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )
    if member.method == STORED:
        stored = Stretch(source, start, min(limit, start + member.packed), member.packed)
        return Checked(stored, member)
    packing = METHODS.get(member.method)
    if packing is None:
        return Unreadable(f"is compressed in a way that is not known here (number {member.method})")
    return Checked(Unpacked(packing, Stretch(source, start, limit, member.packed), meter), member)
