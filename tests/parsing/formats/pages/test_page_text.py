"""A page of an archive, saved as text in one of many ways, is the mail that it shows."""

from __future__ import annotations

from typing import Final

import pytest

from parsing.formats import format_named
from parsing.headers.fields import parse_header, split_message

PAGE: Final = format_named("saved page")
TITLE: Final = "[Dike] The pump at the west sluice"
SENDER: Final = "Saskia Löwe"
AT: Final = "saskia at dike.example"
DATE: Final = "Tue Mar 2 12:30:00 UTC 2004"
BODY: Final = """On Tue, 2 Mar 2004, Wim de Rijk wrote:

> It starts, it coughs.

So does my uncle.
* a point
  and what it is about

Wim wim at dike.example
Mon Mar 1 09:00:00 UTC 2004

-- \nSaskia"""
FOOTER: Final = "More information about the Dike mailing list"
RULE: Final = "-" * 72
FIREFOX_LINKS: Final = """
  * Previous message: [Dike] The pump <000001.html>
  * Next message: [Dike] A very long subject that
    goes on <000003.html>
  * *Messages sorted by:* [ date ] <date.html#2> [ thread ]
    <thread.html#2> [ subject ] <subject.html#2> [ author ]
    <author.html#2>
"""
LYNX_LINKS: Final = """
     * Previous message: [2][Dike] The pump
     * Next message: [3][Dike] A very long subject
     * Messages sorted by: [4][ date ] [5][ thread ] [6][ subject ] [7][ author ]
     ____________________________________________________________
"""
LYNX_LIST: Final = """
References

   1. mailto:dike%40dike.example?Subject=Re%3A&In-Reply-To=%3Cpump.2%40dike.example%3E
   2. http://lists.dike.example/000001.html
"""
CHROME_LINKS: Final = """
Previous message (by thread): [Dike] The pump
Next message (by thread): [Dike] A
Messages sorted by: [ date ] [ thread ] [ subject ] [ author ]
"""
GERMAN_LINKS: Final = """
Vorherige Nachricht: [Dike] Die Pumpe
Nächste Nachricht: [Dike] Eine
Nachrichten sortiert nach: [ Datum ] [ Thema ] [ Betreff (Subject) ] [ Autor ]
"""
LANGUAGE_OF_THE_MOON_LINKS: Final = """
  • Xyz abc: zzz
  • Foo bar: zzz
  • Quux: [ a ] [ b ] [ c ] [ d ]
"""
MAILTO: Final = (
    "<mailto:dike%40dike.example?Subject=Re%3A%20%5BDike%5D&In-Reply-To=%3Cpump.2%40dike.example%3E>"
)

PAGES: Final = {
    "copied": f"{TITLE}\n\n{SENDER} {AT}\n{DATE}\n\n\n{BODY}\n\n\n\n{FOOTER}\n",
    "Firefox": (
        f"  {TITLE}\n\n*{SENDER}* {AT}\n{MAILTO}\n/{DATE}/\n{FIREFOX_LINKS}\n{RULE}\n\n{BODY}\n\n{RULE}\n"
        f"{FIREFOX_LINKS}\n{RULE}\n{FOOTER}\n<https://lists.dike.example/listinfo/dike>\n"
    ),
    "lynx": (
        f"           {TITLE}\n\n   {SENDER} [1]{AT}\n   {DATE}\n{LYNX_LINKS}\n{BODY}\n"
        f"     ____________________\n{LYNX_LINKS}\n   [14]{FOOTER}\n{LYNX_LIST}"
    ),
    "Chrome": (f"{TITLE}\n{SENDER} {AT}\n{DATE}\n{CHROME_LINKS}\n{BODY}\n{CHROME_LINKS}\n{FOOTER}\n"),
    "German": (
        f"{TITLE}\n\n{SENDER} saskia bei dike.example\nDie Mär 2 12:30:00 UTC 2004\n{GERMAN_LINKS}\n{BODY}\n"
    ),
    "unheard-of": f"{TITLE}\n\n{SENDER} {AT}\n{DATE}\n{LANGUAGE_OF_THE_MOON_LINKS}\n{BODY}\n",
    "in a margin": "\n".join(
        f"   {line}" if line else ""
        for line in f"{TITLE}\n\n{SENDER} {AT}\n{DATE}\n\n{BODY}\n\n{FOOTER}".split("\n")
    ),
    "with an address": f"{TITLE}\n\n{SENDER} <saskia@dike.example>\n{DATE}\n\n{BODY}\n",
    "with tabs": f"\t{TITLE}\n\t\n\t{SENDER}\t{AT}\n\t{DATE}\n\n{BODY}",
    "below links": f"{CHROME_LINKS}\n{TITLE}\n\n{SENDER} {AT}\n{DATE}\n\n{RULE}\n{BODY}",
}


def stated(page: bytes) -> tuple[dict[str, str], str]:
    """Return the header fields and the text of the mail that a page is turned to."""
    assert PAGE.knows(page)
    mail = PAGE.mail(page)
    block, start = split_message(mail)
    return {name.lower(): value for name, value in parse_header(block).items}, mail[start:].decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_states_title_sender_and_date(name: str) -> None:
    """Whatever saved it, and whatever language its links are in."""
    fields, _ = stated(PAGES[name].encode())
    assert fields["subject"] == TITLE
    assert fields["from"] == f'"{SENDER}" <saskia@dike.example>'
    assert fields["date"] == "Tue, 02 Mar 2004 12:30:00 +0000"
    assert fields["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", PAGES)
def test_the_text_is_the_mail_without_what_leads_to_other_pages(name: str) -> None:
    """Points, a rule, or what looks like another sender in the mail itself stay where they are."""
    text = stated(PAGES[name].encode())[1].strip("\n")
    has_footer = FOOTER in PAGES[name]
    assert text.removesuffix(FOOTER).rstrip("\n") == BODY
    assert text.endswith(FOOTER) == has_footer


@pytest.mark.parametrize("name", ["Firefox", "lynx"])
def test_the_id_is_read_from_the_link_that_lets_one_answer(name: str) -> None:
    """Only there a page says it."""
    assert stated(PAGES[name].encode())[0]["message-id"] == "<pump.2@dike.example>"


def test_a_page_without_links_has_no_id() -> None:
    """Where none is said, none is made up."""
    assert "message-id" not in stated(PAGES["copied"].encode())[0]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_character_set_is_seen_by_the_bytes(name: str, charset: str) -> None:
    """Byte order marks of UTF-8 and UTF-16, and Windows' own characters."""
    fields, _ = stated(PAGES[name].replace("•", "*").encode(charset))
    assert (fields["subject"], fields["from"]) == (TITLE, f'"{SENDER}" <saskia@dike.example>')


def test_line_ends_may_be_crlf() -> None:
    """Saved on Windows."""
    assert stated(PAGES["Chrome"].replace("\n", "\r\n").encode()) == stated(PAGES["Chrome"].encode())


def test_a_title_may_go_over_several_lines() -> None:
    """A terminal has wrapped it."""
    page = PAGES["copied"].replace("at the west", "that stands\n   at the west")
    assert stated(page.encode())[0]["subject"] == "[Dike] The pump that stands at the west sluice"


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        ("Jan van der Dyk jan at dyk.example", '"Jan van der Dyk" <jan@dyk.example>'),
        ("saskia at dike.example saskia at dike.example", "<saskia@dike.example>"),
        ('Saskia "Sas" Lowe sas at dike.example', '"Saskia \\"Sas\\" Lowe" <sas@dike.example>'),
        ("Löwe, Saskia saskia à dike.example", '"Löwe, Saskia" <saskia@dike.example>'),
        ("Saskia Lowe", "Saskia Lowe"),
    ],
)
def test_a_sender_is_a_name_and_perhaps_an_address(line: str, sender: str) -> None:
    """Names of several words, none, with quotation marks; archives that hide addresses."""
    assert stated(f"{TITLE}\n\n{line}\n{DATE}\n\n{BODY}\n".encode())[0]["from"] == sender


@pytest.mark.parametrize(
    "text",
    [
        "Dear diary\n\nI met at noon\nTue Mar 2 12:30:00 UTC 2004\n",
        "TO DO\n\nAnna\n10:30 go to the shop 12\n",
        "# Title\n\nSome text at some.place\nMeeting 12:30 today or tomorrow?\n",
        "Saskia saskia at dike.example\nTue Mar 2 12:30:00 UTC 2004\n\nno title above\n",
        f"{TITLE}\n\n{SENDER} {AT}\nyesterday\n\nSo does my uncle.\n",
        f"Forwarded\n\nFrom: {SENDER} <saskia@dike.example>\nSent: {DATE}\n\nSo does my uncle.\n",
        "\n" * 60 + PAGES["copied"],
        "",
    ],
)
def test_other_text_is_no_page(text: str) -> None:
    """A title, a sender and a date must stand at the top, in this order."""
    assert not PAGE.knows(text.encode())
