"""The message pane: one message, its quotes barred, linked and folded; what the screen may ask of it.

What is asked is decided by `tui.state.view`, moved by `MessageMoves`, drawn by `MessageCanvas`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import message

from parsing.model import LineRange, Link
from tui.state.folds import FoldPolicy, FoldState
from tui.state.glyphs import ASCII, UNICODE
from tui.state.hints import Unfold, Url, hints_on_screen
from tui.state.page import Anchor, FindState, ViewState
from tui.state.rows import RowKind, bars
from tui.state.view import View
from tui.widgets.message_look import COMPONENTS, CSS
from tui.widgets.message_moves import MessageMoves

if TYPE_CHECKING:
    from textual.timer import Timer

    from parsing.model import Passage
    from tui.state.choices import Attached
    from tui.state.hints import Target
    from tui.state.page import Page
    from tui.state.peek import Peek
    from tui.state.rows import Format

LIT_SECONDS: Final = 1.2
"""How long the words that a jump landed on are lit; afterwards they are marked."""
NOWHERE: Final = ViewState(Anchor(-1, 0), Anchor(-1, 0), FoldState())


class MessagePane(MessageMoves):
    """Shows a `Page`; the screen calls its methods and hears its messages."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = CSS

    @dataclass
    class CursorMoved(message.Message):
        """The cursor stands on another row, or another page is shown."""

        pane: MessagePane

    @dataclass
    class QuoteActivated(message.Message):
        """Enter on a quote, or a click on its bar: go to where it was written."""

        pane: MessagePane
        link: Link

    @dataclass
    class QuotedByActivated(message.Message):
        """A click on `◂2`: say who quotes these lines."""

        pane: MessagePane
        lines: LineRange

    @dataclass
    class PeekActivated(message.Message):
        """Enter or a click on a line of the peek: go there."""

        pane: MessagePane
        passage: Passage

    @dataclass
    class LinkActivated(message.Message):
        """A hint on a link of the text was typed; nothing is opened here."""

        pane: MessagePane
        url: str

    @dataclass
    class FoldChanged(message.Message):
        """Something was folded or unfolded."""

        pane: MessagePane

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.policy = FoldPolicy.SMART
        self._page: Page | None = None
        self._before_raw: ViewState | None = None
        self._before_headers: ViewState | None = None
        self._raw = False
        self.instead: Attached | None = None
        """The attachment that is shown in place of the message."""
        self._lit_timer: Timer | None = None

    # What is shown

    def show(self, page: Page, at: ViewState | None = None) -> None:
        """Show a message from its top, or as it stood before.

        The same message once more, as it stands now, is only brought up to date: what the reader did stays.
        """
        same = self._page is not None and self._page.message.envelope.key == page.message.envelope.key
        self._page = page
        if same and self.view is not None and at is not None and at == self.view_state():
            if not self._raw:
                self.view.update(page)
        else:
            self._raw, self.instead = False, None
            if at is not None:
                self.form = replace(self.form, all_headers=at.all_headers)
            self._show(page, at)
        self.follow_view(repaint=True)
        self.cursor_moved()

    def _show(self, page: Page, at: ViewState | None) -> None:
        self._light(False)
        self._before_headers = None
        form = replace(self.form, bare=self._raw)
        self.view = View(page, form, self.rows_shown, self.policy)
        if at is not None:
            self.view.restore(at)

    def clear(self) -> None:
        """Show nothing."""
        self._page = self.view = self.instead = None
        self._raw = False
        self.follow_view(repaint=True)

    @property
    def page(self) -> Page | None:
        """What is shown."""
        return self._page

    @property
    def shown_page(self) -> Page | None:
        """The page that is on the screen: the message, or what is shown in place of it."""
        return self.view.facts.page if self.view is not None else None

    def view_state(self) -> ViewState:
        """Return how the message stands on the screen now, for the jump list."""
        if self._raw and self._before_raw is not None:
            return self._before_raw
        return self.view.state() if self.view is not None else NOWHERE

    def land(self, passage: Passage) -> None:
        """Unfold at the passage, scroll it a fifth down the screen, light its words, then mark them."""
        self.show_instead(None)
        if self.view is None:
            return
        self.view.land(passage)
        self._light(True)
        self.follow_view(repaint=True)
        self.cursor_moved()

    def _light(self, lit: bool) -> None:
        if self._lit_timer is not None:
            self._lit_timer.stop()
            self._lit_timer = None
        self.lit = lit
        if lit:
            self._lit_timer = self.set_timer(LIT_SECONDS, self._unlight)

    def _unlight(self) -> None:
        self._light(False)
        self.follow_view(repaint=True)

    def show_all_headers(self, shown: bool) -> None:
        """Show every header field, or the short head; closing them comes back to where they were opened."""
        if self.view is None or shown == self.all_headers:
            self.form = replace(self.form, all_headers=shown)
            return
        before, in_head = self._before_headers, self.view.in_head
        self._before_headers = self.view.state() if shown else None
        self._reform(replace(self.form, all_headers=shown))
        if shown:
            self.view.go_to_row(0)
        elif before is not None and in_head:
            self.view.restore(before)
        self.follow_view(repaint=True)
        self.cursor_moved()

    @property
    def all_headers(self) -> bool:
        """Whether every header field is shown."""
        return self.form.all_headers

    def show_instead(self, page: Page | None, file: Attached | None = None) -> bool:
        """Show another text in place of the message; None goes back. False where that changes nothing.

        The text is the message as it stands in the archive, or that of an attachment.
        """
        if self._page is None or (page is None and not self._raw):
            return False
        if not self._raw and self.view is not None:
            self._before_raw = self.view.state()
        self._raw, self.instead = page is not None, file
        self._show(page or self._page, None if page is not None else self._before_raw)
        self.follow_view(repaint=True)
        self.cursor_moved()
        return True

    @property
    def is_raw(self) -> bool:
        """Whether another text is shown in place of the message."""
        return self._raw

    def set_wrap(self, wrapped: bool) -> None:
        """Wrap long lines, or let them run out to the right."""
        self.scroll_to(x=0, animate=False)
        self.styles.overflow_x = "hidden" if wrapped else "auto"
        self._reform(replace(self.form, wrapped=wrapped))

    @property
    def wraps(self) -> bool:
        """Whether long lines are wrapped."""
        return self.form.wrapped

    def set_ascii(self, only_ascii: bool) -> None:
        """Draw signs in ASCII."""
        self._reform(replace(self.form, glyphs=ASCII if only_ascii else UNICODE))

    def set_fold_policy(self, policy: FoldPolicy) -> None:
        """Fold this way when a message opens."""
        self.policy = policy
        if self.view is not None:
            self.view.policy = policy

    def _reform(self, form: Format) -> None:
        self.form = form
        if self.view is not None:
            self.view.resize(replace(form, bare=self._raw), self.rows_shown)
            self.follow_view(repaint=True)

    # What the screen hears

    def cursor_moved(self) -> None:
        """Tell the screen that the cursor stands elsewhere."""
        self.post_message(self.CursorMoved(self))

    def folds_changed(self) -> None:
        """Tell the screen that something was folded or unfolded."""
        self.post_message(self.FoldChanged(self))

    def activate(self) -> bool:
        """Do what Enter does on this row; False where the row has nothing to do (then move down)."""
        view = self.view
        if view is None or not view.layout.rows:
            return False
        if view.peek is not None and view.peek_source is not None:
            passage = view.passage()
            if passage is not None:
                self.post_message(self.PeekActivated(self, passage))
            return passage is not None
        if (link := view.link) is not None:
            self.post_message(self.QuoteActivated(self, link))
            return True
        return view.layout.rows[view.cursor].kind is RowKind.FOLD and self.open_fold()

    def clicked(self, number: int, x: int) -> bool:
        """Do what a click on this row does at this column; the cursor is there already."""
        view = self.view
        if view is None:
            return False
        row, form = view.layout.rows[number], view.form
        if row.kind is RowKind.FOLD:
            return self.open_fold()
        if row.kind is RowKind.EXTRA:
            return row.start in view.layout.peek_rows and self.activate()
        barred = bars(view.facts.depth_at(row.line), form.room, form.glyphs)
        if x >= form.gutter + len(barred):
            return False
        run = view.facts.run_at(row.line)
        if barred and (link := view.link) is not None:
            self.post_message(self.QuoteActivated(self, link))
        elif run is not None:
            self.post_message(self.QuotedByActivated(self, run.lines))
        return run is not None or bool(barred)

    # Hints

    def show_hints(self) -> bool:
        """Draw letters at whatever leads somewhere on the screen; False where nothing does."""
        self.hints = hints_on_screen(self.view) if self.view is not None else ()
        self.hint_typed = ""
        self.refresh()
        return bool(self.hints)

    def hide_hints(self) -> bool:
        """Take the letters away; False where there were none."""
        shown, self.hints = bool(self.hints), ()
        self.refresh()
        return shown

    def type_hint(self, letter: str) -> bool:
        """Take a letter: True while more are wanted. A whole hint is followed, an unknown one ends it."""
        self.hint_typed += letter
        fitting = [hint for hint in self.hints if hint.letters.startswith(self.hint_typed)]
        if any(hint.letters != self.hint_typed for hint in fitting):
            self.refresh()
            return True
        self.hide_hints()
        if fitting and self.view is not None:
            self.view.go_to_row(fitting[0].row)
            self.moved()
            self._follow_hint(fitting[0].target)
        return False

    def _follow_hint(self, target: Target) -> None:
        match target:
            case Url(address):
                self.post_message(self.LinkActivated(self, address))
            case Unfold():
                self.open_fold()
            case LineRange():
                self.post_message(self.QuotedByActivated(self, target))
            case Link():
                self.post_message(self.QuoteActivated(self, target))

    # Find

    def find(self, text: str, step: int) -> FindState:
        """Highlight every hit and go to the next (+1), the previous (-1), or the first from the cursor (0).

        All lower case finds any case.
        """
        if self.view is None:
            return FindState(text, 0, 0)
        state = self.view.find(text, step)
        self.follow_view(repaint=True)
        self.cursor_moved()
        return state

    def clear_find(self) -> None:
        """Take the highlights away."""
        if self.view is not None and self.view.needle:
            self.view.clear_find()
            self.follow_view(repaint=True)

    # Peek

    def open_peek(self, peek: Peek) -> None:
        """Open a quote's source in place, under the quote."""
        if self.view is not None and not self._raw:
            self.view.open_peek(peek)
            self.follow_view(repaint=True)
            self.cursor_moved()

    def close_peek(self) -> bool:
        """Close it; False where none is open."""
        closed = self.view is not None and self.view.close_peek()
        if closed:
            self.follow_view(repaint=True)
            self.cursor_moved()
        return closed
