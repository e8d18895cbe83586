"""Digests that come as mails: multipart/digest (RFC 2046, section 5.1.5), or plain text as in `digest_rules`.

Such a mail has two things in it: the messages of the list, and what is wrapped around them (masthead, table
of contents, footer), which is a message of its own, for it has an id that answers refer to. Only what a list
has sent is opened: an answer that quotes a digest, or a mail with forwarded ones, stays as it is. Messages
that are encoded once more (which RFC 2046 forbids) are left in the wrapping.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from parsing.formats import eml
from parsing.formats.digests import digest
from parsing.formats.digests.digest_rules import Digest, Kind, rules_in
from parsing.headers.charsets import decode
from parsing.headers.encoded_words import decode_words
from parsing.headers.fields import parse_header, split_message
from parsing.headers.parameters import parse_parametrized
from parsing.limits import MIME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parsing.formats.format import Format
    from parsing.headers.fields import Header

HINT: Final = b"igest"
PARTS: Final = b"ultipart/mixed"
DIGEST: Final = b"ultipart/digest"
HINT_BYTES: Final = 32 << 10
REPLY: Final = re.compile(
    r"\s*(?:re|aw|antw|sv|vs|odp|res|rif|ynt|ha|отв|回复|答复|fwd?|wg|vb|tr|rv|enc|i|转发)"
    r"(?:\[\d{1,3}\]|\^\d{1,3})?\s?[:：]",
    re.IGNORECASE,
)
"""What a person has sent, in the languages of most mail."""
OF_A_LIST: Final = re.compile(
    r"digest|resum|дайджест|ダイジェスト|\bvol(?:ume[n]?)?\b\.? ?\d|\bissue \d", re.IGNORECASE
)
SENT_BY_A_LIST: Final = re.compile(
    r"-request|-bounces|owner-|-owner|digest|listserv|majordomo|-help|-return|-admin|yahoogroups|sympa",
    re.IGNORECASE,
)
ENCODED: Final = ("base64", "quoted-printable")
TRANSFER: Final = re.compile(
    rb"^Content-(?:Transfer-Encoding|Type)[ \t]{0,4}:[^\n]*+\n(?:[ \t][^\n]*+\n)*+",
    re.IGNORECASE | re.MULTILINE,
)
BLANK_LINE: Final = re.compile(rb"[ \t]{0,100}\r?\n")
BOUNDARY_BYTES: Final = 1_000
FIELD_NAMES: Final = frozenset(("from", "subject", "date"))


class Opened(NamedTuple):
    """A digest, taken apart."""

    wrapping: bytes
    """A mail of what is around the messages."""
    messages: tuple[bytes, ...]


class Entity(NamedTuple):
    """One body part: where it lies from its delimiter line on, its media type, and a message in it."""

    start: int
    end: int
    type: str
    message: bytes


def may_be_digest(head: bytes) -> bool:
    """Tell, in no time, whether a message that begins like this is worth a closer look.

    The header of a digest says that it is one, or that it has parts, of which one is.
    """
    end = head.find(b"\n\n", 0, HINT_BYTES)
    end = end if end >= 0 else HINT_BYTES
    return head.find(HINT, 0, end) >= 0 or (
        head.find(PARTS, 0, end) >= 0 and head.find(DIGEST, end, end + HINT_BYTES) >= 0
    )


def opened(mail: bytes) -> Opened | None:
    """Take a mail apart if it is a digest; else None."""
    block, start = split_message(mail)
    header = parse_header(block)
    subject = decode_words(header.first("subject") or "")
    if header.first("in-reply-to") or header.first("references") or REPLY.match(subject):
        return None
    content = parse_parametrized(header.first("content-type") or "text/plain")
    is_from_list = bool(OF_A_LIST.search(subject) or SENT_BY_A_LIST.search(header.first("from") or ""))
    if content.value == "multipart/digest":
        return opened_multipart(mail, start, boundary_of(content.parameters))
    if content.value == "multipart/mixed" and is_from_list:
        return opened_mixed(mail, start, boundary_of(content.parameters))
    if content.value.startswith("text/plain") and is_from_list:
        return opened_text(block, header, mail[start:], content.parameters.get("charset"))
    return None


def opened_text(block: bytes, header: Header, body: bytes, charset: str | None) -> Opened | None:
    """Take a digest of plain text apart."""
    text = decode(decoded(body, header), charset)[0].encode("utf-8", "replace")
    rules = [*rules_in(text)]
    state = Digest()
    begins = [rule for rule in rules if state.separates(rule)]
    is_sure = len(begins) > 1 or any(rule.kind is Kind.END or rule.number for rule in rules)
    if not (begins and is_sure):
        return None
    messages = tuple(digest.mail(text[start:end]) for start, end in digest.spans(rules))
    kept = TRANSFER.sub(b"", block + b"\n") + b"Content-Type: text/plain; charset=utf-8\n\n"
    return Opened(kept + text[: begins[0].start], messages)


def decoded(body: bytes, header: Header) -> bytes:
    """Give a body without its transfer encoding; a damaged one as it stands."""
    encoding = (header.first("content-transfer-encoding") or "").strip().lower()
    try:
        if encoding == "base64":
            return binascii.a2b_base64(body)
        return binascii.a2b_qp(body) if encoding == "quoted-printable" else body
    except binascii.Error:
        return body


def boundary_of(parameters: Mapping[str, str]) -> bytes:
    """Give a multipart's boundary as it stands in the body."""
    return parameters.get("boundary", "").encode("utf-8", "surrogatepass").rstrip()[:BOUNDARY_BYTES]


def opened_mixed(mail: bytes, start: int, boundary: bytes) -> Opened | None:
    """Take a digest apart that lies between texts: masthead, table of contents, and footer."""
    entities = [*entities_of(mail, start, boundary, "text/plain")]
    inner = [entity for entity in entities if entity.type == "multipart/digest"]
    if len(inner) != 1 or any(
        not entity.type.startswith("text/") for entity in entities if entity not in inner
    ):
        return None
    (found,) = inner
    header, body = split_entity(mail[found.start : found.end])
    content = parse_parametrized(header.first("content-type") or "")
    within = opened_multipart(mail[: found.end], found.start + body, boundary_of(content.parameters))
    return within and Opened(within.wrapping + mail[found.end :], within.messages)


def opened_multipart(mail: bytes, start: int, boundary: bytes) -> Opened | None:
    """Take a multipart/digest apart; an empty part stands in its wrapping for the messages."""
    entities = [entity for entity in entities_of(mail, start, boundary, "message/rfc822") if entity.message]
    if not entities:
        return None
    pieces, place = [], 0
    for entity in entities:
        pieces.append(mail[place : entity.start])
        place = entity.end
    stand_in = b"--%s\nContent-Type: text/plain\n\n\n" % boundary
    return Opened(
        b"".join((pieces[0], stand_in, *pieces[1:], mail[place:])),
        tuple(entity.message for entity in entities),
    )


def entities_of(mail: bytes, start: int, boundary: bytes, default: str) -> Iterator[Entity]:
    """Give the body parts of a multipart whose body starts at a place."""
    if not boundary:
        return
    delimiter = re.compile(rb"(?:\A|(?<=\n))--%s(--)?[ \t]{0,100}\r?(?:\n|\Z)" % re.escape(boundary))
    before: re.Match[bytes] | None = None
    for line in islice(delimiter.finditer(mail, start), MIME_PARTS):
        if before is not None:
            yield entity_of(mail, before.start(), before.end(), line.start(), default)
        before = line
        if line[1]:
            return
    if before is not None:  # it ends early, or has too many
        yield entity_of(mail, before.start(), before.end(), len(mail), default)


def entity_of(mail: bytes, start: int, content: int, end: int, default: str) -> Entity:
    """Give the body part that lies between two delimiter lines."""
    raw = mail[content:end]
    raw = raw[:-1].removesuffix(b"\r") if raw.endswith(b"\n") else raw
    header, body = split_entity(raw)
    stated = header.first("content-type")
    kind = parse_parametrized(stated).value if stated else default
    if kind == "message/rfc822":
        encoding = (header.first("content-transfer-encoding") or "").strip().lower()
        message = b"" if encoding in ENCODED else eml.mail(raw[body:])
    else:  # without the blank line that stands for its own header, its first fields are the message's
        message = raw if default == "message/rfc822" and FIELD_NAMES.issubset(header.names) else b""
    return Entity(start, end, kind, message)


def split_entity(raw: bytes) -> tuple[Header, int]:
    """Give a body part's header, which may be empty, and where its body starts."""
    blank = BLANK_LINE.match(raw)
    if blank is not None:
        return parse_header(b""), blank.end()
    block, start = split_message(raw)
    return parse_header(block), start


def wrapping_of(known: Format) -> Format:
    """Give the format of what is around the messages, for digests that lie in a container."""

    def mail(raw: bytes) -> bytes:
        whole = known.mail(raw)
        found = opened(whole)
        return whole if found is None else found.wrapping

    return replace(known, name=f"{known.name}, digest", mail=mail)
