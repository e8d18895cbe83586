"""Quote depth and soft line breaks: RFC 3676 (format=flowed, DelSp).

Generating flowed text is not done: we only read. Two things are read as they are meant, not as the RFC has
it: `> > ` counts as two levels, for it was quoted by somebody who did not know flowed text; and an empty
line always ends a paragraph.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = re.compile(r">(?: ?>)*")
SIGNATURE: Final = "-- "


def unflow(text: str, *, delsp: bool = False) -> str:
    r"""Return flowed text with its soft line breaks joined; quote marks stay as they stand.

    >>> unflow(">> It never \n>> did.\n\n From here \nto there.\n-- \nMungo")
    '>> It never did.\n\nFrom here to there.\n-- \nMungo'
    """
    lines: list[str] = []
    paragraph: list[str] = []
    depth = -1
    for raw in text.split("\n"):
        mark = MARK.match(raw)
        prefix = mark.group() if mark else ""
        words = raw[len(prefix) :]
        stuffed = words.removeprefix(" ")
        level = prefix.count(">")
        if paragraph and (level != depth or stuffed in ("", SIGNATURE)):
            lines.append("".join(paragraph))
            paragraph.clear()
        paragraph.append(stuffed if paragraph or not prefix else raw)
        depth = level
        if stuffed.endswith(" ") and stuffed != SIGNATURE:
            if delsp:
                paragraph[-1] = paragraph[-1][:-1]
            continue
        lines.append("".join(paragraph))
        paragraph.clear()
    if paragraph:
        lines.append("".join(paragraph))
    return "\n".join(lines)
