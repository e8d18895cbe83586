"""Comments in header fields: RFC 5322, section 3.2.2. They nest; those that never close go to the end."""

from __future__ import annotations

import re
from typing import Final

COMMENT_PIECE: Final = re.compile(r"[()]|\\.|[^()\\]+|\\", re.DOTALL)


def without_comments(text: str) -> str:
    """Return a text without what stands in brackets, however deeply nested."""
    kept: list[str] = []
    depth = 0
    for piece in COMMENT_PIECE.findall(text):
        if piece == "(":
            depth += 1
        elif piece == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(piece)
    return "".join(kept)
