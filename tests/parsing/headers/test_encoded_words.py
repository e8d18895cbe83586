"""RFC 2047 as mailers wrote it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.headers.encoded_words import decode_noting, decode_words

READ = {
    "plain": ("Nothing to do here", "Nothing to do here"),
    "quoted": ("=?iso-8859-1?q?Caf=E9_au_lait?=", "Café au lait"),
    "base64": ("=?UTF-8?B?w4lsb2RpZQ==?=", "Élodie"),
    "text around": ("Re: =?utf-8?q?=C3=89t=C3=A9?= 2004", "Re: Été 2004"),
    "blank between words goes": ("=?utf-8?q?a?=  \t=?utf-8?q?b?=", "ab"),
    "blank to text stays": ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
    "stuck together": ("=?utf-8?q?a?==?utf-8?q?b?=c", "abc"),
    "character split between words": ("=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC?=", "€"),
    "base64 split anywhere": ("=?utf-8?B?w4lsb2Rp?= =?utf-8?B?ZQ?= =?utf-8?B?==?=", "Élodie"),
    "base64 without its padding": ("=?utf-8?B?w4lsb2RpZQ?=", "Élodie"),
    "language": ("=?iso-8859-1*fr?Q?=E9?=", "é"),
    "blanks inside": ("=?utf-8?Q?two words?=", "two words"),
    "question mark inside": ("=?utf-8?Q?what??=", "what?"),
    "inside quotation marks": ('"=?utf-8?q?Z=C3=BC?=" <a@x.example>', '"Zü" <a@x.example>'),
    "raw bytes inside": ("=?iso-8859-1?Q?Z=FCrich_Ü?=", "Zürich Ü"),
    "two charsets in a row": ("=?koi8-r?B?8NLJ18XU?= =?utf-8?Q?!?=", "Привет!"),
    "japanese": ("=?ISO-2022-JP?B?GyRCJDMbKEI=?=", "こ"),
    "never closed": ("=?utf-8?q?a", "=?utf-8?q?a"),
    "first never closed": ("=?utf-8?q?a =?utf-8?q?b?=", "=?utf-8?q?a b"),
    "no word at all": ("a =? b ?= c", "a =? b ?= c"),
    "empty": ("=?utf-8?q??=x", "x"),
}


@pytest.mark.parametrize("name", READ)
def test_words_are_read_as_they_were_meant(name: str) -> None:
    """What stands in the field, and what a reader sees."""
    written, shown = READ[name]
    assert decode_words(written) == shown


@pytest.mark.parametrize("written", ["=?utf-8?X?what?=", "=?utf-8?B?!!!!?="])
def test_what_cannot_be_decoded_stays_and_is_told(written: str) -> None:
    """An unknown encoding, and base64 that is none."""
    assert decode_noting(written) == (written, Defect.BAD_ENCODED_WORD)


def test_an_unknown_charset_is_read_as_if_unlabelled_and_told() -> None:
    """The words are readable, so they are shown."""
    assert decode_noting("=?klingon?q?caf=E9?=") == ("café", Defect.UNKNOWN_CHARSET)


def test_charsets_that_attack_are_not_looked_up() -> None:
    """`unicode_escape` would make an ESC of it."""
    assert decode_words(r"=?unicode_escape?Q?\x1b]0;x?=") == r"\x1b]0;x"
    assert "\x1b" not in decode_words("=?utf-7?Q?+ABs-?=")


@settings(max_examples=200)
@given(st.text(max_size=40), st.integers(1, 20), st.booleans())
def test_what_is_encoded_comes_back(text: str, width: int, quoted: bool) -> None:
    """Cut into words at any byte, in either encoding."""
    data = text.encode("utf-8", "replace")
    pieces = [data[start : start + width] for start in range(0, len(data), width)]
    if quoted:
        words = ["=?utf-8?q?" + "".join(f"={byte:02X}" for byte in piece) + "?=" for piece in pieces]
    else:
        words = [f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in pieces]
    assert decode_words(" ".join(words)) == data.decode("utf-8").removeprefix("\ufeff")


@settings(max_examples=300)
@given(st.lists(st.sampled_from(["=?", "?=", "utf-8", "?q?", "?B?", "=E9", " ", "a", "w4k=", "é", "?"])))
def test_every_value_decodes_to_something(pieces: list[str]) -> None:
    """No pile of pieces raises, and text without a word is untouched."""
    value = "".join(pieces)
    shown, _ = decode_noting(value)
    assert shown == value or "=?" in value
