"""Text that only looks quoted: prompts, sessions, diffs, tables, drawings.

Told from the text alone, and so only a first opinion: where the parent has the words, they are a quote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Line

DIFF_BEGINS = re.compile(r"(?:diff -|diff --git |Index: \S|--- \S|\*\*\* \S|@@ -\d)")
DIFF_LINE = re.compile(
    r"(?:[-+ \\!]|@@|diff -|index [0-9a-f]{4,}|Index: |={10}|new file|deleted file|similarity|rename "
    r"|old mode|new mode|Binary files|\*{3}|RCS file|retrieving |GIT binary|copy )"
)
DIFF_PROOF = re.compile(r"(?:@@ -\d|\+\+\+ \S|\*\*\* \d|--- \d|diff -)")
CODE = re.compile(
    r"<-|[\w.\]]\([^)]{0,80}\){1,4}\s?;?$|;$|\{$|==|^[\w.$]{1,40} ?(?:=|\+=|:=) ?\S|^\.\.\. |^\?\w"
    r"|^\d[\d+*/ ()-]*$"
    r"|^(?:import|from|def|class|print|library|require|select|insert|update|delete|create|drop|show|use|while|return|"
    r"let|var|cd|ls|git|sudo|make|set|help|quit|exit|summary|str)"
    r" [\w\"'./*-]{1,40}(?:[ ,.(][\w\"'./*,-]{1,20}){0,3}$"
)
DRAWING = re.compile(r"[-=_+*|/\\<>^v. ]{3,}$")
MOST = 0.6


def diff_end(texts: Sequence[str], at: int) -> int:
    """Give the line after the diff that begins here, or `at` where none does."""
    if DIFF_BEGINS.match(texts[at]) is None:
        return at
    window = texts[at : at + 6]
    if not any(DIFF_PROOF.match(text) for text in window):
        return at
    end = at
    while end < len(texts) and (DIFF_LINE.match(texts[end]) or (not texts[end] and diff_goes_on(texts, end))):
        if texts[end] in {"-- ", "--"}:
            break
        end += 1
    return end


def diff_goes_on(texts: Sequence[str], blank: int) -> bool:
    """Whether a diff goes on after a blank line (an empty context line whose blank was lost)."""
    following = texts[blank + 1] if blank + 1 < len(texts) else ""
    return following[:1] in {"+", "-", " ", "@"} and following not in {"-- ", "--"}


def is_session(lines: Sequence[Line]) -> bool:
    """Whether marked lines are commands after a prompt rather than somebody's words.

    >>> from parsing.model import Line
    >>> is_session([Line(1, "> ", "x <- c(1, 2)"), Line(1, "> ", "mean(x)")])
    True
    >>> is_session([Line(1, "> ", "The mean of x is what I asked for.")])
    False
    """
    texts = [line.text.strip() for line in lines if line.text.strip()]
    if not texts:
        return False
    code = sum(
        not is_prose(text) and (CODE.search(text) is not None or DRAWING.match(text) is not None)
        for text in texts
    )
    return code >= MOST * len(texts)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence: six words or more that are words."""
    words = [word for word in text.split() if word.strip(".,;:!?()'\"").isalpha()]
    return len(words) >= 6
