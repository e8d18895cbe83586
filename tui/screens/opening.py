"""Opening: the archive, while it is still being read, and one message after the other."""

from __future__ import annotations

import gc
from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual import on

from tui.keys import Where
from tui.screens.news import Arranged, Grew, PageRead, Request, Trouble
from tui.screens.panes import PaneActions
from tui.state.pages import read_page
from tui.state.status import progress_text
from tui.state.threads import NO_ROW, Arrangement, Sort, ThreadRows, arrange
from tui.widgets.thread_pane import ThreadPane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import timer
    from textual.worker import Worker

    from parsing.model import MessageKey, Passage, Progress
    from tui.state.jumps import JumpList, Stop
    from tui.state.page import ViewState

PREVIEW_AFTER: Final = 0.04
"""Seconds that the list's cursor rests before its message is read."""
RUNNING_WITHIN: Final = 0.15
"""Seconds between two moves of a cursor that runs."""
LINKS_WITHIN: Final = 0.1
"""Seconds that a message waits for its links before it is shown without them."""
TABLE_EVERY: Final = 0.25
"""Seconds between two tables of threads while an archive is read."""
QUOTED_AT_ONCE: Final = 200


class Opening(PaneActions):
    """The archive's growth, and the message that is shown."""

    _preview: timer.Timer | None = None
    _linked = False
    """Whether the links of the message that is shown are there."""
    _previewed = 0.0
    """When the list's cursor last moved."""

    # The archive

    def read_archive(self) -> None:
        """Read the rest of the archive, then follow its quotes, behind the reader's back."""
        self.work_on("archive", self._read_archive)

    def _read_archive(self, worker: Worker[None]) -> None:
        for what, steps in (("reading", self.archive.follow()), ("following quotes", self.archive.study())):
            last = 0.0
            for progress in self._until_cancelled(steps, worker):
                if progress.finished or monotonic() - last >= TABLE_EVERY:
                    self.post_message(Grew(progress, self._arranged(self.sort), what))
                    last = monotonic()
            if worker.is_cancelled:
                return

    @staticmethod
    def _until_cancelled(steps: Iterator[Progress], worker: Worker[None]) -> Iterator[Progress]:
        for progress in steps:
            if worker.is_cancelled:
                return
            yield progress

    def _arranged(self, sort: Sort) -> Arrangement | None:
        """Put the threads in order; None where nothing changed."""
        table, shown = self.archive.threads, self.rows.arrangement
        if table is shown.table and sort is shown.sort:
            return None
        return arrange(
            table, sort, self._day_of, self._subject_of if sort is Sort.SUBJECT else self._author_of
        )

    @on(Grew)
    def archive_grew(self, event: Grew) -> None:
        """Show what is there now, and how far the reading is."""
        if event.arrangement is not None and event.arrangement.sort is self.sort:
            self.show_arrangement(event.arrangement)
        done = event.progress.finished
        self.status.show_progress("" if done else progress_text(event.progress, event.what))
        self.trail.show(event.progress.messages, self.jumps)
        if done and event.what == "reading":
            gc.freeze()  # the index stays: the collector need not look at it again
            self._tell_complaints()
        if done and event.what != "reading":
            self.list_facts.forget()
            self.threads_pane.changed()
            self._reload_links()
        self.tell_place()

    def _tell_complaints(self) -> None:
        complaints = (*self.settings.complaints, *self.archive.complaints)
        if complaints:
            more = f" ({len(complaints) - 1} more: “:” and “could not”)" if len(complaints) > 1 else ""
            self.say(complaints[0] + more)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Show threads in an order; cursor and folds stay with their messages."""
        pane, before = self.threads_pane, self.rows.table
        node, folded = pane.node, self.rows.folded
        if arrangement.table is not before:
            self.list_facts.forget()
            node, folded = self._moved(node), {self._moved(each) for each in folded}
        rows = ThreadRows(arrangement, (each for each in folded if each >= 0))
        pane.show(rows, node, self._has_years(arrangement))
        self._remember_ghosts()
        if self.request is None and pane.node != NO_ROW:
            self.preview()
        self.light_source()

    def _moved(self, node: int) -> int:
        """Return the node that a message has now: ghosts come after the stored messages, and move."""
        key = self._ghost_keys.get(node)
        if key is None:
            return node
        found = self.archive.node(key)
        return NO_ROW if found is None else found

    def _remember_ghosts(self) -> None:
        """Keep the ids of ghosts that hold the cursor or are folded, to find them in the next table."""
        stored = self.rows.table.stored
        nodes = [node for node in (*self.rows.folded, self.threads_pane.node) if node >= stored]
        self._ghost_keys = {node: self.archive.key(node) for node in nodes}

    _ghost_keys: dict[int, MessageKey] = {}  # noqa: RUF012 - replaced as a whole

    def _has_years(self, arrangement: Arrangement) -> bool:
        """Say whether the archive spans more than a year, by its first and last thread."""
        order = arrangement.table.order
        days = [self.archive.envelope(node).date for node in (order[0], order[-1])] if len(order) else []
        years = {day.year for day in days if day is not None}
        return len(years) > 1

    def _day_of(self, node: int) -> int:
        day = self.archive.envelope(node).date
        return day.toordinal() if day is not None else 0

    def _subject_of(self, node: int) -> str:
        return (self.archive.envelope(node).subject or "").lower()

    def _author_of(self, node: int) -> str:
        sender = self.archive.envelope(node).sender
        return (sender.name or sender.address).lower() if sender is not None else ""

    def action_list_sort(self) -> None:
        """Put the threads in the next order."""
        self.sort_by(self.sort.next)

    def sort_by(self, sort: Sort) -> None:
        """Put the threads in an order."""
        self.sort = sort
        self.say(f"Threads: {sort.value}.")
        self.work_on("sort", lambda worker: self._sort(worker, sort))

    def _sort(self, worker: Worker[None], sort: Sort) -> None:
        arrangement = self._arranged(sort)
        if arrangement is not None and not worker.is_cancelled:
            self.post_message(Arranged(arrangement))

    @on(Arranged)
    def threads_arranged(self, event: Arranged) -> None:
        """Show the order that was asked for."""
        if event.arrangement.sort is self.sort:
            self.show_arrangement(event.arrangement)

    # Messages

    @on(ThreadPane.CursorMoved)
    def list_cursor_moved(self, event: ThreadPane.CursorMoved) -> None:
        """Show the message under the list's cursor, once it rests."""
        event.stop()
        self._remember_ghosts()
        self.tell_place()
        if self.request is None or self.archive.key(event.node) != self.request.key:
            self.preview()

    def preview(self) -> None:
        """Show the message under the list's cursor: at once, or, while the cursor runs, when it rests."""
        now, before = monotonic(), self._previewed
        self._previewed = now
        if now - before > RUNNING_WITHIN:
            self.open_cursor()
            return
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(PREVIEW_AFTER, self.open_cursor)

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is still to come."""
        return self._preview is not None or any(not worker.is_finished for worker in self.workers)

    def open_cursor(self) -> None:
        """Show the message under the list's cursor."""
        self._stop_preview()
        node = self.threads_pane.node
        if node != NO_ROW:
            self.open_key(self.archive.key(node))

    def _stop_preview(self) -> None:
        if self._preview is not None:
            self._preview.stop()
            self._preview = None

    def open_key(
        self,
        key: MessageKey,
        *,
        view: ViewState | None = None,
        passage: Passage | None = None,
        notice: str = "",
        leaving: Stop | None = None,
        jumps: JumpList | None = None,
    ) -> None:
        """Read a message and show it: as it was left, or at a passage."""
        self._stop_preview()
        if self.request is not None and self.request.key == key and view is None and passage is None:
            return
        self.request = Request(self.ask(), key, view, passage, notice, leaving, jumps)
        if self.page is not None and self.page.message.envelope.key == key:
            self._arrive(self.request)
            if not self._linked:
                self._reload_links()
            return
        request = self.request
        self.work_on("open", lambda worker: self._read_page(worker, request))

    def _read_page(self, worker: Worker[None], request: Request) -> None:
        """Read a message and then its links; where they take long, the message is shown without them."""
        page = read_page(self.archive, request.key, linked=False)
        early = Timer(LINKS_WITHIN, self.post_message, (PageRead(request, page, linked=False),))
        early.daemon = True
        early.start()
        try:
            linked = read_page(self.archive, request.key, linked=True)
        finally:
            early.cancel()
        if not worker.is_cancelled:
            self.post_message(PageRead(request, linked, linked=True))

    @on(PageRead)
    def page_read(self, event: PageRead) -> None:
        """Show a message that was read; when its links come, they are put in where it stands."""
        request = event.request
        if self.request is None or request.number != self.request.number:
            return
        self._linked = event.linked
        if self.page is not None and self.page.message.envelope.key == request.key:
            self.message_pane.show(event.page, self.message_pane.view_state())
            self.light_source()
            self.tell_place()
            return
        self.message_pane.show(event.page)
        self._arrive(request)

    def _arrive(self, request: Request) -> None:
        """Do what was to happen when the message is there."""
        page = self.page
        if page is None:
            return
        if request.view is not None:
            self.message_pane.show(page, request.view)
        if request.passage is not None:
            self.message_pane.land(request.passage)
        here = self.here()
        if request.leaving is not None and here is not None:
            self.jumps = self.jumps.jump(request.leaving, here)
        elif request.jumps is not None:
            self.jumps = request.jumps
        if request.notice:
            self.say(request.notice)
        node = self.archive.node(request.key)
        if node is not None:
            self.threads_pane.go_to(node)
        self.trail.show(self.trail.messages, self.jumps)
        self.light_source()
        self.tell_place()

    def _reload_links(self) -> None:
        """Read the links of the shown message again: more is known now."""
        if self.request is not None and self.page is not None:
            request = self.request
            self.work_on("open", lambda worker: self._relink(worker, request))

    def _relink(self, worker: Worker[None], request: Request) -> None:
        page = read_page(self.archive, request.key, linked=True)
        if not worker.is_cancelled:
            self.post_message(PageRead(request, page, linked=True))

    def next_message(self, step: int) -> None:
        """Go to the next message of the list, folded away or not."""
        node = self.rows.neighbour(self.threads_pane.node, step) if len(self.rows) else NO_ROW
        if node == NO_ROW:
            self.say("This is the last message." if step > 0 else "This is the first message.")
            return
        self.show_node(node)

    def show_node(self, node: int) -> None:
        """Go to a message in the list and open it."""
        self.open_key(self.archive.key(node))
        self.threads_pane.go_to(node)

    def action_message_next(self) -> None:
        """Open the next message."""
        self.next_message(1)

    def action_message_previous(self) -> None:
        """Open the message before."""
        self.next_message(-1)

    def action_thread_next(self) -> None:
        """Open the next thread."""
        self._next_thread(1)

    def action_thread_previous(self) -> None:
        """Open the thread before."""
        self._next_thread(-1)

    def _next_thread(self, step: int) -> None:
        row = self.rows.next_root(self.threads_pane.cursor, step) if len(self.rows) else NO_ROW
        if row == NO_ROW:
            self.say("This is the last thread." if step > 0 else "This is the first thread.")
            return
        self.show_node(self.rows.node(row))

    def action_message_open(self) -> None:
        """Open the message under the list's cursor and go to it."""
        self.open_cursor()
        self.activate(Where.MESSAGE)

    @on(ThreadPane.Opened)
    def row_opened(self, event: ThreadPane.Opened) -> None:
        """Open the message that was clicked."""
        event.stop()
        self.action_message_open()

    @on(Trouble)
    def trouble(self, event: Trouble) -> None:
        """Say what went wrong."""
        self.say(event.sentence)

    # Given by the other parts

    def light_source(self) -> None:
        """Light the row of the source of the quote under the cursor."""
        raise NotImplementedError

    def tell_place(self) -> None:
        """Say in the status line where we are."""
        raise NotImplementedError
