"""Parameters of Content-Type and Content-Disposition: RFC 2045, section 5.1, and RFC 2231.

Read leniently: quotation marks that never close, single quotes, blanks around `=`, unquoted values with
blanks, encoded-words inside quotes, continuations in any order. One pass, capped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from parsing.headers.charsets import decode
from parsing.headers.comments import without_comments
from parsing.headers.encoded_words import decode_words
from parsing.limits import FIELD_BYTES_USED, PARAMETERS_USED

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = re.compile(r"[\s;]*([^\s;=\"()<>,]{1,200})\s*=\s*")
QUOTED: Final = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\Z)', re.DOTALL)
BARE: Final = re.compile(r"[^;]*")
ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
TOKEN: Final = re.compile(r"\s*+([^\s;\"=/]*+(?:\s*+/\s*+[^\s;\"=/]*+)?+)")
BEFORE_PARAMETERS: Final = re.compile(r"[^;=\"]*")
SECTION: Final = re.compile(r"([^*]+)(?:\*([0-9]{1,4}))?(\*?)")
USUAL_LENGTH: Final = 200
NEXT_PARAMETER: Final = re.compile(r"\s[A-Za-z][A-Za-z0-9*-]{0,30}\s?=")


@dataclass(frozen=True, slots=True)
class Parametrized:
    """A value and its parameters: names lower-case, values decoded."""

    value: str
    parameters: Mapping[str, str]


def parse_parametrized(value: str) -> Parametrized:
    """Return what a Content-Type or Content-Disposition field says.

    >>> parse_parametrized("Text/Plain; charset=UTF-8; name*0*=utf-8''na%C3%AF; name*1=ve.txt")
    Parametrized(value='text/plain', parameters={'charset': 'UTF-8', 'name': 'naïve.txt'})
    """
    return parsed(value) if len(value) <= USUAL_LENGTH else parsed.__wrapped__(value[:FIELD_BYTES_USED])


@lru_cache(maxsize=256)
def parsed(value: str) -> Parametrized:
    """Return what a field says; most mails of an archive say the same."""
    before = BEFORE_PARAMETERS.match(value)
    if before and "(" in before[0]:
        value = without_comments(before[0]) + value[before.end() :]
    head = TOKEN.match(value)
    first = head[1] if head else ""
    rest = value[head.end() :] if head else value
    if rest.lstrip().startswith("="):  # the value is left out, a parameter comes first
        first, rest = "", value
    return Parametrized("".join(first.lower().split()), united(raw_parameters(rest)))


def raw_parameters(text: str) -> list[tuple[str, str]]:
    """Return names and values as they stand, without quotation marks."""
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text) and len(found) < PARAMETERS_USED:
        name = NAME.match(text, place)
        if name is None:
            following = text.find(";", place + 1)
            place = following if following >= 0 else len(text)
            continue
        value, place = raw_value(text, name.end())
        found.append((name[1].lower(), value))
    return found


def raw_value(text: str, start: int) -> tuple[str, int]:
    """Return the value that starts here, and where it ends."""
    quoted = QUOTED.match(text, start)
    if quoted:
        inner = quoted[1]
        return ESCAPE.sub(r"\1", inner) if "\\" in inner else inner, quoted.end()
    bare = BARE.match(text, start)
    value = bare.group() if bare else ""
    end = start + len(value)
    glued = NEXT_PARAMETER.search(value)  # `charset=utf-8 format=flowed`: the semicolon is missing
    if glued:
        value, end = value[: glued.start()], start + glued.start()
    value = value.split(" (", 1)[0].strip()
    if len(value) >= 2 and value[0] == value[-1] == "'":
        value = value[1:-1]
    return value, end


def united(found: list[tuple[str, str]]) -> dict[str, str]:
    """Return parameters with their continuations put together and decoded; the first of a name counts."""
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value in found:
        parts = SECTION.fullmatch(name)
        if parts is None or (parts[2] is None and not parts[3]):
            plain.setdefault(name, decode_words(value))
        else:
            sections.setdefault(parts[1], {}).setdefault(int(parts[2] or 0), (value, bool(parts[3])))
    return plain | {name: united_sections(by_number) for name, by_number in sections.items()}


def united_sections(by_number: dict[int, tuple[str, bool]]) -> str:
    """Return the value of numbered sections; the first one's prefix names the charset of all encoded ones."""
    charset = ""
    data = bytearray()
    for place, number in enumerate(sorted(by_number)):
        value, encoded = by_number[number]
        if encoded and place == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        elif encoded and charset and value.lower().startswith(f"{charset.lower()}'"):
            value = value[len(charset) + 1 :]  # some writers say it in every section
        raw = value.encode("utf-8", "surrogatepass")
        data += unquote_to_bytes(raw) if encoded else raw
    return decode(bytes(data), charset or None)[0]
