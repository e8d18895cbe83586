"""Mail that was made to hang or break a reader: time grows with size, not faster, and nothing raises.

Time is counted in calls, of Python and C functions alike, so that the result does not depend on the machine;
what one call does inside a regular expression is bounded by the patterns themselves, and a quadratic one
would show here as a test that does not end.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.headers.addresses import parse_mailbox, parse_mailboxes
from parsing.headers.dates import parse_date
from parsing.headers.fields import parse_header, scan_fields, split_message
from parsing.headers.message_ids import find_ids
from parsing.messages.clean import clean
from parsing.messages.text import Displayed, read_message

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 2_000
LINEAR = 2.6
"""Twice the mail may cost this many times the calls."""


def field(name: str, value: Callable[[int], str]) -> Callable[[int], bytes]:
    """Return a maker of mails with one long field."""
    return lambda size: f"{name}: {value(size)}\n\nbody\n".encode()


def body(header: str, piece: str, times: int = 4) -> Callable[[int], bytes]:
    """Return a maker of mails whose body repeats one piece."""
    return lambda size: f"{header}\n\n{piece * (size * times)}".encode("utf-8", "surrogatepass")


def html(piece: str, tail: str = "") -> Callable[[int], bytes]:
    """Return a maker of HTML mails that repeat one piece."""
    return lambda size: f"Content-Type: text/html\n\n{piece * size}{tail * size}".encode()


MIXED = "Content-Type: multipart/mixed; boundary=b"
FLOWED = "Content-Type: text/plain; format=flowed"
BASE64 = "Content-Transfer-Encoding: base64"
QUOTED = "Content-Transfer-Encoding: quoted-printable"
HOSTILE: dict[str, Callable[[int], bytes]] = {
    "comments never closed": field("From", lambda size: "(" * size),
    "comments nested": field("From", lambda size: "(" * size + ")" * size + " a@x.example"),
    "quotes never closed": field("From", lambda size: '"\\"' * size),
    "brackets never closed": field("From", lambda size: "a<" * size),
    "addresses": field("To", lambda size: "a@x.example, " * size),
    "groups": field("To", lambda size: "g:;" * size),
    "spelled addresses": field("From", lambda size: " at " * size),
    "encoded-words": field("Subject", lambda size: "=?utf-8?q?a?= " * size),
    "encoded-words never closed": field("Subject", lambda size: "=?utf-8?q?" * size),
    "encoded-words of many charsets": field(
        "Subject", lambda size: " ".join(f"=?c{number}?q?a?=" for number in range(size))
    ),
    "parameters": field("Content-Type", lambda size: "a/b" + "".join(f"; p{n}=x" for n in range(size))),
    "parameter sections": field(
        "Content-Type", lambda size: "a/b" + "".join(f"; p*{n}*=x" for n in range(size))
    ),
    "parameters of junk": field("Content-Type", lambda size: "a/b" + ' ;"' * size),
    "references": field("References", lambda size: "<a@x.example> " * size),
    "references never closed": field("References", lambda size: "<a" * size),
    "dates": field("Date", lambda size: "1 Jan " * size),
    "folds": field("Subject", lambda size: "a\n " * size),
    "blanks": field("Subject", lambda size: "a" + " " * size + "b"),
    "fields": lambda size: b"a:\n" * size + b"\nx",
    "junk in the header": lambda size: b"A: b\n" + b"junk\nSubject: x\n" * size + b"\nx",
    "long names": lambda size: (b"a" * 990 + b"\n") * (size // 10) + b"Subject: x\n\n",
    "carriage returns": lambda size: b"A: b\n\r" + b"\r" * size + b"x",
    "multiparts in multiparts": lambda size: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(size)
    ),
    "messages in messages": lambda size: b"Content-Type: message/rfc822\n\n" * size,
    "parts": body(MIXED, "--b\n\nx\n", 1),
    "parts of nothing": body(MIXED, "--b\n", 1),
    "lines like boundaries": body(MIXED, "--c\n"),
    "boundary to guess": body("Content-Type: multipart/mixed", "--c" + " " * 90 + "\n", 1),
    "one line": body("A: b", "x", 200),
    "quote marks": body(FLOWED, "> "),
    "flowed lines": body(FLOWED, "> a \n"),
    "equals signs": body(QUOTED, "= "),
    "base64 and not": body(BASE64, "AA==!\n"),
    "combining marks": body("A: b", "\u0301"),
    "joiners": body("A: b", "\u0645\u200c"),
    "commands": body("Content-Type: text/enriched", "<param>"),
    "blockquotes": html("<blockquote>x"),
    "formatting never closed": html("<b id=x><p>"),
    "lists": html("<ul><li>x"),
    "tables": html("<table><tr><td>x"),
    "end tags of nothing": html("<div>", "</blockquote>"),
    "end tags that do not reach": html("<div><td>", "</blockquote></li></table>"),
    "items after quotes": html("<blockquote>", "<li></li>"),
    "attributes": lambda size: b"Content-Type: text/html\n\n<p " + b"a=1 " * size + b">x",
    "quotation marks between attributes": lambda size: (
        b"Content-Type: text/html\n\n<p a=" + b'" ' * size + b">x"
    ),
    "quotation marks in tags": html("<a '\"", ">"),
    "less-than signs": html("<"),
    "comments": html("<!-->"),
    "references to characters": html("&#x41"),
}


def read(raw: bytes) -> Displayed:
    """Read everything of a message that anybody reads."""
    block, _ = split_message(raw)
    for name, value in parse_header(block).items[:3]:
        if name == "From":
            parse_mailbox(value)
        parse_mailboxes(value)
        find_ids(value)
        parse_date(value)
    scan_fields(block)
    return read_message(raw)


def calls(raw: bytes) -> int:
    """Count the calls that reading a message makes."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read(raw)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_mail_costs_no_more_than_twice_the_time(name: str) -> None:
    """A few calls that every mail costs come on top."""
    make = HOSTILE[name]
    assert calls(make(2 * SIZE)) <= LINEAR * calls(make(SIZE)) + 500


@pytest.mark.parametrize("name", HOSTILE)
def test_a_large_hostile_mail_is_read(name: str) -> None:
    """To the end, and what comes of it is clean."""
    shown = read(HOSTILE[name](10 * SIZE))
    assert clean(shown.text) == shown.text


HEALTHY = b"""\
From: Ada <ada@loom.example>
Subject: =?utf-8?q?Caf=C3=A9?=
Date: Mon, 3 Sep 2007 10:00:00 +0200
References: <1@loom.example>
 <2@loom.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="cut"

--cut
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

> caf=C3=A9 =
> yes=20
> no
--in
Content-Type: text/html

<blockquote>yes</blockquote>
--in--
--cut
Content-Type: message/rfc822

From: b@loom.example

Inner
--cut
Content-Type: image/png; name*0*=utf-8''%C3; name*1*=%A9
Content-Transfer-Encoding: base64

AAAA
--cut--
"""
PLACES = st.integers(0, len(HEALTHY))
CHANGES = st.lists(
    st.tuples(
        PLACES, st.integers(0, 60), st.binary(max_size=3) | st.sampled_from([b"\n", b"\n\n--cut\n", b'"'])
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=300)
@given(CHANGES, PLACES)
def test_a_damaged_mail_is_read(changes: list[tuple[int, int, bytes]], end: int) -> None:
    """Pieces replaced or doubled anywhere, the end cut off: what comes out is clean, and one line a field."""
    damaged = bytearray(HEALTHY)
    for place, length, piece in changes:
        damaged[place : place + length] = piece + damaged[place : place + length // 2]
    shown = read(bytes(damaged[: end + len(HEALTHY) // 2]))
    assert clean(shown.text) == shown.text
    assert not shown.text.endswith("\n")
    for _, value in shown.headers:
        assert clean(value) == value
        assert "\n" not in value
    assert all(part.size >= 0 for part in shown.attachments)
