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
    r"|^(?:for|while|if|elif|with|def|class) .{1,80}:$|^(?:try|else|finally):$"
    r"|^(?:EHLO|HELO|MAIL FROM|RCPT TO|AUTH|STARTTLS|VRFY|NOOP|QUIT)(?:[ :]|$)"
)
NEUTRAL = re.compile(r"#|%%|[\w.$]{1,20}$")
"""Comments and lone names: commands among commands, and no evidence by themselves."""
PLAIN_DIFF = re.compile(r"\d{1,7}(?:,\d{1,7})?[acd]\d{1,7}(?:,\d{1,7})?$")
"""Begins a part of a diff without context, whose new lines bear a `>`."""
PLAIN_DIFF_LINES = 50
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
        if texts[end] in {"-- ", "--", "- -- "} or texts[end].startswith("-----BEGIN PGP "):
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
    code = sum(is_code(text) for text in texts)
    neutral = sum(is_neutral(text) for text in texts)
    return code > 0 and code >= MOST * (len(texts) - neutral)


def is_code(text: str) -> bool:
    """Whether a line is a command or a drawing."""
    return not is_prose(text) and (CODE.search(text) is not None or DRAWING.match(text) is not None)


def is_neutral(text: str) -> bool:
    """Whether a line may be a command or a word: it counts neither way."""
    return NEUTRAL.match(text) is not None and not is_code(text)


def in_plain_diff(raws: Sequence[str], line: int) -> bool:
    """Whether a line that begins with `>` is a new line of a diff without context.

    >>> in_plain_diff(["3c3", "< old", "---", "> new"], 3), in_plain_diff(["so:", "> new"], 1)
    (True, False)
    """
    for above in range(line - 1, max(-1, line - PLAIN_DIFF_LINES), -1):
        if PLAIN_DIFF.match(raws[above]) is not None:
            return True
        if not raws[above].startswith(("< ", "> ", "---", "\\ ")):
            return False
    return False


def is_prose(text: str) -> bool:
    """Whether a line is a sentence: six words or more that are words."""
    words = [word for word in text.split() if word.strip(".,;:!?()'\"").isalpha()]
    return len(words) >= 6
