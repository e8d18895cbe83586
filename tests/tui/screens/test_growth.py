"""A long archive, read while one reads: real files, the real archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parsing import begin_archive, open_archive
from tui.demo import DEMO_ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MESSAGES = 4_000


@pytest.fixture(scope="module")
def long_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an mbox of three megabytes: threads of four, some of whose first messages are missing."""
    path = tmp_path_factory.mktemp("long") / "weir.mbox"
    filler = "The water is low and the wheel stands still, and nobody minds it.\n" * 9
    with path.open("w", encoding="ascii") as file:
        for number in range(MESSAGES):
            parent = number - 1 if number % 4 else number - 10**6
            file.write(
                f"From a@weir.example Mon Jan  5 00:00:00 2009\nFrom: Ada Weir <a@weir.example>\n"
                f"Date: {5 + number // 1_000} Jan 2009 {number // 60 % 24:02}:{number % 60:02}:00 +0000\n"
                f"Subject: Water {number // 4}\nMessage-ID: <{number}@weir.example>\n"
                f"In-Reply-To: <{parent}@weir.example>\n\nLine {number} of the log.\n{filler}\n"
            )
    return path


async def test_every_message_comes_and_the_cursor_stays(long_archive: Path, reading: Any) -> None:
    """The first rows are there at once; in the end all of them, in whole threads."""
    archive = begin_archive(str(long_archive))
    first = archive.threads.stored
    assert 0 < first < MESSAGES
    async with reading(archive) as driver:
        assert driver.reader.archive.threads.stored == MESSAGES
        assert driver.reader.rows.table.stored == MESSAGES
        assert driver.screen[0].startswith(f" wrote  weir.mbox  {MESSAGES:,} messages")
        assert driver.shown == "0@weir.example"
    archive.close()


async def test_an_untouched_cursor_stays_at_the_top(tmp_path: Path, reading: Any) -> None:
    """Also where older messages come later in the file; after a key it stays with its message."""
    path = tmp_path / "weir.mbox"
    filler = "The water is low and the wheel stands still, and nobody minds it.\n" * 12
    path.write_text(
        "".join(
            f"From a@weir.example Mon Jan  5 00:00:00 2009\nFrom: Ada Weir <a@weir.example>\n"
            f"Date: Mon, 5 Jan {8_000 - number} 00:00:00 +0000\nSubject: Water {number}\n"
            f"Message-ID: <{number}@weir.example>\n\n{filler}\n"
            for number in range(MESSAGES)
        ),
        encoding="ascii",
    )
    archive = begin_archive(str(path))
    assert archive.threads.stored < MESSAGES
    async with reading(archive) as driver:
        assert driver.shown == f"{MESSAGES - 1}@weir.example"
    archive.close()


async def test_only_what_is_seen_is_drawn(long_archive: Path, reading: Any) -> None:
    """A row costs the same however many there are."""
    archive = open_archive(str(long_archive))
    async with reading(archive, (120, 30)) as driver:
        pane = driver.reader.threads_pane
        drawn: list[int] = []
        draw: Callable[[int, int], Any] = pane._draw
        pane._draw = lambda row, width: drawn.append(row) or draw(row, width)
        await driver.press("G")
        assert 0 < len(drawn) <= 2 * 30
        drawn.clear()
        await driver.press("k")
        assert len(drawn) <= 4
    archive.close()


async def test_quitting_does_not_wait_for_the_rest(long_archive: Path, reading: Any) -> None:
    """The reading is let go of."""
    archive = begin_archive(str(long_archive))
    async with reading(archive) as driver:
        await driver.press("Q")
        assert driver.app._exit
    archive.close()


async def test_every_quote_of_the_sample_leads_somewhere_and_back(reading: Any) -> None:
    """To its source, to a choice of sources, or to a sentence; sources found and rebuilt are landed on."""
    archive = open_archive(str(DEMO_ARCHIVE))
    async with reading(archive) as driver:
        reader, landed = driver.reader, 0
        for _ in range(len(reader.rows)):
            await driver.press("}")
            await driver.press("p", "p")
            here = (driver.shown, reader.message_pane.cursor_line)
            if reader.message_pane.cursor_link is not None:
                await driver.press("enter")
                if reader.chooser.opened:
                    await driver.press("escape")
                elif (driver.shown, reader.message_pane.cursor_line) != here:
                    landed += 1
                    await driver.press("<")
                else:
                    assert reader.status.notice == "What is quoted here is not in this archive."
            assert (driver.shown, reader.message_pane.cursor_line) == here
            await driver.press("J")
        assert reader.status.notice == "This is the last message."
        assert landed >= 15
    archive.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_fragment_of_the_seed_goes_to_its_own_rebuilt_line(
    size: tuple[int, int], real_mail: Path, reading: Any
) -> None:
    """Nine fragments, nine places, and back again each time; two rows in one thread."""
    archive = open_archive(str(real_mail / "seed" / "fedora-xen-2007-11-30.txt"))
    async with reading(archive, size) as driver:
        assert len(driver.reader.rows) == 2
        await driver.press("down", "enter")
        reply, places = driver.shown, []
        for _ in range(9):
            await driver.press("}")
            before = driver.reader.message_pane.view_state()
            await driver.press("enter")
            assert driver.shown != reply
            places.append(driver.reader.message_pane.cursor_line)
            await driver.press("<")
            assert driver.shown == reply
            assert driver.reader.message_pane.view_state() == before
        assert places == sorted(set(places))
    archive.close()
