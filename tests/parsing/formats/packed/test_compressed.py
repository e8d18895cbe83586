"""What is readable of a compressed file is read, and what is wrong with it is said."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import sys
import zlib
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.formats.packed import compressed
from parsing.formats.packed.compressed import GIVEN, Meter, Unpacked
from parsing.formats.packed.packings import BZ2, GZ, PACKINGS, XZ, ZSTD, packing_of
from parsing.formats.spool import Plain

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsing.formats.packed.packings import Packing

TEXT: Final = b"".join(
    b"Line %d of the log of the weir: %d cm\n" % (line, line * 7919 % 900) for line in range(40_000)
)
PACKED: Final = gzip.compress(TEXT, mtime=0)
COMPRESS: Final[dict[Packing, Callable[[bytes], bytes]]] = {
    GZ: lambda text: gzip.compress(text, mtime=0),
    BZ2: bz2.compress,
    XZ: lzma.compress,
    ZSTD: zstd.compress,
}
ALL_PACKINGS: Final = pytest.mark.parametrize("packing", PACKINGS, ids=[each.name for each in PACKINGS])


def unpacked(packed: bytes, at_a_time: int = 100_000, packing: Packing = GZ) -> tuple[bytes, str | None]:
    """Return what comes out of a file that is read in chunks, and what is wrong with it."""
    chunks = (packed[place : place + at_a_time] for place in range(0, len(packed), at_a_time))
    stream = Unpacked(packing, Plain(chunks))
    return b"".join(stream), stream.trouble


@ALL_PACKINGS
@pytest.mark.parametrize("at_a_time", [1_000, 100_000, 10**9])
def test_a_sound_file_is_unpacked(at_a_time: int, packing: Packing) -> None:
    """However it comes."""
    packed = COMPRESS[packing](TEXT)
    assert packing_of(packed[:64]) is packing
    assert unpacked(packed, at_a_time, packing) == (TEXT, None)


@ALL_PACKINGS
@pytest.mark.parametrize("at_a_time", [1, 100_000])
def test_several_members_are_one_text(at_a_time: int, packing: Packing) -> None:
    """Somebody has put compressed months one behind the other with `cat`."""
    packed = b"".join(map(COMPRESS[packing], (b"March\n", b"", b"April\n")))
    assert unpacked(packed, at_a_time, packing) == (b"March\nApril\n", None)


def test_what_is_to_be_skipped_in_a_zstd_file_is_skipped() -> None:
    """Frames of that kind are what programs keep there for themselves; pzstd begins with one."""
    packed = b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + zstd.compress(b"March\n")
    assert packing_of(packed) is ZSTD
    assert unpacked(packed * 2, 3, ZSTD) == (b"March\nMarch\n", None)


def test_nuls_may_stand_between_the_streams_of_an_xz_file() -> None:
    """The format allows padding."""
    packed = lzma.compress(b"March\n") + bytes(8) + lzma.compress(b"April\n") + bytes(4)
    assert unpacked(packed, 5, XZ) == (b"March\nApril\n", None)


@ALL_PACKINGS
def test_what_is_before_a_damage_is_given_whatever_the_packing(packing: Packing) -> None:
    """To the byte, or to the piece or block in which the damage is."""
    packed = b"".join(COMPRESS[packing](TEXT[start : start + 1_000]) for start in range(0, 50_000, 1_000))
    damaged = bytearray(packed)
    damaged[len(packed) // 2 : len(packed) // 2 + 500] = bytes(500)
    text, trouble = unpacked(bytes(damaged), 100_000, packing)
    assert TEXT.startswith(text)
    assert len(text) >= 15_000
    assert re.fullmatch(r"is damaged (at|after) byte [\d,]+", trouble or "") or packing is XZ
    text, trouble = unpacked(packed[:-3], 100_000, packing)
    assert TEXT.startswith(text)
    assert (len(text) >= 49_000, trouble) == (True, f"ends early at byte {len(packed) - 3:,}")


def test_what_is_packed_twice_is_counted_once() -> None:
    """A small file in which a large one is packed that unpacks to a huge one is one bomb."""
    meter = Meter()
    outer = Unpacked(GZ, Plain([COMPRESS[GZ](PACKED)]))
    inner = Unpacked(GZ, outer, meter)
    assert b"".join(inner) == TEXT
    assert (meter.taken, meter.given) == (0, len(TEXT))
    assert (outer.meter.given, outer.meter.taken) == (len(PACKED), outer.taken)


@pytest.mark.parametrize("length", [GIVEN - 1, GIVEN, GIVEN + 1, 5 * GIVEN, 5 * GIVEN + 258])
def test_text_that_packs_well_is_unpacked_to_its_end(length: int) -> None:
    """Little comes in, much goes out, and the last of it when nothing comes in any more."""
    packed = gzip.compress(b"-" * length)
    assert unpacked(packed + packed) == (b"-" * 2 * length, None)
    text, trouble = unpacked(packed[:-8])
    assert (text, trouble) == (b"-" * length, f"ends early at byte {len(packed) - 8:,}")


@pytest.mark.parametrize("rest", [bytes(1), bytes(512), b"\n", b"no member of it", b"\x1f"])
def test_what_follows_the_last_member_is_passed_over(rest: bytes) -> None:
    """Tapes fill their last block with NULs; gzip says nothing of it either."""
    assert unpacked(PACKED + rest) == (TEXT, None)
    assert unpacked(gzip.compress(b"Text") + rest, 1) == (b"Text", None)


@pytest.mark.parametrize("length", [1, 5, 10, 11, 1_000, len(PACKED) // 2, len(PACKED) - 9, len(PACKED) - 1])
def test_a_file_that_ends_early_gives_what_is_there(length: int) -> None:
    """And says at which byte."""
    text, trouble = unpacked(PACKED[:length])
    assert text == zlib.decompressobj(31).decompress(PACKED[:length])
    assert trouble == f"ends early at byte {length:,}"


def test_a_second_member_that_ends_early_is_said_too() -> None:
    """The first one is whole."""
    assert unpacked(PACKED + PACKED[:12]) == (TEXT, f"ends early at byte {len(PACKED) + 12:,}")


@pytest.mark.parametrize("at_a_time", [1_000, 10**9])
def test_a_damaged_file_gives_all_that_is_before_the_damage(at_a_time: int) -> None:
    """Up to the very byte, not to the chunk in which it is."""
    damaged = PACKED[:100_000] + b"\xff" * 200 + PACKED[100_200:]
    text, trouble = unpacked(damaged, at_a_time)
    place = int(re.fullmatch(r"is damaged at byte ([\d,]+)", trouble or "")[1].replace(",", ""))
    assert text == zlib.decompressobj(31).decompress(damaged[:place])
    with pytest.raises(zlib.error):
        zlib.decompressobj(31).decompress(damaged[: place + 1])


def test_a_wrong_checksum_is_damage_at_the_end() -> None:
    """All of the text is there, but some of it may not be what it was."""
    assert unpacked(PACKED[:-8] + bytes(8)) == (TEXT, f"is damaged at byte {len(PACKED) - 5:,}")


def test_a_bomb_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to hundreds of times its size is no mail, however small it is on disk."""
    monkeypatch.setattr(compressed, "SPOOL_CHECK_BYTES", 3 << 20)
    text, trouble = unpacked(gzip.compress(bytes(64 << 20)))
    assert len(text) < 5 << 20
    assert trouble == "unpacks to more than 400 times its size and was left there"


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255))
def test_any_damage_is_survived(data: bytes, place: int, byte: int) -> None:
    """A byte is changed: nothing is raised, and what is before it is what it was."""
    packed = bytearray(gzip.compress(data, mtime=0))
    packed[place % len(packed)] ^= byte
    text, trouble = unpacked(bytes(packed), 7)
    assert text == data or trouble is not None or packed[0:3] != b"\x1f\x8b\x08"
