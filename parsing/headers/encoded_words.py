"""Encoded-words in header fields: RFC 2047, with the language suffix of RFC 2231, section 5.

Tolerant of what mailers really wrote: characters split between two words, base64 cut anywhere, spaces and
question marks inside, words stuck together or inside quotation marks, unknown charsets. What cannot be
decoded stays as it stands. Time is linear: each word is looked for from the end of the last.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from parsing.errors import Defect
from parsing.headers.charsets import decode

WORD_HEAD: Final = re.compile(r"=\?([!-)+->@-~]{1,64})(?:\*[!->@-~]{0,32})?\?([A-Za-z])\?")
NOT_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]+")


@dataclass(slots=True)
class Word:
    """One encoded-word: where it stands, and its text with the transfer encoding still on."""

    start: int
    end: int
    charset: str
    encoding: str
    """B or Q; any other letter has no meaning."""
    text: str


def decode_words(value: str) -> str:
    """Return a field's value with its encoded-words decoded.

    >>> decode_words("=?utf-8?Q?Caf=C3?= =?utf-8?Q?=A9?= at =?x?z?no?=")
    'Café at =?x?z?no?='
    """
    return decode_noting(value)[0]


def decode_noting(value: str) -> tuple[str, Defect | None]:
    """Return a field's value decoded, and what was wrong with its encoded-words."""
    if "=?" not in value:
        return value, None
    pieces: list[str] = []
    noted: Defect | None = None
    end = 0
    for run in runs(value, words(value)):
        text, defect = decode_run(run, value)
        pieces += (value[end : run[0].start], text)
        noted = noted or defect
        end = run[-1].end
    pieces.append(value[end:])
    return "".join(pieces), noted


def words(value: str) -> list[Word]:
    """Return the encoded-words of a value, in order."""
    found: list[Word] = []
    start = value.find("=?")
    while start >= 0:
        head = WORD_HEAD.match(value, start)
        if head is None:
            start = value.find("=?", start + 2)
            continue
        end = value.find("?=", head.end())
        if end < 0:
            break
        inner = value.rfind("=?", head.end(), end)
        if inner >= 0 and WORD_HEAD.match(value, inner):  # the first was never closed
            start = inner
            continue
        text = value[head.end() : end]
        charset = head[1].lower() if text.isascii() else "utf-8"  # bytes above 127 are decoded already
        found.append(Word(start, end + 2, charset, head[2].upper(), text))
        start = value.find("=?", end + 2)
    return found


def runs(value: str, found: list[Word]) -> list[list[Word]]:
    """Group words that have only white space between them: that space is not part of the text."""
    grouped: list[list[Word]] = []
    for word in found:
        if grouped and not value[grouped[-1][-1].end : word.start].strip():
            grouped[-1].append(word)
        else:
            grouped.append([word])
    return grouped


def decode_run(run: list[Word], value: str) -> tuple[str, Defect | None]:
    """Return the text of adjacent words; bytes of one charset are put together before they are decoded."""
    texts: list[str] = []
    noted: Defect | None = None
    for charset, same in groupby(joined_base64(run), charset_of):
        if charset is None:
            texts += [value[word.start : word.end] for word in same]
            noted = noted or Defect.BAD_ENCODED_WORD
            continue
        text, defect = decode(b"".join([word_bytes(word) or b"" for word in same]), charset)
        texts.append(text)
        noted = noted or defect
    return "".join(texts), noted


def charset_of(word: Word) -> str | None:
    """Return the charset of a word, None if it stands for no bytes."""
    return None if word_bytes(word) is None else word.charset


def joined_base64(run: list[Word]) -> list[Word]:
    """Join base64 words that were cut in the middle of a group of four letters."""
    joined: list[Word] = []
    for word in run:
        last = joined[-1] if joined else None
        if last and is_cut(last) and last.charset == word.charset and word.encoding == "B":
            last.text += word.text
            last.end = word.end
        else:
            joined.append(word)
    return joined


def is_cut(word: Word) -> bool:
    """Tell whether a word ends in the middle of a group of four base64 letters."""
    return word.encoding == "B" and len(word.text) % 4 != 0


def word_bytes(word: Word) -> bytes | None:
    """Return the bytes that a word's text stands for, None where it stands for none."""
    if word.encoding == "Q":
        return binascii.a2b_qp(word.text.encode("utf-8", "surrogatepass"), header=True)
    if word.encoding != "B":
        return None
    letters = NOT_BASE64.sub("", word.text)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    if not letters and word.text:
        return None
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
