"""Which body parts are the text of a message, and which are attachments.

Shown, one after the other, are the text parts that are not marked as attachments. Of multipart/alternative
(RFC 2046, section 5.1.4) plain text is shown, HTML where the plain text is missing, empty or a stub; of
multipart/related (RFC 2387) the root. A message inside the message is shown as mutt shows it: a few fields of
its header, an empty line, and its text; one marked as an attachment is listed as one too, so that it can be
told by its name. Signatures and encrypted parts (RFC 1847) are attachments. An alternative that is not shown
is no attachment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.messages.mime import MESSAGES
from parsing.messages.part_text import HTML
from parsing.messages.stub import is_stub

if TYPE_CHECKING:
    from parsing.messages.mime import Part

NOT_FOR_READING: Final = frozenset(
    f"text/{kind}"
    for kind in ("calendar", "vcard", "x-vcard", "directory", "rtf", "css", "javascript", "x-amp-html")
)
REPORTS: Final = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
)
"""Plain text in spite of their type: RFC 3464, 8098, 5965."""

EMPTY, STUB, FORMATTED, READABLE = range(4)
"""How good a part is to read: not at all, only as a last resort, by way of HTML, as it is."""


@dataclass(frozen=True, slots=True)
class Divided:
    """The parts of a message by what becomes of them."""

    shown: list[Part]
    attached: list[Part]
    other_form: str
    """The media type of the other form of what was sent in two, "" where nothing was."""


def is_marked(part: Part) -> bool:
    """Tell whether a part is marked as an attachment."""
    return part.disposition.value == "attachment" and part.depth > 0


def is_text(part: Part) -> bool:
    """Tell whether a part is text to be read in its place."""
    if is_marked(part):
        return False
    if part.type in HTML:
        return not (part.name and part.depth > 0)
    return part.type in REPORTS or (part.type.startswith("text/") and part.type not in NOT_FOR_READING)


def is_open_message(part: Part) -> bool:
    """Tell whether a part is a message that is shown in its place."""
    return part.type in MESSAGES and bool(part.children)


def divided(root: Part, *, other: bool = False) -> Divided:
    """Return the parts that are shown, messages among them before their text, and the attachments.

    The other form, where there is one, is what is not shown by default.
    """
    worth = worth_of(root)
    shown: list[Part] = []
    attached: list[Part] = []
    other_form = ""
    waiting = [(root, True)]
    while waiting:
        part, wanted = waiting.pop()
        if is_open_message(part) or (part.is_multipart and part.children):
            if wanted and is_open_message(part):
                shown.append(part)
            if part.type in MESSAGES and is_marked(part):
                attached.append(part)
            chosen, second = chosen_of(part, worth)
            if second is not None and wanted:
                other_form = other_form or form_of(second)
                chosen = second if other else chosen
            waiting += [(child, wanted and chosen in (None, child)) for child in reversed(part.children)]
        elif part.is_multipart or is_text(part):
            if wanted:
                shown.append(part)
            elif part.name:
                attached.append(part)
        else:
            attached.append(part)
    return Divided(shown, attached, other_form)


def chosen_of(part: Part, worth: dict[int, int]) -> tuple[Part | None, Part | None]:
    """Return the one part of a multipart that is shown, None for all; and the one that may be instead."""
    if part.type == "multipart/alternative":
        ranked = sorted(part.children, key=lambda child: -worth[id(child)])
        best = worth[id(ranked[0])]
        others = (child for child in ranked if EMPTY < worth[id(child)] < best)
        return ranked[0], next(others, None)
    if part.type == "multipart/related":
        start = part.content.parameters.get("start", "")
        ids = (child for child in part.children if start and child.header.first("content-id") == start)
        return next(ids, part.children[0]), None
    return None, None


def form_of(part: Part) -> str:
    """Return the media type of the text in a part."""
    leaf = first_leaf(part, "text/")
    return leaf.type if leaf is not None else part.type


def first_leaf(part: Part, kind: str) -> Part | None:
    """Return the first part inside a part whose type begins so."""
    waiting = [part]
    while waiting:
        leaf = waiting.pop()
        if not leaf.children and leaf.type.startswith(kind):
            return leaf
        waiting += reversed(leaf.children)
    return None


def worth_of(root: Part) -> dict[int, int]:
    """Return, by identity, how good each part is to read; parts are worth what the best of theirs is."""
    ordered = [root]
    for part in ordered:
        ordered += part.children
    worth: dict[int, int] = {}
    for part in reversed(ordered):
        if part.children:
            if part.type == "multipart/alternative":
                find_stubs(part, worth)
            worth[id(part)] = max(worth[id(child)] for child in part.children)
        elif not is_text(part) or not part.raw.strip():
            worth[id(part)] = EMPTY
        else:
            worth[id(part)] = FORMATTED if part.type in HTML else READABLE
    return worth


def find_stubs(part: Part, worth: dict[int, int]) -> None:
    """Note which plain texts among alternatives say less than the HTML beside them."""
    formatted = next((child for child in part.children if worth[id(child)] == FORMATTED), None)
    html = first_leaf(formatted, "text/html") if formatted is not None else None
    if html is None:
        return
    for child in part.children:
        if child.type == "text/plain" and worth[id(child)] == READABLE and is_stub(child, html):
            worth[id(child)] = STUB
