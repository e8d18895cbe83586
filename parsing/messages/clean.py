r"""Text that nothing in it can steer a terminal or hide: one character for one, so offsets hold.

C0 controls and DEL become their pictures (␛); C1, bidi and zero-width characters, tags, byte-order marks,
separators, lone surrogates and noncharacters become ␦ or �. Kept are `\n` and `\t`, ZWJ and ZWNJ between
letters that join (Unicode 16, section 23.2) or emoji, variation selectors where something varies, and eight
combining marks to a base character. The order of right-to-left letters is the terminal's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from parsing.limits import COMBINING_MARKS

HIDDEN: Final = "\u2426"
"""Stands for a character that would not be seen, or would change what is seen."""
BROKEN: Final = "\ufffd"
"""Stands for what is no character at all."""

SAFE_ASCII: Final = bytes((0x09, 0x0A, *range(0x20, 0x7F)))
PICTURES: Final = {byte: 0x2400 + byte for byte in range(0x20) if byte not in (0x09, 0x0A)} | {0x7F: 0x2421}

INVISIBLE: Final = (
    "\u0080-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
NONCHARACTERS: Final = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
INVISIBLE_BEYOND: Final = (
    "\U00013430-\U00013440\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
NONCHARACTERS_BEYOND: Final = "".join(
    chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF)
)
SUSPECT: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{INVISIBLE}{NONCHARACTERS}\U00010000-\U0010ffff]")
"""What is looked at more closely. Ranges beyond the first plane are slow to search for: all of it is one."""
IS_BROKEN: Final = re.compile(f"[{NONCHARACTERS}{NONCHARACTERS_BEYOND}]")
IS_INVISIBLE: Final = re.compile(f"[{INVISIBLE}{INVISIBLE_BEYOND}]")
MAY_STACK: Final = (
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u2bff\u3001-\u3029"
    "\u3030-\u3098\u309b-\ua66e\uac00-\ud7ff\uff01-\uff9f]"
)
"""No letter of the scripts that have no marks of their own."""
STACK: Final = re.compile(f"{MAY_STACK}{MAY_STACK}{{{COMBINING_MARKS},}}")
"""A run that may have too many marks in it."""

VARIATION_SELECTOR: Final = re.compile("[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
VARIES: Final = re.compile(
    "[\u00a9\u00ae\u1000-\u109f\u1820-\u18aa\u2010-\u2027\u2030-\u205e\u2070-\u2bff\u3000-\u3163\u3165-\u9fff"
    "\ua840-\ua87f\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
"""What a variation selector may follow; digits only in a keycap."""
KEYCAP: Final = "\u20e3"

JOINER: Final = re.compile("[\u200c\u200d]")
JOINS: Final = re.compile(
    "[\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\u1a00-\u1bbf\ua840-\ua8df\ua980-\ua9df\uaa00-\uaa5f\uabc0-\uabff"
    "\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00010d00-\U00010d3f\U00010f30-\U00011fff"
    "\U0001e900-\U0001e95f]"
)
"""The blocks of Arabic and its kin and of the Brahmic scripts."""
EMOJI: Final = re.compile("[\u00a9\u00ae\u203c\u2049\u2122-\u3299\ufe0f\U0001f000-\U0001faff]")


def clean(text: str) -> str:
    r"""Return the text with every character that steers or hides replaced by one that is seen.

    >>> clean("a\x1b[2Jb\u202ec\td\n")
    'a␛[2Jb␦c\td\n'
    """
    if text.isascii():
        if not text.encode("ascii").translate(None, SAFE_ASCII):
            return text
        return text.translate(PICTURES)
    if STACK.search(text):
        text = STACK.sub(seen_stack, text)
    if SUSPECT.search(text):
        text = SUSPECT.sub(seen_suspect, text)
    return JOINER.sub(seen_joiner, text) if JOINER.search(text) else text


def clean_line(text: str) -> str:
    r"""Return a text that is shown on one line: no end of line in it either, and tabs are blanks.

    >>> clean_line("two\nlines\tof it")
    'two␊lines of it'
    """
    if text.isascii() and text.isprintable():
        return text
    return clean(text).replace("\n", "\u240a").replace("\t", " ")


def seen_stack(found: re.Match[str]) -> str:
    """Return a run with the marks replaced that are too many on one base; a joiner is no base."""
    shown: list[str] = []
    marks = 0
    for letter in found.group():
        if not JOINER.match(letter):
            marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        shown.append(HIDDEN if marks > COMBINING_MARKS else letter)
    return "".join(shown)


def seen_suspect(found: re.Match[str]) -> str:
    """Return what stands for a character that is not seen, or steers; a variation selector may stay."""
    letter = found.group()
    if letter < " " or letter == "\x7f":
        return chr(PICTURES[ord(letter)])
    if IS_BROKEN.match(letter):
        return BROKEN
    if not IS_INVISIBLE.match(letter):
        return letter
    return letter if VARIATION_SELECTOR.match(letter) and may_vary(found.string, found.start()) else HIDDEN


def may_vary(text: str, place: int) -> bool:
    """Tell whether the character before a variation selector has variants."""
    before = text[place - 1] if place else ""
    if before.isascii():
        return before in "#*0123456789" and text[place + 1 : place + 2] == KEYCAP if before else False
    return VARIES.match(before) is not None


def seen_joiner(found: re.Match[str]) -> str:
    """Return a joiner that does its work, else what shows it."""
    text, place = found.string, found.start()
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    letters = JOINS.match(before) and JOINS.match(after) and is_letter(before) and is_letter(after)
    emoji = EMOJI.match(before) and EMOJI.match(after) and after != "\ufe0f"
    return found.group() if letters or emoji else HIDDEN


def is_letter(character: str) -> bool:
    """Tell whether it is a letter or a mark on one."""
    return unicodedata.category(character)[0] in "LM"
