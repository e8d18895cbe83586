"""The header that a page states, as header fields: what no raw mail is behind becomes one all the same."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from parsing.headers.addresses import AT_WORDS
from parsing.headers.dates import parse_date
from parsing.headers.message_ids import find_ids
from parsing.html.tokens import with_characters

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ADDRESS: Final = re.compile(rf"<?([^\s<>()]{{1,120}}) ?(?:@| (?:{AT_WORDS}) ) ?([^\s<>()@]{{1,120}})>?$")
"""`name@host`, or as Mailman hides it: `name at host`."""
REPLY_LINK: Final = re.compile(r"In-Reply-To=((?:%3C|<|&lt;)?[^&\s>\"]{3,300})", re.IGNORECASE)
LINE_ENDS: Final = re.compile(r"[ \t]*+[\r\n]\s*+")
PLAIN: Final = "text/plain; charset=utf-8"
FLOWED: Final = f"{PLAIN}; format=flowed"
HTML: Final = "text/html; charset=utf-8"


def stated_mail(fields: Iterable[tuple[str, str]], body: str, content_type: str = PLAIN) -> bytes:
    r"""Give a message of header fields, empty ones left out, and its text.

    >>> stated_mail([("Subject", "The\nweir"), ("To", "")], "At noon.").partition(b"\nMIME")[0]
    b'Subject: The weir'
    """
    return (stated_header(fields, content_type) + body).encode("utf-8", "replace")


def stated_header(fields: Iterable[tuple[str, str]], content_type: str = PLAIN) -> str:
    """Give a header of some fields, its blank line included; a value cannot begin another field."""
    said = [*fields, ("MIME-Version", "1.0"), ("Content-Type", content_type)]
    lines = [f"{name}: {LINE_ENDS.sub(' ', value.strip())}" for name, value in said if value.strip()]
    return "\n".join((*lines, "Content-Transfer-Encoding: 8bit", "", ""))


def stated_sender(name: str, address: str) -> str:
    """Give a mailbox as a header field states it.

    >>> stated_sender("Wick, Tam", "tam@wick.example"), stated_sender("", "tam@wick.example")
    ('"Wick, Tam" <tam@wick.example>', '<tam@wick.example>')
    >>> stated_sender("tam at wick.example", "tam")  # a page that hides one of them
    '<tam@wick.example>'
    """
    if not address:
        return name
    spelled = ADDRESS.match(name)
    if spelled is not None and spelled[1] == address.partition("@")[0]:
        return f"<{spelled[1]}@{spelled[2]}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if name else f"<{address}>"


def stated_date(day: date) -> str:
    """Give a date as a header field states it, whatever the language of the system.

    >>> stated_date(datetime.fromisoformat("2004-03-02T12:30:00+00:00"))
    'Tue, 02 Mar 2004 12:30:00 +0000'
    """
    clock = f" {day:%H:%M:%S %z}" if isinstance(day, datetime) else ""
    return f"{WEEKDAYS[day.weekday()]}, {day.day:02} {MONTHS[day.month - 1]} {day.year:04}{clock}"


def first_date(*texts: str) -> str:
    """Give the first of some texts that is a date, as a header field; if none is, the first that is any."""
    for text in texts:
        day = parse_date(text) if text else None
        if day is not None:
            return stated_date(day)
    return next((text for text in texts if text), "")


def stated_ids(ids: Iterable[str]) -> str:
    """Give ids as a header field has them."""
    return " ".join(f"<{message_id}>" for message_id in ids)


def replied_id(text: str) -> str:
    """Give the id that a page's link for replies names: its own. Empty if there is none.

    >>> replied_id('<a href="mailto:list%40weir.example?Subject=Re&amp;In-Reply-To=%3Ca%40weir.example%3E">')
    'a@weir.example'
    """
    found = REPLY_LINK.search(text)
    ids = find_ids(with_characters(unquote(found[1]))) if found else ()
    return ids[0] if len(ids) == 1 and "@" in ids[0] else ""
