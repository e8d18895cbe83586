"""Inboxes in git: made with git, and read through it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing import open_archive
from parsing.formats import format_named, kind_of
from parsing.formats.folders.folder import StreamEntry
from parsing.formats.paths import DiskFolder, list_entries
from parsing.formats.public_inbox import git
from parsing.formats.public_inbox.git_salvage import salvaged
from parsing.formats.public_inbox.public_inbox import cut_by_size

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Change = tuple[str, bytes]
"""The file of a commit and what is in it."""
Commit = Callable[..., Path]


def mail(number: int, text: bytes = b"The lamp is lit.\n") -> bytes:
    """Return a mail of the keeper's."""
    return (
        b"From: Ada Keeper <ada@lamp.example>\nDate: Tue, 02 Mar 2004 12:%02d:00 +0000\n"
        b"Subject: Lamp %d\nMessage-ID: <%d@lamp.example>\n\n%s" % (number % 60, number, number, text)
    )


def run(folder: Path, *words: str, stdin: bytes = b"") -> bytes:
    """Run git in a folder."""
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *words], cwd=folder, input=stdin, env=env, check=True, capture_output=True
    ).stdout


def committed(folder: Path, commits: Sequence[Sequence[Change]], *, keep: bool = False) -> Path:
    """Make a bare repository of commits, each with these files, and with those of the one before if asked."""
    folder.mkdir(parents=True)
    run(folder, "init", "-q", "--bare", "-b", "master")
    lines = []
    for number, changes in enumerate(commits):
        lines.append(b"commit refs/heads/master\n")
        lines.append(b"committer Ada <ada@lamp.example> %d +0000\ndata 0\n" % (1_078_230_000 + number))
        lines += () if keep else (b"deleteall\n",)
        for name, content in changes:
            lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(content), content))
    run(folder, "fast-import", "--quiet", stdin=b"".join(lines))
    return folder


def second(folder: Path, *changes: Change) -> Path:
    """Make an epoch of version 2: one file a commit."""
    return committed(folder, [[change] for change in changes])


def subjects(path: Path) -> list[list[int]]:
    """Return the numbers of the messages in each epoch, and look that every byte is in one of them."""
    found = []
    for entry in list_entries(str(path)):
        assert isinstance(entry, StreamEntry)
        data = b"".join(entry.open())
        cuts = [*cut_by_size(Bytes(data))]
        assert [cut.start for cut in cuts] == [0, *(cut.end for cut in cuts[:-1])][: len(cuts)]
        assert (cuts[-1].end if cuts else 0) == len(data)
        mails = [format_named("public-inbox").mail(data[cut.start : cut.end]) for cut in cuts]
        found.append([int(each.split(b"Subject: Lamp ")[1].split(b"\n")[0]) for each in mails])
    return found


def trouble(path: Path) -> str | None:
    """Return what is said of the only epoch."""
    (entry,) = list_entries(str(path))
    assert isinstance(entry, StreamEntry)
    stream = entry.open()
    for _ in stream:
        pass
    return stream.trouble


class Bytes:
    """Bytes as a source, read in small chunks."""

    base: Final = None
    trouble: Final = None
    name: Final = "lamp"

    def __init__(self, data: bytes, chunk: int = 50) -> None:
        self.data = data
        self.chunk = chunk

    def read(self, start: int, end: int) -> bytes:
        return self.data[start:end]

    def after(self, place: int) -> tuple[int, bytes]:
        return place, self.data[place : place + self.chunk]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Return an inbox of two epochs, as public-inbox lays it out, in which two messages are taken out."""
    top = tmp_path / "lamp"
    second(
        top / "git" / "0.git", *(("m", mail(number)) for number in (1, 2, 3)), ("d", mail(2)), ("m", mail(4))
    )
    second(
        top / "git" / "1.git", ("m", mail(5)), ("d", mail(1)), ("m", mail(6)), ("d", mail(6)), ("m", mail(6))
    )
    committed(top / "git" / "all.git", [])
    (top / "xap15").mkdir()
    (top / "xap15" / "over.sqlite3").write_bytes(b"SQLite format 3\0")
    (top / "inbox.lock").write_bytes(b"")
    return top


def test_an_inbox_is_its_epochs_in_their_order_without_what_was_taken_out(inbox: Path) -> None:
    """Also from an earlier epoch; what was put in again after that is there."""
    assert subjects(inbox) == subjects(inbox / "git") == [[3, 4], [5, 6]]
    assert subjects(inbox / "git" / "1.git") == [[5, 6]]
    assert subjects(inbox / "git" / "0.git") == [[1, 3, 4]]
    assert trouble(inbox / "git" / "0.git") is None


def test_more_than_nine_epochs_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """10 comes after 9."""
    for number in range(11):
        second(tmp_path / f"{number}.git", ("m", mail(number)))
    assert subjects(tmp_path) == [[number] for number in range(11)]


def test_epochs_may_have_working_trees(inbox: Path, tmp_path: Path) -> None:
    """As a plain clone leaves them: in a folder of epochs, or one alone."""
    for epoch in (0, 1):
        run(tmp_path, "clone", "-q", str(inbox / "git" / f"{epoch}.git"), f"plain/git/{epoch}")
    assert subjects(tmp_path / "plain") == [[3, 4], [5, 6]]
    assert subjects(tmp_path / "plain" / "git" / "1") == [[5, 6]]
    (entry,) = list_entries(str(tmp_path / "plain" / "git" / "1"))
    assert entry.path == str(tmp_path / "plain" / "git" / "1")


@pytest.fixture
def first_version(tmp_path: Path) -> Path:
    """Return an inbox of version 1: a file a message; one is gone again, and one was changed."""
    names = {number: f"{number * 7 % 256:02x}/{number:038x}" for number in (1, 2, 3, 4)}
    added = [[(names[number], mail(number))] for number in (3, 1, 4, 2)]
    folder = committed(tmp_path / "lamp.git", [*added, [(names[1], mail(1, b"Changed.\n"))]], keep=True)
    gone = b"commit refs/heads/master\ncommitter A <a@lamp.example> 1078231000 +0000\ndata 0\n"
    gone += b"from refs/heads/master^0\nD " + names[4].encode() + b"\n"
    run(folder, "fast-import", "--quiet", stdin=gone)
    return folder


def test_an_inbox_of_version_1_is_in_the_order_of_its_commits(first_version: Path, tmp_path: Path) -> None:
    """Not in that of its names; bare, or with a working tree."""
    run(tmp_path, "clone", "-q", str(first_version), "plain")
    assert subjects(first_version) == subjects(tmp_path / "plain") == [[3, 2, 1]]


def test_packed_or_not_makes_no_difference(inbox: Path, first_version: Path) -> None:
    """Loose objects and deltas are git's business."""
    for folder in (inbox / "git" / "0.git", first_version):
        before = subjects(folder)
        run(folder, "repack", "-adfq", "--depth=50")
        run(folder, "pack-refs", "--all")
        assert subjects(folder) == before
        assert next(iter(list_entries(str(folder)))).size > 0


def lose(folder: Path, name: str) -> None:
    """Take an object out of a repository."""
    for pack in (folder / "objects" / "pack").glob("*.pack"):
        data = pack.read_bytes()
        for each in pack.parent.glob(f"{pack.stem}.*"):
            each.unlink()
        run(folder, "unpack-objects", "-q", stdin=data)
    found = run(folder, "rev-parse", name).decode().strip()
    (folder / "objects" / found[:2] / found[2:]).unlink()


@pytest.mark.parametrize(
    ("name", "left", "said"),
    [
        ("master~2:m", [1, 2, 4, 5], "lacks one of its messages; showing the others."),
        ("master~2^{tree}", [1, 2, 4, 5], "lacks one of its messages; showing the others."),
        ("master^{tree}", [1, 2, 3, 4], "lacks one of its messages; showing the others."),
        ("master~2", [1, 2, 4, 5], "is damaged; showing all messages that are still in it."),
        ("master~4", [2, 3, 4, 5], "is damaged; showing all messages that are still in it."),
    ],
)
def test_what_is_lost_of_a_repository_is_said_and_the_rest_is_shown(
    name: str, left: list[int], said: str, tmp_path: Path
) -> None:
    """Messages, trees, and commits without which the history breaks off."""
    folder = second(tmp_path / "0.git", *(("m", mail(number)) for number in range(1, 6)))
    lose(folder, name)
    assert subjects(folder) == [left]
    assert trouble(folder) == said


def test_what_is_lost_of_version_1_is_said_too(first_version: Path) -> None:
    """A tree under way costs the order of what it brought, no message."""
    lose(first_version, f"HEAD:{2 * 7:02x}/{2:038x}")
    lose(first_version, "HEAD~3^{tree}")
    assert sorted(subjects(first_version)[0]) == [1, 3]
    assert trouble(first_version) == "lacks one of its messages; showing the others."


def test_a_damaged_pack_gives_what_is_readable(tmp_path: Path) -> None:
    """Bytes in it were overwritten: git dies of each object there, and is started behind it."""
    noise = [os.urandom(4_000).hex().encode() for _ in range(12)]
    folder = second(tmp_path / "0.git", *(("m", mail(n, text)) for n, text in enumerate(noise)))
    run(folder, "repack", "-adfq")
    (pack,) = (folder / "objects" / "pack").glob("*.pack")
    pack.chmod(0o600)
    data = bytearray(pack.read_bytes())
    place = len(data) // 2
    data[place : place + 6_000] = bytes(6_000)
    pack.write_bytes(data)
    (left,) = subjects(folder)
    assert 6 <= len(left) < 12
    assert left == sorted(left)
    assert trouble(folder) == f"lacks {12 - len(left)} of its messages; showing the others."


def packed(folder: Path) -> Path:
    """Put all of a repository into one pack, with deltas, and give it."""
    run(folder, "repack", "-adfq", "--depth=20")
    (pack,) = (folder / "objects" / "pack").glob("*.pack")
    pack.chmod(0o600)
    return pack


def test_a_pack_that_is_cut_off_gives_what_is_before_the_cut(tmp_path: Path) -> None:
    """Though git does not open it at all."""
    text = b"".join(b"line %d\n" % line for line in range(60))
    folder = second(
        tmp_path / "0.git", *(("m", mail(n, text + os.urandom(200).hex().encode())) for n in range(12))
    )
    pack = packed(folder)
    data = pack.read_bytes()
    pack.write_bytes(data[: len(data) * 2 // 3])
    (left,) = subjects(folder)
    assert 3 <= len(left) < 12
    assert left == sorted(left)
    lost = 12 - len(left)
    assert trouble(folder) == f"is damaged and lacks {lost} of its messages or more; showing the others."
    pack.write_bytes(data[:40])
    assert subjects(folder) == [[]]
    assert trouble(folder) == "is a git repository in which no message can be read."


@pytest.mark.parametrize("version", [1, 2])
def test_a_pack_whose_index_is_gone_gives_all_of_its_messages(
    version: int, inbox: Path, first_version: Path
) -> None:
    """Without it git does not see the pack; what was taken out is out, and version 1 loses its order."""
    folder = first_version if version == 1 else inbox / "git" / "0.git"
    pack = packed(folder)
    pack.with_suffix(".idx").unlink()
    assert sorted(subjects(folder)[0]) == ([1, 2, 3] if version == 1 else [1, 3, 4])
    assert trouble(folder) == "is damaged; showing all messages that are still in it."


@pytest.fixture(scope="module")
def whole_pack(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a pack of an epoch."""
    text = b"".join(b"line %d\n" % line for line in range(60))
    folder = tmp_path_factory.mktemp("whole") / "0.git"
    return packed(second(folder, *(("m", mail(number, text)) for number in range(6)))).read_bytes()


@given(damage=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_to_a_pack_raises_anything(
    whole_pack: bytes, tmp_path: Path, damage: st.DataObject
) -> None:
    """Bytes changed, and cut off: what is given has the id that it says."""
    data = bytearray(whole_pack)
    for _ in range(damage.draw(st.integers(0, 3))):
        data[damage.draw(st.integers(0, len(data) - 1))] = damage.draw(st.integers(0, 255))
    folder = tmp_path / "objects" / "pack"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.pack").write_bytes(data[: damage.draw(st.integers(0, len(data)))])
    for name, found in salvaged(str(tmp_path)).items():
        whole = b"%s %d\0%s" % (found.type, len(found.content), found.content)
        assert hashlib.sha1(whole, usedforsecurity=False).hexdigest().encode() == name == found.id


def test_a_repository_of_something_else_is_said_to_be_one(tmp_path: Path) -> None:
    """Bare, so that there is nothing else to be read; empty ones too."""
    code = committed(tmp_path / "code.git", [[("README", b"x"), ("lamp.py", b"x")]])
    assert trouble(code) == "is a git repository, but no archive of public-inbox."
    assert trouble(committed(tmp_path / "empty.git", [])) == (
        "is a git repository in which no message can be read."
    )


def test_a_working_tree_with_loose_mail_in_it_is_a_folder(tmp_path: Path) -> None:
    """It is the files that are read, not their history; so are folders of numbered repositories of code."""
    committed(tmp_path / "mail.git", [[("1.eml", mail(1)), ("m", mail(2))]])
    run(tmp_path, "clone", "-q", "mail.git", "mail")
    assert [Path(entry.path).name for entry in list_entries(str(tmp_path / "mail"))] == ["1.eml", "m"]
    assert kind_of(DiskFolder(str(tmp_path), str(tmp_path))).name == "folder"
    second(tmp_path / "some" / "1.git", ("m", mail(1)))
    (tmp_path / "some" / "notes").mkdir()
    assert kind_of(DiskFolder(str(tmp_path / "some"), str(tmp_path))).name == "folder"


def test_git_is_said_to_be_missing_where_it_is(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in the current folder is taken for it."""
    planted = tmp_path / "here" / "git"
    planted.parent.mkdir()
    planted.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    planted.chmod(0o700)
    monkeypatch.chdir(planted.parent)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}relative")
    entry = next(iter(list_entries(str(inbox))))
    assert isinstance(entry, StreamEntry)
    with pytest.raises(OSError, match="git repository, and the program git") as raised:
        entry.open()
    assert raised.value.strerror == git.NOT_INSTALLED
    assert not (tmp_path / "ran").exists()


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return all files with their bytes and times."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_a_hostile_repository_starts_nothing_and_nothing_is_written(tmp_path: Path) -> None:
    """Neither its configuration nor its hooks nor replaced objects count, and what lacks is not fetched."""
    folder = second(tmp_path / "0.git", *(("m", mail(number)) for number in (1, 2, 3)))
    lost = run(folder, "rev-parse", "master~1:m").decode().strip()
    lose(folder, lost)
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\necho $0 >> {tmp_path}/ran\n")
    evil.chmod(0o700)
    (folder / "hooks").mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman", "post-index-change"):
        shutil.copy(evil, folder / "hooks" / hook)
    (folder / "config").write_text(
        "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
        f"\tfsmonitor = {evil}\n\tpager = {evil}\n\tsshCommand = {evil}\n\taskPass = {evil}\n"
        f"\talternateRefsCommand = {evil}\n\tgitProxy = {evil}\n"
        "[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = ext::{evil}\n\tpromisor = true\n\tuploadpack = {evil}\n'
        '[protocol "ext"]\n\tallow = always\n'
        f"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {evil}\n[diff]\n\texternal = {evil}\n"
        f"[pager]\n\trev-list = {evil}\n\tcat-file = {evil}\n[alias]\n\trev-list = !{evil}\n"
    )
    real, other = (run(folder, "rev-parse", name).decode().strip() for name in ("master:m", "master~2:m"))
    (folder / "refs" / "replace").mkdir()
    (folder / "refs" / "replace" / real).write_text(other + "\n")
    before = files_of(folder)
    assert subjects(folder) == [[1, 3]]
    assert trouble(folder) == "lacks one of its messages; showing the others."
    assert files_of(folder) == before
    assert not (tmp_path / "ran").exists()


def test_a_message_too_large_for_any_mail_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one behind it is read."""
    monkeypatch.setattr(git, "GIT_OBJECT_BYTES", 10_000)
    huge = mail(2, b"x" * 20_000)
    folder = second(tmp_path / "0.git", ("m", mail(1)), ("m", huge), ("m", mail(3)))
    assert subjects(folder) == [[1, 3]]


def test_only_what_is_asked_for_is_read(inbox: Path) -> None:
    """The first message is there before the last one has been asked for."""
    entry = next(iter(list_entries(str(inbox))))
    assert isinstance(entry, StreamEntry)
    stream: Iterator[bytes] = iter(entry.open())
    assert mail(3) in next(stream)
    stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("chunk", [1, 7, 100, 5_000])
def test_a_stream_that_breaks_off_ends_with_what_is_there_of_its_last_message(chunk: int) -> None:
    """Wherever the room for it came to an end; other bytes are a message too."""
    framed = b"".join(b"%040x blob %d\n%s\n" % (n, len(mail(n)), mail(n)) for n in (1, 2))
    for length in range(1, len(framed) + 1):
        cuts = [*cut_by_size(Bytes(framed[:length], chunk))]
        assert cuts[-1].end == length
        assert len(cuts) == 1 + (length > len(framed) // 2)
        assert bool(cuts[-1].defects) == (length not in (len(framed) // 2, len(framed)))


def reply(number: int, parent: int, *lines: bytes) -> bytes:
    """Return a mail that answers one and quotes it."""
    answered = b"In-Reply-To: <%d@lamp.example>\nSubject: Re: Lamp" % parent
    text = b"".join(b"> " + line + b"\n" for line in lines) + b"\nFrom here on it burns, I agree.\n"
    return mail(number, text).replace(b"Subject: Lamp", answered)


def test_an_inbox_is_the_same_archive_in_git_of_both_versions_and_exported_as_an_mbox(tmp_path: Path) -> None:
    """Rows, ids, threads, copies, messages and where quotes were written."""
    written = b"The lamp was lit at nine and burnt until the fog came in."
    first = mail(1, b"Hello.\n\n" + written + b"\n")
    mails = [
        first,
        reply(2, 1, written),
        reply(3, 2, b"> " + written),
        first,
        mail(4).partition(b"Message")[0],
    ]
    mails[4] = mails[4] + b"\nA mail without an id.\n"
    epochs = [(("m", mails[0]), ("m", mails[1])), (("m", mails[2]), ("m", mails[3]), ("m", mails[4]))]
    for number, epoch in enumerate(epochs):
        second(tmp_path / "v2" / "git" / f"{number}.git", *epoch)
    files = [[(f"{number:02x}/{number:038x}", each)] for number, each in enumerate(mails)]
    committed(tmp_path / "v1", files, keep=True)
    exported = (
        b"From mboxrd@z Thu Jan  1 00:00:00 1970\n" + each.replace(b"\nFrom here", b"\n>From here") + b"\n"
        for each in mails
    )
    (tmp_path / "lamp.mbox").write_bytes(b"".join(exported))
    found = [everything(tmp_path / name) for name in ("v2", "v1", "lamp.mbox")]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 5
    assert sum(links != () for _, _, _, links in found[0]) == 2


def everything(path: Path) -> list[tuple[object, ...]]:
    """Return all that is known of each stored message."""
    with open_archive(path) as archive:
        assert not archive.complaints
        for _ in archive.study():
            pass
        threads = archive.threads
        keys = [archive.key(node) for node in range(threads.stored)]
        return [
            (archive.envelope(node), threads.parent[node], archive.message(key), archive.links(key))
            for node, key in enumerate(keys)
        ]


def test_what_is_wrong_with_an_epoch_is_a_sentence(tmp_path: Path) -> None:
    """It names the epoch, and what is shown all the same."""
    second(tmp_path / "lamp" / "git" / "0.git", ("m", mail(1)), ("m", mail(2)))
    lose(tmp_path / "lamp" / "git" / "0.git", "master~1:m")
    code = committed(tmp_path / "code.git", [[("README", b"x")]])
    with open_archive(tmp_path / "lamp", code) as archive:
        assert archive.progress.messages == 1
        assert archive.complaints == (
            f"“{tmp_path}/lamp/git/0.git” lacks one of its messages; showing the others.",
            f"“{code}” is a git repository, but no archive of public-inbox.",
        )


def test_without_git_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other files are read all the same."""
    second(tmp_path / "lamp" / "git" / "0.git", ("m", mail(1)))
    (tmp_path / "2.eml").write_bytes(mail(2))
    monkeypatch.setenv("PATH", "")
    with open_archive(tmp_path / "lamp", tmp_path / "2.eml") as archive:
        assert archive.progress.messages == 1
        assert archive.complaints == (f"“{tmp_path}/lamp/git/0.git” cannot be opened: {git.NOT_INSTALLED}.",)


def test_the_history_of_other_repositories_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few commits tell that it is no inbox; theirs may have millions."""
    asked: list[tuple[str, ...]] = []
    lines = git.Repository.lines

    def noted(self: git.Repository, *words: str, requests: Sequence[bytes] = ()) -> tuple[list[bytes], bool]:
        asked.append(words)
        return lines(self, *words, requests=requests)

    monkeypatch.setattr(git.Repository, "lines", noted)
    code = committed(tmp_path / "code.git", [[("README", b"%d" % number)] for number in range(50)])
    assert trouble(code) == "is a git repository, but no archive of public-inbox."
    assert [words[:2] for words in asked] == [("rev-list", "--max-count=20")]
