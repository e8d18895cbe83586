"""Opening one message after the other: read in a worker, shown in a handler."""

from __future__ import annotations

from threading import Timer
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual import on

from parsing.model import BlockKind
from tui.keys import MOVE, Where
from tui.screens.growing import Growing
from tui.screens.news import PageRead, Request
from tui.state.pages import read_page
from tui.state.threads import NO_ROW
from tui.widgets.thread_pane import ThreadPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import timer
    from textual.worker import Worker

    from parsing.model import MessageKey, Passage
    from tui.keys import Key
    from tui.state.jumps import JumpList, Stop
    from tui.state.page import ViewState

PREVIEW_AFTER: Final = 0.04
"""Seconds that the list's cursor rests before its message is read."""
RUNNING_WITHIN: Final = 0.15
"""Seconds between two moves of a cursor that runs."""
KEYS_HELD: Final = 50
NEEDS_LINKS: Final = {
    *("quote.peek", "quote.why", "reply.next", "reply.list", "quoted.next", "quoted.previous"),
}
LINKS_WITHIN: Final = 0.1
"""Seconds that a message waits for its links before it is shown without them."""


class Opening(Growing):
    """The message that is shown."""

    _preview: timer.Timer | None = None
    _held: Sequence[tuple[Key, str]] = ()
    """Keys that wait for their message."""
    _linked = False
    """Whether the links of the message that is shown are there."""
    _previewed = 0.0
    """When the list's cursor last moved."""

    @on(ThreadPane.CursorMoved)
    def list_cursor_moved(self, event: ThreadPane.CursorMoved) -> None:
        """Show the message under the list's cursor, once it rests."""
        event.stop()
        self.tell_place()
        if event.node != self.threads_pane.node:
            return  # it has moved on
        if self.request is None or self.nodes.key(event.node) != self.request.key:
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
            self.open_key(self.nodes.key(node))

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
        self._held = ()
        self.request = Request(self.ask(), key, view, passage, notice, leaving, jumps)
        if self.page is not None and self.page.message.envelope.key == key:
            self._arrive(self.request)
            if not self._linked:
                self.reload_links()
            return
        request = self.request
        self.work_on("open", lambda worker: self._read_page(worker, request))

    def _read_page(self, worker: Worker[None], request: Request) -> None:
        """Read a message and then its links; where they take long, the message is shown without them."""
        if worker.is_cancelled:
            return
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
        shown = self.page is not None and self.page.message.envelope.key == request.key
        if shown and self._linked and not event.linked:
            return  # the page without links was overtaken by the one with them
        self._linked = event.linked
        if shown:
            self.message_pane.show(event.page, self.message_pane.view_state())
            self.light_source()
            self.tell_place()
        else:
            self.message_pane.show(event.page)
            self._arrive(request)
        self._let_go()

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
        if (request.leaving or request.jumps) and self._preview is None:
            node = self.nodes.node(request.key)
            if node != NO_ROW:
                self.threads_pane.go_to(node)
        self.trail.show(self.trail.messages, self.jumps)
        self.light_source()
        self.tell_place()

    # Keys that were pressed before the message that they mean was there

    def must_wait(self, key: Key) -> bool:
        """Say whether a key means a message, or links, that are still to come; ask for it at once."""
        if key.where is not Where.MESSAGE and not (self.active is Where.MESSAGE and key.group == MOVE):
            return False
        if self._preview is not None:
            self.open_cursor()
        request, page = self.request, self.page
        if request is None:
            return False
        if page is None or page.message.envelope.key != request.key:
            return True
        block = self.message_pane.cursor_block
        quoted = block is not None and block.kind is BlockKind.QUOTE
        return not self._linked and (key.id in NEEDS_LINKS or (key.id == "quote.source" and quoted))

    def hold(self, key: Key, pressed: str) -> None:
        """Keep a key until what it means is there."""
        if len(self._held) < KEYS_HELD:
            self._held = [*self._held, (key, pressed)]
        if self.page is not None and self.request is not None and not self._linked:
            self.say("Looking for where the quotes were written …")

    def _let_go(self) -> None:
        """Do what was pressed meanwhile; what must wait again is kept again."""
        held, self._held = self._held, ()
        for key, pressed in held:
            self.perform(key, pressed)

    def reload_links(self) -> None:
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
        """Go to a message in the list and open it, but only where one rests."""
        self.threads_pane.go_to(node)
        if self.request is None or self.nodes.key(node) != self.request.key:
            self.preview()

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

    # Given by the screen

    def perform(self, key: Key, pressed: str) -> None:
        """Do what a key of the table does."""
        raise NotImplementedError
