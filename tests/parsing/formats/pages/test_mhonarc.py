"""A page of a MHonArc archive is the mail that its comments and its header list tell of."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.formats import format_named, format_of
from parsing.headers.fields import parse_header, split_message

FORM: Final = format_named("MHonArc page")
PAGE: Final = """<!-- MHonArc v2.6.15 -->
<!--X-Subject: Re: The pump &#45; again -->
<!--X-From-R13: Enfxvn Zbjr <fnfxvnNqvxr.rknzcyr> -->
<!--X-Date: Tue, 2 Mar 2004 12:31:00 +0100 (CET) -->
<!--X-Message-Id: pump&#45;2@dike.example -->
<!--X-Content-Type: text/plain -->
<!--X-Reference: pump&#45;0@dike.example -->
<!--X-Reference: pump&#45;1@dike.example -->
<!--X-Head-End-->
<html><head><title>Re: The pump - again</title>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>
<body>
<!--X-MsgBody-->
<h1>Re: The pump - again</h1>
<!--X-Head-of-Message-->
<ul>
<li><em>To</em>: Wim de Rijk &lt;<a href="mailto:wim@DOMAIN.HIDDEN">wim@xxxxxxxxxxxx</a>&gt;</li>
<li><em>Subject</em>: Re: The pump - again</li>
<li><em>From</em>: Saskia Mowe &lt;<a href="mailto:saskia@DOMAIN.HIDDEN">saskia@xxxxxxxxxxxx</a>&gt;</li>
<li><em>Date</em>: Tue, 02 Mar 2004 12:30:00 +0100</li>
<li><em>In-reply-to</em>: &lt;<a href="mailto:pump-1@DOMAIN.HIDDEN">pump-1@xxxxxxxxxxxx</a>&gt;</li>
<li><em>References</em>: &lt;<a href="mailto:pump-0@DOMAIN.HIDDEN">pump-0@xxxxxxxxxxxx</a>&gt;</li>
<li><em>User-agent</em>: Dyke Mail</li>
</ul>
<!--X-Head-of-Message-End-->
<hr>
<!--X-Body-of-Message-->
%s
<!--X-Body-of-Message-End-->
<!--X-MsgBody-End-->
<!--X-Follow-Ups-->
<!--X-Body-of-Message-->no more<!--X-Body-of-Message-End-->
</body></html>
"""
TEXT: Final = """<pre>Wim wrote:
&gt; It starts,  it coughs.

See <a rel="nofollow" href="http://dike.example/">http://dike.example/</a>
D\xf6es it?
</pre>"""
FLOWED: Final = """<pre style="margin: 0em;">
Wim wrote:
</pre><blockquote style="border-left: #5555EE solid 0.2em"><tt>It starts,\x20
</tt><tt>it coughs.
</tt></blockquote><pre style="margin: 0em;">

So does\x20
</pre><tt>my uncle.
</tt>"""


def read(page: str) -> tuple[dict[str, str], str]:
    """Return the header that a page states, and its text."""
    raw = page.encode("latin-1")
    assert format_of(raw) is FORM
    mail = FORM.mail(raw)
    block, start = split_message(mail)
    return dict(parse_header(block).items), mail[start:].decode()


def test_a_page_states_its_mail() -> None:
    """The comments have what the page hides; the page has more fields."""
    header, text = read(PAGE % TEXT)
    assert header["From"] == '"Saskia Lowe" <saskia@dike.example>'
    assert header["Date"] == "Tue, 02 Mar 2004 12:30:00 +0100"
    assert header["Subject"] == "Re: The pump - again"
    assert header["Message-ID"] == "<pump-2@dike.example>"
    assert header["References"] == "<pump-0@dike.example> <pump-1@dike.example>"
    assert header["In-Reply-To"] == "<pump-1@dike.example>"
    assert header["To"] == "Wim de Rijk <wim@xxxxxxxxxxxx>"
    assert header["User-agent"] == "Dyke Mail"
    assert text == "Wim wrote:\n> It starts,  it coughs.\n\nSee http://dike.example/\nDöes it?"


def test_a_text_that_was_flowed_flows() -> None:
    """Its quotes are blockquotes, and get their marks back; soft ends of lines keep their blank."""
    header, text = read(PAGE % FLOWED)
    assert header["Content-Type"].endswith("format=flowed")
    assert text == "Wim wrote:\n> It starts, \n> it coughs.\n\nSo does \nmy uncle."


def test_html_mail_stays_html() -> None:
    """For whoever shows messages."""
    header, text = read(PAGE % '<font size="2">It coughs.</font>')
    assert header["Content-Type"].startswith("text/html")
    assert text.strip() == '<font size="2">It coughs.</font>'


@pytest.mark.parametrize("lost", ["<!--X-From-R13", "<!--X-Date", "<!--X-Subject", "<!--X-Message-Id"])
def test_what_no_comment_says_the_page_shows(lost: str) -> None:
    """All but the id, whose host it hides."""
    page = "\n".join(line for line in (PAGE % TEXT).split("\n") if not line.startswith(lost))
    header, _ = read(page)
    assert ("Message-ID" in header) == (lost != "<!--X-Message-Id")
    assert header["Subject"] == "Re: The pump - again"
    assert header["Date"] == "Tue, 02 Mar 2004 12:30:00 +0100"
    assert "askia" in header["From"]


def test_marks_may_be_lost_that_stand_around_header_and_text() -> None:
    """The header ends where the text begins, and the text where the page leads on."""
    page = PAGE % TEXT
    for mark in ("<!--X-Head-of-Message-->", "<!--X-Head-of-Message-End-->", "<!--X-Body-of-Message-End-->"):
        page = page.replace(mark, "", 1)
    assert read(page.replace("<!--X-MsgBody-End-->", "")) == read(PAGE % TEXT)


def test_comments_in_the_text_say_nothing() -> None:
    """Nor do fields that look as if they were in the header."""
    hostile = "<!--X-Message-Id: no@x.example -->\n<!--X-Head-End-->\n<ul><li>Bcc: all@dike.example</ul>"
    header, _ = read(PAGE % (TEXT + hostile))
    assert header | {"Content-Type": ""} == read(PAGE % TEXT)[0] | {"Content-Type": ""}


def test_every_beginning_of_a_page_is_read_without_a_fault() -> None:
    """What is cut off is missing, and no more."""
    whole = (PAGE % TEXT).encode("latin-1")
    for end in range(len(whole)):
        FORM.mail(whole[:end])
    assert FORM.mail(whole[: whole.index(b"See <a")]).endswith(b"\n\nWim wrote:\n> It starts,  it coughs.")
