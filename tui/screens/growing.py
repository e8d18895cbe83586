"""The archive, while it is still being read and its quotes are followed; and the order of its threads."""

from __future__ import annotations

import gc
import time
from array import array
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual import on

from parsing.errors import ArchiveError
from tui.screens.news import Arranged, Counted, Grew, Trouble, Unopened
from tui.screens.pace import rested
from tui.screens.panes import PaneActions
from tui.state.nodes import Nodes
from tui.state.status import progress_text
from tui.state.threads import Arrangement, Sort, ThreadRows, arrange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.worker import Worker

    from parsing.model import Progress, ThreadTable

TABLE_EVERY: Final = 0.25
"""Seconds between two tables of threads while an archive is read."""
SAMPLED: Final = 50
"""Messages that are looked at to know whether dates need their year."""
DAY: Final = 86_400
NOTHING: Final = 2
"""The exit status if nothing could be opened."""


class Growing(PaneActions):
    """Follows the archive in a worker; its handlers show what has come."""

    def read_archive(self) -> None:
        """Read the rest of the archive, then follow its quotes, behind the reader's back."""
        self.work_on("archive", self._read_archive)

    def _read_archive(self, worker: Worker[None]) -> None:
        try:
            self._follow_archive(worker)
        except ArchiveError:
            if len(self.archive.threads):
                raise
            self.post_message(Unopened())

    def _follow_archive(self, worker: Worker[None]) -> None:
        for what, steps in (("reading", self.archive.follow()), ("quotes", self.archive.study())):
            last, shown = 0.0, (self._newest or self.rows.arrangement).table
            for progress in until_cancelled(steps, worker):
                now, table = time.monotonic(), self.archive.threads
                if progress.finished or now - last >= TABLE_EVERY:
                    arrangement = None if table is shown else self._arrange(table)
                    self.post_message(Grew(progress, arrangement, what))
                    last, shown = now, table
            if worker.is_cancelled:
                return
        self._count_quoters(worker, self.archive.threads)

    def _arrange(self, table: ThreadTable) -> Arrangement:
        """Put a table in order as it comes; only the worker that follows the archive may ask for ghosts."""
        ghosts = tuple(self.archive.key(node) for node in range(table.stored, len(table)))
        return self.sorted(arrange(table, ghosts), self.sort)

    def _count_quoters(self, worker: Worker[None], table: ThreadTable) -> None:
        """Count for each message how many others quote it."""
        counts, began = array("H", bytes(2 * len(table))), time.monotonic()
        for node in range(len(table)):
            quoters = {quoter.message for quoter in self.archive.quoted_by(self.archive.key(node))}
            counts[node] = min(len(quoters), 65_535)
            began = rested(began)
            if worker.is_cancelled:
                return
        self.post_message(Counted(table, counts))

    @on(Grew)
    def archive_grew(self, event: Grew) -> None:
        """Show what is there now, and how far the reading is."""
        if event.arrangement is not None:
            self._newest = event.arrangement
            if event.arrangement.sort is self.sort:
                self.show_arrangement(event.arrangement)
            else:
                self.sort_by(self.sort)
        done, table = event.progress.finished, self.rows.table
        total = table.stored if event.what == "quotes" else None
        self.status.show_progress("" if done else progress_text(event.progress, total))
        read = event.progress.messages if event.what == "reading" else 0
        self.trail.show(max(table.stored, read), self.jumps)
        if done and event.what == "reading":
            self.settled = True
            gc.freeze()  # the index stays: the collector need not look at it again
            self._tell_complaints()
        if done and event.what == "quotes":
            self.followed = True
            self.reload_links()
        self.tell_place()

    @on(Unopened)
    def nothing_opened(self) -> None:
        """Leave: who has opened the reader says why."""
        self.app.exit(return_code=NOTHING)

    _newest: Arrangement | None = None
    followed = False
    """Whether the quotes of the whole archive have been followed."""
    settled = False
    """Whether somebody has pressed a key, or all is read: until then the cursor stays at the top."""

    @on(Counted)
    def quoters_counted(self, event: Counted) -> None:
        """Show how often each message is quoted."""
        if event.table is self.rows.table:
            self.nodes.know_quoted(event.counts)
            self.threads_pane.changed()

    def _tell_complaints(self) -> None:
        complaints = (*self.settings.complaints, *self.archive.complaints)
        if complaints:
            more = f" ({len(complaints) - 1} more: “:” and “could not”)" if len(complaints) > 1 else ""
            self.say(complaints[0] + more)

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Show threads in an order; cursor and folds stay with their messages, unless nobody is here yet."""
        pane, before = self.threads_pane, self.rows
        if arrangement.table is before.table:
            node, folded = pane.node, before.folded
        else:
            stored = before.table.stored  # ghosts come after the stored messages, and move
            keys = {each: self.nodes.key(each) for each in (*before.folded, pane.node) if each >= stored}
            self.nodes.show(arrangement)
            self.nodes.know_quoted(())
            moved = {each: self.nodes.node(key) for each, key in keys.items()}
            folded = {moved.get(each, each) for each in before.folded}
            node = moved.get(pane.node, pane.node)
        rows = ThreadRows(arrangement, (each for each in folded if each >= 0))
        top = arrangement.order[0] if not self.settled and len(arrangement.order) else node
        pane.show(rows, top, self.has_years(arrangement))
        if self.request is None or top != node:
            self.open_cursor()
        self.light_source()

    def has_years(self, arrangement: Arrangement) -> bool:
        """Say whether the archive is of several years, by messages here and there in it."""
        order = arrangement.table.order
        days = [self.nodes.envelope(node).date for node in order[:: len(order) // SAMPLED + 1]]
        return len({day.year for day in days if day is not None}) > 1

    # The order

    def action_list_sort(self) -> None:
        """Put the threads in the next order."""
        self.sort_by(self.sort.next)
        self.say(f"Threads: {self.sort.value}.")

    def sort_by(self, sort: Sort) -> None:
        """Put the threads in an order."""
        self.sort = sort
        natural = self._newest or self.rows.arrangement
        self.work_on("sort", lambda worker: self._sort(worker, natural, sort))

    def _sort(self, worker: Worker[None], arrangement: Arrangement, sort: Sort) -> None:
        arranged = self.sorted(arrangement, sort)
        if not worker.is_cancelled:
            self.post_message(Arranged(arranged))

    def sorted(self, arrangement: Arrangement, sort: Sort) -> Arrangement:
        """Return the same threads in another order; called by workers."""
        nodes = Nodes(self.archive, arrangement)
        return arrange(
            arrangement.table,
            arrangement.ghosts,
            sort,
            lambda node: seconds_of(nodes, node),
            named(nodes, sort),
        )

    @on(Arranged)
    def threads_arranged(self, event: Arranged) -> None:
        """Show the order that was asked for."""
        newest = self._newest or self.rows.arrangement
        if event.arrangement.sort is self.sort and event.arrangement.table is newest.table:
            self.show_arrangement(event.arrangement)

    @on(Trouble)
    def trouble(self, event: Trouble) -> None:
        """Say what went wrong; a message that could not be read may be asked for again."""
        self.say(event.sentence)
        if event.group == "open":
            self.request = None

    # Given by the other parts

    def reload_links(self) -> None:
        """Read the links of the shown message again."""
        raise NotImplementedError

    def light_source(self) -> None:
        """Light the row of the source of the quote under the cursor."""
        raise NotImplementedError


def until_cancelled(steps: Iterator[Progress], worker: Worker[None]) -> Iterator[Progress]:
    """Take steps as long as they are wanted."""
    for progress in steps:
        if worker.is_cancelled:
            return
        yield progress


def seconds_of(nodes: Nodes, node: int) -> int:
    """Return when a message was sent; the beginning of its day where only that is known."""
    day = nodes.envelope(node).date
    if isinstance(day, datetime):
        return int(day.timestamp())
    return (day.toordinal() - 719_163) * DAY if day is not None else 0


def named(nodes: Nodes, sort: Sort) -> Callable[[int], str]:
    """Return what threads are sorted by, where that is a name."""

    def subject(node: int) -> str:
        return (nodes.envelope(node).subject or "").casefold()

    def author(node: int) -> str:
        sender = nodes.envelope(node).sender
        return (sender.name or sender.address).casefold() if sender is not None else ""

    return author if sort is Sort.AUTHOR else subject
