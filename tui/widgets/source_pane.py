"""The third pane of a wide screen: where the quote under the cursor was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.message_pane import MessagePane

if TYPE_CHECKING:
    from parsing.model import Passage
    from tui.state.page import Page


class SourcePane(MessagePane, can_focus=False):
    """Follows the message pane's cursor; it shows a source, or a sentence where there is none."""

    def follow(self, page: Page, passage: Passage) -> None:
        """Show the passage in its message, its words marked."""

    def say(self, sentence: str) -> None:
        """Show a sentence instead of a source."""
