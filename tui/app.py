"""The Textual app around the reader's screen: colours, signals, faults, and the exit status.

Only `run` is called from outside. Textual's own palette is off: it dies under random keys; ours is a chooser.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App

from tui import crash
from tui.config import Settings, load_settings
from tui.screens.reader import ReaderScreen
from tui.signals import terminal_restored
from tui.terminal import drawn_on
from tui.themes import chosen_theme

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.screen import Screen

    from tui.state.service import Service


class ReaderApp(App[None]):
    """One screen over one archive."""

    TITLE = "wrote"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, archive: Service, settings: Settings | None = None) -> None:
        super().__init__()
        self.archive = archive
        self.settings = settings or Settings()
        self.animation_level = "none"
        self._loop_to_leave: asyncio.AbstractEventLoop | None = None
        self.theme, trouble = chosen_theme(self, self.settings.theme)
        if trouble:
            complaints = (*self.settings.complaints, trouble)
            self.settings = replace(self.settings, complaints=complaints)

    def get_default_screen(self) -> Screen[None]:
        """Return the reader."""
        return ReaderScreen(self.archive, self.settings)

    def on_load(self) -> None:
        """Remember the loop: signals ask it to leave."""
        self._loop_to_leave = asyncio.get_running_loop()

    def leave(self, status: int) -> None:
        """Leave with an exit status; may be called from a signal's handler or another thread."""
        if self._loop_to_leave is not None:
            self._loop_to_leave.call_soon_threadsafe(self._leave_now, status)

    def _leave_now(self, status: int) -> None:
        self.exit(return_code=status)

    def action_help_quit(self) -> None:
        """Say how to quit: Ctrl+C copies, where something is selected."""
        if isinstance(self.screen, ReaderScreen):
            self.screen.say("q quits, Q quits at once.")

    def panic(self, *renderables: RenderableType) -> None:
        """Stop after a fault that Textual met: one sentence, and a log without a word of anybody's mail."""
        del renderables  # tracebacks
        self._stop_after(None)

    def _fatal_error(self) -> None:
        """Stop after a fault of ours; Textual would print every variable, and so private mail."""
        self._stop_after(self._exception)

    def _stop_after(self, error: BaseException | None) -> None:
        self._return_code = 1
        self._exit_renderables.append(Text(crash.report(error)))
        self._close_messages_no_wait()


def run(archive: Service, theme: str | None = None) -> int:
    """Read an archive on the terminal; return the exit status."""
    try:
        with drawn_on():
            app = ReaderApp(archive, load_settings(theme))
            with terminal_restored(app.leave):
                app.run()
    finally:
        archive.close()
    return app.return_code or 0
