"""Attachments taken out of their messages: the bytes that were sent, and what can be read of them."""

from __future__ import annotations

import base64
from typing import Final

import pytest

from parsing.messages.attached import attached_file
from parsing.messages.text import read_message

PICTURE: Final = b"\x89PNG\r\n\x1a\n\x00\x00"
LATIN: Final = "Käse".encode("latin-1")


def mixed(*parts: bytes) -> bytes:
    """Return a message of a line of text and these parts."""
    whole = (b"\n\nSee below.\n", *parts)
    return b"Content-Type: multipart/mixed; boundary=b\n\n--b" + b"\n--b".join(whole) + b"\n--b--\n"


def part(kind: str, data: bytes, name: str = "") -> bytes:
    """Return an attachment in base64."""
    head = f'\nContent-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n'
    return head.encode() + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data)


def test_the_bytes_are_those_that_were_sent() -> None:
    """By their place in the list of attachments, with the name and type that are told there."""
    raw = mixed(part("image/png", PICTURE, "a.png"), part("application/zip", b"PK\x03\x04", "b.zip"))
    listed = read_message(raw).attachments
    for number, data in enumerate((PICTURE, b"PK\x03\x04")):
        found = attached_file(raw, number)
        assert found is not None
        assert (found.data, found.text) == (data, None)
        told = listed[number]
        assert (found.name, found.type, len(found.data)) == (told.name, told.type, told.size)
    assert attached_file(raw, 2) is None
    assert attached_file(raw, -1) is None


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        ("text/plain; charset=latin-1", LATIN, "Käse"),
        ("text/x-patch", b"+new\r\n", "+new"),
        ("text/html", b"<p>One<p>Two", "One\n\nTwo"),
        ("application/octet-stream", b"--- a\n+++ b\n", "--- a\n+++ b"),
        ("application/octet-stream", b"\x1b[1mlog\x1b[0m\n", "␛[1mlog␛[0m"),
        ("application/octet-stream", b"a\x00b", None),
        ("application/octet-stream", LATIN, None),
        ("application/octet-stream", b"", None),
        ("application/pdf", b"%PDF-1.4\n\xe2\xe3", None),
        (
            "message/rfc822",
            b"From: tam@wick.example\nX-Mill: 1\n\nHello.\n",
            "From: tam@wick.example\n\nHello.",
        ),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value)[:30],
)
def test_what_is_text_can_be_read(kind: str, data: bytes, text: str | None) -> None:
    """Whatever its type says; and cleaned, as all that is shown."""
    found = attached_file(mixed(part(kind, data, "x")), 0)
    assert found is not None
    assert (found.data, found.text) == (data, text)


def test_a_message_inside_is_a_file_too() -> None:
    """As it was sent, its header first."""
    inner = b"From: tam@wick.example\nSubject: Ropes\n\nTwo of them.\n"
    head = b"\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename=a.eml\n\n"
    found = attached_file(mixed(head + inner), 0)
    assert found is not None
    assert found.data == inner
    assert found.text == "From: tam@wick.example\nSubject: Ropes\n\nTwo of them."


def test_damaged_base64_gives_what_can_be_read() -> None:
    """The defect is told of the message."""
    raw = mixed(part("image/png", PICTURE * 40, "a.png").replace(b"\n\nAAA", b"\n\n!!!"))
    cut = raw[: raw.rindex(b"\n--b--") - 3]
    found = attached_file(cut, 0)
    assert found is not None
    assert found.data[:200] == (PICTURE * 40)[:200]
