"""Digests as files of their own: RFC 1153, Mailman's, LISTSERV's and Yahoo's, cut into their messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing.formats import format_named, format_of
from parsing.formats.digests.digest_rules import Digest, rules_in
from parsing.limits import DIGEST_DEPTH

if TYPE_CHECKING:
    from tests.parsing.formats.conftest import InMemory

MailIn = Callable[[bytes], list[bytes]]
InMemoryOf = Callable[..., "InMemory"]

LONG: Final = b"-" * 70 + b"\n\n"
SHORT: Final = b"\n" + b"-" * 30 + b"\n\n"
MASTHEAD: Final = (
    b"Send weir-talk mailing list submissions to\n\tweir-talk@weir.example\n\n\nToday's Topics:\n\n"
    b"   1. Oil (Ines Fontaine)\n   2. Re: Oil (Wim de Rijk)\n\n\n"
)
FOOTER: Final = (
    SHORT
    + b"Subject: Digest Footer\n\n_____________\nweir-talk mailing list\n\n"
    + SHORT
    + b"End of weir-talk Digest, Vol 7, Issue 2\n***************************************\n"
)


def fields(number: int, subject: bytes = b"Oil") -> bytes:
    """Return the fields that Mailman keeps of a message, and the blank line."""
    return (
        b"Message: %d\nDate: Tue, 2 Mar 2004 12:30:00 +0100\nFrom: Ines Fontaine <ines@weir.example>\n"
        b"To: weir-talk@weir.example\nSubject: %s\nMessage-ID: <%d@weir.example>\n"
        b'Content-Type: text/plain; charset="us-ascii"\n\n' % (number, subject, number)
    )


def mailman(*texts: bytes) -> bytes:
    """Return a digest as Mailman writes it."""
    parts = [fields(number) + text for number, text in enumerate(texts, start=1)]
    return MASTHEAD + LONG + SHORT.join(parts) + FOOTER


QUOTED: Final = mailman(b"one\n", b"two\n", b"three\n")


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_each_message_of_a_digest_is_one_with_its_own_fields(line_end: bytes, mail_in: MailIn) -> None:
    """The number that the digest gave it is gone, and so are masthead and footer."""
    one, two = mail_in(mailman(b"Is there oil?\n", b"> Is there oil?\n\nNo.\n").replace(b"\n", line_end))
    assert one == (fields(1)[11:] + b"Is there oil?\n").replace(b"\n", line_end)
    assert two.startswith(b"Date: Tue, 2 Mar")
    assert two.endswith(line_end + b"No." + line_end)
    assert b"<2@weir.example>" in two


def test_a_digest_without_numbers_is_known_by_its_fields(mail_in: MailIn) -> None:
    """As RFC 1153 has it, and as Majordomo and LISTSERV write it."""
    part = b"Date:    Tue, 2 Mar 2004 12:30:00 +0100\nFrom:    Ines <ines@weir.example>\nSubject: %s\n\n%s\n"
    whole = (
        b"There are 2 messages totalling 9 lines in this issue.\n\nTopics of the day:\n\n  1. Oil\n\n"
        + LONG
        + part % (b"Oil", b"Is there oil?")
        + SHORT
        + part % (b"Re: Oil", b"No.")
        + SHORT
        + b"End of WEIR-L Digest - 1 Mar 2004 to 2 Mar 2004 (#2004-9)\n"
        + b"*" * 57
        + b"\n"
    )
    assert mail_in(whole) == [part % (b"Oil", b"Is there oil?"), part % (b"Re: Oil", b"No.")]


def test_yahoo_indents_the_fields_and_draws_two_lines(mail_in: MailIn) -> None:
    """What follows the last pair of lines is the footer."""
    lines = b"_" * 72 + b"\n" + b"_" * 72 + b"\n\n"
    part = (
        b"Message: %d         \n   Date: Tue, 2 Mar 2004 12:30:00 +0100\n"
        b"   From: Ines <ines@weir.example>\nSubject: Oil\n\n%s\n\n"
    )
    whole = (
        b"There are 2 messages in this issue.\n\nTopics in this digest:\n\n"
        b"      1. Oil\n           From: Ines\n\n\n"
        + lines
        + part % (1, b"Is there oil?")
        + lines
        + part % (2, b"No.")
        + lines
        + b"\nYour use of this group is subject to its terms.\n"
    )
    header = b"Date: Tue, 2 Mar 2004 12:30:00 +0100\nFrom: Ines <ines@weir.example>\nSubject: Oil\n\n"
    assert [mail.rstrip(b"\n") for mail in mail_in(whole)] == [header + b"Is there oil?", header + b"No."]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_digest_that_a_message_quotes_whole_is_its_text(place: int, mail_in: MailIn) -> None:
    """Even one without quote marks, blank lines and all, in whichever message it stands."""
    texts = [b"first\n", b"second\n", b"third\n"]
    texts[place] = b"I agree with all of this:\n\n" + QUOTED
    mails = mail_in(mailman(*texts))
    assert len(mails) == 3
    assert b"two\n" in mails[place]
    assert [b"second" in mail for mail in mails] == [False, place != 1, False]


def test_a_line_of_hyphens_in_a_text_is_text(mail_in: MailIn) -> None:
    """Behind it stand no fields, or there is no blank line, or they are not the next message's."""
    text = b"\n".join((b"a", SHORT, b"b", LONG, b"Note: oil", b"-" * 30, fields(2), SHORT, fields(7), b"c\n"))
    assert [mail.count(b"Note: oil") for mail in mail_in(mailman(text, b"two\n"))] == [1, 0]


def test_a_charset_that_the_digest_did_not_keep_is_not_believed(mail_in: MailIn) -> None:
    """Mailman writes a digest in one charset, and flat, but the fields are those of the mails."""
    flat = b"Content-Type: multipart/alternative; boundary=gone"
    stated = b'Content-Type: text/plain; charset="iso-8859-1"; format=flowed'
    plain = b'Content-Type: text/plain; charset="us-ascii"'
    one = mailman("Gibt es Öl?\n".encode(), b"No.\n", b"Yes.\n")
    one = one.replace(plain, stated, 1)
    one = one.replace(plain, flat, 1)
    kinds = [mail.split(b"Content-Type: ")[1].split(b"\n")[0] for mail in mail_in(one)]
    assert kinds == [
        b"text/plain; charset=utf-8; format=flowed",
        b"text/plain; charset=utf-8",
        b'text/plain; charset="us-ascii"',
    ]


def test_several_digests_may_stand_in_one_file(mail_in: MailIn) -> None:
    """The masthead of the second is not the footer of the first."""
    mails = mail_in(mailman(b"one\n", b"two\n") + b"\n" + mailman(b"three\n", b"four\n"))
    assert [mail.split(b"\n\n", 1)[1].strip() for mail in mails] == [b"one", b"two", b"three", b"four"]


@pytest.mark.parametrize(
    "text",
    [
        MASTHEAD,
        MASTHEAD + LONG,
        MASTHEAD + LONG + b"It rains.\n",
        b"".join(b"> " + line + b"\n" for line in QUOTED.split(b"\n")),
        b"<html><body><pre>\n" + QUOTED,
        b"Dear diary,\n" + SHORT + fields(1) + b"x\n",
    ],
)
def test_what_only_resembles_a_digest_is_none(text: bytes) -> None:
    """A masthead alone, a quoted digest, a page of one."""
    assert format_of(text) is not format_named("digest")


def test_digests_within_digests_are_told_apart_to_a_cap() -> None:
    """However many a message quotes, one inside the other, following them costs the same."""
    digest = Digest()
    rules = [*rules_in(MASTHEAD + (LONG + fields(1) + b"text\n\n") * 1_000)]
    assert [digest.separates(rule) for rule in rules].count(True) == 1
    assert len(rules) == 1_001
    assert len(digest.levels) == DIGEST_DEPTH


PIECES: Final = st.lists(
    st.sampled_from(
        [
            MASTHEAD, LONG, SHORT, FOOTER, fields(1), fields(2), fields(3), b"text\n", b"\n", b"\r\n",
            b"-" * 30, b"-" * 70, b"_" * 72 + b"\n" + b"_" * 72 + b"\n\n", b"--__--__--\n\n",
            b"Subject: x\n\n", b"From: a\nDate: b\n\n", b"*" * 20 + b"\n", b"\0",
            QUOTED, QUOTED.replace(b"\n", b"\r\n"),
        ]
    ),
    max_size=20,
).map(b"".join)  # fmt: skip


@given(data=PIECES, chunk=st.sampled_from([7, 64, 1_300]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_byte_is_in_one_message_however_much_is_read_at_a_time(
    in_memory: InMemoryOf, data: bytes, chunk: int
) -> None:
    """Spans lie end to end, and are the same for small chunks as for large ones."""
    known = format_named("digest")
    whole = list(known.cut(in_memory(data)))
    assert [cut.start for cut in whole] == [0, *(cut.end for cut in whole[:-1])]
    assert whole[-1].end == len(data)
    assert list(known.cut(in_memory(data, chunk))) == whole
    for cut in whole:
        assert cut.head == data[cut.start : cut.end]
        known.mail(cut.head)
        known.header(cut)


def test_the_messages_of_a_beginning_are_those_of_the_whole_but_the_last(mail_in: MailIn) -> None:
    """Wherever a digest was cut off."""
    data = mailman(b"one\n", b"two\n" + QUOTED, b"three\n")
    whole = mail_in(data)
    for length in range(len(MASTHEAD + LONG + fields(1)), len(data)):
        part = mail_in(data[:length])
        assert part[:-1] == whole[: len(part) - 1]
