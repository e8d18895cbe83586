"""A digest saved as a file of its own: masthead, table of contents, messages, footer, as plain text.

Each message is one of the archive, with its own fields. The masthead lies before the first message and the
footer behind the last: their bytes belong to these, and are not shown as their text. Several digests may
stand in one file. A digest that has a mail's header is a mail: see `digest_mail`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from parsing.formats.digests.digest_rules import HYPHENS, Digest, Kind, Rule, rules_in, rules_of, unindented
from parsing.formats.format import Cut, Format
from parsing.formats.looks import HTML
from parsing.headers.fields import parse_header, split_message
from parsing.headers.parameters import parse_parametrized
from parsing.limits import HEADER_BLOCK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parsing.formats.source import Source
    from parsing.headers.fields import Header

MESSAGE_NUMBER: Final = re.compile(rb"\AMessage[ \t]{0,4}:[^\n]{0,80}\n", re.IGNORECASE)
CONTENT_TYPE: Final = re.compile(
    rb"^Content-Type[ \t]{0,4}:[^\n]*+\n(?:[ \t][^\n]*+\n)*+", re.IGNORECASE | re.MULTILINE
)
KEPT_PARAMETERS: Final = ("format", "delsp")


def knows(head: bytes) -> bool:
    """Tell whether a file begins with a masthead and the first message of a digest."""
    if HTML.match(head):
        return False
    digest = Digest()
    return any(digest.separates(rule) for rule in rules_in(head))


def cut_at_rules(source: Source) -> Iterator[Cut]:
    """Cut a file of digests into the messages that are in them."""
    for start, end in spans(rules_of(source)):
        yield Cut(start, end, source.read(start, min(end, start + HEADER_BLOCK_BYTES)))


def spans(rules: Iterable[Rule]) -> Iterator[tuple[int, int]]:
    """Give where the messages of a file of digests lie, all of it in one of them."""
    digest = Digest()
    begin = 0
    closed: int | None = None
    """Where the digest before has ended, and what comes is the masthead of another."""
    for rule in rules:
        is_first = not digest.opened
        if digest.separates(rule) and not is_first:
            end = rule.start if closed is None or rule.mark == HYPHENS else closed
            yield begin, end
            begin, closed = end, None
        elif rule.kind is Kind.END and not digest.levels:
            closed = rule.after
        elif rule.kind is Kind.NOTHING:
            yield begin, rule.end


def mail(raw: bytes) -> bytes:
    """Give one message of a digest as it was sent, as far as the digest has kept it."""
    *rules, _ = rules_in(raw)
    first = first_of(rules)
    if first is None:
        return raw
    return as_sent(raw[first.end : text_end(raw, [rule for rule in rules if rule.start > first.start])])


def first_of(rules: Sequence[Rule]) -> Rule | None:
    """Give the line behind which the message begins: the very first, or the one below the masthead."""
    digest = Digest()
    return next((rule for rule in rules if rule.start == 0 or digest.separates(rule)), None)


def text_end(raw: bytes, rules: list[Rule]) -> int:
    """Give where the text of a message ends, and perhaps the footer of the digest begins."""
    end = len(raw)
    if rules and rules[-1].kind is Kind.END:
        end = rules.pop().start
    if rules and (rules[-1].kind is Kind.FOOTER or rules[-1].is_without_end):
        end = rules.pop().start
    return end


def as_sent(raw: bytes) -> bytes:
    """Give a message of a digest without what the digest has put into its header.

    The number goes. A Content-Type that is no longer true is mended: digests are written in one charset, and
    without parts, but keep the fields of the mail.
    """
    line_end = b"\r\n" if raw.endswith(b"\r\n") else b"\n"
    raw = unindented(raw.rstrip(b"\r\n") + line_end)
    numbered = MESSAGE_NUMBER.match(raw)
    raw = raw[numbered.end() :] if numbered else raw
    block, start = split_message(raw)
    content = mended(parse_header(block), raw[start:])
    if content is None:
        return raw
    return CONTENT_TYPE.sub(lambda _: content, block + b"\n") + b"\n" + raw[start:]


def mended(header: Header, text: bytes) -> bytes | None:
    """Give the Content-Type that a text has, if its header states another."""
    stated = header.first("content-type")
    if stated is None or header.first("content-transfer-encoding") is not None:
        return None
    content = parse_parametrized(stated)
    boundary = content.parameters.get("boundary", "").encode("utf-8", "replace")
    is_flat = content.value.startswith("multipart/") and not (boundary and b"--" + boundary in text)
    if not is_flat and (text.isascii() or not is_utf_8(text)):
        return None
    kept = "".join(f"; {name}={value}" for name in KEPT_PARAMETERS if (value := content.parameters.get(name)))
    kind = "text/plain" if is_flat else content.value
    return f"Content-Type: {kind}; charset=utf-8{kept}\n".encode("ascii", "replace")


def is_utf_8(text: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def header(cut: Cut) -> bytes:
    """Give the header block of a message."""
    return split_message(mail(cut.head))[0]


DIGEST: Final = Format("digest", knows, cut_at_rules, mail, header)
