"""Digests that came as mails: what is around the messages, and the messages."""

from __future__ import annotations

import base64
import quopri
from typing import Final

import pytest

from parsing.formats.digests import digest_mail
from parsing.formats.digests.digest_mail import may_be_digest, opened
from parsing.messages.text import read_message

HEADER: Final = (
    b"From: weir-talk-request@weir.example\nTo: weir-talk@weir.example\n"
    b"Subject: weir-talk Digest, Vol 7, Issue 2\nMessage-ID: <digest@weir.example>\n"
    b"Date: Tue, 2 Mar 2004 13:00:00 +0100\n"
)
RULE: Final = b"-" * 70


def part(number: int, text: bytes) -> bytes:
    """Return a message of the list."""
    return (
        b"Date: Tue, 2 Mar 2004 12:30:00 +0100\nFrom: Ines Fontaine <ines@weir.example>\n"
        b"Subject: Oil\nMessage-ID: <%d@weir.example>\n\n%s\n" % (number, text)
    )


PLAIN: Final = (
    b"Today's Topics:\n\n   1. Oil\n\n"
    + RULE + b"\n\nMessage: 1\n" + part(1, "Gibt es Öl?".encode())
    + b"\n" + b"-" * 30 + b"\n\nMessage: 2\n" + part(2, b"No.")
    + b"\n" + b"-" * 30 + b"\n\nEnd of weir-talk Digest, Vol 7, Issue 2\n" + b"*" * 39 + b"\n"
)  # fmt: skip
DIGEST: Final = (
    b'Content-Type: multipart/digest; boundary="next"\n\n--next\n\n'
    + part(1, b"Is there oil?")
    + b"\n--next\nContent-Type: message/rfc822\n\n"
    + part(2, b"No.")
    + b"\n--next--\n"
)
MIXED: Final = (
    b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=="\n\n'
    b"--==\nContent-Type: text/plain\nContent-Description: Masthead\n\nToday's Topics:\n\n   1. Oil\n\n"
    b"--==\n" + DIGEST + b"\n--==\nContent-Type: text/plain\nContent-Description: Footer\n\nBye.\n\n--==--\n"
)


def texts(mail: bytes) -> list[str]:
    """Return what is shown of the wrapping and of each message."""
    found = opened(mail)
    assert found is not None
    shown = [read_message(each) for each in (found.wrapping, *found.messages)]
    assert not any(each.defects or each.attachments for each in shown)
    return [each.text for each in shown]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_multipart_digest_is_its_messages_and_what_is_around_them(line_end: bytes) -> None:
    """Masthead and footer stay together; the type of a part need not be stated."""
    whole = (HEADER + MIXED).replace(b"\n", line_end)
    assert texts(whole) == ["Today's Topics:\n\n   1. Oil\nBye.", "Is there oil?", "No."]
    found = opened(whole)
    assert found is not None
    assert found.messages[1] == part(2, b"No.").replace(b"\n", line_end)


def test_a_digest_in_any_language_is_worth_a_look() -> None:
    """If its subject does not say what it is, its parts do; other mail is not looked at."""
    other = HEADER.replace(b"Digest, Vol 7, Issue 2", b"Lot 7, Parution 2").replace(b"<digest@", b"<lot@")
    assert may_be_digest(other + MIXED)
    assert opened(other + MIXED) is not None
    assert may_be_digest((HEADER + b"\n" + PLAIN).replace(b"\n", b"\r\n"))
    assert not may_be_digest(part(1, b"All about digests."))


def test_a_digest_that_is_nothing_but_messages_has_an_empty_wrapping() -> None:
    """Its header is a row of its own, for answers refer to its id."""
    assert texts(HEADER + DIGEST) == ["", "Is there oil?", "No."]


def test_text_in_a_digest_that_is_no_message_stays_in_the_wrapping() -> None:
    """As ezmlm puts its table of contents."""
    contents = b"--next\nContent-Type: text/plain\n\nTopics: Oil\n"
    assert texts(HEADER + DIGEST.replace(b"--next\n", contents + b"--next\n", 1)) == [
        "Topics: Oil",
        "Is there oil?",
        "No.",
    ]


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_digest_of_plain_text_may_be_encoded_and_in_any_charset(encoding: str, charset: str) -> None:
    """The messages have it decoded, whatever each of them says of its own charset."""
    body = PLAIN.decode().encode(charset)
    packed = {"base64": base64.encodebytes(body), "quoted-printable": quopri.encodestring(body)}
    mail = HEADER + (
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    )
    assert texts(mail + packed.get(encoding, body)) == ["Today's Topics:\n\n   1. Oil", "Gibt es Öl?", "No."]


@pytest.mark.parametrize(
    ("mail", "why"),
    [
        (HEADER.replace(b"Subject: ", b"Subject: Re: ") + b"\nI agree.\n\n" + PLAIN, "an answer"),
        (HEADER + b"In-Reply-To: <x@weir.example>\n\n" + PLAIN, "an answer, by its header"),
        (part(9, b"I agree.\n\n" + PLAIN), "neither from a list nor called a digest"),
        (
            HEADER + b"\n" + b"".join(b"> " + line + b"\n" for line in PLAIN.split(b"\n")),
            "quoted with marks",
        ),
        (HEADER + b"\nOil, see below.\n\n" + RULE + b"\n\n" + part(1, b"x"), "one forwarded message"),
        (HEADER + MIXED.replace(b"text/plain", b"image/png"), "mail with pictures and a digest"),
        (HEADER + MIXED.replace(b'boundary="next"', b""), "a digest without a boundary"),
        (HEADER + MIXED.replace(b"--next", b"--past"), "a digest with a wrong one"),
        (HEADER + b"\nNo rain, no digest.\n", "no digest at all"),
        (
            HEADER + b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n"
            + HEADER + MIXED + b"\n--x--\n", "a forwarded digest",
        ),
    ],
)  # fmt: skip
def test_what_a_person_has_sent_is_not_taken_apart(mail: bytes, why: str) -> None:
    """Nor what only looks like a digest."""
    assert opened(mail) is None, why


@pytest.mark.parametrize("mail", [HEADER + MIXED, HEADER + DIGEST, HEADER + b"\n" + PLAIN])
def test_a_digest_that_is_cut_off_anywhere_gives_what_is_there(mail: bytes) -> None:
    """Never more messages than there are, and the first one whole as soon as the second begins."""
    for length in range(len(mail)):
        found = opened(mail[:length])
        if found is not None:
            assert 1 <= len(found.messages) <= 2
            assert len(found.messages) == 1 or b"<1@weir.example>" in found.messages[0]


def test_a_digest_of_too_many_messages_has_the_rest_in_its_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is lost."""
    monkeypatch.setattr(digest_mail, "MIME_PARTS", 3)
    parts = b"".join(b"--next\n\n%s\n" % part(number, b"x") for number in range(1, 10))
    found = opened(HEADER + b"Content-Type: multipart/digest; boundary=next\n\n" + parts + b"--next--\n")
    assert found is not None
    assert [message.count(b"Message-ID") for message in found.messages] == [1, 1, 7]
