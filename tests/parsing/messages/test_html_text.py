"""HTML mail as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.limits import HTML_BYTES, QUOTE_DEPTH
from parsing.messages.html_text import html_to_text, within_cap

FORMS = {
    "": "",
    "plain": "plain",
    "<p>One</p><p>Two</p>": "One\n\nTwo",
    "<div>One</div><div>Two</div>": "One\nTwo",
    "One<br>Two<br><br>Three": "One\nTwo\n\nThree",
    "<div>One</div><div><br></div><div>Two</div>": "One\n\nTwo",
    "  many \n blanks\t here  ": "many blanks here",
    "<b>bold</b>, <i>it</i>alic": "bold, italic",
    "a<b> b </b>c": "a b c",
    "a<b> </b>b<br> <i></i>c": "a b\nc",
    "<p class=MsoNormal>One</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Two</p>": "One\n\nTwo",
    "<p style='margin:0'>One</p><p style='margin:0'>Two</p>": "One\nTwo",
    "&lt;tag&gt; &amp; &eacute;&#233;&#xe9; &nope; &#147;x&#148;": "<tag> & ééé &nope; “x”",
    "1 < 2 and 3 > 2": "1 < 2 and 3 > 2",
    "a<!-- no -->b<!doctype x>c<?php d ?>e": "abce",
    "<style>p {}</style><script>x()</script><title>t</title>seen": "seen",
    "<script>never closed": "",
    "<!-- never closed": "",
    "<div style='display: none'>no<div>no</div>no</div>seen": "seen",
    "<svg><text>no</text></svg>seen": "seen",
    "<pre>two  blanks\n  indented\n</pre>after": "two  blanks\n  indented\n\nafter",
    "<textarea>a < b</textarea>": "a < b",
    "<h1>Head</h1>Text": "Head\n\nText",
    "One<hr>Two": "One\n\n* * *\n\nTwo",
    "<img src=x alt='a cat'><img src=y>": "[image: a cat]",
    "soft\u00adhyphen, zero\u200bwidth": "softhyphen, zerowidth",
}


@pytest.mark.parametrize("html", FORMS)
def test_html_is_the_text_that_a_browser_shows(html: str) -> None:
    """Blocks are lines, paragraphs stand apart, what is not displayed is left out."""
    assert html_to_text(html) == FORMS[html]


QUOTES = {
    "<blockquote>One</blockquote>Two": "> One\n\nTwo",
    "Ada wrote:<blockquote type=cite>One<br>Two</blockquote>": "Ada wrote:\n> One\n> Two",
    "<blockquote>A<blockquote>B</blockquote>C</blockquote>D": "> A\n> > B\n>\n> C\n\nD",
    "<blockquote><p>One</p><p>Two</p></blockquote>": "> One\n>\n> Two",
    "<div class=gmail_quote>On Monday Ada wrote:<br><blockquote class=gmail_quote>Hi</blockquote></div>Yo": (
        "On Monday Ada wrote:\n> Hi\n\nYo"
    ),
    "<blockquote style='margin:0 0 0 40px;border:none;padding:0'>In</blockquote>Out": "    In\nOut",
    "<div style='border:none;border-left:solid blue 1.5pt;padding:0'><p>One</p></div>Two": "> One\n\nTwo",
    "<blockquote><ul><li>One</li></ul></blockquote>": "> * One",
    "<blockquote><pre>a\n  b</pre></blockquote>": "> a\n>   b",
    "<div><blockquote>never closed</div>Two": "> never closed\n\nTwo",
    "<table><tr><td><blockquote>in a cell</td></tr></table>Two": "> in a cell\n\nTwo",
}


@pytest.mark.parametrize("html", QUOTES)
def test_what_is_quoted_has_a_mark_a_level(html: str) -> None:
    """Blockquotes, and Outlook's bar; not Gmail's indented blocks."""
    assert html_to_text(html) == QUOTES[html]


LINKS = {
    "<a href='https://loom.example/a'>the loom</a>": "the loom <https://loom.example/a>",
    "<a href='https://loom.example/'>loom.example</a>": "loom.example",
    "<a href='https://loom.example/'>https://www.loom.example</a>": "https://www.loom.example",
    "<a href='mailto:ada@loom.example'>ada@loom.example</a>": "ada@loom.example",
    "<a href='mailto:ada@loom.example'>Ada</a>": "Ada <ada@loom.example>",
    "<a href='javascript:x()'>no</a><a href='#here'>no</a><a>no</a>": "nonono",
    "<a href='https://a.example'><img alt=''></a>": "<https://a.example>",
    "<a href='https://a.example/?x=1&amp;copy=2'>x</a>": "x <https://a.example/?x=1&copy=2>",
    "<a href=https://a.example>x<a href=https://b.example>y</a>": "x <https://a.example>y <https://b.example>",
}


@pytest.mark.parametrize("html", LINKS)
def test_a_link_says_where_it_leads_unless_its_words_do(html: str) -> None:
    """Only what can be opened, and nothing is fetched."""
    assert html_to_text(html) == LINKS[html]


LISTS = {
    "<ul><li>One<li>Two</ul>": "* One\n* Two",
    "<ol start=3><li>One</li><li>Two</li></ol>": "3. One\n4. Two",
    "<ul><li>One<ul><li>Two</ul><li>Three</ul>": "* One\n  * Two\n* Three",
    "<ul><li>One<br>more</li></ul>": "* One\n  more",
    "<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>": "a  b\nc  d",
    "<table><tr><td><p>a</p></td><td>b</td></tr></table>": "a  b",
    "<table><tr><td>a<br>b</td><td>c</td></tr></table>": "a\nb\nc",
    "<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>out": "in\nout",
    "<dl><dt>One<dd>Two</dl>": "One\nTwo",
}


@pytest.mark.parametrize("html", LISTS)
def test_lists_and_tables_can_be_read(html: str) -> None:
    """Bullets and numbers, a row a line."""
    assert html_to_text(html) == LISTS[html]


def test_quotes_nest_as_deep_as_they_are_told_apart() -> None:
    """Deeper ones count as the deepest, and what follows them is not quoted."""
    html = "<blockquote>" * 300 + "deep" + "</blockquote>" * 300 + "out"
    lines = html_to_text(html).split("\n")
    assert "> " * QUOTE_DEPTH + "deep" in lines
    assert lines[-1] == "out"


def test_html_over_its_cap_is_cut_and_told() -> None:
    """Pictures written into it do not count."""
    picture = f"<img src='data:image/png;base64,{'A' * HTML_BYTES}'>text"
    assert within_cap(picture)[1] is None
    assert html_to_text(within_cap(picture)[0]) == "text"
    assert within_cap("x" * (HTML_BYTES + 1)) == ("x" * HTML_BYTES, Defect.TRUNCATED)


TAGS = [
    *("<blockquote>", "</blockquote>", "<div>", "</div>", "<p>", "</p>", "<td>", "</td>", "<tr>", "<table>"),
    *("</table>", "<ul>", "<li>", "</li>", "</ul>", "<a href='http://x'>", "</a>", "<br>", "<pre>", "</pre>"),
    *("<p style='display:none'>", "<span style=display:none>", "</span>", "<b>", "x", " ", "<", '"', "<svg>"),
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(TAGS), max_size=30))
def test_any_soup_of_tags_is_text(tags: list[str]) -> None:
    """Nothing raises; lines have no blanks at their end."""
    for line in html_to_text("".join(tags)).split("\n"):
        assert line == line.rstrip()


@settings(max_examples=200)
@given(st.lists(st.sampled_from(TAGS[:10]), min_size=1, max_size=20))
def test_words_between_tags_are_kept_in_order(tags: list[str]) -> None:
    """Whatever tags stand between them, in whatever order."""
    html = "".join(f"{tag}<b>word{number}</b>" for number, tag in enumerate(tags))
    shown = html_to_text(html).replace("word", " ").replace(">", " ").split()
    assert shown == [str(number) for number in range(len(tags))]
