"""Commands by name, colours, folds, headers, hints, copying: what is left of the keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.keys import Where
from tui.screens.attaching import Attaching
from tui.screens.news import InsteadRead
from tui.state.choices import Choice, GoTo, Perform, SortBy, UseTheme
from tui.state.head import said_form
from tui.state.keytext import caps
from tui.state.page import raw_page
from tui.state.status import counted
from tui.state.threads import Sort
from tui.themes import theme_names
from tui.widgets.chooser import Chooser

if TYPE_CHECKING:
    from tui.state.page import Page


class Choosing(Attaching):
    """The chooser's choices, and keys that belong to no other part."""

    def action_palette(self) -> None:
        """Offer every command, order and theme by name."""
        commands = [
            Choice(key.sentence, caps(key), Perform(key)) for key in self.keymap.keys if key.id != "palette"
        ]
        orders = [Choice(f"Sort threads: {sort.value}", "", SortBy(sort)) for sort in Sort]
        themes = [Choice(f"Colours: {name}", "", UseTheme(name)) for name in theme_names(self.app)]
        faults = [
            Choice(f"Could not: {sentence}")
            for sentence in (*self.settings.complaints, *self.archive.complaints)
        ]
        self.chooser.open("Command", [*commands, *orders, *themes, *faults], typing=True)

    @on(Chooser.Chosen)
    def chosen(self, event: Chooser.Chosen) -> None:
        """Do what was chosen."""
        event.stop()
        match event.meaning:
            case GoTo(passage, notice):
                self.jump_to(passage, notice)
            case Perform(key):
                self.perform(key, key.keys[0] if key.keys else "")
            case UseTheme(name):
                self.app.theme = name
                self.say(f"Colours: {name}. To keep them: theme = “{name}” in config.toml.")
            case SortBy(sort):
                self.sort_by(sort)
            case other:
                self.do_with_file(other)

    # Folds of the message

    def action_fold_toggle(self) -> None:
        """Fold or unfold what is under the cursor."""
        self._folded(self.message_pane.toggle_fold())

    def action_fold_open(self) -> None:
        """Unfold what is under the cursor."""
        self._folded(self.message_pane.open_fold())

    def action_fold_close(self) -> None:
        """Fold what is under the cursor."""
        self._folded(self.message_pane.close_fold())

    def _folded(self, done: bool) -> None:
        if not done:
            self.say("Nothing folds here: new text is always shown.")

    def action_fold_toggle_all(self) -> None:
        """Fold or unfold all quotes."""
        self.message_pane.toggle_all_folds()

    def action_fold_all(self) -> None:
        """Fold all quotes."""
        self.message_pane.fold_all()

    def action_fold_none(self) -> None:
        """Unfold all quotes."""
        self.message_pane.unfold_all()

    def action_fold_more(self) -> None:
        """Fold one level more."""
        self.message_pane.fold_more()

    def action_fold_less(self) -> None:
        """Fold one level less."""
        self.message_pane.fold_less()

    def fold_to_level(self, level: int) -> None:
        """Show quotes up to a level."""
        self.message_pane.fold_level(level)
        self.say(f"Quotes up to level {level} are open." if level else "All quotes are folded.")

    def action_view_new(self) -> None:
        """Show only what is new, or everything."""
        self.message_pane.show_only_new(not self.message_pane.only_new)
        self.say("Only what is new; S shows all." if self.message_pane.only_new else "")

    # Folds of the list

    def action_thread_fold(self) -> None:
        """Fold the thread under the cursor; from a folded row or a leaf, go up to what it hangs under."""
        node = self.threads_pane.node
        if node < 0 or self.threads_pane.fold(node, folded=True):
            return
        parent = self.rows.parent(node)
        if parent >= 0:
            self.threads_pane.go_to(parent)

    def action_thread_unfold(self) -> None:
        """Unfold the thread under the cursor; on an open one, go down to its first reply."""
        node = self.threads_pane.node
        if node < 0 or self.threads_pane.fold(node, folded=False):
            return
        reply = self.rows.first_reply(node)
        if reply >= 0:
            self.threads_pane.go_to(reply)

    def action_thread_toggle(self) -> None:
        """Fold or unfold the replies to the message under the cursor; on a leaf, those of its parent."""
        node = self.threads_pane.node
        if node >= 0 and not self.rows.table.size[node]:
            node = self.rows.parent(node)
        if node >= 0:
            self.threads_pane.fold(node, folded=node not in self.rows.folded)

    def action_thread_toggle_all(self) -> None:
        """Fold or unfold all threads."""
        self.threads_pane.fold_all(folded=not self.rows.folded)

    def action_thread_fold_all(self) -> None:
        """Fold all threads."""
        self.threads_pane.fold_all(folded=True)

    def action_thread_unfold_all(self) -> None:
        """Unfold all threads."""
        self.threads_pane.fold_all(folded=False)

    # From quote to quote

    def action_quote_next(self) -> None:
        """Go to the next quote."""
        self._moved_to(self.message_pane.next_quote(1), "There is no quote below.")

    def action_quote_previous(self) -> None:
        """Go to the quote before."""
        self._moved_to(self.message_pane.next_quote(-1), "There is no quote above.")

    def action_quoted_next(self) -> None:
        """Go to the next passage that others quote."""
        self._moved_to(self.message_pane.next_quoted(1), "Nothing below is quoted by others.")

    def action_quoted_previous(self) -> None:
        """Go to the passage before that others quote."""
        self._moved_to(self.message_pane.next_quoted(-1), "Nothing above is quoted by others.")

    def _moved_to(self, found: bool, otherwise: str) -> None:
        if not found:
            self.say(otherwise)

    # How the message is shown

    def action_view_headers(self) -> None:
        """Show all header fields, or the few."""
        self.message_pane.show_all_headers(not self.message_pane.all_headers)

    def action_view_wrap(self) -> None:
        """Wrap long lines, or let them run out."""
        self.message_pane.set_wrap(not self.message_pane.wraps)
        wraps = self.message_pane.wraps
        self.say("Long lines are wrapped." if wraps else "Long lines run out; ← and → follow them.")

    def action_view_raw(self) -> None:
        """Show the message as it lies in the archive, or as one reads it."""
        page = self.page
        if page is None:
            return
        if self.message_pane.is_raw:
            self.close_instead()
            return
        self.work_on("instead", lambda _: self._read_raw(page))

    def _read_raw(self, page: Page) -> None:
        key = page.message.envelope.key
        shown = raw_page(page, self.archive.raw(key))
        self.post_message(InsteadRead(key, shown, "As it lies in the archive; V goes back."))

    def action_view_other(self) -> None:
        """Show the form of the message that is not shown of the two that it was sent in, or go back."""
        page = self.page
        if page is None:
            return
        if self.message_pane.is_raw:
            self.close_instead()
        elif not page.message.other_form:
            self.say("This message was sent in one form only.")
        else:
            self.work_on("instead", lambda _: self._read_other(page))

    def _read_other(self, page: Page) -> None:
        key = page.message.envelope.key
        other = self.archive.other_form(key)
        if other is not None:
            form = said_form(page.message.other_form)
            shown = replace(page, message=other, links=(), quoted_by=())
            self.post_message(InsteadRead(key, shown, f"The same, as it was sent in {form}; M goes back."))

    @on(InsteadRead)
    def instead_read(self, event: InsteadRead) -> None:
        """Show it, if the message is still the one that was asked for."""
        if self.page is not None and self.page.message.envelope.key == event.key:
            self.message_pane.show_instead(event.page)
            self.tell_place()
            self.say(event.notice)

    # Hints

    def action_view_hints(self) -> None:
        """Draw a letter at whatever leads somewhere on the screen."""
        if not self.message_pane.show_hints():
            self.say("Nothing on the screen leads anywhere.")

    def press_in_hints(self, pressed: str) -> None:
        """Take a letter of a hint; a key that is none takes the hints away."""
        if len(pressed) == 1:
            self.message_pane.type_hint(pressed)
        else:
            self.message_pane.hide_hints()

    # Copies

    def action_copy(self) -> None:
        """Copy the selection; else the block under the cursor, from the list the whole message."""
        page = self.message_pane.shown_page
        selected = self.get_selected_text()
        if selected:
            text = selected
        elif page is None:
            return
        elif self.active is Where.MESSAGE and self.message_pane.cursor_block is not None:
            lines = self.message_pane.cursor_block.lines
            text = "\n".join(page.message.text.split("\n")[lines.first : lines.end])
        else:
            text = page.message.text
        self.app.copy_to_clipboard(text)
        self.say(f"Copied {counted(text.count(chr(10)) + 1, 'line')}.")
