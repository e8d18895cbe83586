"""People and days as the screen says them: short names, dates without a locale."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsing.model import Envelope, Mailbox

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_name(mailbox: Mailbox | None) -> str:
    """Return the one word that a person goes by here: the family name, else what stands before the `@`.

    >>> from parsing.model import Mailbox
    >>> short_name(Mailbox("Tam Wick", "tam@wick.example")), short_name(Mailbox("Wick, Tam", ""))
    ('Wick', 'Wick')
    >>> short_name(Mailbox("", "tam@wick.example")), short_name(None)
    ('tam', 'unknown')
    """
    if mailbox is None:
        return "unknown"
    name = mailbox.name.strip().strip("\"'").strip()
    if "@" in name:
        return name
    family, comma, given = name.partition(",")
    if comma and family.strip() and given.strip():
        return family.strip()
    words = name.split()
    if words:
        return words[-1]
    return mailbox.address.partition("@")[0] or mailbox.address or "unknown"


def address_of(mailbox: Mailbox) -> str:
    """Return the address on one line."""
    return " ".join(mailbox.address.split())


def suspicion(mailbox: Mailbox) -> str:
    """Return what is odd about a sender: the name is another address, or a word mixes alphabets.

    >>> from parsing.model import Mailbox
    >>> suspicion(Mailbox("boss@wick.example", "x@y.example"))
    'the name is another address'
    >>> suspicion(Mailbox("T\u0430m Wick", "tam@wick.example")), suspicion(Mailbox("Tam Wick", "tam@wick"))
    ('mixed alphabets', '')
    """
    if "@" in mailbox.name and mailbox.name.strip().lower() != mailbox.address.strip().lower():
        return "the name is another address"
    words = f"{mailbox.name} {mailbox.address.replace('@', ' ').replace('.', ' ')}"[:1000].split()
    return "mixed alphabets" if any(map(_mixes_alphabets, words)) else ""


def _mixes_alphabets(word: str) -> bool:
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
    return len(alphabets & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1


def short_date(day: date | None) -> str:
    """Return the day and the month.

    >>> short_date(date(2007, 11, 30)), short_date(None)
    ('30 Nov', '')
    """
    return f"{day.day} {MONTHS[day.month - 1]}" if day is not None else ""


def long_date(day: date | None) -> str:
    """Return the weekday, the day, and the time of day where it is known, in the writer's own zone.

    >>> long_date(datetime(2007, 11, 30, 19, 44)), long_date(date(2007, 11, 30))
    ('Fri 30 Nov 2007 19:44', 'Fri 30 Nov 2007')
    """
    if day is None:
        return ""
    said = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{said} {day.hour:02}:{day.minute:02}" if isinstance(day, datetime) else said


def place_name(envelope: Envelope, paragraph: int | None = None) -> str:
    """Return what the jump trail calls a place: who, when, and the block counted from 1.

    >>> from parsing.model import Envelope, Mailbox, MessageKey
    >>> place_name(Envelope(MessageKey("x"), 0, None, Mailbox("Tam Wick", ""), date(2007, 11, 30)), 9)
    'Wick 30 Nov ¶9'
    """
    parts = [short_name(envelope.sender), short_date(envelope.date)]
    if paragraph is not None:
        parts.append(f"¶{paragraph}")
    return " ".join(part for part in parts if part)
