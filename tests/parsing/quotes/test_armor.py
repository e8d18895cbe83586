"""Signatures and files that stand in the text: where they begin and end."""

from __future__ import annotations

import pytest

from parsing.quotes.armor import armor_at, armored
from parsing.quotes.blocks import find_blocks
from parsing.quotes.marks import split_lines

SIGNED = """-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

> So?

Yes.

- --\x20
Tam
-----BEGIN PGP SIGNATURE-----
Version: 1 (Farm)

iD8DBQFHT5xYc3d
=abcd
-----END PGP SIGNATURE-----"""
FILE = ["begin 644 plan.txt", "#0V%T", "`", "end"]
YENC = ["=ybegin line=128 size=12 name=the plan.bin", ")=J*:*:*", "=yend size=12"]


def kinds(text: str) -> list[tuple[str, int]]:
    """Return the kinds of a text's blocks with their first lines."""
    return [(block.kind.value, block.lines.first) for block in find_blocks(split_lines(text))]


def test_the_frame_of_a_signed_text_is_no_text() -> None:
    """Its first lines, and the signature with the author's own; what was signed stays as it is."""
    assert kinds(SIGNED) == [("literal", 0), ("text", 2), ("quote", 3), ("text", 4), ("signature", 7)]


@pytest.mark.parametrize(
    "lines", [FILE, YENC, ["-----BEGIN PGP MESSAGE-----", "", "hQEM", "-----END PGP MESSAGE-----"]]
)
def test_a_file_in_the_text_is_one_block(lines: list[str]) -> None:
    """From where it begins to where it ends, and no line more."""
    text = "\n".join(["Here it is:", *lines, "Yours, Tam"])
    assert kinds(text) == [("text", 0), ("literal", 1), ("text", 1 + len(lines))]


def test_a_file_below_a_signature_or_a_footer_is_no_part_of_it() -> None:
    """Mail programs put files behind everything."""
    assert kinds("\n".join(["Yes.", "-- ", "Tam", "", *FILE])) == [
        ("text", 0),
        ("signature", 1),
        ("literal", 4),
    ]


@pytest.mark.parametrize(
    "text", ["begin 644 the work", "begin the work", "=ybegin", "-----BEGIN-----", "- begin"]
)
def test_words_that_only_begin_so_are_text(text: str) -> None:
    """What follows them decides."""
    assert kinds(f"{text}\nwith what is there, and go on.") == [("text", 0)]


def test_a_file_says_its_name_and_size() -> None:
    """As its first line has them; the size of uuencoded text is counted."""
    assert armored(FILE) == ("plan.txt, uuencoded", 3)
    assert armored(YENC) == ("the plan.bin, yEnc", 12)
    assert armored(["-----BEGIN PGP PUBLIC KEY BLOCK-----"]) == ("PGP public key block", None)
    assert armored(["Here it is:"]) is None


@pytest.mark.parametrize("begin", ["begin 644 a", YENC[0], "-----BEGIN PGP MESSAGE-----"])
def test_files_that_never_end_are_looked_through_once(begin: str) -> None:
    """Each line that begins one ends the one before."""
    ends = [armor_at([begin] * 1_000, at)[0] for at in range(1_000)]
    assert all(end - at <= 1 for at, end in enumerate(ends))


def test_the_signature_of_a_signed_patch_is_no_part_of_the_patch() -> None:
    """A line that begins with `-` is not always one that was taken out."""
    patch = ["--- a/mill.c", "+++ b/mill.c", "@@ -1 +1 @@", "-old", "+new"]
    assert kinds("\n".join([*patch, "-----BEGIN PGP SIGNATURE-----", "aaaa"])) == [
        ("diff", 0),
        ("signature", 5),
    ]
