"""What all parts of the reader's screen share: the archive, the panes, workers, and where we are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import get_current_worker

from parsing.errors import ArchiveError
from parsing.messages.clean import clean_line
from tui import crash
from tui.keys import Where
from tui.outside import Outside
from tui.screens.news import Request, Trouble
from tui.state.jumps import JumpList, Stop
from tui.state.keymap import Dispatcher, Keymap
from tui.state.layout import Layout, Panes, share
from tui.state.names import place_name
from tui.state.nodes import Nodes
from tui.state.threads import Sort, ThreadRows, arrange
from tui.widgets.chooser import Chooser
from tui.widgets.find_bar import FindBar
from tui.widgets.key_hints import KeyHints
from tui.widgets.message_pane import MessagePane
from tui.widgets.source_pane import SourcePane
from tui.widgets.status_bar import StatusBar
from tui.widgets.thread_pane import ThreadPane
from tui.widgets.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.worker import Worker

    from tui.config import Settings
    from tui.state.page import Page
    from tui.state.service import Service


class ReaderBase(Screen[None]):
    """The state of the reader; the parts that act on it build on this one."""

    def __init__(self, archive: Service, settings: Settings) -> None:
        super().__init__()
        self.archive = archive
        self.settings = settings
        self.keymap = Keymap(settings.keys)
        self.dispatcher = Dispatcher(self.keymap)
        self.active = Where.LIST
        """The pane that keys go to."""
        self.layout_wanted = Layout.AUTO
        self.panes_shown: Panes = share(80, 24, Layout.AUTO, reading=False)
        self.sort = Sort.OLDEST
        self.jumps = JumpList()
        self.request: Request | None = None
        """The message that was asked for last."""
        self.asked = 0
        """Counts what workers were asked for; an answer to an older question is dropped."""
        table = archive.threads
        ghosts = tuple(archive.key(node) for node in range(table.stored, len(table)))
        arrangement = arrange(table, ghosts)
        self.nodes = Nodes(archive, arrangement)
        self.threads_pane = ThreadPane(self.nodes, ThreadRows(arrangement), id="threads")
        self.message_pane = MessagePane(id="message")
        self.source_pane = SourcePane(id="source")
        self.source_pane.display = False
        self.trail = Trail(clean_line(archive.name))
        self.status = StatusBar()
        self.hints = KeyHints(settings.keys, Where.LIST)
        self.find_bar = FindBar()
        self.path_bar = FindBar("")
        self.chooser = Chooser()
        self.outside = Outside()

    # Where we are

    @property
    def page(self) -> Page | None:
        """The message that is shown."""
        return self.message_pane.page

    @property
    def rows(self) -> ThreadRows:
        """The rows of the thread pane."""
        return self.threads_pane.rows

    @property
    def shown_node(self) -> int:
        """The node of the message that is shown; of the list's cursor where none is."""
        if self.page is None:
            return self.threads_pane.node
        return self.nodes.node(self.page.message.envelope.key)

    def here(self) -> Stop | None:
        """Return the place where we are, as a stop of the jump list."""
        page = self.page
        if page is None:
            return None
        envelope = page.message.envelope
        block = self.message_pane.cursor_block_number + 1 if page.message.blocks else None
        return Stop(envelope.key, place_name(envelope, block), self.message_pane.view_state())

    def say(self, sentence: str) -> None:
        """Say something in the status line, until the next key."""
        self.status.say(clean_line(sentence))

    # Workers

    def work_on(self, group: str, task: Callable[[Worker[None]], None]) -> None:
        """Run a task in a thread; an older one of its group is told that it is not wanted any more."""
        self.run_worker(
            partial(self._guarded, group, task), group=group, exclusive=True, thread=True, exit_on_error=False
        )

    def _guarded(self, group: str, task: Callable[[Worker[None]], None]) -> None:
        """Run a task; whatever it raises becomes a sentence in the status line."""
        try:
            task(get_current_worker())
        except ArchiveError as error:
            self.post_message(Trouble(str(error), group))
        except Exception as error:  # noqa: BLE001 - the workers' boundary: one mail must not end the reader
            self.post_message(Trouble(crash.report(error, crash.FAILED), group))

    def ask(self) -> int:
        """Return the number of a new question."""
        self.asked += 1
        return self.asked
