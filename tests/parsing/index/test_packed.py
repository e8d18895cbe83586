"""Packed files that hold many are read as folders are, and what is wrong with them is said."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from parsing.formats.packed import compressed, packed
from parsing.formats.spool import Spool
from parsing.index import scan
from parsing.index.findings import Rows
from parsing.index.scan import Scan

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

    from parsing.index.reading import Reading

Read = Callable[..., "Reading"]
Pack = Callable[[dict[str, bytes]], bytes]


def mail(number: int) -> bytes:
    """Return a mail of Saskia's."""
    return (
        b"From: Saskia Mowe <saskia@dike.example>\nDate: Tue, 02 Mar 2004 12:30:00 +0100\n"
        b"Subject: Lock %d\nMessage-ID: <%d@dike.example>\n\nThe lock is shut at %d.\n"
    ) % (number, number, number)


def mbox(*numbers: int) -> bytes:
    """Return an mbox of some of them."""
    return b"".join(
        b"From saskia@dike.example Tue Mar  2 12:30:00 2004\n" + mail(number) + b"\n" for number in numbers
    )


def ids(reading: Reading) -> list[int]:
    """Return the numbers of all rows."""
    return [int(reading.columns.message_id(row).partition("@")[0]) for row in range(len(reading.columns))]


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, streamed: bool = False) -> bytes:
    """Return a ZIP archive, its sizes behind its members if it is written to where nothing can be mended."""
    out = io.BytesIO()
    with zipfile.ZipFile(Pipe(out) if streamed else out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """What can only be written on and on."""

    def __init__(self, out: io.BytesIO) -> None:
        self.out = out

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self.out.write(data)


PACKS: Final[dict[str, Pack]] = {
    "tar": tarred,
    "gnu tar": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "ustar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)),
    "tar.zst": lambda files: zstd.compress(tarred(files)),
    "zip": zipped,
    "stored zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "bzip2 zip": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "streamed zip": lambda files: zipped(files, streamed=True),
    "zip behind a program": lambda files: b"PK\x03\x04 is how it begins" + zipped(files),
}
ALL: Final = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
FILES: Final = {
    "weir/2004-March.mbox.gz": gzip.compress(mbox(4, 5)),
    "weir/2004-February.mbox": mbox(2, 3),
    "list/cur/10.b:2,S": mail(1),
    "list/cur/9.a:2,": mail(0),
    "list/new/11.c": b"It is shut.\n",
    "list/tmp/12.d": mail(99),
    "x/" + "deep/" * 12 + "er" * 40 + ".eml": mail(6),
    "x/picture.png": b"\x89PNG\r\n\x1a\n",
}
"""What lies in it is read in natural order: 0, 1, one without a number, then 2 to 6."""


@ALL
def test_members_are_read_as_the_files_of_a_folder_are(pack: Pack, tmp_path: Path, read: Read) -> None:
    """In natural order, each as what it is; what is no mail is said at the end."""
    path = tmp_path / "all"
    path.write_bytes(pack(FILES))
    reading = read(path)
    names = [reading.source_name(row).removeprefix(f"{path}/") for row in range(8)]
    assert names[:5] == [
        *("list/cur/9.a:2,", "list/cur/10.b:2,S", "list/new/11.c"),
        *("weir/2004-February.mbox",) * 2,
    ]
    numbers = [reading.columns.message_id(row).partition("@")[0] for row in (0, 1, 3, 4, 5, 6, 7)]
    assert numbers == ["0", "1", "2", "3", "4", "5", "6"]
    assert reading.mail(7)[0] == mail(6)
    assert reading.complaints == (f"“{path}/x/picture.png” is no mail and left out.",)
    assert reading.progress.bytes_read == reading.progress.bytes_total == path.stat().st_size


@ALL
def test_members_come_through_a_pipe(pack: Pack, read: Read) -> None:
    """All of it is kept, and then read."""
    theirs, ours = os.pipe()
    writer = threading.Thread(target=write_and_close, args=(ours, pack(FILES)))
    writer.start()
    reading = read("-", stdin=theirs)
    writer.join()
    os.close(theirs)
    assert len(reading.columns) == 8
    assert reading.source_name(7).startswith("standard input/x/deep/")


def write_and_close(descriptor: int, data: bytes) -> None:
    """Write all of it."""
    with open(descriptor, "wb") as pipe:
        pipe.write(data)


def test_how_far_a_packed_archive_has_come_is_told_before_its_first_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of its names is known only at its end."""
    monkeypatch.setattr(scan, "BATCH_SECONDS", 0)
    path = tmp_path / "all"
    path.write_bytes(gzip.compress(tarred({str(number): os.urandom(1 << 20) for number in range(4)} | FILES)))
    found = [each for each in Scan([str(path)], Spool.create(), None).run() if isinstance(each, Rows)]
    before = [each.bytes_read for each in found if not len(each.columns)]
    assert len(before) >= 4
    assert before == sorted(before)
    assert sum(len(each.columns) for each in found) == 8


@pytest.fixture
def opened(tmp_path: Path, read_once: Read) -> Callable[[bytes], Reading]:
    """Return a function that reads a file of some bytes."""

    def open_bytes(data: bytes) -> Reading:
        (tmp_path / "all").write_bytes(data)
        return read_once(tmp_path / "all")

    return open_bytes


def said(reading: Reading) -> list[str]:
    """Return what is complained of, without where the files lie."""
    return ["“all" + sentence.partition("/all")[2] for sentence in reading.complaints]


Opened = Callable[[bytes], "Reading"]


@pytest.mark.parametrize("inner", [tarred, zipped])
@pytest.mark.parametrize("outer", [tarred, zipped])
def test_an_archive_in_an_archive_is_read_and_no_deeper(inner: Pack, outer: Pack, opened: Opened) -> None:
    """What lies deeper is said."""
    reading = opened(outer({"a": inner({"1": mail(1), "2": inner({"3": mail(3)})}), "b": mail(4)}))
    assert ids(reading) == [1, 4]
    assert said(reading) == ["“all/a/2” lies in an archive that lies in another one."]


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_names_are_only_names(pack: Pack, opened: Opened, tmp_path: Path) -> None:
    """They lead nowhere, and nothing is written anywhere."""
    files = {"../../1": mail(1), "/etc/2": mail(2), "./a//3": mail(3), "a/../4": mail(4), "..": mail(5)}
    before = sorted(tmp_path.parent.iterdir())
    reading = opened(pack(files))
    assert sorted(ids(reading)) == [1, 2, 3, 4]
    assert {reading.source_name(row).partition("/all/")[2] for row in range(4)} == {
        "1",
        "etc/2",
        "a/3",
        "a/4",
    }
    assert sorted(tmp_path.parent.iterdir()) == before


def test_links_and_devices_in_a_tar_are_left_out(opened: Opened) -> None:
    """They may lead anywhere."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            member = tarfile.TarInfo(f"kind{kind.decode()}")
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member)
        member = tarfile.TarInfo("mail")
        member.size = len(mail(1))
        tar.addfile(member, io.BytesIO(mail(1)))
    reading = opened(out.getvalue())
    assert (ids(reading), reading.complaints) == ([1], ())


def test_links_in_a_zip_are_left_out(opened: Opened) -> None:
    """Their text is where they lead to."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("mail", mail(1))
    reading = opened(out.getvalue())
    assert (ids(reading), reading.complaints) == ([1], ())


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_of_two_members_with_one_name_the_later_counts(pack: Pack, opened: Opened) -> None:
    """It is the newer one; and a file may be called as a folder is."""
    data = pack({"a": mail(1), "b/c": mail(2), "b": mail(3)})
    assert sorted(ids(opened(data))) == [1, 2, 3]
    out = io.BytesIO(tarred({"a": mail(1)}))
    with tarfile.open(fileobj=out, mode="a") as tar:
        member = tarfile.TarInfo("a")
        member.size = len(mail(2))
        tar.addfile(member, io.BytesIO(mail(2)))
    assert ids(opened(out.getvalue())) == [2]


@pytest.mark.parametrize("pack", [tarred, lambda files: gzip.compress(tarred(files))])
def test_tar_files_may_stand_one_behind_the_other(pack: Pack, opened: Opened) -> None:
    """As `cat` puts them, or `tar -A` does."""
    reading = opened(pack({"1": mail(1)}) + pack({"2": mail(2), "3": mail(3)}))
    assert (ids(reading), reading.complaints) == ([1, 2, 3], ())


def test_a_zip_whose_places_need_64_bits_is_read(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of the writer are lowered, so that a small one has such places."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 50)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)
    reading = opened(zipped(SIX))
    assert (ids(reading), reading.complaints) == ([*range(300)], ())


@pytest.mark.parametrize("rest", [bytes(700), b"and so on"])
def test_what_follows_an_archive_is_passed_over(rest: bytes, opened: Opened) -> None:
    """Somebody has written more to the tape, or to the download."""
    for pack in (tarred, zipped):
        assert ids(opened(pack({"1": mail(1)}) + rest)) == [1]


@pytest.mark.parametrize("pack", [tarred, lambda files: zipped(files, zipfile.ZIP_STORED)])
def test_places_beyond_all_files_are_where_nothing_is(
    pack: Pack, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A size or a place of 64 bits; the file is too large to be kept in memory."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 50)
    data = bytearray(pack({"1": mail(1), "2": os.urandom(2 << 20), "3": mail(3)}))
    if pack is tarred:
        at = data.index(b"2\0", data.index(b"shut at 1."))
        data[at + 124 : at + 136] = b"\x80\0\0\0" + b"\x7f" * 8
        total = sum(data[at : at + 512]) - sum(data[at + 148 : at + 156]) + 256
        data[at + 148 : at + 156] = b"%06o\0 " % total
    else:
        at = data.rindex(b"PK\x06\x07")
        data[at + 8 : at + 16] = b"\xff" * 8
    reading = opened(bytes(data))
    assert ids(reading)[0] == 1
    assert reading.complaints


def test_an_empty_archive_is_said(opened: Opened) -> None:
    """There is nothing in it."""
    (sentence,) = opened(zipped({})).complaints
    assert sentence.startswith("There are no files in “")


SIX: Final = {f"{number}.mbox": mbox(*range(number * 50, number * 50 + 50)) for number in range(6)}
"""300 messages in six files."""


@pytest.mark.parametrize("pack", [tarred, zipped, lambda files: zipped(files, streamed=True)])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_a_file_that_ends_early_gives_what_is_there(pack: Pack, share: float, opened: Opened) -> None:
    """Members that are whole are whole; the last gives what there is of it."""
    data = pack(SIX)
    reading = opened(data[: int(len(data) * share)])
    numbers = [reading.columns.message_id(row).partition("@")[0] for row in range(len(reading.columns))]
    assert numbers[:-1] == [str(number) for number in range(len(numbers) - 1)]
    assert len(numbers) >= int(300 * share) - 60
    assert reading.complaints


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_members_behind_a_damage_are_read(pack: Pack, opened: Opened) -> None:
    """A header in the middle is overwritten."""
    data = bytearray(pack(SIX))
    at = data.index(b"3.mbox") - 30 if pack is zipped else data.index(b"3.mbox")
    data[at : at + 20] = b"\xff" * 20
    reading = opened(bytes(data))
    assert ids(reading) == [*range(150), *range(200, 300)]
    assert len(reading.complaints) == 1


def lies(name: bytes, offset: int, value: bytes) -> bytes:
    """Return a ZIP archive whose table of contents says something wrong of a member."""
    data = bytearray(zipped(SIX))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    data[entry + offset : entry + offset + len(value)] = value
    return bytes(data)


def test_a_lie_about_a_size_changes_nothing_and_is_said(opened: Opened) -> None:
    """Smaller, larger, and for what is packed as for what it unpacks to."""
    size = len(SIX["3.mbox"])
    for lie in (99, 10**9):
        reading = opened(lies(b"3.mbox", 24, lie.to_bytes(4, "little")))
        assert ids(reading) == [*range(300)]
        lied = f"has {size:,} bytes, not {lie:,} as its archive says"
        assert said(reading) == [f"“all/3.mbox” {lied}; showing the 50 messages before it."]
        assert opened(lies(b"3.mbox", 20, lie.to_bytes(4, "little"))).complaints == ()


def test_a_wrong_checksum_is_said(opened: Opened) -> None:
    """All of it is shown."""
    reading = opened(lies(b"3.mbox", 16, bytes(4)))
    assert ids(reading) == [*range(300)]
    assert said(reading) == [
        "“all/3.mbox” is not what was packed: its checksum is another; showing the 50 messages before it."
    ]


@pytest.mark.parametrize(
    ("offset", "value", "sentence"),
    [
        (8, b"\x01", "“all/3.mbox” is encrypted; nothing before it can be shown."),
        (
            10,
            b"\x09",
            "“all/3.mbox” is compressed in a way that is not known here (number 9); nothing before it",
        ),
        (42, b"\x05", "“all/3.mbox” is not where its archive says; nothing before it can be shown."),
    ],
)
def test_a_member_that_cannot_be_read_is_said(
    offset: int, value: bytes, sentence: str, opened: Opened
) -> None:
    """The others are read."""
    reading = opened(lies(b"3.mbox", offset, value))
    assert ids(reading) == [*range(150), *range(200, 300)]
    assert said(reading)[0].startswith(sentence)


def test_a_table_of_contents_that_is_cut_off_is_done_without(opened: Opened) -> None:
    """Members are found by their own headers."""
    for streamed in (False, True):
        data = zipped(SIX, streamed=streamed)
        reading = opened(data[: data.rindex(b"4.mbox")])
        assert ids(reading) == [*range(300)]
        assert said(reading) == [
            "“all” has lost its table of contents, or some of it; showing the 300 messages before it."
        ]


@pytest.mark.parametrize("pack", [zipped, lambda files: gzip.compress(tarred(files))])
def test_a_bomb_is_left_where_it_is(pack: Pack, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """What all members unpack to counts, not each by itself."""
    monkeypatch.setattr(compressed, "SPOOL_CHECK_BYTES", 1 << 20)
    reading = opened(
        pack({"0": mail(0), **{f"{number}": mbox(number) + bytes(900_000) for number in range(1, 30)}})
    )
    found = ids(reading)
    assert found[:2] == [0, 1]
    assert "unpacks to more than 400 times its size and was left there" in reading.complaints[0]


def test_so_many_members_are_listed_and_no_more(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders count as well: a name may have thousands."""
    monkeypatch.setattr(packed, "FOLDER_FILES", 10)
    files = {f"{number}/a/b/c": mail(number) for number in range(9)}
    assert len(ids(opened(tarred(files)))) <= 3
    assert len(ids(opened(zipped(files)))) <= 3
