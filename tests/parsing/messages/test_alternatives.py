"""Mail that was sent in two forms: which one is shown, and that the other can be had."""

from __future__ import annotations

import pytest

from parsing.messages.text import read_message

HTML = "<p>The old machines were kept because nobody had time to move them, and so was the shed.</p>"


def two_forms(plain: str, html: str = HTML, *, more: str = "") -> bytes:
    """Return a message in two forms."""
    return (
        "From: Tam Wick <tam@wick.example>\nSubject: The farm\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n{more}--b--\n"
    ).encode()


def test_plain_text_is_shown_and_html_is_the_other_form() -> None:
    """The words as they were typed; the other form is there when it is asked for."""
    raw = two_forms("The old machines were kept.", "<p>The <b>old</b> machines were kept.</p>")
    assert read_message(raw).text == "The old machines were kept."
    assert read_message(raw).other_form == "text/html"
    assert read_message(raw.replace(b"were kept.</p>", b"were not.</p>"), other=True).text == (
        "The old machines were not."
    )


@pytest.mark.parametrize(
    "stub",
    [
        "This is an HTML message.",
        "This message is in HTML format. Please use another program.",
        "This email was sent as HTML.",
        "Sorry, your e-mail client does not support HTML.",
        "Your mail program doesn't display this.",
        "To see it you need an HTML-compatible email viewer.",
        "Please view this email in your browser.",
        "Ihr Programm unterstützt kein HTML.",
        "\u00a0\u200b\n \n",
        "The old",
        "",
    ],
)
def test_html_is_shown_where_the_plain_text_is_a_stub(stub: str) -> None:
    """A sentence that says there is HTML, hardly anything, or nothing."""
    shown = read_message(two_forms(stub))
    assert shown.text.startswith("The old machines were kept because")
    assert shown.other_form == ("text/plain" if stub.strip(" \n") else "")


@pytest.mark.parametrize(
    ("plain", "html"),
    [
        ("Your mail client does not support HTML? Mine neither, and I am glad of it.", "<p>Mine.</p>"),
        ("The old machines were kept.", '<img src="https://farm.example/x.png" width=1 height=1>'),
        ("This is an HTML message.", '<img src="cid:picture">'),
        ("This mail is HTML mail for once, " + "as I do not like. " * 90 + "Never.", HTML),
        ("Yes.", "<p>Yes, <i>I do</i>.</p>" + "<!-- nothing -->" * 100),
    ],
)
def test_plain_text_that_says_as_much_is_shown_whatever_it_says(plain: str, html: str) -> None:
    """What speaks of HTML is no stub by that; HTML that says less is never preferred."""
    assert read_message(two_forms(plain, html)).text == plain.strip()


def test_the_other_form_may_lie_deeper() -> None:
    """HTML with its pictures is one part; no part of the form that is not shown becomes an attachment."""
    raw = (
        b'Content-Type: multipart/mixed; boundary="m"\n\n--m\n'
        b'Content-Type: multipart/alternative; boundary="a"\n\n--a\n\nAs it was typed.\n--a\n'
        b'Content-Type: multipart/related; boundary="r"\n\n--r\nContent-Type: text/html\n\n<p>As drawn.\n'
        b"--r\nContent-Type: image/png; name=farm.png\n\nx\n--r--\n--a--\n"
        b"--m\nContent-Disposition: attachment; filename=notes.txt\n\nnotes\n--m--\n"
    )
    for other, text in ((False, "As it was typed."), (True, "As drawn.")):
        shown = read_message(raw, other=other)
        assert (shown.text, shown.other_form) == (text, "text/html")
        assert [attachment.name for attachment in shown.attachments] == ["farm.png", "notes.txt"]


def test_a_message_of_one_form_has_no_other() -> None:
    """Asked for the other form, the one that there is."""
    for raw in (b"Subject: x\n\nWords.", two_forms("Words", "")):
        assert read_message(raw, other=True).text == read_message(raw).text
        assert read_message(raw).other_form == ""
