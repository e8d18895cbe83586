"""A site's folder opens as one archive: its pages in their order, and who answers whom by its own index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from parsing import Archive, Found, ParentBy, begin_archive, open_archive
from parsing.archive import archive as archive_module
from parsing.archive.studying import send_index
from parsing.archive.twins import RIVALS
from parsing.errors import ArchiveError
from parsing.formats.spool import NOWHERE, Spool
from parsing.index import scan
from parsing.index.reading import Reading, read_here
from parsing.index.wire import read_findings
from parsing.messages.forms import Form

if TYPE_CHECKING:
    from pathlib import Path

MONTHS: Final = ("2004-February", "2004-March")
TEXTS: Final = (
    *("The pump starts and coughs.", "&gt;<i> The pump starts and coughs.\n</I>So does my uncle."),
    *("Is the dyke dry?", "Nobody has seen the key of the pump house."),
)


def page(number: int, text: str) -> str:
    """Return a page of pipermail's."""
    link = f"mailto:dike%40dike.example?Subject=x&In-Reply-To=%3C{number}%40dike.example%3E"
    return "\n".join(
        (
            f'<HTML><HEAD><LINK REL="made" HREF="{link}"></HEAD><BODY>',
            f"<H1>Note {number}</H1>\n<B>Wim de Rijk</B>",
            f'<A HREF="{link}" TITLE="x">wim at dike.example</A><BR>',
            f"<I>Tue Mar  2 12:{number:02}:00 CET 2004</I>",
            f"<HR>\n<!--beginarticle-->\n<PRE>{text}\n</PRE>\n<!--endarticle-->\n</BODY></HTML>\n",
        )
    )


def thread_page(first: int) -> str:
    """Return a month's threads: a message and the answer to it."""
    return "\n".join(
        (
            "<HTML>",
            f'<a name="start"></A><UL>\n<!--0 01.{first}- -->\n<LI><A HREF="{first:06}.html">x\n</A><UL>',
            f'<!--1 01.{first}-02.{first + 1}- -->\n<LI><A HREF="{first + 1:06}.html">x\n</A></UL></UL>',
        )
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of two months, each a message and its answer, with indexes and an attached mail."""
    for month, name in enumerate(MONTHS):
        folder = tmp_path / name
        folder.mkdir()
        first = 2 * month + 1
        for number in (first, first + 1):
            (folder / f"{number:06}.html").write_text(page(number, TEXTS[number - 1]), encoding="ascii")
        (folder / "thread.html").write_text(thread_page(first), encoding="ascii")
        for index in ("author", "date", "subject"):
            (folder / f"{index}.html").write_text('<HTML><a name="start"></A>', encoding="ascii")
    (tmp_path / "index.html").write_text('<HTML><A href="2004-March/thread.html">x</A>', encoding="ascii")
    attached = tmp_path / "attachments" / "20040302" / "1a"
    attached.mkdir(parents=True)
    (attached / "attachment.eml").write_text("From: eve@dike.example\nSubject: x\n\nAttached.\n", "ascii")
    return tmp_path


def parents(archive: Archive) -> dict[str, tuple[str, ParentBy | None]]:
    """Return the parent and how it is known, by child."""
    table = archive.threads
    return {
        archive.key(node): (archive.key(parent), table.parent_by[node])
        for node, parent in enumerate(table.parent)
        if parent >= 0
    }


@pytest.mark.parametrize("open_site", [open_archive, begin_archive])
def test_a_site_is_its_messages_and_nothing_else(site: Path, open_site: object) -> None:
    """Pages month by month; indexes and attachments are no messages, and nobody complains of them."""
    assert callable(open_site)
    with open_site(site) as archive:
        for _ in archive.follow():
            pass
        assert [archive.key(node) for node in range(4)] == [
            f"{number}@dike.example" for number in (1, 2, 3, 4)
        ]
        assert len(archive.stored) == 4
        assert archive.complaints == ()
        assert parents(archive) == {
            "2@dike.example": ("1@dike.example", ParentBy.PAGE),
            "4@dike.example": ("3@dike.example", ParentBy.PAGE),
        }


def test_a_quote_finds_its_source_along_the_archives_own_index(site: Path) -> None:
    """A page has no header that names what it answers."""
    with open_archive(site) as archive:
        assert archive.stored.parent(1) == 0
        (link,) = archive.links(archive.key(1))
        assert isinstance(link.resolution, Found)
        assert link.resolution.passage.message == "1@dike.example"


def test_the_process_that_studies_is_told_of_the_pages(site: Path, tmp_path: Path) -> None:
    """It knows the same parents."""
    with open_archive(site) as archive, (tmp_path / "pipe").open("wb") as pipe:
        send_index(pipe, archive.stored)
    with (tmp_path / "pipe").open("rb") as sent:
        reading = Reading(Spool(NOWHERE), read_findings(sent))
        for _ in reading.follow():
            pass
    assert [reading.page_parent(row) for row in range(6)] == [-1, 0, -1, 2, -1, -1]


def test_a_page_alone_opens_and_an_index_alone_says_what_it_is(site: Path) -> None:
    """The index leads to the pages."""
    with open_archive(site / MONTHS[0] / "000002.html") as archive:
        assert archive.key(0) == "2@dike.example"
    with pytest.raises(
        ArchiveError, match=r"thread.html” is an archive's index: open the folder of its pages"
    ):
        open_archive(site / MONTHS[0] / "thread.html")


MONTH: Final = """From wim at dike.example  Tue Mar  2 12:03:00 2004
From: wim at dike.example (Wim de Rijk)
Date: Tue, 02 Mar 2004 12:03:00 +0100
Subject: Note 3
Message-ID: <3@dike.example>

Is the dyke dry, Zo?? Write to zoe at dike.example

From wim at dike.example  Tue Mar  2 12:04:00 2004
From: wim at dike.example (Wim de Rijk)
Date: Tue, 02 Mar 2004 12:04:00 +0100
Subject: Note 4
Message-ID: <4@dike.example>
In-Reply-To: <3@dike.example>
X-Lost: not on the page

Nobody has seen the key of the pump house.

From wim at dike.example  Tue Mar  2 12:05:00 2004
From: wim at dike.example (Wim de Rijk)
Date: Tue, 02 Mar 2004 12:05:00 +0100
Subject: Note 4
Message-ID: <4@dike.example>

Everybody has seen the key of the pump house.

"""


@pytest.fixture
def both(site: Path) -> tuple[Path, Path]:
    """Return the text of a month that has lost a letter, and the pages of it that have not."""
    pages = site / MONTHS[1]
    lost = pages / "000003.html"
    text = TEXTS[2].replace("dry", "dry, Zo&#235;") + " Write to zoe at dike.example"
    lost.write_text(lost.read_text("ascii").replace(TEXTS[2], text), "ascii")
    month = site / "march.txt"
    month.write_text(MONTH, "ascii")
    return month, pages


@pytest.mark.parametrize("pages_first", [True, False])
def test_two_forms_of_an_archive_are_one_with_the_best_of_both(
    both: tuple[Path, Path], *, pages_first: bool
) -> None:
    """Characters from the pages, headers from the text, in the places of what came first."""
    with open_archive(*reversed(both) if pages_first else both) as archive:
        rows = range(5)
        keys = [archive.key(row).partition("@")[0] + archive.key(row)[14:] for row in rows]
        copies = [archive.envelope(row).duplicate_of is not None for row in rows]
        if pages_first:
            assert keys == ["3", "4", "3", "4", "4#2"]
            assert copies == [False, False, True, True, False]
        else:
            assert keys == ["3", "4", "4#2", "3", "4"]
            assert copies == [False, False, False, True, True]
        assert archive.message(archive.key(0)).text == "Is the dyke dry, Zoë? Write to zoe at dike.example"
        assert dict(archive.message(archive.key(1)).headers)["X-Lost"] == "not on the page"
        assert archive.envelope(1).reply_to == "3@dike.example"
        assert archive.threads.parent_by[1] == ParentBy.IN_REPLY_TO
        assert archive.stored.parent(1) == 0
        assert "Everybody" in archive.message(archive.key(4 if pages_first else 2)).text


def test_a_form_that_comes_later_takes_the_place_of_what_was_shown(both: tuple[Path, Path]) -> None:
    """Also where quotes have been followed in the poorer one."""
    month, pages = both
    quoting = MONTH.replace("Nobody", "> Is the dyke dry, Zo??\n\nNobody").replace("Zo??", "Zo???")
    month.write_text(quoting, "ascii")
    archive = Archive(read_here([str(month), str(pages)]), "both")
    with archive:
        poorer = []
        for _ in archive.follow():
            if len(archive.stored) == 1 and not poorer:
                poorer = [archive.message(archive.key(0)).text]
                archive.links(archive.key(0))
        assert ["Zo???" in text for text in poorer] == [True]
        assert "Zoë" in archive.message(archive.key(0)).text
        (link,) = archive.links(archive.key(1))
        assert isinstance(link.resolution, Found)
        (span,) = link.resolution.passage.spans
        quoted = archive.message(archive.key(0)).text[span.start : span.end]
        assert len(quoted) > 15
        assert "Is the dyke dry, Zoë?".startswith(quoted)


@pytest.mark.parametrize("batch", [2_000, 40])
def test_an_id_that_a_thousand_texts_claim_costs_a_few_comparisons_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Each is compared with the first few, once, however often it grows; only equal ones are copies."""
    monkeypatch.setattr(scan, "BATCH_ROWS", batch)
    monkeypatch.setattr(scan, "BATCH_SECONDS", 60)
    monkeypatch.setattr(archive_module, "GROWTH", 1)
    compared = 0
    is_same = Form.is_same

    def counted(one: Form, other: Form) -> bool:
        nonlocal compared
        compared += 1
        return is_same(one, other)

    monkeypatch.setattr(Form, "is_same", counted)
    mail = (
        "From x@dike.example Tue Mar  2 12:00:00 2004\nFrom: x@dike.example\nMessage-ID: <1@dike.example>\n\n"
    )
    path = tmp_path / "x.mbox"
    path.write_text("".join(f"{mail}Text {number % 900}\n\n" for number in range(1_000)), "ascii")
    with open_archive(path) as archive:
        assert sum(archive.stored.copy_of(row) >= 0 for row in range(1_000)) == 100
        assert compared <= 1_000 * RIVALS
        compared = 0
        for _ in archive.stored.twins.compare(range(1_000)):
            pass
        assert sum(archive.stored.copy_of(row) >= 0 for row in range(1_000)) == 100
    assert compared == 0
