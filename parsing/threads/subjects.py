"""The base subject of a message: RFC 5256 section 2.1, with the prefixes that mail programs really write.

Beside `Re:` and `Fwd:` stand the reply and forward prefixes of other languages, their counters
(`Re[2]:`, `Re^3:`, `AW(2):`) and list tags before, between and after them. Encoded-words are decoded by
whoever calls. What is left out: marks at the end of a subject other than `(fwd)`, such as `(was: …)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

SUBJECT_CHARACTERS_USED: Final = 2_000

REPLY_PREFIXES: Final = (
    # English and the many that use its word; Italian, Portuguese, German, Dutch, Nordic, Baltic, Polish,
    *("re", "ré", "réf", "ref", "r", "rif", "res", "aw", "antw", "antwort", "sv", "svar", "vs", "atb", "odp"),
    # South Slavic, Hungarian, Turkish, Indonesian, Russian and Ukrainian, Greek,
    *("odg", "odgovor", "vá", "ynt", "yan", "bls", "на", "отв", "ответ", "відп", "απ", "σχετ"),
    # Hebrew, Arabic, Chinese, Japanese, Korean.
    *("השב", "תגובה", "رد", "回复", "回覆", "答复", "答覆", "返信", "답장", "회신"),
)
FORWARD_PREFIXES: Final = (
    # In the same order.
    *("fw", "fwd", "forw", "i", "enc", "rv", "tr", "wg", "doorst", "vb", "vl", "fs", "pd", "trs", "ilt"),
    *("i̇lt", "továbbítás", "пересл", "πρθ", "הועבר", "转发", "轉發", "转寄", "轉寄", "転送", "전달"),
)
"""Both lower case. A new language is a word in a row."""


def any_of(words: tuple[str, ...]) -> str:
    """Give the alternatives of an expression, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


PREFIX: Final = re.compile(
    rf" ?(?:(?P<reply>{any_of(REPLY_PREFIXES)})|{any_of(FORWARD_PREFIXES)})"
    r"\.? ?(?:\[\d{1,6}\]|\(\d{1,6}\)|[\^*-]?\d{1,6})? ?(?:\[[^\[\]]{0,100}\] ?)?[:：] ?",
    re.IGNORECASE,
)
TAG: Final = re.compile(r" ?\[[^\[\]]{0,200}\] ?")
FORWARDED_AT_END: Final = "(fwd)"
FORWARDED_WHOLE: Final = "[fwd:"


@dataclass(frozen=True, slots=True)
class BaseSubject:
    """A subject without what mail programs and lists put around it."""

    text: str
    """As written, its white space made single blanks."""
    answers: bool
    """Whether a prefix says that it is a reply. A forward answers nothing."""

    @property
    def key(self) -> str:
        """Give what subjects are compared by: its case means nothing (RFC 5256 section 3)."""
        return self.text.casefold()


@lru_cache(maxsize=4096)
def base_subject(subject: str) -> BaseSubject:
    """Remove prefixes, list tags and forward marks, however many there are.

    >>> base_subject("Re: [list] Re[2]: AW: The weir")
    BaseSubject(text='The weir', answers=True)
    >>> base_subject("[Fwd: Sv: the  weir] (fwd)")
    BaseSubject(text='the weir', answers=True)
    >>> base_subject("[announcement]")
    BaseSubject(text='[announcement]', answers=False)
    """
    text = " ".join(subject[:SUBJECT_CHARACTERS_USED].split())
    start, end, answers = 0, len(text), False
    while True:
        end = before_forward_marks(text, start, end)
        start, reply = after_prefixes(text, start, end)
        answers = answers or reply
        if not is_forwarded_whole(text, start, end):
            return BaseSubject(text[start:end].strip(), answers)
        start, end = start + len(FORWARDED_WHOLE), end - 1


def before_forward_marks(text: str, start: int, end: int) -> int:
    """Find the end before every `(fwd)` that stands there."""
    while end > start:
        if text[end - 1] == " ":
            end -= 1
        elif text[max(start, end - len(FORWARDED_AT_END)) : end].lower() == FORWARDED_AT_END:
            end -= len(FORWARDED_AT_END)
        else:
            break
    return end


def after_prefixes(text: str, start: int, end: int) -> tuple[int, bool]:
    """Find where the base begins, and whether a reply prefix stands before it.

    The last tag stays if nothing would be left without it.
    """
    answers = False
    while True:
        if prefix := PREFIX.match(text, start, end):
            start = prefix.end()
            answers = answers or prefix["reply"] is not None
        elif (tag := TAG.match(text, start, end)) and tag.end() < end:
            start = tag.end()
        else:
            return start + (text[start : start + 1] == " "), answers


def is_forwarded_whole(text: str, start: int, end: int) -> bool:
    """Tell whether all that is left is `[fwd: …]`."""
    return end > start and text[end - 1] == "]" and text[start : start + 5].lower() == FORWARDED_WHOLE
