"""Bytes to text: by label where it can be believed, else by what the bytes are."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.headers.charset_names import CHARSETS, LATIN, SECOND_CHOICE, UNLABELLED, codec_of
from parsing.headers.charsets import decode

SAME = {
    "ansi_x3.4-1968": UNLABELLED,
    "US-ASCII": UNLABELLED,
    "x-unknown": UNLABELLED,
    "unknown-8bit": UNLABELLED,
    "ISO_8859-1:1987": None,
    "iso-8859-1": LATIN,
    "latin1": LATIN,
    "cp1252": LATIN,
    "ks_c_5601-1987": "cp949",
    "EUC-KR": "cp949",
    "gbk": "gb18030",
    "GB2312": "gb18030",
    "windows-31j": "cp932",
    "Shift_JIS": "cp932",
    "iso-8859-8-i": "iso8859_8",
    "utf8": "utf-8",
    "'utf-8'": "utf-8",
    "utf-7": None,
    "unicode_escape": None,
    "idna": None,
    "zlib": None,
    "rot13": None,
    "yes": None,
    "y": None,
    "default": UNLABELLED,
    "x-user-defined": UNLABELLED,
    "_iso-2022-jp$ESC": "iso2022_jp_2",
}


@pytest.mark.parametrize("label", SAME)
def test_a_label_is_known_by_the_table_only(label: str) -> None:
    """Python would look up more, and some of that turns text into commands."""
    assert codec_of(label) == SAME[label]


def test_every_codec_of_the_table_is_one_of_pythons() -> None:
    """A typing error would show only with the mail that needs it."""
    names = [*CHARSETS, *(name for choices in SECOND_CHOICE.values() for name in choices)]
    for name in names:
        if name not in (LATIN, UNLABELLED):
            codecs.lookup(name)


def test_unlabelled_bytes_are_utf_8_or_windows_1252() -> None:
    """Decided for the whole part, so that a lone accent does not make mojibake of it."""
    assert decode("naïve".encode(), None) == ("naïve", None)
    assert decode(b"na\xefve \x93x\x94", None) == ("naïve “x”", Defect.CHARSET_GUESSED)


def test_a_few_bad_bytes_in_utf_8_spoil_only_themselves() -> None:
    """A footer in Latin-1 under a text in UTF-8."""
    data = "Grüße aus Zürich, schöne Tage\n".encode() + b"caf\xe9\n"
    assert decode(data, "utf-8") == ("Grüße aus Zürich, schöne Tage\ncafé\n", Defect.UNDECODABLE_TEXT)
    assert decode(data, None) == ("Grüße aus Zürich, schöne Tage\ncafé\n", Defect.CHARSET_GUESSED)


def test_a_sequence_that_is_cut_off_is_one_replacement_character() -> None:
    """It is no letter of any other charset."""
    assert decode("üüü".encode() + b"\xe2\x82", "utf-8")[0] == "üüü\ufffd"


def test_text_that_is_not_what_its_label_says_is_told() -> None:
    """Latin-1 under a label of UTF-8."""
    assert decode(b"caf\xe9 \xe9t\xe9", "utf-8") == ("café été", Defect.CHARSET_GUESSED)
    assert decode(b"caf\xe9", "us-ascii") == ("café", Defect.CHARSET_GUESSED)
    assert decode(b"Hi", "utf-16") == ("Hi", Defect.UNDECODABLE_TEXT)


def test_an_unknown_label_is_told_and_the_text_still_read() -> None:
    """`yes` was seen in the wild."""
    assert decode("25 €".encode(), "yes") == ("25 €", Defect.UNKNOWN_CHARSET)


def test_charsets_with_escapes_are_read_though_their_bytes_are_ascii() -> None:
    """ISO-2022 and HZ; unlabelled Japanese too, which was usual once."""
    data = "こんにちは".encode("iso2022_jp")
    assert decode(data, "iso-2022-jp") == ("こんにちは", None)
    assert decode(data, None) == ("こんにちは", None)
    assert decode(b"\x1b$ no japanese \xff", None)[0].startswith("\x1b$")
    assert decode("中文".encode("hz"), "hz-gb-2312") == ("中文", None)


def test_a_second_codec_reads_what_the_first_does_not_know() -> None:
    """Row 13 of the NEC characters in EUC-JP."""
    assert decode("①".encode("euc_jis_2004"), "euc-jp") == ("①", None)


def test_a_byte_order_mark_at_the_start_is_no_text() -> None:
    """Only there; inside a text it is one, and cleaning shows it."""
    assert decode(b"\xef\xbb\xbfx\xef\xbb\xbf", "utf-8")[0] == "x\ufeff"
    assert decode("hé".encode("utf-16"), "utf-16")[0] == "hé"


def test_a_bad_byte_before_a_line_end_does_not_swallow_it() -> None:
    """Two-byte charsets."""
    for label in ("gbk", "big5", "shift_jis", "euc-kr"):
        assert decode(b"ab\x81\ncd", label)[0].split("\n")[1:] == ["cd"]


@settings(max_examples=200)
@given(st.binary(max_size=60), st.sampled_from([*CHARSETS, "x-nonsense", "utf-7", "", "hz", "gbk"]))
def test_any_bytes_decode_under_any_label(data: bytes, label: str) -> None:
    """Never an exception, and ASCII letters stay what they are in an unlabelled text."""
    text, _ = decode(data, label)
    assert isinstance(text, str)
    if data.isascii() and b"\x1b" not in data:
        assert decode(data, None) == (data.decode("ascii"), None)
