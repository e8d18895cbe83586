"""The header that a mail program copies above a quoted message (`From: … Sent: … To: … Subject: …`).

Outlook, Outlook Web (`________________________________`), Yahoo, BlackBerry, Apple Mail's and Gmail's
forwards, Lotus Notes, in the languages of the table; starred (`*From:* `) or plain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.model import Attribution, Mailbox
from parsing.quotes.attribution import announces, read_attribution, shown_author
from parsing.quotes.dates import find_date
from parsing.quotes.languages import (
    FORWARD_ENDS,
    ORIGINAL_WORDS,
    RECIPIENT_WORDS,
    SENDER_WORDS,
    SENT_WORDS,
    SUBJECT_WORDS,
    lower_letters,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER_LINES = 14
"""A copied header takes no more lines than this, continuations included."""
FIELD_WITHIN = 64
"""Characters of a line in which a field's colon stands; Lotus Notes indents its fields."""
FIELD = re.compile(r"[*_ \t]{0,40}([^\W\d_][\w .\-'’]{0,30}?)[*_]{0,2} ?[:：]\*?[ \t]?")
RULE = re.compile(r"[-_=*~ ]{5,100}$")
BRACKETED = re.compile(r"[<\[(](?:mailto:)?([^<>\[\]()\s]{1,64}(?:@| at )[^<>\[\]()\s]{1,128})[>\])]")
MARKED_SHARE = 0.4
"""Of the lines below a copied header, where they bear marks."""
ORIGINAL_LINES = frozenset(ORIGINAL_WORDS)
KINDS = (
    ("sender", SENDER_WORDS),
    ("subject", SUBJECT_WORDS),
    ("sent", SENT_WORDS),
    ("recipient", RECIPIENT_WORDS),
)


@dataclass(frozen=True, slots=True)
class ReplyHeader:
    """A copied header, how many lines it takes, and what it says."""

    lines: int
    attribution: Attribution
    forwarded: bool


def is_original_rule(text: str) -> bool:
    """Whether a line is `-----Original Message-----` in some language.

    >>> is_original_rule("-----Ursprüngliche Nachricht-----"), is_original_rule("-- Dan")
    (True, False)
    """
    stripped = text.strip()
    if len(stripped) > 100:
        return False
    inner = lower_letters(stripped.strip("-_=*> ").rstrip(":"))
    if stripped[:1] not in "-_=*" and not stripped.endswith(":"):  # as nearly all lines
        return inner in ORIGINAL_LINES
    return len(inner) <= 80 and inner.startswith(ORIGINAL_WORDS)


def ends_forward(text: str) -> bool:
    """Whether a line is the rule below a forwarded message: what follows is the writer's own again.

    >>> ends_forward("----- End forwarded message -----"), ends_forward("-- End of the matter")
    (True, False)
    """
    stripped = text.strip()
    if not stripped.startswith("---") or len(stripped) > 100:
        return False
    return stripped.strip("- ").lower().startswith(FORWARD_ENDS)


def bears_marks(depths: Sequence[int], texts: Sequence[str], header: int, first: int) -> bool:
    """Whether the text from `first` on, below a copied header, bears marks, as Outlook Express has it.

    Then what bears none is the writer's own. Where nothing stands above the header, one mark tells: somebody
    who writes at all must have written between the quotes.
    """
    lines = [line for line in range(first, len(texts)) if texts[line].strip()]
    if not lines or not depths[lines[0]]:
        return False
    if not any(texts[line].strip() for line in range(header)):
        return True
    return sum(depths[line] > 0 for line in lines) >= MARKED_SHARE * len(lines)


def is_rule(text: str) -> bool:
    """Whether a line is the rule that Outlook Web draws above a copied header."""
    return text.startswith(("____", "----")) and RULE.match(text.rstrip()) is not None


def is_arrowed(text: str) -> bool:
    """Whether a line is the announcement that GroupWise puts above a quote without marks.

    >>> is_arrowed(">>> Dan Ashby <dan@ashby.example> 03/01/09 02:14 PM >>>"), is_arrowed(">>> f(x) >>>")
    (True, False)
    """
    return text.startswith(">>> ") and text.rstrip().endswith(" >>>") and announces(text, before_quote=True)


def find_reply_header(texts: Sequence[str], at: int) -> ReplyHeader | None:
    """Read the copied header that begins at this line: a rule and fields, or fields alone."""
    if is_arrowed(texts[at]):
        return ReplyHeader(1, read_attribution(texts[at].strip()), forwarded=False)
    start = at
    ruled = forwarded = False
    if is_original_rule(texts[at]):
        ruled, start = True, at + 1
        forwarded = "orig" not in texts[at].lower()
    elif is_rule(texts[at]):
        start = at + 1
    while start < len(texts) and start < at + 3 and not texts[start].strip() and start > at:
        start += 1
    found, end = read_fields(texts, start, at + HEADER_LINES)
    enough = 2 if ruled or start > at else 3
    if len(found) >= enough and "sender" in found and ("sent" in found or "subject" in found):
        return ReplyHeader(end - at, attribution_of(found, texts, at, end), forwarded)
    if ruled and len(found) <= 1:
        return ReplyHeader(max(end, at + 1) - at, attribution_of(found, texts, at, at + 1), forwarded)
    return None


def read_fields(texts: Sequence[str], start: int, limit: int) -> tuple[dict[str, str], int]:
    """Collect the fields from this line on, by kind; also the line after the last of them."""
    found: dict[str, str] = {}
    end = at = start
    last = ""
    while at < min(limit, len(texts)):
        text = texts[at]
        kind = field_kind(text)
        if kind:
            field = FIELD.match(text)
            found.setdefault(kind, text[field.end() :].strip() if field else "")
            end, last = at + 1, kind
        elif not text.strip() or not last or not is_continuation(text, last):
            break
        else:
            found[last] = f"{found[last]} {text.strip()}"
            end = at + 1
        at += 1
    return found, end


def field_kind(text: str) -> str:
    """Tell which field of a copied header this line is; empty if none.

    >>> field_kind("*Von:* Dan Ashby"), field_kind("Note: this")
    ('sender', '')
    """
    if ":" not in text[:FIELD_WITHIN] and "：" not in text[:FIELD_WITHIN]:
        return ""
    field = FIELD.match(text)
    if field is None:
        return ""
    name = lower_letters(field.group(1).strip())
    for kind, words in KINDS:
        if name in words:
            return kind
    return ""


def is_continuation(text: str, kind: str) -> bool:
    """Whether the line goes on with the field before it: indented, or addresses, or a wrapped subject."""
    if text[:1] in " \t":
        return True
    if kind == "recipient":
        return "@" in text or ";" in text or "," in text
    return kind == "subject" and len(text) <= 60


def attribution_of(found: dict[str, str], texts: Sequence[str], at: int, end: int) -> Attribution:
    """Make an attribution of a copied header's fields."""
    sender = found.get("sender", "")
    address = BRACKETED.search(sender)
    name = sender[: address.start()] if address else sender
    if address is None and "@" in sender and " " not in sender.strip():
        name, mail = "", sender.strip()
    else:
        mail = address.group(1).replace(" at ", "@") if address else ""
    name = name.partition("[")[0].partition("<")[0].strip(" \"'*,")
    name = shown_author(name)
    author = Mailbox(name, mail) if name or mail else None
    day = find_date(found["sent"]) if "sent" in found else None
    return Attribution("\n".join(texts[at:end]), author, day, None)
