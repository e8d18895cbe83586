"""The reader: what it shows while one reads, jumps, finds and comes back."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parsing import open_archive
from parsing.errors import UnknownMessageError
from parsing.model import Progress
from tui.config import Settings
from tui.keys import Where
from tui.screens import opening
from tui.screens.news import PageRead

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from parsing.model import MessageKey

WIDE, NARROW = (120, 30), (80, 24)


async def test_it_opens_on_the_first_message(shelf: Any, reading: Any) -> None:
    """The list has the keys; its first message is shown beside it."""
    async with reading(shelf) as driver:
        assert driver.reader.active is Where.LIST
        assert driver.shown == "0@shelf.example"
        assert driver.screen[0].startswith(" wrote  mill.mbox  6 messages")
        assert "▌ 2 Nov Brook       4 ▾ The mill" in driver.screen[1]
        assert "We shall move the mill wheel" in "\n".join(driver.screen)


async def test_in_a_narrow_terminal_list_and_message_take_turns(shelf: Any, reading: Any) -> None:
    """Enter goes to the message, q and escape come back."""
    async with reading(shelf, NARROW) as driver:
        assert "[ANN] [/b] market day" in driver.screen[5]
        for back in ("escape", "q"):
            await driver.press("enter")
            assert "We shall move" in "\n".join(driver.screen)
            assert "market day" not in "\n".join(driver.screen)
            await driver.press(back)
            assert "market day" in "\n".join(driver.screen)


async def test_enter_on_a_quote_lands_on_the_line_it_was_written_on(shelf: Any, reading: Any) -> None:
    """The status line names the line and how it was found, the trail the way, the list the row."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "}", "enter")
        assert driver.shown == "0@shelf.example"
        assert driver.reader.message_pane.cursor_line == 0
        assert driver.reader.status.notice == "Written here: lines 1–2 · exact, 72 %"
        assert "◂2/2▸  Fenn 3 Nov ¶2 › ● Brook 2 Nov ¶1" in driver.screen[0]
        assert driver.screen[1].startswith("▌ 2 Nov Brook")


async def test_the_letter_at_a_quote_leads_to_its_source(shelf: Any, reading: Any) -> None:
    """As enter on it does; a key that is no letter only takes the letters away."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "f", "escape")
        assert not driver.reader.message_pane.hints
        assert driver.shown == "1@shelf.example"
        await driver.press("f", "f")
        assert (driver.shown, driver.reader.message_pane.cursor_line) == ("0@shelf.example", 0)


async def test_the_letter_at_a_link_offers_to_copy_it(make_shelf: Any, mail: Any, reading: Any) -> None:
    """Enter does; nothing is opened."""
    link = "https://mill.example/wheel"
    mails = (mail("Hetty Brook <h@brook.example>", 1, "Mill", f"See {link} for more.\n"),)
    async with reading(make_shelf(mails)) as driver:
        await driver.press("enter", "f", "f", "enter")
        assert driver.app.clipboard == link
        assert driver.reader.status.notice == f"Copied {link}"


async def test_back_comes_to_the_same_scroll_position_and_folds(
    make_shelf: Any, mail: Any, reading: Any
) -> None:
    """And forward to the landing again."""
    long = "> Who can bring a rope?\n\n" + "A line of my own.\n" * 80 + "\n> The mill is old.\n\nIt is.\n"
    mails = (
        mail("Hetty Brook <h@brook.example>", 1, "Mill", "The mill is old.\n\nWho can bring a rope?\n"),
        mail("Odo Fenn <o@fenn.example>", 2, "Re: Mill", long, 0),
    )
    async with reading(make_shelf(mails)) as driver:
        await driver.press("down", "enter", "t", "G", "{")
        pane = driver.reader.message_pane
        before, screen = pane.view_state(), driver.screen
        await driver.press("enter")
        assert (driver.shown, pane.cursor_line) == ("0@shelf.example", 0)
        await driver.press("<")
        assert (driver.shown, pane.view_state()) == ("1@shelf.example", before)
        assert driver.screen[1:] == screen[1:]
        await driver.press(">")
        assert (driver.shown, pane.cursor_line) == ("0@shelf.example", 0)


async def test_a_jump_forgets_what_lay_ahead(shelf: Any, reading: Any) -> None:
    """As in a browser."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "}", "enter", "<", "P")
        await driver.press(">")
        assert driver.reader.status.notice == "There is no jump to go forward to."
        assert len(driver.reader.jumps.stops) == 2


async def test_a_quote_whose_source_is_missing_goes_nowhere_and_says_so(shelf: Any, reading: Any) -> None:
    """There is nothing to jump to; the place stays."""
    async with reading(shelf) as driver:
        await driver.press("j", "j", "j", "enter", "z R", "}", "}", "enter")
        assert driver.shown == "3@shelf.example"
        assert driver.reader.status.notice == "What is quoted here is not in this archive."
        assert not driver.reader.jumps.stops


async def test_rivals_are_offered_and_the_chosen_one_is_jumped_to(
    make_shelf: Any, mail: Any, reading: Any
) -> None:
    """Each with its words; the arrow chooses, enter goes."""
    mails = (
        mail("Hetty Brook <h@brook.example>", 1, "Mill", "The mill is old.\n"),
        mail("Ivo Sedge <i@sedge.example>", 2, "Weir", "So it is.\nThe mill is old.\n"),
        mail("Odo Fenn <o@fenn.example>", 3, "Re: Mill", "> The mill is old.\n\nIt is.\n", 0),
    )
    async with reading(make_shelf(mails)) as driver:
        await driver.press("down", "enter", "}", "enter")
        chooser = driver.reader.chooser
        assert chooser.title == "2 places have these words"
        assert "Sedge 3 Nov, line 2 " in "\n".join(driver.screen)
        assert "“The mill is old.”" in "\n".join(driver.screen)
        await driver.press("down", "enter")
        assert not chooser.opened
        assert (driver.shown, driver.reader.message_pane.cursor_line) == ("1@shelf.example", 1)
        assert driver.reader.status.notice == "One of 2 possible sources, 50 %"


async def test_r_goes_round_the_replies_that_quote_a_passage(shelf: Any, reading: Any) -> None:
    """From reply to reply, and back to the first; the status line counts them."""
    async with reading(shelf) as driver:
        await driver.press("enter", ".")
        seen = []
        for _ in range(3):
            await driver.press("r")
            seen.append((driver.shown, driver.reader.status.notice.rpartition(" · ")[2]))
        assert seen == [
            ("1@shelf.example", "reply 1 of 2"),
            ("2@shelf.example", "reply 2 of 2"),
            ("1@shelf.example", "reply 1 of 2"),
        ]


async def test_the_list_of_replies_says_what_each_answers(shelf: Any, reading: Any) -> None:
    """Not the quote again: the first words after it."""
    async with reading(shelf) as driver:
        await driver.press("enter", ".", "R")
        assert driver.reader.chooser.title == "Quoted in 2 messages"
        screen = "\n".join(driver.screen)
        assert "Fenn 3 Nov, lines 2–3: “We shall move" in screen
        assert "    Saturday is dry, they say." in screen
        await driver.press("escape")
        assert not driver.reader.chooser.opened
        assert driver.shown == "0@shelf.example"


async def test_a_click_on_any_row_of_a_choice_chooses_it(shelf: Any, reading: Any) -> None:
    """On the words that it answers too."""
    async with reading(shelf) as driver:
        await driver.press("enter", ".", "R")
        row = next(n for n, line in enumerate(driver.screen) if "They said that last week" in line)
        await driver.click(8, row)
        assert not driver.reader.chooser.opened
        assert driver.shown == "2@shelf.example"


async def test_a_peek_opens_and_closes_where_one_reads(shelf: Any, reading: Any) -> None:
    """Escape closes the peek before it leaves the message."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "}", "p")
        assert driver.reader.message_pane.view.peek is not None
        await driver.press("escape")
        assert driver.reader.message_pane.view.peek is None
        assert driver.reader.active is Where.MESSAGE


async def test_why_says_where_how_and_how_surely(shelf: Any, reading: Any) -> None:
    """Enter on its first line goes there."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "}", "i")
        said = "\n".join(driver.screen)
        assert "Written in Brook’s message of Fri 2 Nov 2007 09:30, lines 1–2" in said
        assert "72 %" in said
        await driver.press("enter")
        assert driver.shown == "0@shelf.example"


async def test_the_row_of_the_source_is_lit(shelf: Any, reading: Any) -> None:
    """While the cursor stands on the quote."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "}")
        assert driver.reader.threads_pane.lit == 0
        assert driver.screen[1].startswith("▴ 2 Nov Brook")
        await driver.press("j", "j", "j")
        assert driver.reader.threads_pane.lit == -1


async def test_the_third_pane_follows_the_quote_under_the_cursor(shelf: Any, reading: Any) -> None:
    """From 200 columns; without a source it says so."""
    async with reading(shelf, (200, 30)) as driver:
        await driver.press("down", "enter", "}")
        assert driver.reader.source_pane.page.message.envelope.key == "0@shelf.example"
        await driver.press("J", "J")
        await driver.press("}", "}")
        assert "is not in this archive" in "\n".join(driver.screen)


async def test_find_in_the_message_goes_from_hit_to_hit(shelf: Any, reading: Any) -> None:
    """All lower case finds any case; escape takes the marks away."""
    async with reading(shelf) as driver:
        await driver.press("enter", "/", *"dry", "enter")
        assert driver.reader.message_pane.cursor_line == 1
        await driver.press("n")
        assert "1 of 1" in driver.reader.status.notice
        await driver.press("/", *"zebra")
        assert "not here" in "\n".join(driver.screen)
        await driver.press("escape")
        assert not driver.reader.find_bar.opened


async def test_find_in_the_list_looks_at_subjects_and_authors(shelf: Any, reading: Any) -> None:
    """Also in what is folded away; n goes on, round the end."""
    async with reading(shelf) as driver:
        await driver.press("T", "/", *"sedge", "enter")
        assert driver.shown == "2@shelf.example"
        await driver.press("/", *"fenn", "enter", "n")
        assert driver.shown == "1@shelf.example"
        assert driver.reader.status.notice == "From the other end."


async def test_space_reads_on_into_the_next_message(shelf: Any, reading: Any) -> None:
    """From the end of one, and says when there is no more."""
    async with reading(shelf) as driver:
        await driver.press("enter")
        for _ in range(5):
            await driver.press("space")
        assert driver.shown == "5@shelf.example"
        await driver.press("space")
        assert driver.reader.status.notice == "This is the last message."


async def test_the_palette_finds_commands_by_their_words(shelf: Any, reading: Any) -> None:
    """And does what is chosen."""
    async with reading(shelf) as driver:
        await driver.press(":")
        await driver.type("fold all thr")
        await driver.press("enter")
        assert list(driver.reader.rows.rows) == [0, 4]
        await driver.press("ctrl+p")
        await driver.type("colours: nord")
        await driver.press("enter")
        assert driver.app.theme == "nord"
        await driver.press(":", *"zzz", "enter")
        assert driver.reader.chooser.opened
        await driver.press("escape")
        assert not driver.reader.chooser.opened


async def test_subjects_that_look_like_markup_are_shown_as_they_stand(shelf: Any, reading: Any) -> None:
    """In the list and in the message."""
    async with reading(shelf, NARROW) as driver:
        assert "▾ [ANN] [/b] market day" in driver.screen[5]
        await driver.press("G", "k", "enter")
        assert "[ANN] [/b] market day" in driver.screen[1]


async def test_headers_show_what_the_mail_has(shelf: Any, reading: Any) -> None:
    """Each field, as it stands."""
    async with reading(shelf) as driver:
        await driver.press("h")
        assert "X-Mill: [b]wheel" in "\n".join(driver.screen).replace("X-Mill:  ", "X-Mill: ")


async def test_a_click_chooses_folds_and_opens(shelf: Any, reading: Any) -> None:
    """A row; its arrow; the row once more."""
    async with reading(shelf) as driver:
        await driver.click(20, 5)
        assert (driver.shown, driver.reader.active) == ("4@shelf.example", Where.LIST)
        await driver.click(driver.screen[1].index("▾"), 1)
        assert list(driver.reader.rows.rows) == [0, 4, 5]
        await driver.click(10, 1)
        assert driver.reader.active is Where.MESSAGE


async def test_a_click_on_a_hint_presses_its_key(shelf: Any, reading: Any) -> None:
    """The hints are there to be learned, or used."""
    async with reading(shelf) as driver:
        at = driver.screen[-1].index("Thread")
        await driver.click(at, 29)
        assert driver.shown == "4@shelf.example"


async def test_a_click_on_a_quotes_bar_goes_to_its_source(shelf: Any, reading: Any) -> None:
    """As enter does."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter", "z R")
        y = next(number for number, text in enumerate(driver.screen) if "│ We shall" in text)
        await driver.click(driver.screen[y].index("│ We shall"), y)
        assert driver.shown == "0@shelf.example"


async def test_rows_appear_while_the_archive_is_read_and_the_cursor_stays(
    make_shelf: Any, mills: Any, reading: Any
) -> None:
    """On its message, though rows come before and after it."""
    archive = make_shelf(mills, 4)
    async with reading(archive) as driver:
        assert len(driver.reader.rows) == 6
        assert driver.screen[0].startswith(" wrote  mill.mbox  6 messages")
        assert driver.reader.status.progress == ""


async def test_folds_and_cursor_outlive_a_new_table(make_shelf: Any, mills: Any, reading: Any) -> None:
    """What is folded stays folded, where one reads stays where it is."""
    archive = make_shelf(mills)
    async with reading(archive) as driver:
        await driver.press("left", "down")
        assert driver.reader.threads_pane.node == 4
        archive.mails = (*mills, mills[4])
        archive.threads = type(archive)(archive.mails).threads
        driver.reader.read_archive()
        await driver.settle()
        assert list(driver.reader.rows.rows) == [0, 4, 5, 6]
        assert driver.reader.threads_pane.node == 4


async def test_progress_is_said_while_it_lasts(make_shelf: Any, mills: Any, reading: Any) -> None:
    """How far, and how much is there already."""
    from tui.screens.news import Grew  # noqa: PLC0415

    async with reading(make_shelf(mills)) as driver:
        driver.reader.post_message(Grew(Progress(50, 100, 12_340, finished=False), None, "reading"))
        await driver.settle()
        assert "reading ━━━━━─────  50 % 12,340 messages" in driver.screen[-2]


async def test_an_empty_archive_is_no_trouble(make_shelf: Any, reading: Any) -> None:
    """Every key does nothing, and nothing breaks."""
    async with reading(make_shelf(())) as driver:
        await driver.press(*"jkGJK][PC}{pritTS.,yVhwo", "enter", "space", "tab", "<", ">", "n", "escape")
        assert driver.screen[0].startswith(" wrote  mill.mbox  0 messages")


async def test_a_message_that_cannot_be_read_is_a_sentence(shelf: Any, reading: Any, tmp_path: Any) -> None:
    """The reader goes on."""

    def lost(key: MessageKey) -> Any:
        raise UnknownMessageError("The file is not there any more.")

    async with reading(shelf) as driver:
        shelf.message = lost
        await driver.press("G")
        assert driver.reader.status.notice == "The file is not there any more."
        assert driver.shown == "0@shelf.example"


async def test_a_fault_of_ours_in_a_worker_is_a_sentence_too(
    shelf: Any, reading: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says where the log is; the log has no word of the mail."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def broken(key: MessageKey) -> Any:
        raise ZeroDivisionError("secret words")

    async with reading(shelf) as driver:
        shelf.message = broken
        await driver.press("G")
        assert driver.reader.status.notice.startswith("wrote has made a mistake")
        log = (tmp_path / "wrote" / "crash.log").read_text(encoding="utf-8")
        assert "ZeroDivisionError" in log
        assert "secret" not in log


async def test_what_could_not_be_read_is_told_when_all_is_read(shelf: Any, reading: Any) -> None:
    """The first in the status line, all of them in the palette."""
    shelf.complaints = ("“a.mbox” ends early.", "“b.mbox” is no mail.")
    async with reading(shelf) as driver:
        assert driver.reader.status.notice.startswith("“a.mbox” ends early. (1 more")
        await driver.press(":")
        await driver.type("could not")
        assert "Could not: “b.mbox” is no mail." in "\n".join(driver.screen)


async def test_ascii_is_all_that_is_drawn_where_only_that_can_be(shelf: Any, reading: Any) -> None:
    """List, message, trail and lines; the mails are ASCII here."""
    async with reading(shelf, settings=Settings(only_ascii=True)) as driver:
        await driver.press("down", "enter", "}", "enter")
        text = "".join(driver.screen)
        assert [character for character in sorted(set(text)) if not character.isascii()] == []


async def test_own_keys_work_and_are_shown(shelf: Any, reading: Any) -> None:
    """The hints say what the user's keys are."""
    from tui.state.keymap import rebound  # noqa: PLC0415

    keys, _ = rebound({"thread.next": ["x"]})
    async with reading(shelf, settings=Settings(keys=keys)) as driver:
        assert " x Thread" in driver.screen[-1]
        await driver.press("x")
        assert driver.shown == "4@shelf.example"


async def test_a_paste_goes_where_one_types_and_nowhere_else(shelf: Any, reading: Any) -> None:
    """A pasted q does not quit."""
    from textual import events  # noqa: PLC0415

    async with reading(shelf) as driver:
        driver.app.post_message(events.Paste("qQ\x1b[31m\n"))
        await driver.settle()
        await driver.press("/")
        driver.app.post_message(events.Paste("mill\n\x07"))
        await driver.settle()
        assert driver.reader.find_bar.edit.text == "mill"


async def test_keys_typed_ahead_mean_the_message_that_comes(shelf: Any, reading: Any) -> None:
    """However fast one types: nothing is done to the message before."""
    async with reading(shelf) as driver:
        await driver.press_at_once("j", "tab", "}", "enter")
        assert (driver.shown, driver.reader.message_pane.cursor_line) == ("0@shelf.example", 0)
        assert driver.reader.jumps.stops[0].message == "1@shelf.example"
        await driver.press_at_once("J", "J", "}", "}")
        assert (driver.shown, driver.reader.message_pane.cursor_line) == ("2@shelf.example", 3)


async def test_a_page_without_links_that_comes_late_takes_none_away(shelf: Any, reading: Any) -> None:
    """It was sent first, and overtaken by the same page with them."""
    async with reading(shelf) as driver:
        await driver.press("down", "enter")
        reader, page = driver.reader, driver.reader.page
        assert page is not None
        assert page.links
        reader.post_message(PageRead(reader.request, replace(page, links=()), linked=False))
        await driver.settle()
        assert reader.page == page


async def test_a_message_that_comes_late_does_not_pull_the_cursor_back(
    shelf: Any, reading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs through the list is not stopped by what was asked for on the way."""
    monkeypatch.setattr(opening, "PREVIEW_AFTER", 3_600)
    gate, read = threading.Event(), shelf.message
    async with reading(shelf) as driver:
        shelf.message = lambda key: gate.wait(10) and read(key)
        for key in "jjj":
            driver.app.post_message(driver.event(key))
            await driver.pilot.pause(0)
        gate.set()
        while driver.shown != "1@shelf.example":
            await driver.pilot.pause(0.002)
        assert driver.reader.threads_pane.cursor == 3
        await driver.press("enter")
        assert driver.shown == "3@shelf.example"


async def test_a_message_in_two_forms_is_shown_in_either(tmp_path: Path, reading: Any) -> None:
    """The line below the text says that there is another; M shows it, and M again goes back."""
    (tmp_path / "1.eml").write_bytes(
        b"Message-ID: <1@mill.example>\nFrom: tam@wick.example\nSubject: The mill\n"
        b"Content-Type: multipart/alternative; boundary=b\n\n--b\n\nAs it was typed.\n"
        b"--b\nContent-Type: text/html\n\n<p>As it was drawn.\n--b--\n"
    )
    async with reading(open_archive(tmp_path / "1.eml")) as driver:
        assert any("It was sent in HTML too." in row for row in driver.screen)
        await driver.press("enter", "M")
        assert any("As it was drawn." in row for row in driver.screen)
        assert not any("As it was typed." in row for row in driver.screen)
        await driver.press("M")
        assert any("As it was typed." in row for row in driver.screen)
