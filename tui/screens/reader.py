"""The reader's screen: the panes, the keys, and where each key goes. Only its handlers change its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.containers import Horizontal

from tui.keys import Where
from tui.screens.choosing import Choosing
from tui.screens.help import HelpScreen
from tui.state.keymap import typed
from tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from tui.keys import Key


class ReaderScreen(Choosing):
    """Threads, message and source; one line above them and two below."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> Iterable[Widget]:
        """Put the screen together."""
        yield self.trail
        with Horizontal(id="panes"):
            yield self.threads_pane
            yield self.message_pane  # the third pane is mounted when there is room for it
        yield self.chooser
        yield self.find_bar
        yield self.path_bar
        yield self.status
        yield self.hints

    def on_mount(self) -> None:
        """Show what is there, and read on."""
        for line in (self.trail, self.find_bar, self.path_bar, self.status, self.hints, self.chooser):
            line.only_ascii = self.settings.only_ascii
        for pane in (self.message_pane, self.source_pane):
            pane.set_ascii(self.settings.only_ascii)
            pane.set_fold_policy(self.settings.fold)
        self.threads_pane.set_ascii(self.settings.only_ascii)
        self.threads_pane.years = self.has_years(self.rows.arrangement)
        self.trail.show(self.archive.threads.stored, self.jumps)
        self.lay_out()
        self.open_cursor()
        self.tell_place()
        self.read_archive()

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Take a key: whoever is open takes it first, then the table says what it means."""
        pressed = typed(event.key, event.character)
        if pressed in {"ctrl+q", "ctrl+c", "super+c"}:
            return  # Textual's: quit, and copy the selection
        event.stop()
        event.prevent_default()
        self.settled = True
        self.say("")
        if self.chooser.opened:
            if self.chooser.press(pressed, event.character):
                return
            self.chooser.close()
        if self.path_bar.opened:
            self.press_in_path(pressed, event.character)
            return
        if self.find_bar.opened:
            self.press_in_find(pressed, event.character)
            return
        if self.message_pane.hints:
            self.press_in_hints(pressed)
            return
        command = self.dispatcher.feed(self.active, pressed)
        self.hints.show(self.active, self.dispatcher.pending)
        if command is not None:
            self.perform(command.key, command.pressed)

    def perform(self, key: Key, pressed: str) -> None:
        """Do what a key of the table does; a key that means a message waits until that is there."""
        if key.where is Where.MESSAGE and self.active is Where.LIST:
            self.open_cursor()
            self.activate(Where.MESSAGE)
        if self.must_wait(key):
            self.hold(key, pressed)
            return
        if key.id == "fold.level":
            self.fold_to_level(key.keys.index(pressed))
            return
        action: Callable[[], None] = getattr(self, f"action_{key.id.replace('.', '_').replace('-', '_')}")
        action()

    def on_mouse_down(self) -> None:
        """Note that somebody is here: the cursor is theirs."""
        self.settled = True

    def on_paste(self, event: events.Paste) -> None:
        """Put a paste where one is typing; anywhere else it does nothing."""
        event.stop()
        if self.chooser.opened and self.chooser.typed is not None:
            self.chooser.type(event.text)
        elif self.path_bar.opened:
            self.path_bar.type(self.path_bar.edit.insert(event.text))
        elif self.find_bar.opened:
            self.typed_in_find(self.find_bar.edit.insert(event.text))

    @on(KeyHints.Clicked)
    def hint_clicked(self, event: KeyHints.Clicked) -> None:
        """Do what the hint says."""
        event.stop()
        self.say("")
        self.perform(event.key, event.key.keys[0])

    def action_close(self) -> None:
        """Close what is open, innermost first; then go back to the list."""
        if self.selections:
            self.clear_selection()
            return
        if self.chooser.close() or self.message_pane.close_peek() or self.end_find() or self.close_instead():
            return
        if self.active is Where.MESSAGE:
            self.message_pane.clear_find()
            self.activate(Where.LIST)

    def action_quit(self) -> None:
        """Close what is open; where the list and the message take turns, go back to the list; else quit."""
        if self.chooser.close() or self.message_pane.close_peek() or self.close_instead():
            return
        if self.panes_shown.single and self.active is Where.MESSAGE:
            self.activate(Where.LIST)
            return
        self.app.exit()

    def on_unmount(self) -> None:
        """Take away the copies that other programs were given."""
        self.outside.close()

    def action_quit_now(self) -> None:
        """Quit."""
        self.app.exit()

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(self.keymap.keys, only_ascii=self.settings.only_ascii))
