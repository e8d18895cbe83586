"""Message ids: RFC 5322, section 3.6.4, from fields as real mail writes them.

In References and In-Reply-To, phrases, comments and quoted dates may stand between the ids; white space
inside an id is a fold that went wrong. Without any angle bracket, the value counts only if every word in it
could be an id.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from parsing.headers.charsets import decode_unguessed
from parsing.limits import FIELD_BYTES_USED, IDS_USED

BRACKETED: Final = re.compile(r"<([^<>]*)>")
BARE: Final = re.compile(r"[^\s<>\"(),;:]{1,998}@[^\s<>\"(),;:]{1,998}")
UNFIT: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+")
"""Blanks, controls and what cannot be seen: no part of an id that can be compared or shown."""
SEPARATORS: Final = re.compile(r"[\s,;]+")


def find_ids(value: bytes | str) -> tuple[str, ...]:
    r"""Return the ids in a field's value, without their brackets, in order.

    Of a very long list the last ones are kept: they name the nearest messages.

    >>> find_ids('<a@x.example> (Joe\'s mail of "Mon, 3 Sep") <b.c@y.example>')
    ('a@x.example', 'b.c@y.example')
    >>> find_ids("bare@x.example"), find_ids("Your message of Monday to joe@x.example")
    (('bare@x.example',), ())
    """
    text = value if isinstance(value, str) else decode_unguessed(value[-FIELD_BYTES_USED:])
    text = text[-FIELD_BYTES_USED:]
    found = [fit(inner) for inner in BRACKETED.findall(text)] or bare_ids(text)
    return tuple(message_id for message_id in found if message_id)[-IDS_USED:]


def fit(inner: str) -> str:
    """Return an id without characters that have no business in it."""
    return UNFIT.sub("", inner) if UNFIT.search(inner) else inner


def bare_ids(text: str) -> list[str]:
    """Return the ids of a value without brackets, none if there is anything else in it."""
    tokens = [token for token in SEPARATORS.split(text.strip().strip("<>")) if token]
    return [fit(token) for token in tokens] if all(map(BARE.fullmatch, tokens)) else []


def made_id(raw: bytes) -> str:
    """Return an id for a message that has none: a hash of its bytes, never of its place."""
    return f"{hashlib.sha256(raw).hexdigest()[:32]}@wrote.invalid"
