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
        start, end = match.span()
        while end > start and _is_prose(text, start, end):
            end -= 1
        yield start, end


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether the last character belongs to the sentence and not to the link."""
    last = text[end - 1]
    if last in TRAILING:
        return True
    opening = BRACKETS.get(last)
    return opening is not None and text.count(opening, start, end) < text.count(last, start, end)
