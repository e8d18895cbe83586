"""gzip (RFC 1952): unpacked a chunk at a time, several members one after the other.

What is readable of a damaged file is given, and then what is wrong with it. A file that unpacks to far more
than mail can is taken for a bomb and left there.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.limits import COMPRESSION_RATIO, SPOOL_CHECK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
PIECE: Final = 1 << 20


@dataclass(slots=True)
class Unpacking:
    """How it goes with a compressed file."""

    read: int = 0
    given: int = 0
    trouble: str | None = None
    """Half a sentence: what is wrong, and where."""


def is_gzip(head: bytes) -> bool:
    """Tell whether these are the first bytes of a gzip file."""
    return head.startswith(GZIP_MAGIC)


def gunzip(chunks: Iterable[bytes], state: Unpacking) -> Iterator[bytes]:
    """Unpack; ends early, with `state.trouble` set, where the file does or is damaged."""
    member = zlib.decompressobj(wbits=31)
    fresh = True
    for chunk in chunks:
        state.read += len(chunk)
        data = chunk
        while data:
            if fresh and state.given and not data.strip(b"\x00"):
                break  # some writers fill the last block with NULs
            try:
                piece = member.decompress(data, PIECE)
            except zlib.error:
                if not (fresh and state.given):
                    state.trouble = f"is damaged near byte {state.read:,}"
                return
            fresh = False
            state.given += len(piece)
            if state.given > SPOOL_CHECK_BYTES and state.given > COMPRESSION_RATIO * state.read:
                state.trouble = (
                    f"unpacks to more than {COMPRESSION_RATIO:,} times its size and was left there"
                )
                return
            if piece:
                yield piece
            data = member.unconsumed_tail
            if member.eof:
                data = member.unused_data
                member = zlib.decompressobj(wbits=31)
                fresh = True
    if not fresh:
        if tail := member.flush():
            state.given += len(tail)
            yield tail
        state.trouble = f"ends early at byte {state.read:,}"
