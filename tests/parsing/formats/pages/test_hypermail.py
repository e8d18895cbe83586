"""A page of a hypermail archive is the mail that its comments tell of."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.formats import format_named, format_of
from parsing.formats.pages.hypermail import parents
from parsing.headers.fields import parse_header, split_message

FORM: Final = format_named("hypermail page")
COMMENTS: Final = """<!-- received="Tue Mar  2 12:31:00 2004" -->
<!-- isoreceived="20040302113100" -->
<!-- sent="Tue, 02 Mar 2004 12:30:00 +0100" -->
<!-- isosent="20040302113000" -->
<!-- name="Saskia L&#246;we" -->
<!-- email="saskia_at_dike.example" -->
<!-- subject="Re: The &quot;pump&quot;" -->
<!-- id="pump.2_at_dike.example" -->
<!-- charset="ISO-8859-1" -->
<!-- inreplyto="pump.1&#64;dike.example" -->
<!-- expires="-1" -->
"""
NEW: Final = """<?xml version="1.0" encoding="ISO-8859-1"?>
<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1" />
<meta name="generator" content="hypermail 2.3.0" />
</head>
<body>
<div class="head">
<h1>Re: The pump</h1>
%s<map id="navbar" name="navbar">
<ul class="links">
<li><dfn>Related messages</dfn>:
[ <a href="./0001.html">Previous message</a> ]
[ <a href="./0001.html" title="Wim de Rijk: The pump">In reply to</a> ]
</li></ul></map>
</div>
<!-- body="start" -->
<div class="mail">
<address class="headers">
<span id="from"><dfn>From</dfn>: Saskia L&#246;we &lt;<a href="mailto:saskia_at_dike.example">s</a>&gt;
</span><br />
<span id="date"><dfn>Date</dfn>: Tue, 02 Mar 2004 12:30:00 +0100</span><br />
</address>
<br />
%s<span id="received"><dfn>Received on</dfn> Tue Mar 02 2004 - 12:31:00 CET</span>
</div>
<!-- body="end" -->
<div class="foot">
<li><dfn>In reply to</dfn>: <a href="./0009.html">Not this one</a></li>
</div></body></html>
"""
NEWEST: Final = """<!DOCTYPE html>
<html lang="en"><head>
<meta charset="ISO-8859-1" />
<meta name="generator" content="hypermail 3.0.0" />
</head>
<body class="message">
<header class="head">
%s<h1>Re: The pump</h1>
<nav id="navbar"><ul><li><a href="0002.html">Next message</a></li>
<li><a href="0001.html" title="Message to which this message replies">In reply to</a></li></ul></nav>
</header>
<!-- body="start" -->
<main class="mail">
<ul class="headers" aria-label="message headers"><li><span class="from">
<span class="heading">From</span>: Saskia &lt;<a href="mailto:saskia_at_dike.example">s</a>&gt;
</span></li><li><span class="to"><span class="heading">To</span>: Wim &lt;wim_at_dike.example&gt;
</span></li>
</ul>
<pre id="start" class="body">
%s</pre>
<p class="received"><span class="heading">Received on</span> Tuesday, 2 March 2004 12:31:00 UTC</p>
</main>
<!-- body="end" -->
<footer class="foot"></footer>
</body></html>
"""
AS_IT_IS: Final = """&gt; It starts,  it coughs.
&gt;&gt; Does it?
It d\xf6es.
  See <a href="http://dike.example/">http://dike.example/</a>


Saskia
--\x20
 +--+
 |  |
"""
OLD: Final = """%s<title>dike: Re: The pump</title>
<h1>Re: The pump</h1>
Saskia L&#246;we (<i>saskia_at_dike.example</i>)<br>
<ul>
<li> <b>Maybe in reply to:</b> <a href="0007.html">Somebody: "The pump"</a>
<li> <b>In reply to:</b> <a href="0001.html">Wim de Rijk: "The pump"</a>
</ul>
<hr>
<!-- body="start" -->
%s<!-- body="end" -->
<hr>
"""
LINES: Final = """<em class="quotelev1">&gt; It starts,  it coughs.
</em><br />
<em class="quotelev2">&gt;&gt; Does it?
</em><br />
It d\xf6es.
<br />
&nbsp;&nbsp;See <a href="http://dike.example/">http://dike.example/</a>
<br />
<br />
<br />Saskia
<br />
<pre>
--\x20
 +--+
 |  |
</pre>
"""
PARAGRAPHS: Final = """<p><em>&gt; It starts,  it coughs.</em><br>
<em>&gt;&gt; Does it?</em><br>
It d\xf6es.<br>
&nbsp;&nbsp;See <a href="http://dike.example/">http://dike.example/</a><br>
<br>
<p>Saskia<br>
<pre>
--\x20
 +--+
 |  |
</pre>
"""
SHOWN: Final = """> It starts,  it coughs.
>> Does it?
It döes.
  See http://dike.example/


Saskia
--\x20
 +--+
 |  |"""


def read(page: str) -> tuple[dict[str, str], str]:
    """Return the header that a page states, and its text."""
    raw = page.encode("latin-1")
    assert format_of(raw) is FORM
    mail = FORM.mail(raw)
    block, start = split_message(mail)
    return dict(parse_header(block).items), mail[start:].decode()


@pytest.mark.parametrize(
    ("page", "blank_lines"),
    [
        (NEW % (COMMENTS, LINES), 2),
        (OLD % (COMMENTS, PARAGRAPHS), 1),
        (NEWEST % (COMMENTS, AS_IT_IS), 2),
    ],
)
def test_a_page_states_its_mail(page: str, blank_lines: int) -> None:
    """Of any version; the header of newer ones that stands within the text is none of it."""
    header, text = read(page)
    assert header["From"] == '"Saskia Löwe" <saskia@dike.example>'
    assert header["Date"] == "Tue, 02 Mar 2004 12:30:00 +0100"
    assert header["Subject"] == 'Re: The "pump"'
    assert header["Message-ID"] == "<pump.2@dike.example>"
    assert header["In-Reply-To"] == "<pump.1@dike.example>"
    assert text == SHOWN.replace("\n\n\n", "\n" * (blank_lines + 1))


@pytest.mark.parametrize("page", [NEW, OLD, NEWEST])
def test_a_page_leads_to_its_parent_but_not_by_a_guess(page: str) -> None:
    """Only a link “In reply to” above the text counts."""
    links = [*parents((page % (COMMENTS, LINES)).encode("latin-1"))]
    assert [(link.child, link.parent.removeprefix("./")) for link in links] == [("", "0001.html")]
    guess = (OLD % (COMMENTS, LINES)).replace("<b>In reply to:</b>", "<b>Reply:</b>")
    assert list(parents(guess.encode("latin-1"))) == []


@pytest.mark.parametrize(
    "said", ["The pump", "&quot;from wim&quot;_at_dike.example", "", "Wim's mail of Monday"]
)
def test_what_is_answered_may_be_no_id(said: str) -> None:
    """Then the page names no parent by its id."""
    page = NEW % (COMMENTS.replace("pump.1&#64;dike.example", said), LINES)
    assert "In-Reply-To" not in read(page)[0]


def test_without_the_date_field_the_other_dates_serve() -> None:
    """The first that can be read."""
    page = NEW % (COMMENTS.replace("Tue, 02 Mar 2004 12:30:00 +0100", "yesterday"), LINES)
    assert read(page)[0]["Date"] == "Tue, 02 Mar 2004 11:30:00 +0000"


def test_html_mail_stays_html() -> None:
    """For whoever shows messages; the page's own elements around it are gone."""
    header, text = read(
        NEW % (COMMENTS, '<table><tr><td>It <font color="red">coughs</font></td></tr></table>\n')
    )
    assert header["Content-Type"].startswith("text/html")
    assert text.endswith('<table><tr><td>It <font color="red">coughs</font></td></tr></table>')


def test_comments_in_the_text_say_nothing() -> None:
    """A mail of HTML may hold comments of this very form."""
    hostile = (
        '<p><!-- id="no@x.example" --><!-- name="Mallory" --><!-- body="start" --></p>' + '<!-- id="' * 9_000
    )
    assert read(NEW % (COMMENTS, hostile))[0] | {"Content-Type": ""} == read(NEW % (COMMENTS, LINES))[0] | {
        "Content-Type": ""
    }


def test_every_beginning_of_a_page_is_read_without_a_fault() -> None:
    """What is cut off is missing, and no more."""
    whole = (NEW % (COMMENTS, LINES)).encode("latin-1")
    for end in range(len(whole)):
        FORM.mail(whole[:end])
        list(parents(whole[:end]))
    assert FORM.mail(whole[: whole.index(b"It d\xf6es")]).endswith(
        b"\n\n> It starts,  it coughs.\n>> Does it?"
    )


def test_ends_of_elements_without_number_take_no_time() -> None:
    """Few of them can be the page's own."""
    text = read(NEW % (COMMENTS, "It coughs." + "</div>" * 200_000))[1]
    assert text.startswith("It coughs.")
