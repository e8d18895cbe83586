"""Which format a file is in is seen by its content alone."""

from __future__ import annotations

import pytest

from parsing.formats import format_named, format_of
from parsing.formats.looks import looks_like

CONTAINERS = {
    "mbox": b"From ines@weir.example Fri Nov 30 19:44:13 2007\nSubject: x\n\nText\n",
    "pipermail text": b"From ines at weir.example  Fri Nov 30 19:44:13 2007\nSubject: x\n\nText\n",
    "saved page": (
        b"Weir\n\nInes Fontaine ines at weir.example\nFri Nov 30 19:44:13 UTC 2007\n\nIt is shut.\n"
    ),
    "digest": (
        b"Topics:\n\n   1. Weir\n\n" + b"-" * 70 + b"\n\nMessage: 1\nFrom: ines@weir.example\nSubject: x\n\n"
    ),
    "message": b"From: ines@weir.example\nSubject: x\n\nText\n",
}


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize("before", [b"", b"\n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_each_format_is_known_by_its_beginning(name: str, before: bytes, line_end: bytes) -> None:
    """Blank lines and a byte order mark before it, or another line end, make no difference."""
    assert format_of(before + CONTAINERS[name].replace(b"\n", line_end)) is format_named(name)


@pytest.mark.parametrize(
    "head",
    [
        b"Received: from weir.example by sluice.example\n\nText",
        b"Message-ID: <1@weir.example>\n\n",
        b"mime-version: 1.0\nX-Odd: yes\n\n",
        b"TO: you\nSUBJECT: shouting\n\n",
        b'Content-Type: multipart/mixed; boundary="lock"\n\n--lock\n',
        b"content-type:\r\n message/rfc822\r\n\r\nSubject: x\r\n",
        b">From ines@weir.example Fri Nov 30 19:44:13 2007\nSubject: x\nTo: y\n\n",
        b"X-First: 1\nX-Second: 2\nSubject: x\nFrom: y\n\n",
        b"From ines@weir.example with no date\nFrom: ines@weir.example\nSubject: x\n\n",
        b"Path: news!not-for-mail\nFrom: ines@weir.example\nNewsgroups: weir.talk\nSubject: x\n\n",
    ],
)
def test_a_single_message_needs_a_field_that_only_mail_has_or_two_that_mail_has(head: bytes) -> None:
    """Mail, news, drafts, and what is left of an mbox."""
    assert format_of(head) is format_named("message")


@pytest.mark.parametrize(
    ("head", "looks"),
    [
        (b"", "plain text without a mail header"),
        (b"Dear diary, it rained.\n", "plain text without a mail header"),
        (b"From here on it rained.\nDate: unknown\n", "plain text without a mail header"),
        (b"Subject: a note to myself\n\nBuy oil.\n", "plain text without a mail header"),
        (b"Package: weir\nVersion: 1\n", "plain text without a mail header"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"%PDF-1.4", "a PDF document"),
        (b"BZh91AY&SY", "a bzip2-compressed file"),
        (b"\xfd7zXZ\x00", "an xz-compressed file"),
        (b"\x28\xb5\x2f\xfd", "a zstd-compressed file"),
        (bytes(257) + b"ustar", "a tar archive"),
        (b"\n <!DOCTYPE html><title>From: x</title>", "an HTML page"),
        (b"<HTML>", "an HTML page"),
        (b"<!-- made by hand -->\n<pre>\nFrom: ines@weir.example\nDate: x\n\n</pre>", "an HTML page"),
        (b"<?xml version='1.0'?>\n<html>\nReferences: <1@weir.example>\n\n", "an HTML page"),
        (b'{"from": "x", "to": "y"}', "JSON"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"#!/bin/sh\n", "a script"),
        (bytes(range(256)), "binary data"),
    ],
)
def test_what_is_no_mail_is_said_to_be_what_it_looks_like(head: bytes, looks: str) -> None:
    """A user who names the wrong file reads what it is."""
    assert format_of(head) is None
    assert looks_like(head) == looks


@pytest.mark.parametrize(
    "field", ["Subject: only", "Content-Type: text/plain", "X-Odd: 1\nTo: ines@weir.example"]
)
def test_of_a_file_that_the_user_names_one_field_is_enough(field: str) -> None:
    """Somebody says that it is mail; in a folder it may be anything. A blank line must close the header."""
    assert format_of(f"{field}\n\nText\n".encode(), named=True) is format_named("message")
    assert format_of(f"{field}\n\nText\n".encode()) is None
    assert format_of(f"{field}\nText".encode(), named=True) is None


def test_from_lines_without_dates_need_the_header_of_a_mail_after_them() -> None:
    """A note may begin with `From Ines`, and a colon in its second line."""
    assert format_of(b"From ines@weir.example\nSubject: x\nTo: y\n\n") is format_named("mbox")
    assert format_of(b"From Ines\nBread: two\nOil: one\n\n") is None
