"""One message of a container to one row of the index: its place, its date, and six texts.

The usual forms of ids, subjects and dates are read by one expression each, which gives what the full readers
of `parsing.headers` give, in a tenth of their time; whatever looks otherwise goes to those.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.headers.addresses import parse_mailbox
from parsing.headers.dates import parse_date
from parsing.headers.fields import decoded_text, field_text, raw_charset, scan_fields
from parsing.headers.message_ids import find_ids, made_id
from parsing.index.columns import (
    BETWEEN_IDS,
    BETWEEN_TEXTS,
    DEFECT_BIT,
    NO_DATE,
    Moment,
    Row,
    bits_of,
    stamp,
)
from parsing.limits import FIELD_BYTES_USED, IDS_USED, MESSAGE_BYTES

if TYPE_CHECKING:
    from parsing.formats.format import Cut, Format
    from parsing.formats.source import Source

USUAL_ID: Final = re.compile(rb"<([!-;=?-~]++)>")
USUAL_SUBJECT: Final = re.compile(rb"[ -<>-~]*+(?:=(?!\?)[ -<>-~]*+)*+")
USUAL_DATE: Final = re.compile(
    rb"(?:[A-Z][a-z]{2}, {1,2})?(\d{1,2} [A-Z][a-z]{2} \d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4})"
    rb"(?: \([A-Z]{1,5}\))?[ \r]*"
)
KEPT: Final = 4_096
"""Senders, days and zones that are remembered; they come again and again."""
LONGEST_KEPT: Final = 300
NO_MESSAGE_ID: Final = DEFECT_BIT[Defect.NO_MESSAGE_ID]
NO_FROM: Final = DEFECT_BIT[Defect.NO_FROM]
NOBODY: Final = BETWEEN_TEXTS


def row_of(number: int, cut: Cut, source: Source, known: Format) -> Row:
    """Give the row of one message; `number` is that of its source."""
    whole = cut.head
    if len(whole) < cut.end - cut.start:
        whole = source.read(cut.start, min(cut.end, cut.start + MESSAGE_BYTES))
    block = known.header(cut)
    fields = scan_fields(block)
    charset = None if is_ascii(fields.subject) and is_ascii(fields.sender) else raw_charset(block)
    bits = bits_of(cut.defects) if cut.defects else 0
    message_id = packed_ids(fields.message_id).partition(BETWEEN_IDS)[0]
    if not message_id:
        bits |= NO_MESSAGE_ID
        message_id = made_id(known.mail(whole).rstrip(b"\r\n")).encode()
    sender = packed_sender(fields.sender, charset)
    if sender == NOBODY:
        bits |= NO_FROM
    moment = moment_stated(fields.date)
    if moment.offset == NO_DATE:
        bits |= DEFECT_BIT[Defect.BAD_DATE if fields.date and fields.date.strip() else Defect.NO_DATE]
    answered, references = packed_ids(fields.in_reply_to), packed_ids(fields.references)
    texts = BETWEEN_TEXTS.join(
        (message_id, answered, references, packed_subject(fields.subject, charset), sender)
    )
    return Row(number, cut.start, cut.end, zlib.crc32(whole), moment.seconds, moment.offset, bits, texts)


def is_ascii(value: bytes | None) -> bool:
    """Tell whether a field has no bytes above 127."""
    return value is None or value.isascii()


def packed(text: str) -> bytes:
    """Give a text as it may lie between others."""
    return text.replace("\0", "␀").encode("utf-8", "replace")


def packed_ids(value: bytes | None) -> bytes:
    r"""Give the ids of a field, one a line.

    >>> packed_ids(b"<a@x.example>\n\t<b@x.example>")
    b'a@x.example\nb@x.example'
    """
    if not value:
        return b""
    ids = USUAL_ID.findall(value) if len(value) <= FIELD_BYTES_USED else ()
    if ids and len(ids) == value.count(b"<"):
        return BETWEEN_IDS.join(ids[-IDS_USED:])
    return BETWEEN_IDS.join(map(packed, find_ids(value)))


def packed_subject(value: bytes | None, charset: str | None = None) -> bytes:
    """Give a subject behind a `=`, nothing if there is none."""
    if value is None:
        return b""
    if len(value) <= FIELD_BYTES_USED and USUAL_SUBJECT.fullmatch(value):
        return b"=" + value.strip(b" ")
    return b"=" + packed(decoded_text(value, charset))


def packed_sender(value: bytes | None, charset: str | None = None) -> bytes:
    """Give name and address of the author, NOBODY if none is stated."""
    if not value:
        return NOBODY
    return (kept_sender if len(value) <= LONGEST_KEPT else read_sender)(value, charset)


def read_sender(value: bytes, charset: str | None) -> bytes:
    """Read the author's name and address."""
    sender = parse_mailbox(field_text(value, charset))
    return NOBODY if sender is None else packed(sender.name) + BETWEEN_TEXTS + packed(sender.address)


kept_sender = lru_cache(maxsize=KEPT)(read_sender)


def moment_stated(value: bytes | None) -> Moment:
    """Give the date that a field states."""
    if not value:
        return stamp(None)
    usual = USUAL_DATE.fullmatch(value)
    if usual is not None:
        stated, hour, minute, second, zone = usual.groups()
        day = day_stated(stated)
        if hour < b"24" and minute < b"60" and second < b"60" and day.offset != NO_DATE:
            offset = offset_stated(zone)
            seconds = int(hour) * 3_600 + (int(minute) - offset) * 60 + int(second)
            return Moment(day.seconds + seconds, offset)
    return stamp(parse_date(field_text(value)))


@lru_cache(maxsize=KEPT)
def day_stated(day: bytes) -> Moment:
    """Give the beginning of a day such as `30 Nov 2007`."""
    return stamp(parse_date(f"{day.decode('ascii')} 00:00:00 +0000"))


@lru_cache(maxsize=KEPT)
def offset_stated(zone: bytes) -> int:
    """Give how many minutes a zone such as `+0100` is east of UTC."""
    return stamp(parse_date(f"1 Jan 2000 00:00:00 {zone.decode('ascii')}")).offset
