"""What folds, what is folded at first, and that folding never swallows new text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from parsing.model import BlockKind, Envelope, LineRange, Message, MessageKey
from parsing.quotes.blocks import find_blocks
from parsing.quotes.marks import split_lines
from tui.state import folds
from tui.state.facts import Facts
from tui.state.folds import FoldPolicy, FoldState, RegionKind, closed_regions, default_folds, find_regions
from tui.state.page import Page

if TYPE_CHECKING:
    from conftest import Pages

LINES = st.sampled_from(
    [
        "",
        "new text",
        "> once",
        "> > twice",
        "> > > thrice",
        ">",
        "On Monday Dan Ashby wrote:",
        "[...]",
        "-- ",
        "x",
    ]
)
mails = st.lists(LINES, min_size=1, max_size=30).map("\n".join)


def hidden(facts: Facts, state: FoldState) -> set[int]:
    """Return the lines that are folded away."""
    return {n for _, lines in closed_regions(facts.regions, state) for n in range(lines.first, lines.end)}


def folded(facts: Facts, policy: FoldPolicy = FoldPolicy.SMART) -> set[int]:
    """Return the lines that are folded away when a message opens."""
    return hidden(facts, folds.default_folds(facts.regions, facts.links, facts.starts, policy))


@given(mails)
def test_folding_never_swallows_new_text(pages: Pages, text: str) -> None:
    """Whatever is folded, each of the author's own lines with words in it is to be seen."""
    facts = Facts(pages.page(text))
    for state in (folds.fold_all(facts.regions), folds.only_new(facts.regions)):
        gone = hidden(facts, state)
        for block in facts.blocks:
            if block.depth == 0 and block.kind in {BlockKind.TEXT, BlockKind.DIFF, BlockKind.LITERAL}:
                own = {n for n in range(block.lines.first, block.lines.end) if facts.lines[n].text.strip()}
                assert not own & gone


@given(mails)
def test_regions_nest_and_are_numbered_in_order(pages: Pages, text: str) -> None:
    """Two regions are apart, or one lies in the other and is deeper."""
    regions = find_regions(pages.message(text))
    assert [region.number for region in regions] == list(range(len(regions)))
    for outer in regions:
        for inner in regions[outer.number + 1 :]:
            apart = inner.lines.first >= outer.lines.end
            assert apart or (inner.lines.end <= outer.lines.end and inner.depth > outer.depth)


@given(mails, st.data())
def test_what_is_toggled_twice_is_as_it_was(pages: Pages, text: str, data: st.DataObject) -> None:
    """Folding a line's region and unfolding it there comes back to the same folds."""
    facts = Facts(pages.page(text))
    line = data.draw(st.integers(0, len(facts.lines) - 1))
    once = folds.toggle(facts.regions, FoldState(), line)
    assert folds.toggle(facts.regions, once, line) == FoldState()
    assert (once == FoldState()) == (folds.region_at(facts.regions, line) is None)


@given(mails, st.data())
def test_what_is_revealed_is_seen(pages: Pages, text: str, data: st.DataObject) -> None:
    """Whatever is closed, and however deep, the line is not hidden any more."""
    facts = Facts(pages.page(text))
    line = data.draw(st.integers(0, len(facts.lines) - 1))
    for closed in (folds.fold_all(facts.regions), folds.only_new(facts.regions)):
        assert line not in hidden(facts, folds.reveal(facts.regions, closed, [line]))


def test_a_short_quote_above_its_reply_stays_open(pages: Pages) -> None:
    """It is what the reply is about."""
    facts = Facts(pages.page("> one\n> two\n\nYes.", {"one…two": pages.found}))
    assert folded(facts) == set()


def test_a_long_quote_whose_source_is_known_is_folded(pages: Pages) -> None:
    """The reader can go there."""
    quote = "\n".join(f"> line {n}" for n in range(12))
    facts = Facts(pages.page(f"{quote}\n\nYes.", {"line 0…line 11": pages.found}))
    assert folded(facts) == set(range(12))


def test_a_long_quote_stays_open_if_its_source_is_missing_or_it_was_edited(pages: Pages) -> None:
    """Nowhere else could it be read."""
    quote = "\n".join(f"> line {n}" for n in range(12))
    for resolution in (pages.missing, pages.edited, pages.ambiguous):
        assert folded(Facts(pages.page(f"{quote}\n\nYes.", {"line 0…line 11": resolution}))) == set()
    assert folded(Facts(pages.page(f"{quote}\n\nYes."))) == set()


def test_a_quote_is_folded_though_a_little_of_it_has_no_source(pages: Pages) -> None:
    """A line of twelve is not worth the screen; half of them is."""
    quote = "\n".join(f"> line {n:02}" for n in range(12))
    text = f"{quote}\n\nYes."
    little = {"line 00…line 10": pages.found, "line 11": pages.missing}
    half = {"line 00…line 05": pages.found, "line 06…line 11": pages.missing}
    assert folded(Facts(pages.page(text, little))) == set(range(12))
    assert folded(Facts(pages.page(text, half))) == set()


def test_a_top_posted_tail_is_folded_with_the_header_that_was_copied_above_it(pages: Pages) -> None:
    """However short, nobody answers it."""
    text = (
        "Yes.\n\n-----Original Message-----\nFrom: Dan Ashby <dan@ashby.example>\n"
        "Sent: Thursday, November 29, 2007 10:00\nTo: farm@lists.example\nSubject: The farm\n\n"
        "Shall we?\nSoon?"
    )
    facts = Facts(pages.page(text, {"Shall we?…Soon?": pages.found}))
    assert folded(facts) == set(range(2, 10))


def test_a_message_that_only_quotes_is_not_folded_as_a_tail(pages: Pages) -> None:
    """There would be nothing left to read."""
    facts = Facts(pages.page("> one\n> two", {"one…two": pages.found}))
    assert folded(facts) == set()


def test_deep_levels_are_folded_within_a_quote_that_stays_open(pages: Pages) -> None:
    """The third level is rarely what is answered."""
    text = "> > > a\n> > > b\n> > > c\n> So?\n\nYes."
    facts = Facts(pages.page(text, {"a…c": pages.found, "So?": pages.found}))
    assert folded(facts) == {0, 1, 2}


def test_signatures_and_footers_are_folded(pages: Pages, interleaved: str) -> None:
    """They say the same in every message."""
    facts = Facts(pages.page(interleaved))
    kinds = [region.kind for region, _ in closed_regions(facts.regions, FoldState(frozenset(range(99))))]
    assert kinds[-2:] == [RegionKind.SIGNATURE, RegionKind.FOOTER]
    assert folded(facts) == set(range(13, 20))


def test_the_default_is_a_setting(pages: Pages, interleaved: str) -> None:
    """All or none as well."""
    facts = Facts(pages.page(interleaved))
    assert folded(facts, FoldPolicy.NONE) == set()
    assert folded(facts, FoldPolicy.ALL) == {1, 2, *range(6, 10), *range(13, 20)}


def test_fold_levels_are_quote_levels(pages: Pages, interleaved: str) -> None:
    """Level 1 shows what was answered, level 0 no quote at all; signatures are not quotes."""
    facts = Facts(pages.page(interleaved))
    by_level = [hidden(facts, folds.fold_level(facts.regions, FoldState(), level)) for level in range(4)]
    assert by_level == [{1, 2, *range(6, 10)}, {6, 7, 8}, set(), set()]
    shown = [
        folds.shown_level(facts.regions, folds.fold_level(facts.regions, FoldState(), n)) for n in range(3)
    ]
    assert shown == [0, 1, 3]


def test_only_what_is_new_takes_the_announcement_into_the_fold(pages: Pages) -> None:
    """One line is left of `On … wrote:` and what stands under it."""
    facts = Facts(pages.page("Hello.\n\nOn Monday, Dan Ashby wrote:\n\n> one\n\nYes."))
    assert hidden(facts, folds.only_new(facts.regions)) == {2, 3, 4}


def test_blank_lines_and_snips_between_two_quotes_fold_with_them(pages: Pages) -> None:
    """They are one quote to the reader."""
    regions = find_regions(pages.message("> one\n\n> two\n[...]\n> three\n\nYes."))
    assert [region.lines for region in regions] == [LineRange(0, 5)]


def test_what_only_looks_quoted_does_not_fold(pages: Pages) -> None:
    """A session at a prompt is the author's own text."""
    text = "Try this:\n\n>>> import os\n>>> os.getcwd()\n'/home'\n>>> print(1)\n1\n\nIt works."
    message = pages.message(text)
    assert BlockKind.LITERAL in {block.kind for block in message.blocks}
    assert find_regions(message) == ()


def test_a_file_in_the_text_is_one_line_with_its_name_and_size() -> None:
    """What was written out as letters is not for reading."""
    text = "Here it is:\nbegin 644 plan.txt\n#0V%T\n`\nend\nYours, Tam"
    lines = split_lines(text)
    message = Message(Envelope(MessageKey("1@mill.example"), 0), (), text, lines, find_blocks(lines))
    facts = Facts(Page(message))
    (region,) = facts.regions
    assert region.lines == LineRange(1, 5)
    assert default_folds(facts.regions, (), facts.starts).closed == {region.number}
    assert facts.summary(region).begins == "plan.txt, uuencoded, 3 bytes"
