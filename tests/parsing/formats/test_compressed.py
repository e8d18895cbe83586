"""What is readable of a gzip file is read, and what is wrong with it is said."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.formats import compressed
from parsing.formats.compressed import GIVEN, Gunzip, is_gzip

TEXT: Final = b"".join(
    b"Line %d of the log of the weir: %d cm\n" % (line, line * 7919 % 900) for line in range(40_000)
)
PACKED: Final = gzip.compress(TEXT, mtime=0)


def unpacked(packed: bytes, at_a_time: int = 100_000) -> tuple[bytes, str | None]:
    """Return what comes out of a file that is read in chunks, and what is wrong with it."""
    chunks = (packed[place : place + at_a_time] for place in range(0, len(packed), at_a_time))
    gunzip = Gunzip(chunks)
    return b"".join(gunzip), gunzip.trouble


@pytest.mark.parametrize("at_a_time", [1_000, 100_000, 10**9])
def test_a_sound_file_is_unpacked(at_a_time: int) -> None:
    """However it comes."""
    assert is_gzip(PACKED)
    assert unpacked(PACKED, at_a_time) == (TEXT, None)


@pytest.mark.parametrize("at_a_time", [1, 100_000])
def test_several_members_are_one_text(at_a_time: int) -> None:
    """Somebody has put compressed months one behind the other with `cat`."""
    packed = b"".join(map(gzip.compress, (b"March\n", b"", b"April\n")))
    assert unpacked(packed, at_a_time) == (b"March\nApril\n", None)


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
