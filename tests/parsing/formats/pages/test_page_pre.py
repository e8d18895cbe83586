"""A web page whose `<pre>` has a mail, header and all, is that mail."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.formats import format_named, format_of
from parsing.formats.format import Cut
from parsing.headers.fields import parse_header, split_message

FORM: Final = format_named("page of one mail")
INBOX: Final = """<html><head><title>The pump - Saskia L\u00f6we</title><meta charset="utf-8"></head><body>
<form action="../"><pre><a href="../">dike archive mirror</a> <input name=q type=text /></pre></form><pre
id=b>From: Saskia L\u00f6we &lt;saskia@dike.example&gt;
To: Wim de Rijk &lt;wim@dike.example&gt;,
	dike@dike.example
Subject: Re: The pump
Date: Tue, 2 Mar 2004 12:30:00 +0100	[<a
href="#r">thread overview</a>]
Message-ID: &lt;pump.2@dike.example&gt; (<a
href="raw">raw</a>)
In-Reply-To: &lt;<a
href="../pump.1@dike.example/">pump.1@dike.example</a>&gt;

<span
class="q">&gt; It starts,  it coughs.
</span>
From: here on it is text.

So does &lt;my&gt; uncle.
</pre><hr><pre>             <a href="#r">reply</a>	other threads:[<a href="#t">~2004-03-03</a>]
From: nobody
</pre></body></html>
"""
SPELLED: Final = """<html><body><pre>
[<a href="?a">prev in list</a>] [<a href="?b">next in list</a>] [<a href="?c">prev in thread</a>]

<b><font size="+1">
List:       <a href="?l=dike">dike</a>
Subject:    <a href="?t=1">Re: The pump</a>
From:       <a href="?a=1">Saskia L\u00f6we &lt;saskia () dike ! example&gt;</a>
Date:       <a href="?r=1">2004-03-02 11:30:00</a>
Message-ID: <a href="?i=1">pump.2 () dike ! example</a></font>
[<a href="?q=raw">Download RAW</a> <a href="?q=mbox">message</a> or <a href="?q=raw">body</a>]
</b>
&gt; It starts,  it coughs.

From: here on it is text.

So does &lt;my&gt; uncle.
[<a href="?a">prev in list</a>] [<a href="?b">next in list</a>] [<a href="?c">prev in thread</a>]

</pre></body></html>
"""
TEXT: Final = "> It starts,  it coughs.\n\nFrom: here on it is text.\n\nSo does <my> uncle."


def read(page: str) -> tuple[dict[str, str], str]:
    """Return the header that a page states, and its text."""
    raw = page.encode()
    assert format_of(raw) is FORM
    mail = FORM.mail(raw)
    block, start = split_message(mail)
    assert parse_header(FORM.header(Cut(0, len(raw), raw))).items == parse_header(block).items
    return dict(parse_header(block).items), mail[start:].decode()


@pytest.mark.parametrize("page", [INBOX, SPELLED])
def test_a_page_states_its_mail(page: str) -> None:
    """The header as it stands at the top, and the text up to what leads to other pages."""
    header, text = read(page)
    assert header["From"] == "Saskia L\u00f6we <saskia@dike.example>"
    assert header["Subject"] == "Re: The pump"
    assert header["Message-ID"] == "<pump.2@dike.example>"
    assert header["Date"] in ("Tue, 02 Mar 2004 12:30:00 +0100", "Tue, 02 Mar 2004 11:30:00 +0000")
    assert text == TEXT


def test_long_fields_and_what_is_answered_are_read_too() -> None:
    """A field goes on in lines that are indented."""
    header, _ = read(INBOX)
    assert header["To"] == "Wim de Rijk <wim@dike.example>, dike@dike.example"
    assert header["In-Reply-To"] == "<pump.1@dike.example>"


@pytest.mark.parametrize("lost", ["From:", "Date:", "Subject:", "Message-ID:"])
def test_a_page_without_a_whole_header_is_none(lost: str) -> None:
    """Pages about mail show headers too."""
    assert format_of(INBOX.replace(lost, "x").encode()) is None


def test_a_header_further_down_is_none() -> None:
    """It belongs to something that the page shows."""
    assert format_of(INBOX.replace("id=b>", "id=b>" + "A word before.\n" * 9).encode()) is None


def test_every_beginning_of_a_page_is_read_without_a_fault() -> None:
    """A page that ends early has the text up to there."""
    for page in (INBOX, SPELLED):
        whole = page.encode()
        for end in range(len(whole)):
            FORM.mail(whole[:end])
    assert FORM.mail(INBOX[: INBOX.index("So does")].encode()).endswith(
        TEXT[: TEXT.index("\n\nSo does")].encode()
    )
