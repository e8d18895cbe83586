"""Kinds of files: what is said of an attachment, and which ones another program is never given."""

from __future__ import annotations

import pytest

from tui.state.file_kinds import PROGRAM, is_program, kind_in_words, name_to_open

WORDS = {
    ("plan.pdf", "application/pdf"): "PDF document",
    ("0001-a.patch", "application/octet-stream"): "patch",
    ("a.tar.gz", "application/gzip"): "archive",
    ("", "text/plain"): "text",
    ("", "text/x-mill"): "text",
    ("", "image/x-mill"): "picture",
    ("signature.asc", "application/pgp-signature"): "text",
    ("", "application/pgp-signature"): "PGP signature",
    ("", "message/rfc822"): "mail",
    ("", ""): "file",
    ("x", "application/x-mill"): "application/x-mill",
    ("plan.pdf.exe", "application/pdf"): "program",
    ("a\u2426fdp.exe", "application/pdf"): "program",
    ("start.DESKTOP", "text/plain"): "program",
}


@pytest.mark.parametrize(("stated", "words"), WORDS.items(), ids=str)
def test_a_kind_is_said_in_words(stated: tuple[str, str], words: str) -> None:
    """By the ending, whatever the type says; systems go by it."""
    assert kind_in_words(*stated) == words


@pytest.mark.parametrize("ending", sorted(PROGRAM.endings))
def test_a_program_is_never_given_to_another_one(ending: str) -> None:
    """Whatever stands before its ending, and whatever type it claims."""
    for name in (f"plan.{ending}", f"plan.pdf.{ending.upper()}", f"plan.pdf     .{ending}"):
        assert not name_to_open(name, "application/pdf")


@pytest.mark.parametrize("name", ["plan.xyz", "plan.pdf.", ".pdf", "plan.pdf\u202e", "", "plan", "plan.p df"])
def test_what_is_not_known_is_not_opened(name: str) -> None:
    """Only saved; but an ending that our making of a safe name has brought out is what counts."""
    made = name_to_open(name, "application/x-mill")
    assert made in {"", "plan.pdf"}


@pytest.mark.parametrize(
    "start", [b"MZ\x90", b"\x7fELF\x02", b"#!/bin/sh\n", b"\xef\xbb\xbf#!/bin/sh", b"\n[Desktop Entry]\n"]
)
def test_a_program_is_known_by_how_it_begins(start: bytes) -> None:
    """Though it be called a picture."""
    assert is_program(start)
    assert not is_program(b"\x89PNG" + start)
    assert not is_program(b"")
