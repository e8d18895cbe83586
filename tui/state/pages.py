"""Reads what the panes show out of an archive: pages, peeks, lists of replies. Workers call it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from parsing.model import Ambiguous, BlockKind, Found, LineRange, Missing, Passage, Rebuilt
from tui.state.changes import changed_spans, is_edited
from tui.state.choices import Choice, GoTo
from tui.state.facts import Facts
from tui.state.names import short_date, short_name
from tui.state.page import Page
from tui.state.peek import Peek, PeekSource
from tui.state.status import lines_text, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parsing.model import Envelope, Link, Message, MessageKey, QuotedBy, Span
    from tui.state.service import Service

QUOTERS_SHOWN: Final = 200
WITNESSES_NAMED: Final = 2_000
QUOTED_SHOWN: Final = 300
ANSWER_LINES: Final = 4
EDITED_COMPARED: Final = 100
"""Quotes of one message that are compared with their sources word by word."""


def read_page(archive: Service, key: MessageKey, linked: bool) -> Page:
    """Read a message with its surroundings; its links and quoters take longer and are optional."""
    message = archive.message(key)
    links = archive.links(key) if linked else ()
    quoted_by = archive.quoted_by(key) if linked else ()
    parent = parent_of(archive, key)
    changes = changes_in(archive, message, links)
    return Page(
        message=message,
        links=links,
        quoted_by=quoted_by,
        replies=replies_to(archive, key),
        parent=parent,
        parent_quotes=witnesses_of(archive, parent) if linked else 0,
        changes=changes,
        names=names(archive, keys_named(message, links, quoted_by)),
    )


def changes_in(archive: Service, message: Message, links: Iterable[Link]) -> tuple[Span, ...]:
    """Return the characters of a message's quotes where they have other words than their sources."""
    edited = [link for link in links if is_edited(link.resolution)][:EDITED_COMPARED]
    if not edited:
        return ()
    quote = Facts(Page(message))
    sources: dict[MessageKey, Facts] = {}
    found: list[Span] = []
    for link in edited:
        match link.resolution:
            case Found(passage) | Rebuilt(passage):
                if passage.message not in sources:
                    sources[passage.message] = Facts(Page(archive.message(passage.message)))
                source = sources[passage.message]
                found += changed_spans(quote, link.span, source, passage.spans)
            case _:
                pass
    return tuple(found)


def parent_of(archive: Service, key: MessageKey) -> Envelope | None:
    """Return what a message hangs under."""
    while True:
        table = archive.threads
        node = archive.node(key)
        if node is None or node >= len(table) or table.parent[node] < 0:
            return None
        parent = archive.envelope(table.parent[node])
        if archive.threads is table:  # else nodes may be others by now
            return parent


def replies_to(archive: Service, key: MessageKey) -> int:
    """Count what stands below a message."""
    node, table = archive.node(key), archive.threads
    return table.size[node] if node is not None and 0 <= node < len(table) else 0


def witnesses_of(archive: Service, envelope: Envelope | None) -> int:
    """Count the messages whose quotes a rebuilt message was made from."""
    if envelope is None or not envelope.rebuilt:
        return 0
    return len({key for line in archive.message(envelope.key).witnesses for key in line})


def keys_named(
    message: Message, links: Iterable[Link], quoted_by: Iterable[QuotedBy]
) -> Iterable[MessageKey]:
    """Go through the messages that a page names."""
    for link in links:
        match link.resolution:
            case Found(passage) | Rebuilt(passage):
                yield passage.message
            case Ambiguous(rivals):
                yield from (rival.passage.message for rival in rivals)
            case Missing(message_id) if message_id is not None:
                yield message_id
    for quoter in quoted_by:
        yield quoter.message
        if quoter.via is not None:
            yield quoter.via
    seen: set[MessageKey] = set()
    for line in message.witnesses:
        seen.update(line)
        if len(seen) > WITNESSES_NAMED:
            break
    yield from seen


def names(archive: Service, keys: Iterable[MessageKey]) -> dict[MessageKey, str]:
    """Name the authors of messages."""
    found: dict[MessageKey, str] = {}
    for key in keys:
        if key not in found and (node := archive.node(key)) is not None:
            sender = archive.envelope(node).sender
            if sender is not None:
                found[key] = short_name(sender)
    return found


def read_peek(archive: Service, link: Link) -> Peek:
    """Read the source of a link, or all its rivals."""
    sources: list[PeekSource] = []
    match link.resolution:
        case Found(passage, how, confidence) | Rebuilt(passage, how, confidence):
            sources.append(PeekSource(archive.message(passage.message), passage, confidence, how))
        case Ambiguous(rivals):
            for rival in rivals:
                message = archive.message(rival.passage.message)
                sources.append(PeekSource(message, rival.passage, rival.confidence))
        case Missing():
            pass
    return Peek(link, tuple(sources))


def rival_choices(archive: Service, resolution: Ambiguous) -> tuple[Choice, ...]:
    """Offer the places that a quote may come from, each with its words."""
    choices = []
    for rival in resolution.rivals:
        passage = rival.passage
        words = passage_words(archive.message(passage.message), passage)
        notice = f"One of {len(resolution.rivals)} possible sources, {percent(rival.confidence)}"
        name = f"{who(archive, passage.message)}, {lines_text(passage.lines)}"
        choices.append(Choice(name, percent(rival.confidence), GoTo(passage, notice), detail=f"“{words}”"))
    return tuple(choices)


def quoter_passage(quoter: QuotedBy) -> Passage:
    """Return the place of a quote as one to jump to."""
    return Passage(quoter.message, quoter.lines, (quoter.span,))


def quoters_of(archive: Service, key: MessageKey, lines: LineRange) -> tuple[QuotedBy, ...]:
    """Find who quotes lines; for lines that are quotes themselves, who else quotes what they quote.

    One stretch a message, the first, in the order of the archive's threads.
    """
    found = archive.quoted_by(key, lines) or tuple(
        quoter
        for passage in sources_in(archive, key, lines)
        for quoter in archive.quoted_by(passage.message, passage.lines)
        if quoter.message != key
    )
    firsts: dict[MessageKey, QuotedBy] = {}
    for quoter in found:
        firsts.setdefault(quoter.message, quoter)
    return tuple(firsts.values())[:QUOTERS_SHOWN]


def sources_in(archive: Service, key: MessageKey, lines: LineRange) -> list[Passage]:
    """Return the known sources of the quotes that lines belong to."""
    span = line_span(archive.message(key).text, lines)
    found = []
    for link in archive.links(key):
        inside = link.span.start < span[1] and span[0] < link.span.end
        match link.resolution:
            case Found(passage) | Rebuilt(passage) if inside:
                found.append(passage)
            case _:
                pass
    return found


def line_span(text: str, lines: LineRange) -> tuple[int, int]:
    """Return the characters that lines take."""
    start = 0
    for _ in range(lines.first):
        start = text.find("\n", start) + 1
        if start == 0:
            return len(text), len(text)
    end = start - 1
    for _ in range(max(len(lines), 1)):
        end = text.find("\n", end + 1)
        if end < 0:
            return start, len(text)
    return start, end


def quoter_choice(archive: Service, quoter: QuotedBy) -> Choice:
    """Offer a reply that quotes something: who, when, and the first words it says to it."""
    message = archive.message(quoter.message)
    words = " ".join(
        message.text[quoter.span.start : quoter.span.end][:QUOTED_SHOWN].replace(">", " ").split()
    )
    answer = answer_to(message, quoter.lines)
    how = f"{quoter.match.value}, {percent(quoter.confidence)}"
    if quoter.via is not None:
        how = f"from {who(archive, quoter.via)} · {how}"
    return Choice(
        f"{who(archive, quoter.message)}, {lines_text(quoter.lines)}: “{words}”",
        how,
        GoTo(quoter_passage(quoter), landing_quote(quoter)),
        detail=answer,
    )


def answer_to(message: Message, quoted: LineRange) -> str:
    """Return the first own words below a quote; where nothing stands below, the first of the message."""
    own = [
        number
        for block in message.blocks
        if block.kind is BlockKind.TEXT and not block.depth
        for number in range(block.lines.first, block.lines.end)
        if message.lines[number].text.strip()
    ]
    below = bisect_left(own, quoted.end)
    first = own[below] if below < len(own) else next(iter(own), None)
    if first is None:
        return "(no words of its own)"
    block_end = next(block.lines.end for block in message.blocks if first in block.lines)
    lines = [
        message.lines[number].text.strip() for number in range(first, min(first + ANSWER_LINES, block_end))
    ]
    return " ".join(takewhile(bool, lines))


def landing_quote(quoter: QuotedBy) -> str:
    """Say after a jump to a reply what it quotes here, and how surely."""
    return f"Quoted here: {lines_text(quoter.lines)} · {quoter.match.value}, {percent(quoter.confidence)}"


def who(archive: Service, key: MessageKey) -> str:
    """Name a message by its author and day."""
    node = archive.node(key)
    if node is None:
        return "a message"
    envelope = archive.envelope(node)
    return " ".join(part for part in (short_name(envelope.sender), short_date(envelope.date)) if part)


def passage_words(message: Message, passage: Passage, longest: int = 200) -> str:
    """Return the words of a passage on one line."""
    if passage.spans:
        text = message.text[passage.spans[0].start : passage.spans[-1].end]
    else:
        text = "\n".join(line.text for line in message.lines[passage.lines.first : passage.lines.end])
    return " ".join(text[: longest * 2].split())[:longest]
