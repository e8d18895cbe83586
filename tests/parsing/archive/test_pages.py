"""A site's folder opens as one archive: its pages in their order, and who answers whom by its own index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from parsing import Found, ParentBy, begin_archive, open_archive
from parsing.archive.studying import send_index
from parsing.errors import ArchiveError
from parsing.formats.spool import NOWHERE, Spool
from parsing.index.reading import Reading
from parsing.index.wire import read_findings

if TYPE_CHECKING:
    from pathlib import Path

    from parsing import Archive

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
