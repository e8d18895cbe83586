"""What a study has found is kept for the next time, and believed only as far as it is checked."""

from __future__ import annotations

import json
import random
import struct
from typing import TYPE_CHECKING

import pytest

from parsing import begin_archive, open_archive
from parsing.archive import results
from parsing.sources.packing import SIZES, unpack_study
from parsing.sources.study import Study
from parsing.sources.table import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from parsing import Archive

LINES = "The lock at the mill is shut until Easter.\nThe keeper is away.\n"
LOST = "The sluice below it leaks on both sides, and has for years.\n"


def mail(number: int, parent: int | None, text: str, more: str = "") -> str:
    answers = "" if parent is None else f"In-Reply-To: <m{parent}@lock.example>\n"
    return (
        f"From keeper@lock.example Mon Mar  {number % 9 + 1} 10:00:00 2010\n"
        f"From: Keeper {number} <keeper{number}@lock.example>\n"
        f"Date: Mon, {number % 9 + 1} Mar 2010 10:00:00 +0000\n"
        f"Message-ID: <m{number}@lock.example>\nSubject: The lock\n{answers}{more}\n{text}\n"
    )


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def mbox_text() -> str:
    """Write a mail, two that quote it, one that answers a lost one, and one with a defect."""
    return "".join(
        (
            mail(0, None, LINES),
            mail(1, 0, f"Keeper 0 wrote:\n{quoted(LINES)}\nUntil which?\n"),
            mail(2, 1, f"{quoted(quoted(LINES))}> Until which?\n\nThis one.\n"),
            mail(4, 3, f"On Tue, 2 Mar 2010, Ada Fenley wrote:\n{quoted(LOST)}\nIt does.\n"),
            mail(5, None, "Pa=XXper\n", "Content-Transfer-Encoding: quoted-printable\n"),
        )
    )


@pytest.fixture
def mbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small archive, and keep results of small archives too."""
    monkeypatch.setattr(results, "LEAST_MESSAGES", 1)
    path = tmp_path / "lock.mbox"
    path.write_text(mbox_text())
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a folder for results that is not there yet."""
    return tmp_path / "cache"


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list of the rows that studies in this process have linked since."""
    rows: list[int] = []
    link = Study.link

    def counting(study: Study, row: int) -> None:
        rows.append(row)
        link(study, row)

    monkeypatch.setattr(Study, "link", counting)
    return rows


def everything(archive: Archive) -> object:
    """Give all that a study changes."""
    for _ in archive.study():
        pass
    table = archive.threads
    keys = [archive.key(node) for node in range(len(table))]
    return (
        keys,
        list(table.parent),
        table.parent_by,
        [archive.envelope(node) for node in range(len(table))],
        [archive.links(key) for key in keys],
        [archive.message(key) for key in keys],
        [archive.quoted_by(key) for key in keys],
        [archive.defects(node) for node in range(len(table))],
    )


def opened(mbox: Path, cache: Path | None) -> object:
    with open_archive(mbox, cache=cache) as archive:
        return everything(archive)


def kept(cache: Path) -> Path:
    [path] = cache.iterdir()
    return path


def test_the_second_opening_studies_nothing_and_knows_the_same(
    mbox: Path, cache: Path, linked: list[int]
) -> None:
    """Links, rebuilt messages, threads and defects come from what the first has kept."""
    first = opened(mbox, cache)
    assert linked
    linked.clear()
    assert opened(mbox, cache) == first
    assert not linked
    assert opened(mbox, None) == first


def test_a_reader_takes_what_a_command_has_kept(mbox: Path, cache: Path, linked: list[int]) -> None:
    """Whichever opens it first."""
    first = opened(mbox, cache)
    linked.clear()
    with begin_archive(mbox, cache=cache) as archive:
        assert everything(archive) == first
    assert not linked


def test_the_study_in_a_process_of_its_own_keeps_what_it_finds(
    mbox: Path, cache: Path, linked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader only says where."""
    monkeypatch.setattr("parsing.archive.opening.SMALL_MESSAGES", 0)
    monkeypatch.setattr("parsing.archive.named.SMALL_FILES", 0)
    with begin_archive(mbox, cache=cache) as archive:
        for _ in archive.follow():
            pass
        first = everything(archive)
    assert not linked
    assert kept(cache).stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700
    assert opened(mbox, cache) == first
    assert not linked


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Easter", "Whitsun"),
        lambda text: text.replace("Keeper 4", "Keeper 7"),
        lambda text: text + mail(6, 0, "One more.\n"),
        lambda text: text[: text.rindex("From keeper")],
    ],
    ids=["a body", "a header", "one more", "one less"],
)
def test_an_archive_that_has_changed_is_studied_anew(
    mbox: Path, cache: Path, linked: list[int], change: Callable[[str], str]
) -> None:
    """In whatever it has changed; its name and its time mean nothing."""
    opened(mbox, cache)
    mbox.write_text(change(mbox.read_text()))
    linked.clear()
    assert opened(mbox, cache) == opened(mbox, None)
    assert linked


def test_an_archive_that_was_moved_is_known_again(mbox: Path, cache: Path, linked: list[int]) -> None:
    """It is known by what is in it."""
    opened(mbox, cache)
    linked.clear()
    opened(mbox.rename(mbox.with_name("moved.mbox")), cache)
    assert not linked


def test_other_code_does_not_use_what_this_has_kept(
    mbox: Path, cache: Path, linked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may link otherwise."""
    opened(mbox, cache)
    linked.clear()
    monkeypatch.setattr(results, "code_digest", lambda: b"another version")
    opened(mbox, cache)
    assert linked


def test_a_small_archive_is_not_kept(mbox: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is studied again in a moment."""
    monkeypatch.setattr(results, "LEAST_MESSAGES", 1_000)
    opened(mbox, cache)
    assert not cache.exists()


def test_what_comes_through_a_pipe_is_not_kept(mbox: Path, cache: Path) -> None:
    """Nothing of it is on the disk, and nothing shall be."""
    with mbox.open("rb") as pipe, open_archive("-", stdin=pipe, cache=cache) as archive:
        everything(archive)
    assert not cache.exists()


def test_what_could_not_be_read_is_not_kept(mbox: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that went away while it was studied may come back."""
    monkeypatch.setattr("parsing.archive.opening.SMALL_MESSAGES", 0)
    with open_archive(mbox, cache=cache) as archive:
        mbox.write_text("")
        archive.stored.last_displayed.forget()
        everything(archive)
    assert not cache.exists()


def test_a_folder_that_cannot_be_made_keeps_nothing_and_harms_nothing(mbox: Path, tmp_path: Path) -> None:
    """A file is in its place."""
    (tmp_path / "file").write_text("")
    assert opened(mbox, tmp_path / "file" / "wrote") == opened(mbox, None)


def test_a_damaged_file_is_studied_anew_and_replaced(mbox: Path, cache: Path, linked: list[int]) -> None:
    """Cut at any length, or with any bit turned."""
    first = opened(mbox, cache)
    path = kept(cache)
    whole = path.read_bytes()
    chance = random.Random(1)  # noqa: S311 - the same every time
    for _ in range(20):
        place = chance.randrange(len(whole))
        turned = bytearray(whole)
        turned[place] ^= 1 << chance.randrange(8)
        for damaged in (whole[:place], bytes(turned), whole + b"x"):
            path.write_bytes(damaged)
            linked.clear()
            assert opened(mbox, cache) == first
            assert linked
            assert kept(cache).read_bytes() == whole


def forged(path: Path, study: bytes) -> None:
    """Put another study in a file, with a digest that fits."""
    old = path.read_bytes()
    size = results.HEAD.unpack_from(old)[2]
    defects = old[results.HEAD.size + size :]
    digest = results.hashlib.blake2b(study + defects, digest_size=32).digest()
    path.write_bytes(results.HEAD.pack(results.MAGIC, digest, len(study)) + study + defects)


def study_of(path: Path) -> bytes:
    data = path.read_bytes()
    size = results.HEAD.unpack_from(data)[2]
    return data[results.HEAD.size : results.HEAD.size + size]


def test_a_forged_number_never_gets_into_the_links(mbox: Path, cache: Path) -> None:
    """Each number of each link set to what it must not be: ignored, or harmless."""
    first = opened(mbox, cache)
    path = kept(cache)
    study = study_of(path)
    numbers = SIZES.unpack_from(study)[0] // 4
    assert numbers >= 2 * COLUMNS
    for place in range(numbers):
        for value in (0xFFFFFFFE, 1 << 30, 99):
            wrong = bytearray(study)
            struct.pack_into("<I", wrong, SIZES.size + 4 * place, value)
            forged(path, bytes(wrong))
            archive = open_archive(mbox, cache=cache)
            everything(archive)
            archive.close()
    forged(path, study)
    assert opened(mbox, cache) == first


def notes_of(study: bytes) -> tuple[bytes, list[object]]:
    """Give a study's columns, and its notes."""
    sizes = SIZES.unpack_from(study)
    end = SIZES.size + sum(sizes[:3])
    return study[SIZES.size : end], [json.loads(line) for line in study[end:].split(b"\n")]


WRONG_VALUES = (None, -1, 10**30, "x", [], {}, [[]], [[1, 2, 3]], [None], {"a": None}, "\x1b[2J", True, 1.5)


def test_a_forged_note_is_ignored_or_harmless(mbox: Path, cache: Path) -> None:
    """Every value of every note replaced by one of another kind; no control character comes through."""
    opened(mbox, cache)
    path = kept(cache)
    study = study_of(path)
    columns, notes = notes_of(study)
    sizes = SIZES.unpack_from(study)
    assert len(notes) == 2
    for number, note in enumerate(notes):
        assert isinstance(note, dict)
        for name in note:
            for value in (*WRONG_VALUES, MISSING):
                changed = [dict(each) for each in notes]  # type: ignore[call-overload]
                changed[number][name] = value
                if value is MISSING:
                    del changed[number][name]
                lines = "\n".join(map(json.dumps, changed)).encode()
                forged(path, SIZES.pack(*sizes[:3], len(lines)) + columns + lines)
                assert "\\x1b" not in repr(opened(mbox, cache))


MISSING = object()


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * SIZES.size, SIZES.pack(0, 0, 0, 2) + b"[" * 2, SIZES.pack(0, 0, 0, 10**5) + b"[" * 10**5],
    ids=["nothing", "zeros", "half", "deep"],
)
def test_what_is_no_study_is_refused(data: bytes, mbox: Path) -> None:
    """With ValueError, and the engine is as it was."""
    with open_archive(mbox) as archive:
        before = everything(archive)
        with pytest.raises(ValueError, match=r"no packed study|JSON|Expecting|table of links"):
            list(unpack_study(data, archive.engine))
        assert everything(archive) == before
