"""URLs as they are typed: what is one, what is asked of whom, and what the file is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.download.address import Address, is_url
from tui.download.errors import DownloadError


def test_a_path_that_is_there_is_no_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is called."""
    monkeypatch.chdir(tmp_path)
    word = "https://lists.example/a"
    assert is_url(word)
    Path(word).parent.mkdir(parents=True)
    Path(word).touch()
    assert not is_url(word)


@pytest.mark.parametrize(
    "word", ["-", "list.mbox", "ftp://lists.example/a", "http:a", "./https://a", " http://a"]
)
def test_what_else_is_typed_is_a_path(word: str) -> None:
    """Only what begins with http:// or https:// is downloaded."""
    assert not is_url(word)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("HTTPS://Lists.Example:443", "https://lists.example/"),
        ("http://lists.example:8080/a/../b", "http://lists.example:8080/a/../b"),
        ("https://[2001:DB8::1]:444/a", "https://[2001:db8::1]:444/a"),
        ("https://bücher.example/März?q=ü", "https://xn--bcher-kva.example/M%C3%A4rz?q=%C3%BC"),
        ("https://a.example/a%20b c?x=1&y=%2f#top", "https://a.example/a%20b%20c?x=1&y=%2f"),
        (
            "https://lore.example/list/a@b.example/t.mbox.gz",
            "https://lore.example/list/a@b.example/t.mbox.gz",
        ),
        ("https://ada:s%3Acret@a.example/", "https://a.example/"),
    ],
)
def test_what_is_asked_is_what_was_typed(typed: str, asked: str) -> None:
    """In ASCII, without a fragment, a password, and the port that is usual."""
    assert Address.parse(typed).url == asked


@pytest.mark.parametrize(
    "typed",
    [
        *("http://", "http:///a", "https://a.example:port/", "https://a.example:99999/", "https://[::1/"),
        *("http://a b/", "http://-\x1b[2J.example/", f"https://{'ü' * 70}.example/", "http://a..ü.example/"),
    ],
)
def test_what_names_no_server_is_said(typed: str) -> None:
    """In a sentence with nothing in it that steers a terminal."""
    with pytest.raises(DownloadError, match=r"is no URL that can be fetched\.$") as raised:
        Address.parse(typed)
    assert "\x1b" not in str(raised.value)


def test_a_password_is_not_shown() -> None:
    """Neither of what can be fetched nor of what cannot, nor when the value is printed."""
    address = Address.parse("https://ada:secret@a.example/x")
    assert address.secret == "ada:secret"  # noqa: S105 - it is what is looked for
    assert "secret" not in f"{address!r}{address.url}{address.quoted}"
    with pytest.raises(DownloadError) as raised:
        Address.parse("https://ada:secret@a.example:port/x")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/pipermail/weir/2006-March.txt.gz", "2006-March.txt.gz"),
        ("/weir/a@b.example/", "a@b.example"),
        ("", "lists.example"),
        ("/..", "mail"),
        ("/.part", "part"),
        ("/%2e%2e%2fetc%2fpasswd", "_etc_passwd"),
        ("/a%00%1b%5b2J%e2%80%ae.txt", "a_2J_.txt"),
        ("/" + "x" * 300 + ".mbox.gz", "x" * 92 + ".mbox.gz"),
        ("/?C=M;O=D", "lists.example"),
    ],
)
def test_a_file_has_a_safe_name(path: str, name: str) -> None:
    """Of the path's last word: never a folder, never hidden, letters, digits and a few signs."""
    assert Address.parse(f"https://lists.example{path}").file_name == name
