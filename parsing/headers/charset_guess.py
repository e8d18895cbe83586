"""Which charset bytes are in whose label is missing or wrong, by their own form and by chardet's statistics.

The form decides first what a short text has too few letters for: alphabets with cases of their own, Greek,
Cyrillic, Hebrew, and the scripts of Asia, write whole words in bytes above 127, while Latin ones write single
letters among ASCII. Chardet is asked only among the charsets that fit that, is shown only lines that have
such bytes, a capped part of them, and must be surer of another Latin alphabet than of Windows-1252, which is
what unlabelled mail is mostly in. Charsets of DOS and the old Mac are not guessed: they would be found in too
many texts that are in none of them. The same bytes are always read the same way, alone or in an archive.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from parsing.headers.charset_names import LATIN, OF_TWO_BYTES, UNLABELLED, codec_of
from parsing.limits import CHARSET_SAMPLE_BYTES

TELLING: Final = re.compile(
    rb"(?=[^\0-\x7F\x82-\x89\x8B\x91-\x99\x9B\xA0\xC4\xC9\xD6\xDF\xE4\xE9\xF6\xFC])"
    rb"(?:(?<=[A-Za-z\x80-\xFF]).|.(?=[A-Za-z\x80-\xFF]))",
    re.DOTALL,
)
"""Bytes in words that mean something else in other charsets; Ä É Ö ß ä é ö ü and marks of Windows do not."""
HIGH_RUN: Final = re.compile(rb"[\x80-\x9F\xA1-\xFF]++")
HIGH: Final = re.compile(rb"[\x80-\xFF]")
CONTEXT_BYTES: Final = 200
WORD_LENGTH: Final = 3
WORD_BYTES: Final = 6
DISTINCT_BYTES: Final = 4

LATIN_CODECS: Final = ("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257")
OTHER_CODECS: Final = (
    *("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "iso8859-7", "cp1253"),
    *("cp1255", "iso8859-8", "cp1256", "iso8859-6", "cp874"),
    *("gb18030", "big5hkscs", "cp932", "euc_jis_2004", "cp949"),
)
"""As chardet calls them."""
SURE_ENOUGH: Final = 0.02
SURE_ENOUGH_IN_WORDS: Final = 0.005
SURER_THAN_LATIN: Final = 1.1
SURER_BY_FEW_BYTES: Final = 0.3
"""By these figures of chardet's Western texts stay right, and of others seven in eight of 80 bytes do too."""

UTF_8: Final = re.compile(rb"[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}")
SURE_UTF_8: Final = re.compile(
    rb"[\xC2-\xC5\xD0\xD1\xD7-\xD9][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3}"
)
"""What no one writes in Windows-1252; a capital before a mark, as in `CAFÉ»`, is left out."""
C1: Final = re.compile(rb"[\x80-\x9F]")
SEQUENCES: Final = 2
SEQUENCES_OF_TWO_BYTES: Final = 4
"""How many two-byte sequences are no accident; longer ones count for more, and those inside a word."""


def guess_codec(data: bytes) -> str:
    r"""Return the codec that bytes which are no UTF-8 are most likely in; LATIN where nothing else is likely.

    >>> guess_codec(b"caf\xe9"), guess_codec("Привет, как дела?".encode("koi8-r"))
    ('latin', 'koi8-r')
    """
    shown = sample(data)
    return kept_guess(shown) if telling_bytes(shown) else LATIN


def telling_bytes(shown: bytes) -> int:
    """Count the letters of a text that are others in other charsets; a lone `®` or `à` is none of them."""
    return sum(1 for _ in TELLING.finditer(shown))


def sample(data: bytes) -> bytes:
    """Return what is shown of a text: the first lines that have bytes above 127, long ones in part."""
    pieces: list[bytes] = []
    wanted = CHARSET_SAMPLE_BYTES
    place = 0
    while wanted > 0:
        found = HIGH.search(data, place)
        if found is None:
            break
        start = max(data.rfind(b"\n", place, found.start()) + 1, place, found.start() - CONTEXT_BYTES)
        end = data.find(b"\n", found.end(), start + wanted)
        place = min(len(data), start + wanted) if end < 0 else end + 1
        pieces.append(data[start:place])
        wanted -= place - start
    return b"".join(pieces)


def is_other_script(data: bytes) -> bool:
    """Tell whether a text cannot be Latin: most of its bytes above 127 stand in whole words of them."""
    runs = HIGH_RUN.findall(data)
    words = [run for run in runs if len(run) >= WORD_LENGTH]
    length = sum(map(len, words))
    return (
        length >= WORD_BYTES
        and length * 2 > sum(map(len, runs))
        and len(set(b"".join(words))) >= DISTINCT_BYTES
    )


def may_be_other_script(data: bytes) -> bool:
    """Tell whether a text may be other than Latin: of its bytes above 127 a quarter stands in words."""
    runs = HIGH_RUN.findall(data)
    length = sum(len(run) for run in runs if len(run) >= WORD_LENGTH)
    return length > 0 and length * 4 >= sum(map(len, runs))


@lru_cache(maxsize=1_024)
def kept_guess(shown: bytes) -> str:
    """Return the codec of a sample; a header is read for the index, and again for the screen."""
    import chardet  # noqa: PLC0415  # 100 ms, rarely needed

    is_other = is_other_script(shown)
    among: tuple[str, ...] = LATIN_CODECS[:1] if is_other else LATIN_CODECS
    among += OTHER_CODECS if is_other or may_be_other_script(shown) else ()
    found = chardet.detect_all(
        shown, ignore_threshold=True, compat_names=False, include_encodings=among, max_bytes=len(shown)
    )
    best = found[0]
    latin = max((each["confidence"] for each in found if each["encoding"] == LATIN_CODECS[0]), default=0.0)
    surer = SURER_THAN_LATIN + SURER_BY_FEW_BYTES / telling_bytes(shown)
    if best["confidence"] < max(SURE_ENOUGH_IN_WORDS if is_other else SURE_ENOUGH, latin * surer):
        return LATIN
    codec = codec_of(best["encoding"])
    return LATIN if codec is None or codec == UNLABELLED else codec


def is_certain_utf_8(data: bytes, codec: str) -> bool:
    r"""Tell whether bytes are UTF-8 whatever their label says.

    >>> is_certain_utf_8("Zürich".encode(), LATIN), is_certain_utf_8("CAFÉ»".encode("latin-1"), LATIN)
    (True, False)
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if codec == LATIN and SURE_UTF_8.search(data):
        return True
    if codec.startswith("iso8859") and C1.search(data):
        return True
    enough = SEQUENCES_OF_TWO_BYTES if codec in OF_TWO_BYTES or codec == LATIN else SEQUENCES
    weight = 0
    for sequence in UTF_8.finditer(data):
        start, end = sequence.span()
        weight += end - start - 1
        weight += data[start - 1 : start].isalpha() and data[end : end + 1].isalpha()
        if weight >= enough:
            return True
    return False
