"""What an archive holds, row by row, and what is said about what it does not."""

from __future__ import annotations

import gzip
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from parsing import formats
from parsing.errors import Defect
from parsing.formats import spool
from parsing.formats.folders.any_folder import ANY_FOLDER
from parsing.formats.folders.folder import FolderKind, StreamEntry
from parsing.formats.mbox import MBOX
from parsing.formats.packed import compressed
from parsing.formats.spool import Spool
from parsing.headers.message_ids import made_id
from parsing.index import scan
from parsing.index.findings import Rows
from parsing.index.scan import Scan
from parsing.model import Mailbox

if TYPE_CHECKING:
    from parsing.formats.format import Format
    from parsing.index.reading import Reading

Read = Callable[..., "Reading"]

FROM: Final = b"From wim@dike.example Tue Mar  2 12:30:00 2004\n"


def mail(number: int, text: bytes = b"It starts, it coughs.\n") -> bytes:
    """Return a mail of Wim's."""
    return (
        b"From: Wim de Rijk <wim@dike.example>\nDate: Tue, 02 Mar 2004 12:30:00 +0100\n"
        b"Subject: Pump %d\nMessage-ID: <%d@dike.example>\n\n%s" % (number, number, text)
    )


def mbox(*numbers: int) -> bytes:
    """Return an mbox of some of them."""
    return b"".join(FROM + mail(number) + b"\n" for number in numbers)


def ids(reading: Reading) -> list[str]:
    """Return the ids of all rows, without their domain."""
    return [reading.columns.message_id(row).partition("@")[0] for row in range(len(reading.columns))]


def test_paths_are_read_in_their_order_and_whatever_they_are(tmp_path: Path, read: Read) -> None:
    """An mbox, a compressed one, a single mail and a folder are one archive."""
    (tmp_path / "folder").mkdir()
    for name, data in {
        "b.mbox": mbox(1, 2),
        "a.gz": gzip.compress(mbox(3, 4)),
        "folder/10": mail(6),
        "folder/9": mail(5),
        "x.eml": mail(7),
    }.items():
        (tmp_path / name).write_bytes(data)
    reading = read(*(tmp_path / name for name in ("b.mbox", "a.gz", "folder", "x.eml")))
    assert ids(reading) == ["1", "2", "3", "4", "5", "6", "7"]
    assert reading.complaints == ()
    assert [reading.mail(row)[0].rstrip(b"\n") for row in range(7)] == [
        mail(number).rstrip(b"\n") for number in range(1, 8)
    ]
    assert reading.source_name(2) == str(tmp_path / "a.gz")
    sizes = sum(
        (tmp_path / name).stat().st_size for name in ("b.mbox", "a.gz", "folder/9", "folder/10", "x.eml")
    )
    assert (reading.progress.bytes_read, reading.progress.bytes_total) == (sizes, sizes)
    assert (reading.progress.messages, reading.progress.finished) == (7, True)


def test_a_row_says_who_wrote_what_when(tmp_path: Path, read: Read) -> None:
    """And where it lies."""
    (tmp_path / "a.mbox").write_bytes(mbox(1, 2))
    columns = read(tmp_path / "a.mbox").columns
    assert columns.subject(1) == "Pump 2"
    assert columns.sender(1) == Mailbox("Wim de Rijk", "wim@dike.example")
    date = columns.date(1)
    assert date is not None
    assert date.isoformat() == "2004-03-02T12:30:00+01:00"
    assert columns.location(1) == (0, len(mbox(1)), len(mbox(1, 2)))
    assert columns.defects(1) == ()


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_is_read_to_its_end(packed: bool, tmp_path: Path, read: Read) -> None:
    """Whatever comes through the pipe, and in its place among the paths; how much there is is not known."""
    data = mbox(*range(2, 3_000))
    (tmp_path / "a.eml").write_bytes(mail(1))
    theirs, ours = os.pipe()
    sent = gzip.compress(data) if packed else data
    writer = threading.Thread(target=write_and_close, args=(ours, sent))
    writer.start()
    reading = read(tmp_path / "a.eml", "-", stdin=theirs)
    writer.join()
    os.close(theirs)
    assert ids(reading) == [str(number) for number in range(1, 3_000)]
    assert reading.mail(1_000)[0].rstrip() == mail(1_001).rstrip()
    assert (reading.source_name(1), reading.progress.bytes_total) == ("standard input", None)


def write_and_close(descriptor: int, data: bytes) -> None:
    """Write all of it."""
    with open(descriptor, "wb") as pipe:
        pipe.write(data)


def test_rows_of_a_slow_pipe_come_before_its_end() -> None:
    """What has come is shown while the rest is waited for."""
    theirs, ours = os.pipe()
    found = Scan(["-"], Spool.create(), theirs).run()
    os.write(ours, mbox(*range(20)))
    rows = next(finding for finding in found if isinstance(finding, Rows))
    assert rows.columns.message_id(0) == "0@dike.example"
    os.close(ours)
    assert sum(len(finding.columns) for finding in found if isinstance(finding, Rows)) == 20 - len(
        rows.columns
    )
    os.close(theirs)


def test_a_message_without_an_id_has_one_that_its_text_makes(tmp_path: Path, read: Read) -> None:
    """The same in an mbox and by itself, first and last, and wherever it lies."""
    bare = b"From: wim@dike.example\nSubject: no id\n\nFrom here on.\n"
    (tmp_path / "a.mbox").write_bytes((FROM + bare.replace(b"\nFrom here", b"\n>From here") + b"\n") * 2)
    (tmp_path / "a.eml").write_bytes(bare)
    columns = read(tmp_path / "a.mbox", tmp_path / "a.eml").columns
    assert {columns.message_id(row) for row in range(3)} == {made_id(bare.rstrip(b"\n"))}
    assert columns.defects(0) == (Defect.NO_DATE, Defect.NO_MESSAGE_ID)


@pytest.mark.parametrize(
    ("header", "defects"),
    [
        (b"Message-ID: <1@x.example>\nFrom: a@x.example\nDate: 2 Mar 2004 12:30", ()),
        (b"Message-ID: <1@x.example>\nFrom: a@x.example\nDate: soon", (Defect.BAD_DATE,)),
        (b"Message-ID: <1@x.example>\nFrom:\nDate:", (Defect.NO_DATE, Defect.NO_FROM)),
        (b"Message-ID: <>\nFrom: a@x.example\nDate: 2 Mar 2004", (Defect.NO_MESSAGE_ID,)),
    ],
)
def test_what_a_header_does_not_say_is_a_defect(
    header: bytes, defects: tuple[Defect, ...], tmp_path: Path, read: Read
) -> None:
    """The row is there all the same."""
    (tmp_path / "a.mbox").write_bytes(FROM + header + b"\n\nText\n")
    assert read(tmp_path / "a.mbox").columns.defects(0) == defects


SENTENCES: Final = {
    "gone.mbox": "“gone.mbox” is not there.",
    "empty": "“empty” is empty.",
    "blank": "“blank” holds nothing but blanks.",
    "sparse": "“sparse” holds nothing but blanks.",
    "x.png": "“x.png” is no mail: it looks like a PNG image.",
    "diary": "“diary” is no mail: it looks like plain text without a mail header.",
    "pipe": "“pipe” is no file; only files, folders and standard input are read.",
    "/dev/zero": "“/dev/zero” is no file; only files, folders and standard input are read.",
    "bare": "There are no files in the folder “bare”.",
    "mixed": "“mixed/diary” is no mail and left out.",
    "two": "“two/a” and “two/b” are no mail and left out.",
    "many": "“many/1”, “many/2”, “many/3” and 1 more file are no mail and left out.",
    "more": "“more/1”, “more/2”, “more/3” and 1,201 more files are no mail and left out.",
    "half.gz": "“half.gz” ends early at byte 140; showing the one message before it.",
    "tenth.gz": "“tenth.gz” ends early at byte 9; nothing before it can be shown.",
    "flipped.gz": "“flipped.gz” is damaged at byte {end}; showing the 500 messages before it.",
    "png.gz": "“png.gz” is no mail: it looks like a PNG image.",
    "a.lz": "“a.lz” has to be unpacked first, with `lzip -d`.",
    "packed": "“packed/a.7z” has to be unpacked first, with `7z x`.",
    "twice.gz": "“twice.gz” is no mail: it looks like a gzip-compressed file inside another.",
}


@pytest.fixture
def oddities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder of what is no mail or not all of it, and go there."""
    monkeypatch.chdir(tmp_path)
    png, packed = b"\x89PNG\r\n\x1a\n" + bytes(90), gzip.compress(mbox(*range(500)), mtime=0)
    files = {
        "empty": b"",
        "blank": b"\n \0\n",
        "x.png": png,
        "diary": b"Dear diary, it rained.\n",
        "mixed/a.eml": mail(1),
        "mixed/diary": b"It rained again.\n",
        "two/a": png,
        "two/b": b"",
        "half.gz": gzip.compress(mbox(1, 2), mtime=0)[:140],
        "tenth.gz": packed[:9],
        "a.lz": b"LZIP\1\x0c" + bytes(90),
        "packed/a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(90),
        "packed/a.eml": mail(1),
        "flipped.gz": packed[:-8] + bytes(8),
        "png.gz": gzip.compress(png),
        "twice.gz": gzip.compress(packed),
        **{f"many/{number}": png for number in range(1, 5)},
        **{f"more/{number}": b"" for number in range(1, 1_205)},
    }
    for name, data in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(data)
    os.mkfifo("pipe")
    Path("bare").mkdir()
    with Path("sparse").open("wb") as file:
        file.truncate(8 << 30)


@pytest.mark.usefixtures("oddities")
@pytest.mark.parametrize("name", SENTENCES)
def test_what_cannot_be_read_is_said_in_a_sentence(name: str, read_once: Read) -> None:
    """What, where, and what it looks like; files that were only met in a folder are said together."""
    sentence = SENTENCES[name]
    if "{end}" in sentence:
        sentence = sentence.format(end=f"{Path(name).stat().st_size - 5:,}")
    assert read_once(name).complaints == (sentence,)


@pytest.mark.usefixtures("oddities")
def test_one_bad_path_does_not_hinder_the_others(read: Read) -> None:
    """Complaints are in the order of the paths, what is left out of folders at the end."""
    reading = read("x.png", "mixed", "gone.mbox", "half.gz")
    assert ids(reading) == ["1", "1"]
    assert reading.complaints == tuple(SENTENCES[name] for name in ("x.png", "gone.mbox", "half.gz", "mixed"))


def test_nothing_on_standard_input_is_said(read: Read) -> None:
    """It is closed at once."""
    theirs, ours = os.pipe()
    os.close(ours)
    assert read("-", stdin=theirs).complaints == ("“standard input” is empty.",)
    os.close(theirs)


def test_a_bomb_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_once: Read) -> None:
    """What was unpacked of it before is shown."""
    monkeypatch.setattr(compressed, "SPOOL_CHECK_BYTES", 1 << 20)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(mbox(1) + bytes(50 << 20)))
    reading = read_once(tmp_path / "bomb.gz")
    assert ids(reading) == ["1"]
    assert reading.complaints == (
        (
            f"“{tmp_path}/bomb.gz” unpacks to more than 400 times its size and was left there; "
            "showing the one message before it."
        ),
    )


def test_what_has_no_room_is_shown_as_far_as_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_once: Read
) -> None:
    """A temporary file may be only so large."""
    monkeypatch.setattr(spool, "SPOOL_BYTES", len(mbox(1, 2)) + 20)
    (tmp_path / "a.gz").write_bytes(gzip.compress(mbox(1, 2, 3)))
    reading = read_once(tmp_path / "a.gz")
    assert ids(reading)[:2] == ["1", "2"]
    assert reading.complaints[0].startswith(
        f"“{tmp_path}/a.gz” is larger than what there is room for; showing"
    )


def test_without_a_temporary_folder_plain_files_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_once: Read
) -> None:
    """Only what would have to be unpacked is not."""
    monkeypatch.setattr(spool.tempfile, "TemporaryFile", raise_error)
    (tmp_path / "a.mbox").write_bytes(mbox(1))
    (tmp_path / "b.gz").write_bytes(gzip.compress(mbox(2)))
    reading = read_once(tmp_path / "a.mbox", tmp_path / "b.gz")
    assert ids(reading) == ["1"]
    assert reading.complaints == (
        f"“{tmp_path}/b.gz” cannot be opened: there is no folder for temporary files.",
    )


def raise_error(**_: object) -> None:
    """Be a disk that is full."""
    raise OSError(28, "No space left on device")


def test_a_disk_that_fails_ends_one_file_and_not_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_once: Read
) -> None:
    """What was read of it is shown, and the sentence says what the system says."""
    long = FROM + mail(2, b"It coughs.\n" * 1_000)
    (tmp_path / "a.mbox").write_bytes(mbox(1) + long)
    (tmp_path / "b.mbox").write_bytes(mbox(4))
    place = len(long)

    def failing(source: scan.FileSource, start: int) -> tuple[int, bytes]:
        data = source.read(start, start + place)
        if source.name.endswith("a.mbox") and start >= place:
            raise OSError(5, "Input/output error")
        return start, data

    monkeypatch.setattr(scan.FileSource, "after", failing)
    monkeypatch.setattr(scan.Files, "held", lambda *_: None)
    reading = read_once(tmp_path / "a.mbox", tmp_path / "b.mbox")
    assert ids(reading) == ["1", "4"]
    assert reading.complaints == (
        f"“{tmp_path}/a.mbox” cannot be read further: Input/output error; showing the one message before it.",
    )


class Poured:
    """A stream in memory."""

    def __init__(self, data: bytes, trouble: str | None) -> None:
        self.data = data
        self.trouble = trouble

    def __iter__(self) -> Iterator[bytes]:
        yield self.data


@pytest.mark.parametrize("form", [None, MBOX])
def test_a_kind_of_folder_may_give_streams(
    form: Format | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_once: Read
) -> None:
    """They are kept in the spool, in a format that the kind knows or that is seen; their trouble is said."""
    streams = [
        StreamEntry(f"{tmp_path}/1", 100, lambda: Poured(mbox(1, 2), None), form),
        StreamEntry(f"{tmp_path}/2", 100, lambda: Poured(mbox(3), "lacks its end"), form),
    ]
    poured = FolderKind("poured", lambda folder: "sluice" in folder.known, lambda _: iter(streams))
    monkeypatch.setattr(formats, "FOLDERS", (poured, ANY_FOLDER))
    (tmp_path / "sluice").touch()
    reading = read_once(tmp_path)
    assert ids(reading) == ["1", "2", "3"]
    assert [reading.mail(row)[0].rstrip() for row in range(3)] == [mail(row + 1).rstrip() for row in range(3)]
    assert reading.complaints == (f"“{tmp_path}/2” lacks its end; showing the one message before it.",)
    assert (reading.progress.bytes_read, reading.progress.bytes_total) == (200, 200)


DIGEST: Final = (
    b"From: pump-request@dike.example\nSubject: Pump Digest, Vol 1, Issue 2\nMessage-ID: <0@dike.example>\n"
    b"Date: Tue, 02 Mar 2004 13:00:00 +0100\nContent-Type: multipart/digest; boundary=next\n\n"
    b"--next\n\n%s\n--next\n\n%s\n--next--\n\n"
) % (mail(1), mail(2))


@pytest.mark.parametrize("packed", [False, True])
def test_a_digest_gives_a_row_for_itself_and_one_for_each_of_its_messages(
    packed: bool, tmp_path: Path, read: Read
) -> None:
    """In an mbox, in a packed one that is still being unpacked, and as a mail of its own."""
    data = mbox(5) + FROM + DIGEST + mbox(6)
    (tmp_path / "pump.mbox").write_bytes(gzip.compress(data) if packed else data)
    (tmp_path / "pump.eml").write_bytes(DIGEST.replace(b"<0@", b"<00@"))
    reading = read(tmp_path / "pump.mbox", tmp_path / "pump.eml")
    assert ids(reading) == ["5", "0", "1", "2", "6", "00", "1", "2"]
    assert reading.mail(2) == reading.mail(6)
    assert reading.mail(3)[0] == mail(2)
    assert b"Pump 1" not in reading.mail(1)[0]
    assert reading.stored_bytes(1)[0] == FROM + DIGEST
    assert [reading.source_name(row).rpartition("/")[2] for row in (0, 1, 2, 6)] == [
        "pump.mbox",
        "pump.mbox",
        "pump.mbox",
        "pump.eml",
    ]


def test_a_digest_that_there_is_no_room_to_take_apart_is_a_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, read_once: Read
) -> None:
    """All of it is shown as one, and what comes after it is read."""
    monkeypatch.setattr(spool, "SPOOL_BYTES", 10)
    (tmp_path / "pump.mbox").write_bytes(FROM + DIGEST + mbox(6))
    reading = read_once(tmp_path / "pump.mbox")
    assert ids(reading) == ["0", "6"]
    assert b"Pump 1" in reading.mail(0)[0]


def test_all_that_lies_in_a_maildir_is_a_message(tmp_path: Path, read: Read) -> None:
    """Whatever ends its lines, packed by its server or not, and even a single word; but no empty file."""
    for name, data in {
        "cur/1.lf:2,S": mail(1),
        "cur/2.crlf:2,": mail(2).replace(b"\n", b"\r\n"),
        "cur/3.cr:2,": mail(3).replace(b"\n", b"\r"),
        "cur/4.gz:2,": gzip.compress(mail(4)),
        "new/5.from": FROM + mail(5) + FROM + b"is how it goes on\n",
        "new/6.bare": b"It coughs.\n",
        "new/7.empty": b"",
        "new/8.blank": b"\n\n",
        "tmp/9.half": mail(9)[:20],
        ".Sent/cur/10.sent:2,": mail(10),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(data)
    reading = read(tmp_path)
    assert ids(reading) == ["1", "2", "3", "4", "5", made_id(b"It coughs.").partition("@")[0], "10"]
    assert [reading.columns.subject(row) for row in range(3)] == ["Pump 1", "Pump 2", "Pump 3"]
    assert reading.complaints == (
        f"“{tmp_path}/new/7.empty” and “{tmp_path}/new/8.blank” are no mail and left out.",
    )
