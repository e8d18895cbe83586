"""Pages of several messages: a thread in one scroll, and a message with its answers put in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from parsing.model import Attachment, Found, LineRange, MessageKey, Passage, QuotedBy, Span
from tui.state.facts import Facts
from tui.state.folds import FoldPolicy
from tui.state.joining import answer_below, join_pages, turn_round
from tui.state.rows import Format, RowKind
from tui.state.view import View

if TYPE_CHECKING:
    from conftest import Pages

    from parsing.model import Message
    from tui.state.page import Page

FIRST = "Shall we have tea?\nThe kettle is here.\n\n-- \nTam\nof the kettle"
REPLY = "On Friday, Tam Wick wrote:\n> Shall we have tea?\n\nYes.\nAt four.\n\n> The kettle is here.\n\nGood."


def keyed(pages: Pages, text: str, key: str, name: str) -> Message:
    """Return a message under a key of its own."""
    envelope = replace(pages.envelope(name, f"{name.lower()}@x.example"), key=MessageKey(key))
    return pages.message(text, envelope)


def rows_of(view: View) -> list[str]:
    """Return all rows as text."""
    return [
        "".join(piece.text for piece in view.layout.extras[row.start]).strip()
        if row.kind is RowKind.EXTRA
        else view.facts.text[row.start : row.end]
        for row in view.layout.rows
    ]


def thread_page(pages: Pages) -> Page:
    """Return two messages in one scroll; what the second quotes is linked."""
    first = replace(pages.page(FIRST, quoted={"The kettle": 1}), message=keyed(pages, FIRST, "a@x", "Wick"))
    second = pages.page(REPLY, {"Shall we have tea?": pages.found}, {"Good.": 1})
    return join_pages([first, replace(second, message=keyed(pages, REPLY, "b@x", "Ashby"))])


def test_a_thread_in_one_scroll_shows_each_message_under_its_head(pages: Pages) -> None:
    """With a rule between."""
    rows = rows_of(View(thread_page(pages), Format(60), 20, FoldPolicy.NONE))
    heads = [number for number, row in enumerate(rows) if row == "Re: The build farm"]
    assert [rows[number + 1].split(" ")[0] for number in heads] == ["Wick", "Ashby"]
    assert set(rows[heads[1] - 1]) == {"─"}
    assert rows[-1] == "Good."


def test_what_is_attached_stands_below_its_own_message(pages: Pages) -> None:
    """The first one's above the second's head, the last one's at the end."""
    page = thread_page(pages)
    parts = []
    for name, part in zip(("tea.png", "kettle.png"), page.parts, strict=True):
        assert part.page is not None
        message = replace(part.page.message, attachments=(Attachment(name, "image/png", 1),))
        parts.append(replace(part, page=replace(part.page, message=message)))
    rows = rows_of(View(replace(page, parts=tuple(parts)), Format(60), 20))
    assert rows.index("◆ tea.png · image/png · 1 byte") < rows.index("─" * 59)
    assert rows[-1] == "◆ kettle.png · image/png · 1 byte"


def test_links_quoters_and_folds_of_a_thread_stand_where_they_stood_in_each_message(pages: Pages) -> None:
    """Only further down."""
    facts = Facts(thread_page(pages))
    (link,) = facts.links
    assert facts.text[link.span.start : link.span.end] == "Shall we have tea?"
    assert facts.line_of(link.span.start) == 7
    assert [run.lines for run in facts.quoted] == [LineRange(1, 2), LineRange(14, 15)]
    assert [region.lines for region in facts.regions] == [LineRange(3, 6), LineRange(7, 8), LineRange(12, 13)]
    assert [region.number for region in facts.regions] == [0, 1, 2]


def test_a_line_of_a_thread_knows_its_message(pages: Pages) -> None:
    """That is what the archive is asked about."""
    facts = Facts(thread_page(pages))
    assert facts.part_at(1) == ("a@x", 1)
    assert facts.part_at(7) == ("b@x", 1)
    assert facts.local_lines(LineRange(7, 9)) == LineRange(1, 3)
    assert facts.local_lines(LineRange(5, 9)) == LineRange(5, 6)


def test_a_jump_within_a_thread_lands_in_the_right_message(pages: Pages) -> None:
    """A passage is named by its own message's lines."""
    view = View(thread_page(pages), Format(60), 10)
    start = REPLY.index("Good.")
    view.land(Passage(MessageKey("b@x"), LineRange(8, 9), (Span(start, start + 5),)))
    assert rows_of(view)[view.cursor] == "Good."
    view.land(Passage(MessageKey("b@x"), LineRange(3, 4), ()))
    assert rows_of(view)[view.cursor] == "Yes."
    view.land(Passage(MessageKey("b@x"), LineRange(8, 9), (Span(start, start + 5),)))
    (span,) = view.marked
    assert view.facts.text[span.start : span.end] == "Good."


def test_every_row_of_a_thread_is_found_again(pages: Pages) -> None:
    """Those of the heads between the messages too."""
    layout = View(thread_page(pages), Format(30), 10).layout
    assert [layout.row_of(layout.anchor(number)) for number in range(len(layout.rows))] == list(
        range(len(layout.rows))
    )


def quoting(pages: Pages, words: str, reply: str, key: str) -> QuotedBy:
    """Return that a reply quotes these words of the first message."""
    span = pages.span(reply, words)
    line = reply[: span.start].count("\n")
    quoted = pages.page(FIRST, quoted={words: 1}).quoted_by[0]
    return replace(quoted, message=MessageKey(key), span=span, lines=LineRange(line, line + 1))


def test_a_message_turned_round_has_its_answers_below_what_they_answer(pages: Pages) -> None:
    """Each under the name of who says it, linked to the reply that it stands in."""
    reply = keyed(pages, REPLY, "b@x", "Ashby")
    words = ("Shall we have tea?", "The kettle is here.")
    tea, kettle = (quoting(pages, each, REPLY, "b@x") for each in words)
    copied = replace(tea, depth=2, lines=kettle.lines)
    page = replace(pages.page(FIRST), quoted_by=(tea, copied, tea, kettle))
    turned = turn_round(page, {MessageKey("b@x"): reply})
    view = View(turned, Format(60), 20)
    first = view.layout.first_row(0)
    assert rows_of(view)[first : first + 11] == [
        "Shall we have tea?",
        "",
        "Ashby 30 Nov:",
        "Yes.",
        "At four.",
        "",
        "The kettle is here.",
        "",
        "Ashby 30 Nov:",
        "Good.",
        "",
    ]
    (yes, good) = turned.links
    assert isinstance(yes.resolution, Found)
    assert yes.resolution.passage.lines == LineRange(3, 5)
    (span,) = yes.resolution.passage.spans
    assert REPLY[span.start : span.end] == "Yes.\nAt four."
    assert turned.message.text[good.span.start : good.span.end] == "Good."
    facts = Facts(turned)
    assert facts.part_at(3) == ("b@x", 3)
    assert facts.part_at(6) == (page.message.envelope.key, 1)
    sources = [turned.message.text[quote.source.start : quote.source.end] for quote in turned.quoted_by]
    assert sources == [words[0], words[0], words[0], words[1]]


def test_an_answer_ends_at_the_next_quote_or_the_signature(pages: Pages) -> None:
    """Blank lines around it are not part of it, marked ones neither."""
    message = pages.message("> one\n>\n\nYes.\n\nAnd no.\n\n> two\n> three\n\nWell.\n-- \nDan")
    assert answer_below(message, LineRange(0, 1)) == LineRange(3, 6)
    assert answer_below(message, LineRange(7, 8)) is None
    assert answer_below(message, LineRange(8, 9)) == LineRange(10, 11)
    assert answer_below(pages.message("> one"), LineRange(0, 1)) is None
