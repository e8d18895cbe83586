"""Jumps: from a quote to its source and back, to the replies that quote a passage, up and down the thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on

from parsing.model import Ambiguous, Found, LineRange, Missing, Passage, Rebuilt
from tui.keys import Where
from tui.screens.news import ChoicesRead, PeekRead, Quoter, QuotersRead, SourceRead
from tui.screens.opening import Opening
from tui.state.pages import (
    quoter_choice,
    quoter_passage,
    quoters_of,
    read_page,
    read_peek,
    rival_choices,
)
from tui.state.status import counted, instead_fact, landing_text, place_facts, quote_facts
from tui.state.threads import NO_ROW
from tui.state.why import why
from tui.widgets.message_pane import MessagePane

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.worker import Worker

    from parsing.model import Link, MessageKey, Resolution
    from tui.state.jumps import Stop

FOLLOW_AFTER = 0.04
"""Seconds that the message's cursor rests before the third pane follows it."""


@dataclass(frozen=True, slots=True)
class Round:
    """A walk through the replies that quote a passage: which of them we are at."""

    quoters: tuple[Quoter, ...]
    at: int

    def is_at(self, key: MessageKey, line: int) -> bool:
        """Say whether the reader still stands where the walk came to."""
        passage = self.quoters[self.at].passage
        return passage.message == key and line in passage.lines


class Jumping(Opening):
    """Every way from one passage to another."""

    _round: Round | None = None
    _follow: Timer | None = None

    # Where the cursor stands

    @on(MessagePane.CursorMoved)
    def message_cursor_moved(self, event: MessagePane.CursorMoved) -> None:
        """Light the source's row, say what is under the cursor, and let the third pane follow."""
        event.stop()
        if event.pane is not self.message_pane:
            return
        self.light_source()
        self.tell_place()
        if self.source_pane.display:
            if self._follow is not None:
                self._follow.stop()
            self._follow = self.set_timer(FOLLOW_AFTER, self.follow_source)

    @on(MessagePane.FoldChanged)
    def message_folds_changed(self, event: MessagePane.FoldChanged) -> None:
        """Say what is under the cursor now."""
        event.stop()
        self.tell_place()

    def tell_place(self) -> None:
        """Say in the status line where we are and what the quote under the cursor is."""
        node, rows = self.shown_node, self.rows
        number = rows.arrangement.place[node] + 1 if 0 <= node < len(rows.table) else 0
        pane, page = self.message_pane, self.page
        shown = page if self.active is Where.MESSAGE and not pane.is_raw else None
        facts = place_facts(number, len(rows.arrangement.order), shown, pane.cursor_block_number)
        if pane.is_raw:
            facts.append(instead_fact(pane.instead))
        if shown is not None:
            facts += quote_facts(pane.cursor_block, pane.cursor_link, shown)
        self.status.tell(tuple(facts))

    def light_source(self) -> None:
        """Light the row of the source of the quote under the cursor."""
        link = self.message_pane.cursor_link
        node = NO_ROW
        if link is not None and isinstance(link.resolution, Found | Rebuilt):
            node = self.nodes.node(link.resolution.passage.message)
        self.threads_pane.light(node)

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is still to come."""
        return self._follow is not None or super().busy

    def follow_source(self) -> None:
        """Show the source of the quote under the cursor in the third pane."""
        self._follow = None
        link = self.message_pane.cursor_link
        match link.resolution if link is not None else None:
            case Found(passage) | Rebuilt(passage):
                number = self.ask()
                self.work_on("follow", lambda worker: self._read_source(worker, number, passage))
            case Ambiguous(rivals):
                self.source_pane.say(f"{len(rivals)} places have these words; Enter lists them.")
            case Missing():
                self.source_pane.say("What is quoted here is not in this archive.")
            case None:
                self.source_pane.say("Go to a quote, and its source shows here.")

    def _read_source(self, worker: Worker[None], number: int, passage: Passage) -> None:
        page = read_page(self.archive, passage.message, linked=False)
        if not worker.is_cancelled:
            self.post_message(SourceRead(number, page, passage))

    @on(SourceRead)
    def source_read(self, event: SourceRead) -> None:
        """Show it, if the cursor still stands there."""
        link = self.message_pane.cursor_link
        if link is not None and getattr(link.resolution, "passage", None) == event.passage:
            self.source_pane.follow(event.page, event.passage)

    # From a quote to its source

    def action_quote_source(self) -> None:
        """Go to where the quote under the cursor was written; off a quote go down a line."""
        self.activate(Where.MESSAGE)
        if not self.message_pane.activate():
            self.message_pane.move(1)

    @on(MessagePane.QuoteActivated)
    def quote_activated(self, event: MessagePane.QuoteActivated) -> None:
        """Go to the source of a quote."""
        event.stop()
        self.go_to_source(event.link.resolution)

    @on(MessagePane.PeekActivated)
    def peek_activated(self, event: MessagePane.PeekActivated) -> None:
        """Go to what is peeked at."""
        event.stop()
        self.jump_to(event.passage, "")

    def go_to_source(self, resolution: Resolution) -> None:
        """Jump, or offer what there is to choose from, or say that there is nothing."""
        match resolution:
            case Found(passage, how, confidence):
                self.jump_to(passage, landing_text(passage, how, confidence, rebuilt=False))
            case Rebuilt(passage, how, confidence):
                self.jump_to(passage, landing_text(passage, how, confidence, rebuilt=True))
            case Ambiguous():
                title = f"{len(resolution.rivals)} places have these words"
                number = self.ask()
                self.work_on("choices", lambda _: self._read_rivals(number, title, resolution))
            case Missing():
                self.say("What is quoted here is not in this archive.")

    def _read_rivals(self, number: int, title: str, resolution: Ambiguous) -> None:
        self.post_message(ChoicesRead(number, title, rival_choices(self.archive, resolution)))

    @on(ChoicesRead)
    def choices_read(self, event: ChoicesRead) -> None:
        """Offer them."""
        if event.number == self.asked and event.choices:
            self.chooser.open(event.title, event.choices)

    def jump_to(self, passage: Passage, notice: str) -> None:
        """Jump to a passage; the place that is left is remembered."""
        self.message_pane.close_peek()
        self.open_key(passage.message, passage=passage, notice=notice, leaving=self.here())
        self.activate(Where.MESSAGE)

    # Back and forward

    def action_jump_back(self) -> None:
        """Go back to where the last jump began."""
        self._along(-1)

    def action_jump_forward(self) -> None:
        """Go forward again."""
        self._along(1)

    def _along(self, step: int) -> None:
        here, jumps = self.here(), self.jumps
        can = jumps.can_go_back if step < 0 else jumps.can_go_forward
        if not can or here is None:
            self.say("There is no jump to go back to." if step < 0 else "There is no jump to go forward to.")
            return
        moved = jumps.back(here) if step < 0 else jumps.forward(here)
        stop: Stop | None = moved.current
        if stop is not None:
            self.open_key(stop.message, view=stop.view, jumps=moved)
            self.activate(Where.MESSAGE)

    # Who quotes this

    def action_reply_next(self) -> None:
        """Go to the next reply that quotes what is under the cursor."""
        page = self.page
        if page is None:
            return
        key = page.message.envelope.key
        if self._round is not None and self._round.is_at(key, self.message_pane.cursor_line):
            self._go_round(replace(self._round, at=(self._round.at + 1) % len(self._round.quoters)))
            return
        self.find_quoters(self._lines_here(), listed=False)

    def action_reply_list(self) -> None:
        """List the replies that quote what is under the cursor."""
        if self.page is not None:
            self.find_quoters(self._lines_here(), listed=True)

    def _lines_here(self) -> LineRange:
        """Return the lines that a question about replies means: in the head of a message, all of it."""
        pane, page = self.message_pane, self.page
        if page is not None and pane.text_selection is None and pane.view_state().cursor.line < 0:
            return LineRange(0, len(page.message.lines))
        return pane.selection_lines

    @on(MessagePane.QuotedByActivated)
    def quoted_by_activated(self, event: MessagePane.QuotedByActivated) -> None:
        """List who quotes the lines that were clicked."""
        event.stop()
        self.find_quoters(event.lines, listed=True)

    def find_quoters(self, lines: LineRange, *, listed: bool) -> None:
        """Find who quotes lines of the message that is shown."""
        page = self.page
        if page is None:
            return
        if self.message_pane.is_raw:
            self.say("These lines are not those of the message; Esc goes back to it.")
            return
        number, key = self.ask(), page.message.envelope.key
        self.work_on("quoters", lambda _: self._read_quoters(number, key, lines, listed))

    def _read_quoters(self, number: int, key: MessageKey, lines: LineRange, listed: bool) -> None:
        quoters = tuple(
            Quoter(quoter_passage(each), quoter_choice(self.archive, each))
            for each in quoters_of(self.archive, key, lines)
        )
        self.post_message(QuotersRead(number, key, lines, quoters, listed))

    @on(QuotersRead)
    def quoters_read(self, event: QuotersRead) -> None:
        """Go to the first of them, or list them."""
        if event.number != self.asked:
            return
        if not event.quoters:
            self.say("No reply in this archive quotes this; . goes to the next passage that one does.")
        elif event.listed:
            count = counted(len(event.quoters), "message")
            self.chooser.open(f"Quoted in {count}", [quoter.choice for quoter in event.quoters])
        else:
            self._go_round(Round(event.quoters, 0))

    def _go_round(self, walk: Round) -> None:
        self._round = walk
        quoter, count = walk.quoters[walk.at], len(walk.quoters)
        number = f" · reply {walk.at + 1} of {count}" if count > 1 else ""
        notice = getattr(quoter.choice.meaning, "notice", "")
        self.jump_to(quoter.passage, notice + number)

    # Peek, and why

    def action_quote_peek(self) -> None:
        """Open the source in place, or close it again."""
        self.activate(Where.MESSAGE)
        if self.message_pane.close_peek():
            return
        link = self._link_or_say()
        if link is not None:
            number = self.ask()
            self.work_on("peek", lambda _: self._read_peek(number, link))

    def _read_peek(self, number: int, link: Link) -> None:
        self.post_message(PeekRead(number, read_peek(self.archive, link)))

    @on(PeekRead)
    def peek_read(self, event: PeekRead) -> None:
        """Open it, if the cursor still stands there."""
        if event.number == self.asked and self.message_pane.cursor_link == event.peek.link:
            self.message_pane.open_peek(event.peek)

    def action_quote_why(self) -> None:
        """Say why the source is what it is."""
        link, page = self._link_or_say(), self.page
        if link is not None and page is not None:
            number, key = self.ask(), page.message.envelope.key
            self.work_on("why", lambda _: self._read_why(number, key, link))

    def _read_why(self, number: int, key: MessageKey, link: Link) -> None:
        title = f"Why: a quote at level {link.depth}"
        self.post_message(ChoicesRead(number, title, why(self.archive, key, link, self.followed)))

    def _link_or_say(self) -> Link | None:
        link = self.message_pane.cursor_link
        if link is None:
            self.say("There is no quote under the cursor; } goes to the next one.")
        return link

    # Up and down the thread

    def action_message_parent(self) -> None:
        """Go to the message that this one answers."""
        node = self.shown_node
        self._jump_to_node(self.rows.parent(node) if node >= 0 else NO_ROW, "This message begins its thread.")

    def action_message_reply(self) -> None:
        """Go to the first answer to this message."""
        node = self.shown_node
        self._jump_to_node(
            self.rows.first_reply(node) if node >= 0 else NO_ROW, "Nobody answered this message."
        )

    def _jump_to_node(self, node: int, otherwise: str) -> None:
        if node < 0:
            self.say(otherwise)
            return
        self.open_key(self.nodes.key(node), leaving=self.here())
        self.threads_pane.go_to(node)
