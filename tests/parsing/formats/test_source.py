"""Bytes are read at any place of any number of files, from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from parsing.formats.source import Files, FileSource, NotRegularError, chunks_of
from parsing.formats.spool import GrowingSource, Spool, SpoolSource
from parsing.limits import OPEN_FILES

if TYPE_CHECKING:
    from pathlib import Path


def test_more_files_than_may_be_open_are_read_from_several_threads(tmp_path: Path) -> None:
    """Each answer is of the file and the place that was asked for, and few files are open."""
    files = Files()
    for number in range(2 * OPEN_FILES):
        (tmp_path / f"{number}").write_bytes(b"%06d" % number * 10)
    sources = [FileSource(str(tmp_path / f"{number}"), files) for number in range(2 * OPEN_FILES)]

    def read(asked: int) -> bool:
        number = asked * 7919 % len(sources)
        return sources[number].read(6, 18) == b"%06d" % number * 2 and len(files.open) <= OPEN_FILES

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(4_000)))
    files.close()
    assert sources[0].read(0, 6) == b""
    assert files.open == {}


def test_a_range_ends_where_the_file_ends(tmp_path: Path) -> None:
    """And nothing is behind it."""
    (tmp_path / "a").write_bytes(b"0123456789")
    source = FileSource(str(tmp_path / "a"), Files())
    assert [source.read(*span) for span in ((0, 4), (8, 99), (10, 11), (99, 100), (5, 5), (7, 3))] == [
        *(b"0123", b"89", b"", b"", b"", b"")
    ]
    assert b"".join(chunks_of(source)) == b"0123456789"
    source.files.close()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Nor is anything else that is not regular."""
    with pytest.raises(NotRegularError):
        FileSource(str(tmp_path), Files()).read(0, 1)


def test_what_is_unpacked_lies_one_behind_the_other() -> None:
    """And stays readable when all of it is there."""
    spool = Spool.create()
    first = GrowingSource("a", spool, iter([b"abc", b"def"]))
    assert (first.read(0, 2), first.after(3), first.after(6)) == (b"ab", (3, b"def"), (6, b""))
    second = GrowingSource("b", spool, iter([b"", b"ghi"]))
    assert (second.base, second.read(0, 99)) == (6, b"")  # an empty chunk is the end
    third = GrowingSource("c", spool, iter([b"jkl"]))
    assert third.read(1, 99) == b"kl"
    assert SpoolSource("a", spool, first.base).read(0, 6) == b"abcdef"
    assert SpoolSource("c", spool, third.base).after(0) == (0, b"jkl")
    spool.close()
    spool.close()
    assert SpoolSource("a", spool, 0).read(0, 6) == b""


def test_the_temporary_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies where TMPDIR says, and nobody finds it there."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    spool = Spool.create()
    spool.add(b"private")
    assert list(tmp_path.iterdir()) == []
    assert spool.read(0, 7) == b"private"
    spool.close()
