"""A page of a Mailman archive is the mail that it shows."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.formats import format_named, format_of
from parsing.formats.format import Cut
from parsing.headers.fields import parse_header, split_message

FORM: Final = format_named("pipermail page")
LINK: Final = "mailto:dike%40dike.example?Subject=Re%3A%20The%20pump&In-Reply-To=%3Cpump.2%40dike.example%3E"
HEAD: Final = f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML>
 <HEAD>
   <TITLE> [Dike] The pump
   </TITLE>
   <LINK REL="made" HREF="{LINK}">
   <META http-equiv="Content-Type" content="text/html; charset=us-ascii">
 </HEAD>
 <BODY BGCOLOR="#ffffff">
   <H1>[Dike] The pump</H1>
    <B>Saskia L&#246;we</B>\x20
    <A HREF="{LINK}"
       TITLE="[Dike] The pump">saskia at dike.example
       </A><BR>
    <I>Tue Mar  2 12:30:00 CET 2004</I>
    <P><UL>
        <LI>Previous message: <A HREF="000001.html">[Dike] The pump
</A></li>
         <LI> <B>Messages sorted by:</B>\x20
              <a href="date.html#2">[ date ]</a>
         </LI>
       </UL>
    <HR>\x20\x20
"""
TEXT: Final = """<PRE>Wim wrote:
&gt;<i> It starts,  it coughs.
</I>&gt;&gt;<i> Does it?
</I>See <A HREF="http://dike.example/?a=1&amp;b=2">http://dike.example/?a=1&amp;b=2</A>
or <A HREF="http://lists.dike.example/info">wim at dike.example</A> &lt;b&gt; &#1040;

-------------- next part --------------
A non-text attachment was scrubbed...
</PRE>
"""
SHOWN: Final = """Wim wrote:
> It starts,  it coughs.
>> Does it?
See http://dike.example/?a=1&b=2
or wim at dike.example <b> А

-------------- next part --------------
A non-text attachment was scrubbed...
"""
FOOT: Final = """
<!--endarticle-->
    <HR>
    <P><UL>
        <!--threads-->
	<LI>Previous message: <A HREF="000001.html">[Dike] The pump
</A></li>
       </UL>
<hr>
<a href="https://lists.dike.example/info">More information about the Dike
mailing list</a><br>
</body></html>
"""
PAGE: Final = HEAD + "<!--beginarticle-->\n" + TEXT + FOOT


def read(page: str | bytes) -> tuple[dict[str, str], str]:
    """Return the header that a page states, and its text."""
    raw = page if isinstance(page, bytes) else page.encode("latin-1")
    assert format_of(raw[: 64 << 10]) is FORM
    mail = FORM.mail(raw)
    block, start = split_message(mail)
    header = parse_header(block)
    assert not header.defects
    assert parse_header(FORM.header(Cut(0, len(raw), raw[: 1 << 20]))).items[:4] == header.items[:4]
    return dict(header.items), mail[start:].decode()


def test_a_page_states_its_mail() -> None:
    """Subject, author, address, date, its own id from the link for replies, and the text without tags."""
    header, text = read(PAGE)
    assert header["From"] == '"Saskia Löwe" <saskia@dike.example>'
    assert header["Date"] == "Tue, 02 Mar 2004 12:30:00 +0100"
    assert header["Subject"] == "[Dike] The pump"
    assert header["Message-ID"] == "<pump.2@dike.example>"
    assert "In-Reply-To" not in header
    assert text == SHOWN


def browser_saved(page: str) -> str:
    """Return a page as a browser writes what it has parsed: lower case, a comment on top."""
    for name in ("HTML", "HEAD", "TITLE", "BODY", "H1", "UL", "LI", "PRE", "HR", "BR", "A", "B", "I", "P"):
        page = page.replace(f"<{name}>", f"<{name.lower()}>").replace(f"</{name}>", f"</{name.lower()}>")
        page = page.replace(f"<{name} ", f"<{name.lower()} ")
    page = page.replace(" HREF=", " href=").replace("&In-Reply", "&amp;In-Reply")
    return "<!-- saved from url=(0042)https://lists.dike.example/2004-March/000002.html -->\n" + page


def without_comments(page: str) -> str:
    """Return a page as some tools clean it."""
    return (
        page.replace("<!--beginarticle-->\n", "")
        .replace("<!--endarticle-->", "")
        .replace("<!--threads-->", "")
    )


@pytest.mark.parametrize("changed", [browser_saved, without_comments])
def test_a_page_that_somebody_rewrote_is_the_same_mail(changed: object) -> None:
    """Neither the case of its tags nor its comments are needed."""
    assert callable(changed)
    assert read(changed(PAGE)) == read(PAGE)


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("saskia at dike.example", "saskia@dike.example"), ("saskia à dike.example", "saskia@dike.example")],
)
def test_an_address_in_words_of_any_language_is_an_address(hidden: str, shown: str) -> None:
    """Mailman translates the word."""
    assert shown in read(PAGE.replace("saskia at dike.example", hidden))[0]["From"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Mar Mar  2 12:30:00 CET 2004", "Tue, 02 Mar 2004 12:30:00 +0100"),
        ("2004年 3月 2日 (火) 12:30:00 JST", "Tue, 02 Mar 2004 12:30:00 +0900"),
        ("2 Mar 2004 12:30:00 +0100", "Tue, 02 Mar 2004 12:30:00 +0100"),
        ("Unknown", "Unknown"),
    ],
)
def test_a_date_in_the_words_of_the_list_is_a_date(said: str, meant: str) -> None:
    """One that cannot be read is kept as it stands."""
    page = PAGE.replace("us-ascii", "utf-8").replace("Tue Mar  2 12:30:00 CET 2004", said)
    assert read(page.encode())[0]["Date"] == meant


def test_a_page_that_names_no_id_has_none() -> None:
    """As those of Mailman 2.0; the mailto link has the author's address, also unhidden."""
    page = (
        PAGE.replace(LINK, "mailto:saskia%40dike.example").replace("saskia at", "saskia@").replace("@ ", "@")
    )
    header, text = read(page)
    assert "Message-ID" not in header
    assert header["From"] == '"Saskia Löwe" <saskia@dike.example>'
    assert text == SHOWN


def test_an_author_without_a_name_is_the_address() -> None:
    """Pipermail says it twice."""
    page = PAGE.replace("Saskia L&#246;we", "saskia at dike.example")
    assert read(page)[0]["From"] == "<saskia@dike.example>"


def test_a_page_without_pre_is_html_mail() -> None:
    """Its tags stay for whoever shows messages, and what stands around the article does not."""
    html = "<p>It starts, <b>it coughs</b>.</p>\n<blockquote>Does it?</blockquote>"
    header, text = read(HEAD + "<!--beginarticle-->\n" + html + FOOT)
    assert header["Content-Type"].startswith("text/html")
    assert text.strip() == html


@pytest.mark.parametrize("meta", ["us-ascii", "utf-8", "x-nonsense", "unicode_escape"])
def test_a_charset_that_is_wrong_loses_no_characters(meta: str) -> None:
    """Bytes that cannot be in it are read as what they are."""
    page = PAGE.replace("us-ascii", meta).replace("it coughs", "elle toussé \\u001b")
    assert "elle toussé \\u001b" in read(page.encode("latin-1"))[1]


def test_a_page_in_its_own_charset_has_its_characters() -> None:
    """KOI8-R, by the `<meta>`."""
    page = PAGE.replace("us-ascii", "koi8-r").replace("it coughs", "кашляет")
    assert "кашляет" in read(page.encode("koi8-r"))[1]


def test_every_beginning_of_a_page_is_read_without_a_fault() -> None:
    """A page that ends early has the text up to there, and nothing of a tag that is cut."""
    whole = PAGE.encode("latin-1")
    for end in range(len(whole)):
        mail = FORM.mail(whole[:end])
        assert mail.count(b"\n\n") >= 1
        assert b"Message-ID" not in mail or b"<pump.2@" in mail
    cut = whole[: whole.index(b"or <A")]
    assert read(cut)[1] == SHOWN[: SHOWN.index("or wim")]


def test_a_text_that_is_never_closed_ends_where_the_page_leads_on() -> None:
    """The links to other pages are no part of it."""
    page = PAGE.replace("</PRE>", "").replace("<!--endarticle-->", "").replace("<!--threads-->", "")
    assert read(page)[1].rstrip() == SHOWN.rstrip()


def test_comments_and_tags_in_the_text_change_nothing_of_the_header() -> None:
    """The first of each counts, and an id only where the page lets one reply."""
    link = '<A HREF="mailto:x?In-Reply-To=%3Cno%40x.example%3E">mallory at x.example</A>'
    hostile = f"<!--beginarticle--><H1>No</H1><B>Mallory</B>{link}"
    header, _ = read(PAGE.replace("See ", hostile + "<!-- x -- > <!--" * 50))
    assert header == read(PAGE)[0]


def test_a_field_cannot_be_smuggled_into_the_header() -> None:
    """A line end in a title ends no field."""
    header, _ = read(
        PAGE.replace("<H1>[Dike] The pump", "<H1>The pump&#10;&#13;Bcc: all@dike.example&#10;&#10;x")
    )
    assert "Bcc" not in header
    assert header["Subject"].startswith("The pump Bcc: all@dike.example")


def test_a_page_of_five_megabytes_keeps_all_of_its_text() -> None:
    """Lines are cut from tags in one pass."""
    page = PAGE.replace("See ", "&gt;<i> It coughs again.\n</I>" * 180_000 + "See ")
    assert len(page) > 5_000_000
    assert read(page)[1].count("> It coughs again.\n") == 180_000
