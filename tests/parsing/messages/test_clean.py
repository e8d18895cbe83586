"""Nothing of a mail steers a terminal or hides, and offsets hold."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.limits import COMBINING_MARKS
from parsing.messages.clean import clean, clean_line

FORMS = {
    "a\x1b[2J\x07b\x00": "a␛[2J␇b␀",
    "tab\tand\nline": "tab\tand\nline",
    "lone\rreturn\x0b\x0c\x7f": "lone␍return␋␌␡",
    "c1 \x85\x9b": "c1 ␦␦",
    "bidi \u202e\u2066\u200f\u061c": "bidi ␦␦␦␦",
    "zero\u200bwidth\u2060\ufeff\u00ad": "zero␦width␦␦␦",
    "separators\u2028\u2029": "separators␦␦",
    "tags \U000e0061\U000e007f": "tags ␦␦",
    "fillers \u115f\u3164\uffa0\u034f": "fillers ␦␦␦␦",
    "surrogate \ud800 and \uffff \ufdd0 \U0001fffe": "surrogate � and � � �",
    "joined by force a\u200db\u200c": "joined by force a␦b␦",
    "می\u200cخواهم": "می\u200cخواهم",
    "क\u094d\u200dष": "क\u094d\u200dष",
    "\U0001f469\u200d\U0001f467": "\U0001f469\u200d\U0001f467",
    "\u2764\ufe0f\u200d\U0001f525": "\u2764\ufe0f\u200d\U0001f525",
    "\ufe0fat the start\u200d": "␦at the start␦",
    "\U0001f469\u200dx\u200d\U0001f469": "\U0001f469␦x␦\U0001f469",
    "1\ufe0f\u20e3": "1\ufe0f\u20e3",
    "1\ufe0f2\ufe0fa\ufe0f": "1␦2␦a␦",
    "葛\U000e0100\U000e0101": "葛\U000e0100␦",
    "e\u0301 e\u0308\u0301": "e\u0301 e\u0308\u0301",
    "x" + "\u0301" * 10: "x" + "\u0301" * 8 + "␦␦",
    "nbsp\u00a0stays\u3000so": "nbsp\u00a0stays\u3000so",
    "[bold]no markup[/]": "[bold]no markup[/]",
}


@pytest.mark.parametrize("written", FORMS)
def test_what_steers_or_hides_is_shown(written: str) -> None:
    """One character for one."""
    assert clean(written) == FORMS[written]


def test_a_line_has_no_line_ends_and_no_tabs() -> None:
    """Header fields, names and errors are shown on one line."""
    assert clean_line("a\nb\tc\x1b") == "a␊b c␛"


def test_clean_text_is_given_back_as_it_is() -> None:
    """The usual case costs no copy."""
    for text in ("plain\n", "Grüße\n", "Привет, как дела, дорогой друг\n", "你好世界" * 10):
        assert clean(text) is text


STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
VISIBLE_ALL_THE_SAME = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Signs over and under Arabic, Syriac and Kaithi numbers: of category Cf, and seen."""


def test_no_character_that_controls_or_formats_passes() -> None:
    """Every character of Unicode, alone between two letters."""
    for number in {*range(sys.maxunicode + 1)} - VISIBLE_ALL_THE_SAME - {0x09, 0x0A}:
        if unicodedata.category(chr(number)) in STEERING:
            assert clean(f"a{chr(number)}b")[1] != chr(number), hex(number)


ODD = st.sampled_from(
    "ab1#\t\n\x00\x1b\x7f\x85\u00a0\u00ad\u0301\u0302\u0600\u0628\u064e\u0915\u094d\u0903\u17b4\u180b\u1820\u200b"
    "\u200c\u200d\u200e\u2028\u202e\u20e3\u2426\u2764\u3164\u4e00\ufe0f\ufeff\ufffd\uffff\ud800\U0001f469"
    "\U0001f3fd\U000e0061\U000e0100"
)


@settings(max_examples=500)
@given(st.text(ODD, max_size=30) | st.text(max_size=30))
def test_cleaning_keeps_the_length_and_changes_nothing_twice(text: str) -> None:
    """So line and character numbers hold, and cleaning again is harmless."""
    shown = clean(text)
    assert len(shown) == len(text)
    assert clean(shown) == shown
    assert [place for place, letter in enumerate(shown) if letter == "\n"] == [
        place for place, letter in enumerate(text) if letter == "\n"
    ]
    shown.encode("utf-8")


@settings(max_examples=200)
@given(st.text(st.sampled_from("a\u0301\u0308\u200d\ufe0f\u0489"), max_size=40))
def test_marks_never_pile_up(text: str) -> None:
    """Eight to a base character, joiners counting as nothing."""
    run = 0
    for letter in clean(text):
        run = run + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        assert run <= COMBINING_MARKS
