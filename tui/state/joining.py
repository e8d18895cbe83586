"""Pages made of several messages: a whole thread in one scroll; a message with its answers where they belong.

Both are ordinary pages, whose `parts` say which lines are whose: folds, links, hits and jumps need no more.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from parsing.model import Block, BlockKind, Found, Line, LineRange, Link, Match, Passage, Span
from tui.state.facts import Facts
from tui.state.names import place_name
from tui.state.page import Page, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parsing.model import Message, MessageKey, QuotedBy

OWN = frozenset({BlockKind.TEXT, BlockKind.DIFF, BlockKind.LITERAL})
EMPTY = Line(0, "", "")
ANSWERS_SHOWN = 1_000


def join_pages(pages: Sequence[Page]) -> Page:
    """Return one page of all messages of a thread, each under its own head."""
    lines: list[Line] = []
    blocks: list[Block] = []
    links: list[Link] = []
    quoted_by: list[QuotedBy] = []
    parts: list[Part] = []
    gaps: list[int] = []
    character = 0
    for page in pages:
        first, message = len(lines), page.message
        parts.append(Part(first, message.envelope.key, 0, page))
        lines += message.lines or (EMPTY,)
        gaps += [gap + first for gap in message.gaps]
        blocks += [_moved(block, first) for block in message.blocks]
        if not message.blocks:
            blocks.append(Block(BlockKind.TEXT, LineRange(first, len(lines)), 0))
        links += [replace(link, span=_further(link.span, character)) for link in page.links]
        quoted_by += [replace(quote, source=_further(quote.source, character)) for quote in page.quoted_by]
        character += sum(len(line.mark) + len(line.text) + 1 for line in lines[first:])
    names = {key: name for page in pages for key, name in page.names.items()}
    joined = replace(_with_text(pages[0].message, lines, blocks), gaps=tuple(gaps))
    return replace(
        pages[0],
        message=joined,
        links=tuple(links),
        quoted_by=tuple(quoted_by),
        names=names,
        parts=tuple(parts),
    )


def _moved(block: Block, lines: int) -> Block:
    return replace(block, lines=LineRange(block.lines.first + lines, block.lines.end + lines))


def _further(span: Span, characters: int) -> Span:
    return Span(span.start + characters, span.end + characters)


def _with_text(message: Message, lines: Sequence[Line], blocks: Sequence[Block]) -> Message:
    text = "\n".join(line.mark + line.text for line in lines)
    return replace(message, text=text, lines=tuple(lines), blocks=tuple(blocks), gaps=(), witnesses=())


def turn_round(page: Page, replies: Mapping[MessageKey, Message]) -> Page:
    """Return a message with what its replies answer put below the lines that they quote.

    Each answer looks like a quote, and its source is the reply.
    """
    facts = Facts(page)
    answers: dict[int, list[tuple[Message, LineRange]]] = {}
    for quote in page.quoted_by[:ANSWERS_SHOWN]:
        reply = replies.get(quote.message)
        answer = answer_below(reply, quote.lines) if reply is not None and quote.depth == 1 else None
        if reply is not None and answer is not None:
            below = answers.setdefault(facts.lines_of(quote.source).end, [])
            if (reply, answer) not in below:
                below.append((reply, answer))
    return _Turned(facts, answers).page()


def answer_below(message: Message, quoted: LineRange) -> LineRange | None:
    """Return the lines of its own that a reply says right below a quote; None where another quote follows."""
    first = end = next(
        (n for n in range(quoted.end, len(message.lines)) if message.lines[n].text.strip()), -1
    )
    for block in message.blocks:
        if block.lines.end > first >= 0:
            if block.depth or block.kind not in OWN:
                break
            end = block.lines.end
    said = [n for n in range(first, end) if message.lines[n].text.strip()]
    return LineRange(said[0], said[-1] + 1) if said else None


class _Turned:
    """A message and its answers, put together line by line."""

    def __init__(self, facts: Facts, answers: Mapping[int, Sequence[tuple[Message, LineRange]]]) -> None:
        self.facts = facts
        self.answers = answers
        self.key = facts.page.message.envelope.key
        self.lines: list[Line] = []
        self.blocks: list[Block] = []
        self.parts: list[Part] = []
        self.answered: list[tuple[LineRange, Message, LineRange]] = []
        self.place = [0] * (len(facts.lines) + 1)
        """By line of the message: its line in the page."""

    def page(self) -> Page:
        """Return the page."""
        for block in self.facts.blocks:
            for lines in self._between_answers(block.lines):
                self._add_own(block, lines)
        self.place[-1] = len(self.lines)
        page = self.facts.page
        starts = list(accumulate((len(line.mark) + len(line.text) + 1 for line in self.lines), initial=0))
        links = [replace(link, span=self._shifted(link.span, starts)) for link in page.links]
        links += [self._link(lines, reply, answer, starts) for lines, reply, answer in self.answered]
        return replace(
            page,
            message=_with_text(page.message, self.lines, self.blocks),
            links=tuple(links),
            quoted_by=tuple(replace(q, source=self._shifted(q.source, starts)) for q in page.quoted_by),
            parts=tuple(self.parts),
            unfolded=True,
        )

    def _between_answers(self, lines: LineRange) -> Iterator[LineRange]:
        cuts = [lines.first, *(n for n in range(lines.first + 1, lines.end) if n in self.answers), lines.end]
        for first, end in pairwise(cuts):
            yield LineRange(first, end)

    def _add_own(self, block: Block, lines: LineRange) -> None:
        """Add lines of the message itself, and the answers to the last of them."""
        first = len(self.lines)
        self.parts.append(Part(first, self.key, lines.first))
        for line in range(lines.first, lines.end):
            self.place[line] = first + line - lines.first
        self.lines += self.facts.lines[lines.first : lines.end]
        self.blocks.append(replace(block, lines=LineRange(first, len(self.lines))))
        for reply, answer in self.answers.get(lines.end, ()):
            self._add_answer(reply, answer)
        if lines.end in self.answers:
            self._add_blank(lines.end)

    def _add_answer(self, reply: Message, answer: LineRange) -> None:
        """Add what a reply says, under the name of who says it."""
        first, key = len(self.lines), reply.envelope.key
        self.parts.append(Part(first, key, answer.first))
        self.lines += [EMPTY, Line(0, "", f"{place_name(reply.envelope)}:")]
        self.blocks.append(Block(BlockKind.TEXT, LineRange(first, first + 1), 0))
        self.blocks.append(Block(BlockKind.ATTRIBUTION, LineRange(first + 1, first + 2), 0))
        said = LineRange(first + 2, first + 2 + len(answer))
        self.parts.append(Part(said.first, key, answer.first))
        own = (reply.lines[n] for n in range(answer.first, answer.end))
        self.lines += [Line(1, "> ", line.mark + line.text) for line in own]
        self.blocks.append(Block(BlockKind.QUOTE, said, 1))
        self.answered.append((said, reply, answer))

    def _add_blank(self, line: int) -> None:
        """Keep a line of the message apart from the answer above it, if that is not blank itself."""
        below = self.facts.lines[line : line + 1]
        if below and below[0].text.strip():
            first = len(self.lines)
            self.parts.append(Part(first, self.key, line))
            self.lines.append(EMPTY)
            self.blocks.append(Block(BlockKind.TEXT, LineRange(first, first + 1), 0))

    def _shifted(self, span: Span, starts: Sequence[int]) -> Span:
        return Span(self._character(span.start, starts), self._character(span.end - 1, starts) + 1)

    def _character(self, character: int, starts: Sequence[int]) -> int:
        line = self.facts.line_of(character)
        return starts[self.place[line]] + character - self.facts.starts[line]

    def _link(self, lines: LineRange, reply: Message, answer: LineRange, starts: Sequence[int]) -> Link:
        """Link an answer to the reply that it stands in."""
        there = [len(line.mark) + len(line.text) + 1 for line in reply.lines[: answer.end]]
        start = sum(there[: answer.first])
        passage = Passage(reply.envelope.key, answer, (Span(start, start + sum(there[answer.first :]) - 1),))
        return Link(Span(starts[lines.first] + 2, starts[lines.end] - 1), 1, Found(passage, Match.EXACT, 1.0))
