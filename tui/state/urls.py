"""Links in a message's text: http, https and mailto only, printable ASCII only: none leaves its OSC 8 frame.

RFC 3986 says what may stand in one; where one ends in prose is a guess: not with punctuation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = re.compile(r"(?:https?://|mailto:)[!#-;=?-Z\\\[\]_a-z~@$%&'()*+,]{1,2000}", re.IGNORECASE)
URL_CHARACTERS = 2_010
"""A longer one is cut."""
TRAILING = ".,;:!?'"
BRACKETS = {")": "(", "]": "["}


def find_urls(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each link starts and ends.

    >>> text = "See <https://a.example/x>, (http://b.example/y_(z)). Or file:///etc"
    >>> [text[start:end] for start, end in find_urls(text)]
    ['https://a.example/x', 'http://b.example/y_(z)']
    """
    for match in URL.finditer(text):
        yield match.start(), match.start() + _without_prose(match.group())


def _without_prose(url: str) -> int:
    """Return where a link ends: what belongs to the sentence around it stands behind that."""
    surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in BRACKETS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if last in BRACKETS and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in TRAILING:
            break
        end -= 1
    return end
