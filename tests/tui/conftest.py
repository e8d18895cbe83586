"""Pages built by hand for the tests of the reader: a mail's text, and where its quotes come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from parsing.model import (
    Ambiguous,
    Envelope,
    Found,
    LineRange,
    Link,
    Mailbox,
    Match,
    Message,
    MessageKey,
    Missing,
    Passage,
    QuotedBy,
    Rebuilt,
    Resolution,
    Rival,
    Span,
)
from parsing.quotes.blocks import find_blocks, split_lines
from tui.state.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PLACE = Passage(MessageKey("source@ashby.example"), LineRange(0, 1), (Span(0, 10),))
SENT = datetime(2007, 11, 30, 19, 44, tzinfo=UTC)


class Pages:
    """Makes messages and pages."""

    found = Found(PLACE, Match.EXACT, 0.99)
    unsure = Found(PLACE, Match.REWRAPPED, 0.72)
    edited = Found(PLACE, Match.EDITED, 0.95)
    rebuilt = Rebuilt(PLACE, Match.EXACT, 0.99)
    missing = Missing(None)
    ambiguous = Ambiguous((Rival(PLACE, 0.5), Rival(PLACE, 0.4)))

    def envelope(self, name: str = "Tam Wick", address: str = "tam@wick.example") -> Envelope:
        """Return what a list shows of a message."""
        return Envelope(
            MessageKey("reply@wick.example"), 0, "Re: The build farm", Mailbox(name, address), SENT
        )

    def message(self, text: str, envelope: Envelope | None = None) -> Message:
        """Return a message with this text."""
        lines = tuple(split_lines(text))
        envelope = envelope if envelope is not None else self.envelope()
        return Message(envelope, (("Subject", envelope.subject or ""),), text, lines, find_blocks(lines))

    def page(
        self,
        text: str,
        sources: Mapping[str, Resolution] | None = None,
        quoted: Mapping[str, int] | None = None,
    ) -> Page:
        """Return a page: `sources` by words that are quoted in it, `quoted` by words that so many quote."""
        links = tuple(
            Link(self.span(text, words), 1, resolution) for words, resolution in (sources or {}).items()
        )
        quoted_by = tuple(
            QuotedBy(
                MessageKey(f"{n}@x"),
                Span(0, 1),
                LineRange(0, 1),
                1,
                None,
                self.span(text, words),
                Match.EXACT,
                1,
            )
            for words, count in (quoted or {}).items()
            for n in range(count)
        )
        names = {PLACE.message: "Ashby"}
        return Page(self.message(text), links, quoted_by, names=names)

    def rebuilt_page(self, text: str, gaps: tuple[int, ...], witnesses: tuple[tuple[str, ...], ...]) -> Page:
        """Return a rebuilt message with gaps before lines, and by line the names of who quotes it."""
        envelope = replace(self.envelope("Dan Ashby", "dan@ashby.example"), row=None, rebuilt=True)
        keys = tuple(tuple(MessageKey(f"{name}@x") for name in line) for line in witnesses)
        message = replace(self.message(text, envelope), gaps=gaps, witnesses=keys)
        return Page(message, names={MessageKey(f"{name}@x"): name for line in witnesses for name in line})

    def span(self, text: str, words: str) -> Span:
        """Return where words stand in a text; `…` between two words stands for all that is between them."""
        first, _, last = words.partition("…")
        start = text.index(first)
        return Span(start, text.index(last, start) + len(last) if last else start + len(first))


@pytest.fixture(scope="session")
def pages() -> Pages:
    """Return what makes messages and pages."""
    return Pages()


@pytest.fixture(scope="session")
def interleaved() -> str:
    """Return a reply that answers point by point, with a deep quote, a patch's footer and a signature."""
    return "\n".join(INTERLEAVED)


@pytest.fixture
def make_page(pages: Pages) -> Callable[..., Page]:
    """Return a function that makes a page of a text."""
    return pages.page


INTERLEAVED = [
    "On Thu, 29 Nov 2007, Dan Ashby wrote:",
    "> Here is what we intend to do with the farm next year. Please say so if",
    "> you think that it is wrong.",
    "",
    "Good to hear of it early.",
    "",
    "> > > The room is small.",
    "> > The old machines were kept because",
    "> > nobody had asked for the room.",
    "> So the first thing is to find out who still needs them.",
    "",
    "I do. See https://farm.example/plan for why.",
    "",
    "-- ",
    "Tam Wick",
    "The farm's keeper",
    "_______________________________________________",
    "farm mailing list",
    "farm@lists.example",
    "https://lists.example/mailman/listinfo/farm",
]
