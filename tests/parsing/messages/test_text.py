"""One message as it is shown: which parts, which text, which attachments."""

from __future__ import annotations

import base64

import pytest

from parsing.errors import Defect
from parsing.limits import MIME_DEPTH, MIME_PARTS
from parsing.messages import mime
from parsing.messages.text import read_message
from parsing.model import Attachment


def mail(content_type: str, *lines: str) -> bytes:
    """Return a mail of this type."""
    return "\n".join([f"Content-Type: {content_type}", "", *lines]).encode()


def parts(kind: str, *bodies: str, boundary: str = "cut") -> str:
    """Return a multipart entity; each body brings its own header."""
    between = "".join(f"--{boundary}\n{body}\n" for body in bodies)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n{between}--{boundary}--\n"


def packed(message: str) -> str:
    """Return a message within a message, in base64."""
    head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    return head + base64.encodebytes(message.encode()).decode()


PLAIN = "Content-Type: text/plain\n\nPlain.\n"
EMPTY = "Content-Type: text/plain\n\n \n"
HTML = "Content-Type: text/html\n\n<p>Marked <b>up</b>.</p>\n"
PICTURE = 'Content-Type: image/png; name="a.png"\nContent-Transfer-Encoding: base64\n\nAAAA\n'
FOOTER = "\nThe list's footer.\n"
PATCH = "Content-Type: text/x-diff\nContent-Disposition: inline; filename=a.diff\n\n-old\n+new\n"
ATTACHED = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nAttached.\n"
SIGNATURE = "Content-Type: application/pgp-signature\n\n-----BEGIN-----\n"
INVITATION = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
FIELDS = "From: Bo <bo@fen.example>\nX-No: x\nSubject: =?utf-8?q?C=C3=A1?=\n"
FORWARDED = f"Content-Type: message/rfc822\n\n{FIELDS}\n"
FORWARDED_SIZE = len(f"{FIELDS}\nHi.\n")

SHOWN = {
    "mixed: one after the other": (parts("mixed", PLAIN, FOOTER), "Plain.\nThe list's footer.", []),
    "mixed: pictures are attachments": (parts("mixed", PLAIN, PICTURE), "Plain.", ["a.png image/png 3"]),
    "mixed: an inline patch is text": (parts("mixed", PLAIN, PATCH), "Plain.\n-old\n+new", []),
    "mixed: text marked as attachment": (parts("mixed", PLAIN, ATTACHED), "Plain.", ["a.txt text/plain 10"]),
    "alternative: plain is preferred": (parts("alternative", PLAIN, HTML), "Plain.", []),
    "alternative: in any order": (parts("alternative", HTML, PLAIN), "Plain.", []),
    "alternative: HTML where plain is empty": (parts("alternative", EMPTY, HTML), "Marked up.", []),
    "alternative: HTML alone": (parts("alternative", HTML), "Marked up.", []),
    "alternative: an invitation is kept": (
        *(parts("alternative", PLAIN, INVITATION), "Plain.", [" text/calendar 16"]),
    ),
    "alternative in mixed": (
        parts("mixed", parts("alternative", PLAIN, HTML, boundary="in"), FOOTER),
        "Plain.\nThe list's footer.",
        [],
    ),
    "related in alternative": (
        parts("alternative", PLAIN, parts("related", HTML, PICTURE, boundary="in")),
        "Plain.",
        ["a.png image/png 3"],
    ),
    "related: the root is shown": (parts("related", HTML, PICTURE), "Marked up.", ["a.png image/png 3"]),
    "signed": (parts("signed", PLAIN, SIGNATURE), "Plain.", [" application/pgp-signature 16"]),
    "report": (
        parts("report", PLAIN, "Content-Type: message/delivery-status\n\nStatus: 5.1.1\n"),
        "Plain.\nStatus: 5.1.1",
        [],
    ),
    "a message in the message": (
        parts("mixed", PLAIN, FORWARDED + "Hi.\n", FOOTER),
        "Plain.\n\nFrom: Bo <bo@fen.example>\nSubject: Cá\n\nHi.\nThe list's footer.",
        [],
    ),
    "a message with parts in the message": (
        parts("mixed", FORWARDED[:-1] + parts("mixed", PLAIN, PICTURE, boundary="in")),
        "From: Bo <bo@fen.example>\nSubject: Cá\n\nPlain.",
        ["a.png image/png 3"],
    ),
    "a message marked as attachment": (
        parts("mixed", PLAIN, "Content-Disposition: attachment\n" + FORWARDED + "Hi.\n"),
        "Plain.\n\nFrom: Bo <bo@fen.example>\nSubject: Cá\n\nHi.",
        [f" message/rfc822 {FORWARDED_SIZE}"],
    ),
    "a message that is encoded though it may not be": (
        parts(
            "mixed", PLAIN, packed(FIELDS + parts("mixed", PLAIN, packed("Subject: Deep\n\nHo.\n"), PICTURE))
        ),
        "Plain.\n\nFrom: Bo <bo@fen.example>\nSubject: Cá\n\nPlain.\n\nSubject: Deep\n\nHo.",
        ["a.png image/png 3"],
    ),
    "digest": (
        parts("digest", "\nFrom: Bo <bo@fen.example>\n\nOne.\n", "\nFrom: Cy <cy@fen.example>\n\nTwo.\n"),
        "From: Bo <bo@fen.example>\n\nOne.\n\nFrom: Cy <cy@fen.example>\n\nTwo.",
        [],
    ),
    "no content type": ("\nJust text.\n\n\n", "Just text.", []),
    "type without a subtype": ("Content-Type: text\n\nJust text.", "Just text.", []),
    "not text at all": ("Content-Type: image/png\n\nabc", "", [" image/png 3"]),
    "an inner part that never closes": (
        parts("mixed", "Content-Type: multipart/mixed; boundary=in\n\n--in\n" + PLAIN, FOOTER),
        "Plain.\nThe list's footer.",
        [],
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_parts_are_shown_or_attached_as_a_reader_expects(name: str) -> None:
    """The displayed text, and `NAME TYPE SIZE` of every attachment."""
    raw, text, attached = SHOWN[name]
    for ends in (raw, raw.replace("\n", "\r\n")):
        shown = read_message(ends.encode())
        assert shown.text == text
        assert [f"{part.name} {part.type}" for part in shown.attachments] == [
            description.rpartition(" ")[0] for description in attached
        ]
        assert shown.defects == ()
    shown = read_message(raw.encode())
    assert [f"{part.name} {part.type} {part.size}" for part in shown.attachments] == attached


def test_text_is_decoded_unwrapped_and_cleaned_in_this_order() -> None:
    """An ESC that comes out of base64 is shown as one, and a soft break in front of it is joined."""
    raw = mail(
        "text/plain; charset=iso-8859-1; format=flowed\nContent-Transfer-Encoding: base64",
        "Y2Fm6SAKG1sySgo=",
    )
    assert read_message(raw).text == "café ␛[2J"


def test_header_fields_are_decoded_and_cleaned() -> None:
    """On one line each, in order, names as they stand."""
    raw = b"SUBJECT: =?utf-8?B?G1sySgo=?=\nX-Odd:\ttab\there\nTo: a\n\nx"
    assert read_message(raw).headers == (("SUBJECT", "␛[2J␊"), ("X-Odd", "tab here"), ("To", "a"))


@pytest.mark.parametrize(
    ("raw", "defects"),
    [
        (b"Subject: x\n\ny", ()),
        (b"Content-Type: text/plain; charset=yes\n\ny", (Defect.UNKNOWN_CHARSET,)),
        (b"Content-Type: text/plain; charset=utf-8\n\n\xff", (Defect.CHARSET_GUESSED,)),
        (b"Content-Type: text/plain; charset=utf-8\n\n\xc3\xa9\xff", (Defect.UNDECODABLE_TEXT,)),
        (b"Content-Type: text/plain\n\ncaf\xe9", (Defect.CHARSET_GUESSED,)),
        (b"Subject: caf\xe9\nContent-Type: text/plain; charset=iso-8859-1\n\nx", ()),
        (b"Subject: caf\xe9\n\nx", (Defect.CHARSET_GUESSED,)),
        (b"Content-Transfer-Encoding: base64\n\n!!!", (Defect.BAD_TRANSFER_ENCODING,)),
        (b"Content-Type: multipart/mixed\n\ny", (Defect.BAD_MULTIPART,)),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\ny", (Defect.TRUNCATED,)),
        (b"Subject: x\njunk\nFrom: y\n\nz", (Defect.BAD_HEADER,)),
        (b"Subject: =?utf-8?B?!?=\n\ny", (Defect.BAD_ENCODED_WORD,)),
    ],
)
def test_what_is_wrong_is_told(raw: bytes, defects: tuple[Defect, ...]) -> None:
    """And what could be read is shown all the same."""
    assert read_message(raw).defects == defects


def test_a_multipart_without_its_boundary_is_cut_where_it_seems_to_be() -> None:
    """The header lost the parameter, or names another one."""
    body = "--real\nContent-Type: text/plain\n\nPlain.\n--real\nContent-Type: image/png\n\nabc\n--real--\n"
    for content_type in ("multipart/mixed", "multipart/mixed; boundary=wrong"):
        shown = read_message(mail(content_type, body))
        assert shown.text == "Plain."
        assert shown.attachments == (Attachment("", "image/png", 3),)
        assert shown.defects == (Defect.BAD_MULTIPART,)


def test_a_multipart_without_any_boundary_is_text() -> None:
    """Archives that keep the header and lose the parts."""
    assert read_message(mail("multipart/mixed; boundary=b", "Just text.")).text == "Just text."


def test_a_lone_cr_is_shown_unless_all_lines_end_with_it() -> None:
    """Old Macintosh mail has nothing else."""
    assert read_message(b"A: b\n\none\rtwo\nthree").text == "one␍two\nthree"
    assert read_message(b"A: b\r\rone\rtwo\r").text == "one\ntwo"


def test_html_alone_becomes_text_in_its_own_charset() -> None:
    """The mail names none, the page does."""
    raw = b"Content-Type: text/html\n\n<meta charset=koi8-r><blockquote>\xf0\xd2\xc9</blockquote>"
    assert read_message(raw).text == "> При"


def test_enriched_text_loses_its_commands() -> None:
    """RFC 1896: one line end is a blank, two are one."""
    raw = mail("text/enriched", "<bold>Bold</bold> a <<b\nc\n\n<color><param>red</param>d</color>")
    assert read_message(raw).text == "Bold a <b c\nd"


def test_too_many_parts_are_not_read() -> None:
    """What came before them is."""
    shown = read_message(mail("multipart/mixed; boundary=b", *["--b\n\nx"] * (MIME_PARTS + 5)))
    assert shown.defects == (Defect.TOO_MANY_PARTS,)
    assert shown.text.count("x") == MIME_PARTS - 1


def test_too_deep_parts_are_not_read() -> None:
    """A thousand nested multiparts, and as many messages in messages."""
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n" for depth in range(1000)
    )
    assert Defect.TOO_DEEP in read_message(nested.encode()).defects
    assert Defect.TOO_DEEP in read_message(b"Content-Type: message/rfc822\n\n" * (MIME_DEPTH + 5)).defects


def test_the_text_has_no_line_end_at_its_end() -> None:
    """And keeps those at its start."""
    assert read_message(b"A: b\n\n\n\nx \n\n\n").text == "\n\nx "


def test_encoded_messages_within_each_other_are_opened_to_a_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeper ones are attachments, and no more is decoded."""
    message = "Subject: x\n\nInnermost.\n"
    for _ in range(20):
        message = "Subject: x\n" + packed(message)
    shown = read_message(message.encode())
    assert shown.text.count("Subject: x") == 20
    assert shown.text.endswith("Innermost.")
    monkeypatch.setattr(mime, "MIME_DEPTH", 10)
    shown = read_message(message.encode())
    assert shown.text.count("Subject: x") == 9
    assert shown.defects == (Defect.TOO_DEEP,)
    assert [each.type for each in shown.attachments] == ["message/rfc822"]


def test_an_encoded_message_that_is_none_is_an_attachment() -> None:
    """Decoded, there are no fields in it."""
    shown = read_message(parts("mixed", PLAIN, packed("\0\1\2 no fields")).encode())
    assert shown.text == "Plain."
    assert shown.attachments == (Attachment("", "message/rfc822", 13),)
