"""Real archives open whole: every message is there, and who answers whom is what their own indexes say.

They are other people's mail: nothing of it stands here but counts.
"""

from __future__ import annotations

import contextlib
import gzip
import html
import json
import re
from collections.abc import Callable
from email.utils import unquote
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote as percent_decoded

import pytest

from parsing.formats import FORMATS
from parsing.formats.source import Files, FileSource
from parsing.limits import SNIFF_BYTES

if TYPE_CHECKING:
    from pathlib import Path

Printed = Callable[..., list[dict[str, Any]]]

COUNTS: Final = {
    "seed/fedora-xen-2007-11-30.txt": 1,
    "pipermail-ion-general/*.txt": 1954,
    "pipermail-fetchmail-users/*.txt.gz": 3504,
    "pipermail-fedora-devel-2010-01/*/*.txt.gz": 292,
    "raw-fedora-devel-2008-10/**/*": 5,
    "pipermail-jelix-fr/*.txt": 854,
    "pipermail-genaro-es/*.txt": 402,
    "pipermail-losangeles-ru/*.txt": 32,
    "mbox-cygwin-patches-2000-2001.mbox": 1631,
    "mbox-tboot-devel.mbox": 325,
    "mbox-tomoyo-users-en.mbox": 66,
    "digest-bitcoin-dev/**/*": 507,
    "pipermail-ion-general/2*/0*.html": 305,
    "pipermail-losangeles-ru/2*/0*.html": 32,
    "hypermail-cf/0*.html": 400,
    "mhonarc-srfi/*/*/msg*.html": 440,
}
"""How many messages an archive stores, copies too."""

FOLDER_COUNTS: Final = {
    "public-inbox-apparmor": 2837,
    "public-inbox-apparmor/git": 2837,
    "public-inbox-apparmor/git/0.git": 2837,
    "maildir-cygwin-patches-2004-2005": 1181,
    "small/notmuch-corpora/default": 53,
    "small/notmuch-corpora/lkml": 210,
    "small/notmuch-corpora/threading": 12,
    "small/stalwart/maildir": 6,
    "small/perceval/groupsio/messages.zip": 49,
    "small/grepmail/mailarc-1.txt": 16,
    "small/grepmail/mailarc-1.txt.gz": 16,
    "small/grepmail/mailarc-1.txt.bz2": 16,
    "small/grepmail/mailarc-1.txt.xz": 16,
}


def files_of(real_mail: Path, pattern: str) -> list[Path]:
    """Return the files that a pattern names, but for empty ones."""
    files = sorted(path for path in real_mail.glob(pattern) if path.is_file() and path.stat().st_size)
    assert files, f"no {pattern} in {real_mail}"
    return files


@pytest.mark.parametrize("pattern", COUNTS)
def test_an_archive_opens_with_every_message_that_it_stores(
    pattern: str, real_mail: Path, printed: Printed
) -> None:
    """Rows are numbered without a gap, and there are as many as the archive has messages."""
    rows = printed("threads", *files_of(real_mail, pattern))
    stored = [row["row"] for row in rows if row["row"] is not None]
    assert stored == list(range(COUNTS[pattern]))
    assert len({row["id"] for row in rows if not row["duplicate_of"]}) == sum(
        not row["duplicate_of"] for row in rows
    )


@pytest.mark.parametrize("folder", FOLDER_COUNTS)
def test_a_folder_opens_with_every_message_that_is_in_it(
    folder: str, real_mail: Path, printed: Printed
) -> None:
    """Maildirs, inboxes in git, and what lies in them; packed files."""
    stored = [row["row"] for row in printed("threads", real_mail / folder) if row["row"] is not None]
    assert stored == list(range(FOLDER_COUNTS[folder]))


@pytest.mark.parametrize("pattern", COUNTS)
def test_every_line_of_every_message_is_in_one_block(pattern: str, real_mail: Path, printed: Printed) -> None:
    """Blocks lie end to end from the first line of the displayed text to the last, and links inside it."""
    for message in printed("quotes", *files_of(real_mail, pattern), "--with-text"):
        lines = message["text"].count("\n") + 1
        ends = [0]
        for block in message["blocks"]:
            first, end = block["lines"]
            assert first == ends[-1] < end
            ends.append(end)
        assert ends[-1] == lines or (ends[-1] == 0 and not message["text"])
        assert all(
            0 <= link["span"][0] < link["span"][1] <= len(message["text"]) for link in message["links"]
        )


@pytest.mark.parametrize("pattern", [name for name in COUNTS if not name.startswith(("seed", "raw"))])
def test_every_byte_of_a_file_belongs_to_exactly_one_message(
    pattern: str, real_mail: Path, tmp_path: Path
) -> None:
    """Messages lie end to end from the first byte of the file to the last."""
    for packed in files_of(real_mail, pattern):
        content = gzip.decompress(packed.read_bytes()) if packed.suffix == ".gz" else packed.read_bytes()
        path = tmp_path / "file"
        path.write_bytes(content)
        container = next(known for known in FORMATS if known.knows(content[:SNIFF_BYTES]))
        with contextlib.closing(Files()) as files:
            cuts = list(container.cut(FileSource(str(path), files)))
        assert [cut.start for cut in cuts] == [0, *(cut.end for cut in cuts[:-1])]
        assert cuts[-1].end == len(content)


@pytest.mark.parametrize("pattern", ["*.txt", "2*/"])
def test_parents_are_those_of_pipermails_thread_pages(
    pattern: str, real_mail: Path, printed: Printed
) -> None:
    """At least 99 of 100 entries of ion-general's that show a parent have the same one, in both its forms."""
    shown = parents_by_thread_pages(real_mail / "pipermail-ion-general")
    assert len(shown) == 230
    paths = [path for path in (real_mail / "pipermail-ion-general").glob(pattern) if path.name[0] == "2"]
    rows = {row["id"]: row for row in printed("threads", *sorted(paths))}
    different = [child for child, parent in shown.items() if stored_ancestor(child, rows) != parent]
    assert len(different) <= len(shown) // 100


def test_two_forms_of_an_archive_are_one(real_mail: Path, printed: Printed) -> None:
    """Each page of ion-general's is a copy of a message in the text of its month, and no other row is new."""
    folder = real_mail / "pipermail-ion-general"
    months = sorted(path for path in folder.glob("2*") if path.is_dir())
    texts = [month.with_name(f"{month.name}.txt") for month in months]
    alone = printed("threads", *texts)
    rows = {row["row"]: row for row in printed("threads", *texts, *months) if row["row"] is not None}
    stored = sum(row["row"] is not None for row in alone)
    assert len(rows) == stored + 305
    assert all(rows[row]["duplicate_of"] for row in range(stored, stored + 305))
    assert [rows[row]["parent"] for row in range(stored)] == [row["parent"] for row in alone][:stored]


def test_a_whole_site_opens_without_a_complaint(real_mail: Path, wrote: Callable[..., Any]) -> None:
    """Months as text and as pages, and the indexes that are no mail."""
    done = wrote("threads", real_mail / "pipermail-losangeles-ru", "--json")
    assert done.stderr == ""
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    stored = [row for row in rows if row["row"] is not None]
    assert len(stored) == 64
    assert sum(row["duplicate_of"] is not None for row in stored) == 32
    assert not any("?" in (row["subject"] or "").rstrip("?") for row in stored if not row["duplicate_of"])


@pytest.mark.parametrize("number", [75, 76])
def test_parents_are_those_of_mhonarcs_thread_index(number: int, real_mail: Path, printed: Printed) -> None:
    """Every entry that hangs under a message which is there has that parent."""
    folder = real_mail / "mhonarc-srfi" / f"srfi-{number}" / "mail-archive"
    shown = parents_by_nesting(folder)
    assert len(shown) == {75: 243, 76: 84}[number]
    rows = {row["id"]: row for row in printed("threads", folder)}
    assert {child: stored_ancestor(child, rows) for child in shown} == shown


def test_parents_are_those_that_hypermails_pages_link_to(real_mail: Path, printed: Printed) -> None:
    """At least 99 of 100 pages that say they are in reply to another hang under it."""
    folder = real_mail / "hypermail-cf"
    rows = printed("threads", folder)
    stored = [row for row in rows if row["row"] is not None]
    by_id = {row["id"]: row for row in rows}
    pages = [page.read_text(encoding="latin-1") for page in files_of(folder, "0*.html")]
    links = {number: link for number, page in enumerate(pages) if (link := REPLY_TO_PAGE.search(page))}
    assert len(links) == 151
    same = [
        stored_ancestor(stored[number]["id"], by_id) == stored[int(link[1])]["id"]
        for number, link in links.items()
    ]
    assert sum(same) >= len(links) * 99 // 100


def stored_ancestor(key: str, rows: dict[str, dict[str, Any]]) -> str | None:
    """Return the nearest message above that is stored: the pages know of no others."""
    above: str | None = rows[key]["parent"]
    while above is not None and rows[above]["row"] is None:
        above = rows[above]["parent"]
    return above


REPLY_TO_PAGE: Final = re.compile(r"<dfn>In reply to</dfn>: <a href=\"\./(\d{4})\.html\"")
LISTED: Final = re.compile(r"<(/?)ul>|<a name=\"(\d+)\"|(Message not available)|(Possible follow-ups)")
COMMENTED_ID: Final = re.compile(r"<!--X-Message-Id: (\S+) -->")


def parents_by_nesting(folder: Path) -> dict[str, str]:
    """Return parents by child as MHonArc's thread index nests them; what it guesses or lacks is left out."""
    parents: dict[str, str] = {}
    above: list[str] = []
    entry = ""
    for closing, number, absent, guessed in LISTED.findall((folder / "threads.html").read_text("latin-1")):
        if number:
            page = (folder / f"msg{number}.html").read_text(encoding="latin-1")
            found = COMMENTED_ID.search(page)
            assert found
            entry = html.unescape(found[1])
            if above[-1]:
                parents[entry] = above[-1]
        elif guessed:
            above[-1] = ""
        elif absent:
            entry = ""
        elif closing:
            entry = above.pop()
        else:
            above.append(entry)
            entry = ""
    return parents


CHAIN: Final = re.compile(r"<!--\d+ ([0-9.-]+)- -->")
OWN_ID: Final = re.compile(r"In-Reply-To=([^\"&]+)")


def parents_by_thread_pages(folder: Path) -> dict[str, str]:
    """Return parents by child as pipermail's pages show them: a chain of keys ends in parent and child."""
    parents: dict[str, str] = {}
    for page in folder.glob("*/thread.html"):
        for chain in CHAIN.findall(page.read_text(encoding="latin-1")):
            numbers = [key.partition(".")[2] for key in chain.split("-")]
            if len(numbers) > 1:
                child, parent = (own_id(page.parent, number) for number in (numbers[-1], numbers[-2]))
                parents[child] = parent
    return parents


def own_id(folder: Path, number: str) -> str:
    """Return the Message-ID of a pipermail page, which stands only in its mailto link."""
    page = (folder / f"{int(number):06}.html").read_text(encoding="latin-1")
    found = OWN_ID.search(page)
    assert found
    return unquote(percent_decoded(found.group(1)))
