"""The third pane of a wide screen: where the quote under the cursor was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.state.page import sentence_page
from tui.state.view import View
from tui.widgets.message_pane import MessagePane

if TYPE_CHECKING:
    from parsing.model import Passage
    from tui.state.page import Page


class SourcePane(MessagePane, can_focus=False):
    """Follows the message pane's cursor; it shows a source, or a sentence where there is none."""

    def follow(self, page: Page, passage: Passage) -> None:
        """Show the passage in its message, its words marked."""
        shown = self.view is not None and not self.view.form.bare and self._page is not None
        if not shown or self._page is None or self._page.message is not page.message:
            self._page = page
            self._show(page, None)
        if self.view is not None:
            self.view.land(passage)
        self.follow_view(repaint=True)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a source."""
        self._page = None
        self.view = View(sentence_page(sentence), self.form.only_text(), self.rows_shown)
        self.follow_view(repaint=True)
