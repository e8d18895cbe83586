"""One URL fetched from a server on this machine that does everything a server may do, and more."""

from __future__ import annotations

import gzip
import stat
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tui.download import fetching, store
from tui.download.errors import DownloadError
from tui.download.store import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = bytes(range(256)) * 4_096
"""A megabyte in which no two places look alike within a block."""


class Stop(Exception):  # noqa: N818 - it is no error, but a user who leaves
    """The user leaves."""


def stop_at(size: int) -> Any:
    """Give a progress report that leaves as soon as so many bytes are there."""

    def report(there: int, _total: int | None) -> None:
        if there >= size:
            raise Stop

    return report


def test_a_file_comes_as_it_was_sent(site: Any, fetcher: Any) -> None:
    """Byte for byte, under its own name, told of from first to last; only its owner may read it."""
    found = fetcher(site.add("/pipermail/weir/2006-March.txt", BODY))
    assert found.path.read_bytes() == BODY
    assert (found.path.name, found.notice) == ("2006-March.txt", "")
    assert fetcher.told[0] == (0, len(BODY))
    assert fetcher.told[-1] == (len(BODY), len(BODY))
    folders = [found.path.parent, fetcher.downloads, fetcher.downloads.parent]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    files = [path for path in found.path.parent.iterdir() if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_question_says_who_asks_and_nothing_else(site: Any, fetcher: Any) -> None:
    """The program and its version; no cookie, no referrer, and no packing on the way."""
    fetcher(site.add("/a", BODY, fields={"Set-Cookie": "who=ada"}, etag=""))
    fetcher(site.url("/a"))
    first, second = site.fields_asked()
    assert first == second
    assert set(first) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert first["User-Agent"].startswith("wrote/")
    assert first["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("how", [{"etag": '"x"'}, {"etag": "", "modified": "Sat, 4 Mar 2006 08:00:00 GMT"}])
def test_the_second_time_only_a_change_is_fetched(site: Any, fetcher: Any, how: dict[str, str]) -> None:
    """The server says that nothing has changed; when it has, all of the new file comes."""
    url = site.add("/a", BODY, **how)
    fetcher(url)
    fetcher.told.clear()
    assert fetcher(url).path.read_bytes() == BODY
    assert fetcher.told == []
    site.add("/a", b"new", etag='"y"')
    assert fetcher(url).path.read_bytes() == b"new"


def test_a_download_that_was_left_goes_on_from_there(site: Any, fetcher: Any) -> None:
    """Only the rest is asked for, and only if it is still the rest of the same file."""
    url = site.add("/a", BODY)
    fetcher.on_progress = stop_at(300_000)
    with pytest.raises(Stop):
        fetcher(url)
    had = len(fetcher.part())
    assert 300_000 <= had < len(BODY)
    fetcher.on_progress = stop_at(len(BODY) + 1)
    fetcher.told.clear()
    assert fetcher(url).path.read_bytes() == BODY
    assert fetcher.told[0] == (had, len(BODY))
    asked = site.fields_asked()[1]
    assert (asked["Range"], asked["If-Range"]) == (f"bytes={had}-", '"first"')


@pytest.mark.parametrize(
    "how",
    [{"etag": '"other"'}, {"ranges": False}, {"etag": 'W/"first"'}, {"etag": ""}],
    ids=["changed", "no ranges", "only weakly known", "unknown"],
)
def test_what_may_not_be_gone_on_with_is_fetched_anew(site: Any, fetcher: Any, how: dict[str, Any]) -> None:
    """No file is put together of two."""
    url = site.add("/a", b"x" * len(BODY), **({"etag": '"first"'} | how if "other" not in str(how) else {}))
    fetcher.on_progress = stop_at(300_000)
    with pytest.raises(Stop):
        fetcher(url)
    site.add("/a", BODY, **how)
    fetcher.on_progress = stop_at(len(BODY) + 1)
    assert fetcher(url).path.read_bytes() == BODY


def test_an_answer_that_breaks_off_is_asked_for_the_rest(site: Any, fetcher: Any) -> None:
    """As often as it brings something."""
    url = site.add("/a", BODY, cuts=[200_000] * 5)
    assert fetcher(url).path.read_bytes() == BODY
    assert len(site.asked) == 6


@pytest.mark.parametrize("how", [{}, {"chunked": True}, {"length": -1, "chunked": True}])
def test_a_server_that_always_breaks_off_is_given_up(site: Any, fetcher: Any, how: dict[str, Any]) -> None:
    """After a few times that brought nothing; what is there stays, and the sentence says so."""
    url = site.add("/a", BODY, cuts=[200_000, 0, 0, 0, 0], **how)
    with pytest.raises(DownloadError, match=r"broke off\. There are 200 kB; open it again to go on"):
        fetcher(url)
    assert fetcher.part() == BODY[:200_000]
    assert len(site.asked) == 1 + fetching.FRUITLESS_TRIES


def test_a_server_without_ranges_that_breaks_off_is_given_up_too(site: Any, fetcher: Any) -> None:
    """What was begun anew each time has brought nothing."""
    url = site.add("/a", BODY, etag="", cuts=[200_000] * 9)
    with pytest.raises(DownloadError, match=r"broke off\.$"):
        fetcher(url)
    assert len(site.asked) == fetching.FRUITLESS_TRIES


@pytest.mark.parametrize("how", [{"chunked": True}, {"length": -1}])
def test_a_file_of_unknown_length_comes_whole(site: Any, fetcher: Any, how: dict[str, Any]) -> None:
    """In chunks, or until the server closes; of how many bytes is not known."""
    assert fetcher(site.add("/a", BODY, **how)).path.read_bytes() == BODY
    assert fetcher.told[-1] == (len(BODY), None)


def test_a_length_that_is_too_small_is_believed(site: Any, fetcher: Any) -> None:
    """What comes behind it is no part of the answer."""
    assert fetcher(site.add("/a", BODY, length=1_000)).path.read_bytes() == BODY[:1_000]


def test_an_answer_that_does_not_fit_the_part_is_not_added(site: Any, fetcher: Any) -> None:
    """The server says that it gives another stretch than was asked for: all is fetched anew."""
    url = site.add("/a", BODY)
    fetcher.on_progress = stop_at(300_000)
    with pytest.raises(Stop):
        fetcher(url)
    fetcher.on_progress = stop_at(len(BODY) + 1)
    wrong = {"Content-Range": f"bytes 0-{len(BODY) - 1}/{len(BODY)}"}
    site.add("/a", BODY, status=206, fields=wrong, ranges=False)
    with pytest.raises(DownloadError, match=r"gives only a part of the file\.$"):
        fetcher(url)
    site.add("/a", BODY)
    assert fetcher(url).path.read_bytes() == BODY


def test_a_part_that_is_longer_than_the_file_is_dropped(site: Any, fetcher: Any) -> None:
    """The server has nothing from there on (416): all is fetched anew."""
    url = site.add("/a", BODY)
    fetcher.on_progress = stop_at(len(BODY))
    with pytest.raises(Stop):
        fetcher(url)
    fetcher.on_progress = stop_at(len(BODY) + 1)
    assert fetcher(url).path.read_bytes() == BODY


# Sizes


def test_a_file_that_is_too_large_is_not_begun(
    site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server says its size: nothing is fetched."""
    monkeypatch.setattr(fetching, "DOWNLOAD_BYTES", 1_000_000)
    with pytest.raises(DownloadError, match=r"larger than 1.0 MB; fetch it with another program"):
        fetcher(site.add("/a", BODY))
    assert fetcher.told == []


def test_a_file_that_grows_too_large_is_dropped(
    site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server does not say its size: what has come is counted, and nothing of it stays."""
    monkeypatch.setattr(fetching, "DOWNLOAD_BYTES", 1_000_000)
    with pytest.raises(DownloadError, match=r"larger than 1.0 MB"):
        fetcher(site.add("/a", BODY, chunked=True))
    assert max(size for size, _ in fetcher.told) <= 1_000_000
    assert list(fetcher.downloads.glob("*/.part")) == []


def test_a_file_larger_than_the_disk_is_not_begun(
    site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said before, not when the disk is full."""
    monkeypatch.setattr(Part, "room", lambda _: 1_000)
    with pytest.raises(DownloadError, match=r"has 1.0 MB, and the disk has less room\.$"):
        fetcher(site.add("/a", BODY))


def test_a_full_disk_is_a_sentence(site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came before stays."""

    def full(_part: Part, _piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Part, "add", full)
    with pytest.raises(DownloadError, match=r"cannot be kept in .*: No space left on device\.$"):
        fetcher(site.add("/a", BODY))


def test_an_empty_answer_is_no_file(site: Any, fetcher: Any) -> None:
    """It is said, and nothing is kept."""
    with pytest.raises(DownloadError, match=r"is empty\.$"):
        fetcher(site.add("/a", b""))
    assert list(fetcher.downloads.glob("*/a")) == []


# Packed on the way


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_a_packed_file_that_is_said_to_be_packed_stays_as_it_is(
    site: Any, fetcher: Any, packed_month: bytes, encoding: str
) -> None:
    """Many servers say of a `.gz` that it is a text packed on the way."""
    url = site.add("/2006-March.txt.gz", packed_month, fields={"Content-Encoding": encoding})
    assert fetcher(url).path.read_bytes() == packed_month


def test_a_packed_file_that_was_packed_again_is_unpacked_once(
    site: Any, fetcher: Any, packed_month: bytes
) -> None:
    """Unasked, on the way; also after it was left and gone on with."""
    twice = gzip.compress(packed_month)
    url = site.add("/2006-March.txt.gz", twice, fields={"Content-Encoding": "gzip"}, cuts=[40])
    assert fetcher(url).path.read_bytes() == packed_month
    assert fetcher(url).path.read_bytes() == packed_month
    assert len(site.asked) == 3


def test_a_text_that_was_packed_on_the_way_stays_packed(
    site: Any, fetcher: Any, month: bytes, packed_month: bytes
) -> None:
    """It opens as it is."""
    found = fetcher(site.add("/2006-March.txt", packed_month, fields={"Content-Encoding": "gzip"}))
    assert zlib.decompress(found.path.read_bytes(), 31) == month


def test_a_packed_bomb_is_not_unpacked(site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays as it was sent; who opens it says what it is."""
    monkeypatch.setattr(fetching, "SPOOL_CHECK_BYTES", 100_000)
    bomb = gzip.compress(b"\x1f\x8b" + bytes(10_000_000))
    assert fetcher(site.add("/a.gz", bomb, fields={"Content-Encoding": "gzip"})).path.read_bytes() == bomb
    assert list(fetcher.downloads.glob("*/*unpacked")) == []


def test_a_damaged_packed_file_stays_as_it_is(site: Any, fetcher: Any, packed_month: bytes) -> None:
    """Who opens it says what can be read."""
    body = gzip.compress(packed_month)[:-30] + b"damage"
    assert fetcher(site.add("/a.gz", body, fields={"Content-Encoding": "gzip"})).path.read_bytes() == body


def test_an_encoding_that_cannot_be_opened_is_said(site: Any, fetcher: Any) -> None:
    """Nobody asked for it."""
    with pytest.raises(DownloadError, match=r"sent in a form that cannot be opened here\.$"):
        fetcher(site.add("/a", BODY, fields={"Content-Encoding": "br"}))


# What a server refuses

REFUSED = {
    404: r"is not there \(the server says 404\)\.$",
    410: r"is not there \(the server says 410\)\.$",
    401: r"may not be read without being somebody the server knows",
    403: r"may not be read without being somebody the server knows",
    429: r"is asked too much now \(it says 429\)\. Try again in 1,200 seconds\.$",
    503: r"is asked too much now \(it says 503\)\. Try again in 1,200 seconds\.$",
    500: r"has a fault \(it says 500\); try again later\.$",
    418: r"cannot be fetched: the server says 418\.$",
    206: r"gives only a part of the file\.$",
    304: r"cannot be fetched: the server says 304\.$",
}


@pytest.mark.parametrize("status", REFUSED)
def test_a_refusal_is_a_sentence(site: Any, fetcher: Any, status: int) -> None:
    """What it means, and what now; nothing is kept."""
    url = site.add("/a", b"no", status=status, fields={"Retry-After": "1200"})
    with pytest.raises(DownloadError, match=REFUSED[status]):
        fetcher(url)
    assert list(fetcher.downloads.glob("*/.part")) == []


@pytest.mark.parametrize("status", [404, 403, 429, 500])
def test_what_is_refused_now_is_shown_as_it_was(site: Any, fetcher: Any, status: int) -> None:
    """With the refusal, and the time of the copy."""
    url = site.add("/a", BODY)
    fetcher(url)
    site.add("/a", b"no", status=status, etag="")
    found = fetcher(url)
    assert found.path.read_bytes() == BODY
    assert f"{status}" in found.notice
    assert " Showing the copy of 20" in found.notice


def test_without_a_network_the_copy_is_shown(site: Any, fetcher: Any) -> None:
    """It says that it may be old."""
    url = site.add("/a", BODY)
    fetcher(url)
    site.shutdown()
    site.server_close()
    found = fetcher(url)
    assert found.path.read_bytes() == BODY
    assert "cannot be reached: Connection refused. Showing the copy of 20" in found.notice


# The folder


def test_what_is_written_of_a_download_is_not_believed(site: Any, fetcher: Any) -> None:
    """Damage, and what somebody put there, is as if it were not there."""
    url = site.add("/a", BODY)
    about = fetcher(url).path.parent / store.ABOUT_KEPT
    hostile: Iterator[bytes] = iter(
        [b"", b"{", b"[1]", b'{"etag": 7}', b'{"etag": "a\\r\\nX-Bad: 1"}', b'{"wrong": 1}', b"[" * 10_000]
    )
    for written in hostile:
        about.write_bytes(written)
        assert fetcher(url).path.read_bytes() == BODY
    assert all("If-None-Match" not in fields for fields in site.fields_asked()[1:])


def test_two_at_once_do_not_mix(site: Any, fetcher: Any) -> None:
    """While one process adds to a part, another one fetches for itself, and leaves the part alone."""
    url = site.add("/a", BODY)
    fetcher.on_progress = stop_at(300_000)
    with pytest.raises(Stop):
        fetcher(url)
    fetcher.on_progress = stop_at(len(BODY) + 1)
    (folder,) = fetcher.downloads.iterdir()
    first = Part.open(store.Entry(folder, "a"))
    had = first.size
    try:
        assert fetcher(url).path.read_bytes() == BODY
        assert len(fetcher.part()) == had
    finally:
        first.close()
    assert sorted(path.name for path in folder.iterdir()) == [".kept.json", ".part", ".part.json", "a"]


def test_the_longest_unused_downloads_go(site: Any, fetcher: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there are too many; what is open now or may be open elsewhere stays."""
    monkeypatch.setattr(store, "DOWNLOADS_BYTES", 2 * len(BODY))
    urls = [site.add(f"/{name}", BODY) for name in "abcd"]
    for url in urls:
        fetcher(url)
    assert len(list(fetcher.downloads.iterdir())) == 4
    monkeypatch.setattr(store, "ALONE_SECONDS", -1)
    fetcher(urls[0])
    kept = {path.name for path in fetcher.downloads.glob("*/?")}
    assert len(kept) == 2
    assert {"a", "d"} == kept
