"""A message that was rebuilt from its quotes, and is opened later with another file: it takes its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parsing import Found, MessageKey, Rebuilt, open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from parsing.archive import Archive

WORDS = "The gate was closed at six in the evening, and nobody at the mill knows by whom."
MORE = "Whoever it was has taken the long lever with him, and we have no other one here."
LOST = (
    "From x@weir.example Sat Mar  4 08:00:00 2006\nFrom: Ada Weir <ada@weir.example>\nSubject: The gate\n"
    f"Date: Sat, 4 Mar 2006 08:00:00 +0100\nMessage-ID: <lost@weir.example>\n\n{WORDS}\n\n{MORE}\n\nAda\n\n"
)
ANSWER = (
    "From x@weir.example Sun Mar  5 08:00:00 2006\nFrom: Ben Mill <ben@mill.example>\nSubject: Re: The gate\n"
    "Date: Sun, 5 Mar 2006 08:00:00 +0100\nMessage-ID: <answer@mill.example>\n{fields}\n"
    f"On Sat, 4 Mar 2006, Ada Weir wrote:\n> {WORDS}\n\nIt was the wind.\n\n> {MORE}\n\nI have one.\n\n"
)
AGAIN = (
    "From x@weir.example Mon Mar  6 08:00:00 2006\nFrom: Cy Sluice <cy@sluice.example>\n"
    "Subject: Re: The gate\nDate: Mon, 6 Mar 2006 08:00:00 +0100\nMessage-ID: <again@sluice.example>\n"
    "In-Reply-To: <answer@mill.example>\n\nOn Sun, 5 Mar 2006, Ben Mill wrote:\n"
    f"> On Sat, 4 Mar 2006, Ada Weir wrote:\n> > {WORDS}\n> It was the wind.\n\nNo, it was not.\n\n"
)
HEADED = "In-Reply-To: <lost@weir.example>\n"


def studied(*paths: Path) -> Archive:
    """Open files and study their quotes."""
    archive = open_archive(*paths)
    for _ in archive.study():
        pass
    return archive


def states(archive: Archive, key: str) -> list[tuple[type, str]]:
    """Give what each link of a message is, and to whom it leads."""
    return [
        (type(link.resolution), link.resolution.passage.message)
        for link in archive.links(MessageKey(key))
        if isinstance(link.resolution, Found | Rebuilt)
    ]


@pytest.mark.parametrize("fields", [HEADED, ""], ids=["known by its id", "known by author and day"])
@pytest.mark.parametrize("first", [True, False], ids=["named first", "named last"])
def test_the_true_message_takes_the_place_of_the_rebuilt_one(
    tmp_path: Path, fields: str, *, first: bool
) -> None:
    """Its quoters lead to it and hang under it, and nothing in the archive is rebuilt any more."""
    answers, found = tmp_path / "answers.mbox", tmp_path / "found.mbox"
    answers.write_text(ANSWER.format(fields=fields) + AGAIN)
    found.write_text(LOST)
    with studied(answers) as archive:
        (node,) = range(archive.threads.stored, len(archive.threads))
        lost = archive.key(node)
        assert archive.envelope(node).rebuilt
        assert (lost == "lost@weir.example") == bool(fields)
        assert archive.message(lost).text.split() == [*WORDS.split(), *MORE.split()]
        assert states(archive, "answer@mill.example") == [(Rebuilt, lost)] * 2
        assert (Rebuilt, lost) in states(archive, "again@sluice.example")
        assert archive.threads.parent[0] == node
    with studied(*((found, answers) if first else (answers, found))) as archive:
        assert len(archive.threads) == archive.threads.stored == 3
        assert archive.node(lost) == (archive.node(MessageKey("lost@weir.example")) if fields else None)
        assert states(archive, "answer@mill.example") == [(Found, "lost@weir.example")] * 2
        assert (Found, "lost@weir.example") in states(archive, "again@sluice.example")
        assert [archive.key(node) for node in archive.threads.order] == [
            "lost@weir.example",
            "answer@mill.example",
            "again@sluice.example",
        ]
        assert [archive.threads.depth[node] for node in archive.threads.order] == [0, 1, 2]
        quoters = {quote.message for quote in archive.quoted_by(MessageKey("lost@weir.example"))}
        assert quoters == {"answer@mill.example", "again@sluice.example"}
