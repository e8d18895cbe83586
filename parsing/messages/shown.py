"""Which body parts are the text of a message, and which are attachments.

Shown, one after the other, are the text parts that are not marked as attachments. Of multipart/alternative
(RFC 2046, section 5.1.4) plain text is shown, HTML where the plain text is missing or empty; of
multipart/related (RFC 2387) the root. A message inside the message is shown as mutt shows it: a few fields of
its header, an empty line, and its text; one marked as an attachment is listed as one too, so that it can be
told by its name. Signatures and encrypted parts (RFC 1847) are attachments. An alternative that is not shown
is no attachment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.messages.mime import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.messages.mime import Part

NOT_FOR_READING: Final = frozenset(
    f"text/{kind}"
    for kind in ("calendar", "vcard", "x-vcard", "directory", "rtf", "css", "javascript", "x-amp-html")
)
REPORTS: Final = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
)
"""Plain text in spite of their type: RFC 3464, 8098, 5965."""
HTML: Final = frozenset({"text/html", "application/xhtml+xml"})

EMPTY, FORMATTED, READABLE = range(3)
"""How good a part is to read: not at all, by way of HTML, as it is."""


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


def divided(root: Part) -> tuple[list[Part], list[Part]]:
    """Return the parts that are shown, messages among them before their text, and the attachments."""
    worth = worth_of(root)
    shown: list[Part] = []
    attached: list[Part] = []
    waiting = [(root, True)]
    while waiting:
        part, wanted = waiting.pop()
        if is_open_message(part) or (part.is_multipart and part.children):
            if wanted and is_open_message(part):
                shown.append(part)
            if part.type in MESSAGES and is_marked(part):
                attached.append(part)
            waiting += reversed([*choices(part, worth, wanted=wanted)])
        elif part.is_multipart or is_text(part):
            if wanted:
                shown.append(part)
            elif part.name:
                attached.append(part)
        else:
            attached.append(part)
    return shown, attached


def choices(part: Part, worth: dict[int, int], *, wanted: bool) -> Iterator[tuple[Part, bool]]:
    """Give the parts inside a part, each with whether its text is wanted."""
    chosen: Part | None = None
    if part.type == "multipart/alternative":
        chosen = max(part.children, key=lambda child: worth[id(child)])
    elif part.type == "multipart/related":
        start = part.content.parameters.get("start", "")
        ids = (child for child in part.children if start and child.header.first("content-id") == start)
        chosen = next(ids, part.children[0])
    for child in part.children:
        yield child, wanted and (chosen is None or child is chosen)


def worth_of(root: Part) -> dict[int, int]:
    """Return, by identity, how good each part is to read; parts are worth what the best of theirs is."""
    ordered = [root]
    for part in ordered:
        ordered += part.children
    worth: dict[int, int] = {}
    for part in reversed(ordered):
        if part.children:
            worth[id(part)] = max(worth[id(child)] for child in part.children)
        elif not is_text(part) or not part.raw.strip():
            worth[id(part)] = EMPTY
        else:
            worth[id(part)] = FORMATTED if part.type in HTML else READABLE
    return worth
