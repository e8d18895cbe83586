"""Links of pages become rows, whichever of the two pages comes first."""

from __future__ import annotations

import io
from array import array

from parsing.formats.format import PageParent
from parsing.index.findings import PageParents
from parsing.index.page_parents import PageLinks
from parsing.index.wire import read_findings, write_end, write_finding


def taken(links: PageLinks) -> list[tuple[int, int]]:
    """Return child and parent of what was found."""
    found = links.taken()
    return [] if found is None else list(zip(found.children, found.parents, strict=True))


def test_a_link_is_found_when_both_its_pages_are_there() -> None:
    """Once, whether the index, the child or the parent comes last."""
    links = PageLinks()
    links.add_links("site/thread.html", [PageParent("2.html", "./1.html#x")])
    links.add_page("site/2.html", 7)
    assert taken(links) == []
    links.add_page("site/1.html", 8)
    assert taken(links) == [(7, 8)]
    links.add_links("site/3.html", [PageParent("", "../site/1.html")])
    links.add_page("site/3.html", 9)
    assert taken(links) == [(9, 8)]
    assert taken(links) == []


def test_a_link_out_of_the_archive_or_to_itself_is_none() -> None:
    """A page of another month's that is not opened, another site, nothing at all."""
    links = PageLinks()
    links.add_page("site/1.html", 0)
    for parent in (
        "1.html",
        "https://weir.example/1.html",
        "/x/1.html",
        "#top",
        "",
        "other/1.html",
        "mailto:1.html",
    ):
        links.add_links("site/1.html", [PageParent("", parent)])
    assert taken(links) == []


def test_a_page_may_be_packed_and_a_link_absolute() -> None:
    """A link is to the page as it was on the web, from a month to another one too."""
    links = PageLinks()
    links.add_page("mirror/dike/2004/02/0007.html.gz", 0)
    links.add_page("mirror/dike/2004/03/0001.html", 1)
    links.add_links(
        "mirror/dike/2004/03/0001.html", [PageParent("", "http://weir.example/all/dike/2004/02/0007.html#x")]
    )
    links.add_links("mirror/dike/2004/02/thread.html", [PageParent("0007.html", "../03/0001.html")])
    assert taken(links) == [(1, 0), (0, 1)]


def test_what_was_found_goes_over_the_pipe_as_it_is() -> None:
    """Two columns of numbers."""
    pipe = io.BytesIO()
    sent = PageParents(array("I", [1, 2, 3]), array("I", [0, 0, 1]))
    write_finding(pipe, sent)
    write_end(pipe)
    pipe.seek(0)
    assert list(read_findings(pipe)) == [sent]
