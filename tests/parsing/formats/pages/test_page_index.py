"""An archive's own indexes tell who answers whom, and hold no mail."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.formats import format_named, format_of
from parsing.formats.pages.page_index import PAGE_INDEX, parents

PIPERMAIL: Final = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD><title>The Dike March 2004 Archive by thread</title></HEAD>
<BODY><a name="start"></A>
<ul>
<!--0 01078.1- -->
<LI><A HREF="000001.html">The pump
</A><A NAME="1">&nbsp;</A>
<UL>
<!--1 01078.1-01079.2- -->
<LI><A HREF="000002.html">The pump
</A>
<!--2 01078.1-01079.2-01080.3- -->
<LI><A HREF="000003.html">The pump
</A>
<!--3 01078.1-01079.2-01080.3-01081.4- -->
<LI><A HREF="000004.html">The pump
</A>
</UL>
<!--1 00999.9-01079.5- -->
<LI><A HREF="000005.html">The dyke
</A>
</ul></BODY></HTML>
"""
MHONARC: Final = """<!-- MHonArc v2.6.15 -->
<html><body><ul><li><a href="maillist.html">Date Index</a></li></ul>
<ul>
<li><strong><a name="00000" href="msg00000.html">The pump</a></strong>, <em>Wim</em>
<ul>
<li><strong><a name="00001" href="msg00001.html">Re: The pump</a></strong>, <em>Saskia</em>
<ul>
<li><em>Message not available</em><ul>
<li><strong><a name="00002" href="msg00002.html">Re: The pump</a></strong>, <em>Wim</em>
<ul>
<li><strong><a name="00003" href="msg00003.html">Re: The pump</a></strong></li>
</ul></li>
</ul></li>
</ul></li>
<li>&lt;Possible follow-ups&gt;</li>
<li><strong><a name="00004" href="msg00004.html">Re: The pump</a></strong>
<ul>
<li><strong><a name="00005" href="msg00005.html">Re: The pump</a></strong></li>
</ul></li>
</ul></li>
<li><strong><a name="00006" href="msg00006.html">The dyke</a></strong></li>
</ul></body></html>
"""


def numbers(page: str) -> dict[int, int]:
    """Return parent by child, by the numbers of their pages."""
    return {
        int("".join(filter(str.isdigit, link.child))): int("".join(filter(str.isdigit, link.parent)))
        for link in parents(page.encode())
    }


def test_pipermails_chains_of_keys_end_in_parent_and_child() -> None:
    """Lists that are not nested any deeper lose nothing; a parent that is not in the index is none."""
    assert numbers(PIPERMAIL) == {2: 1, 3: 2, 4: 3}


def test_mhonarcs_lists_hang_answers_under_what_they_answer() -> None:
    """But not under a guess, nor under what is not there."""
    assert numbers(MHONARC) == {1: 0, 3: 2, 5: 4}


@pytest.mark.parametrize(
    "page",
    [
        *(PIPERMAIL, MHONARC),
        '<HTML><h1>The Dike Archives</h1><td><A href="2004-March/thread.html">[ Thread ]</a></td></HTML>',
        '<html><meta name="generator" content="hypermail 2.3.0" /><h1>By attachment</h1></html>',
        "<html><ul>" + '<li><a href="0012.html">The pump</a> <i>Wim</i>' * 8 + "</ul></html>",
    ],
)
def test_an_index_is_known_and_has_no_message(page: str) -> None:
    """Of months, by thread, by attachment."""
    assert format_of(page.encode()) is PAGE_INDEX


@pytest.mark.parametrize("page", ["<html><p>It rains. <a href='1.html'>More</a></html>", "<html></html>", ""])
def test_other_pages_are_no_index(page: str) -> None:
    """They are left out, and it is said."""
    assert format_of(page.encode()) is None


def test_every_beginning_of_an_index_is_read_without_a_fault() -> None:
    """What it says up to there is true."""
    for page in (PIPERMAIL, MHONARC):
        for end in range(len(page)):
            assert numbers(page[:end]).items() <= numbers(page).items()


def test_lists_that_only_begin_or_only_end_do_no_harm() -> None:
    """However many."""
    for lists in ("<ul>", "</ul>"):
        page = "<!-- MHonArc v2 -->" + lists * 100_000 + '<li><a href="msg00001.html">x</a>'
        assert numbers(page) == {}


def test_the_format_is_found_by_its_name() -> None:
    """The process that reads tells the one that shows."""
    assert format_named(PAGE_INDEX.name) is PAGE_INDEX
