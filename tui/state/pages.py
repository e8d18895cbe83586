"""Reads what the panes show out of an archive: pages, peeks, lists of replies. Workers call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.model import Ambiguous, Found, LineRange, Missing, Passage, Rebuilt
from tui.state.changes import changed_spans, is_edited
from tui.state.choices import Choice, GoTo
from tui.state.facts import Facts
from tui.state.names import long_date, short_date, short_name
from tui.state.page import Page
from tui.state.peek import Peek, PeekSource
from tui.state.status import counted, landing_text, lines_text, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parsing.model import Envelope, Link, Message, MessageKey, QuotedBy, Span
    from tui.state.service import Service

QUOTERS_SHOWN: Final = 200
WITNESSES_NAMED: Final = 2_000
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
        choices.append(
            Choice(
                f"{who(archive, passage.message)}, {lines_text(passage.lines)}: {words}",
                percent(rival.confidence),
                GoTo(passage, notice),
            )
        )
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
    answer = next(
        (
            line.text.strip()
            for line in message.lines[quoter.lines.end :]
            if not line.depth and line.text.strip()
        ),
        "(nothing after the quote)",
    )
    how = f"{quoter.match.value}, {percent(quoter.confidence)}"
    passage = quoter_passage(quoter)
    return Choice(
        f"{who(archive, quoter.message)}: {answer}",
        f"{lines_text(quoter.lines)} · {how}",
        GoTo(passage, landing_quote(quoter)),
    )


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


def why(archive: Service, link: Link) -> tuple[Choice, ...]:
    """Say why a quote's source is what it is, line by line; the first goes there."""
    match link.resolution:
        case Found(passage, how, confidence):
            go = GoTo(passage, landing_text(passage, how, confidence, rebuilt=False))
            return (*found_lines(archive, passage, "Written in", go), *matched_lines(how.value, confidence))
        case Rebuilt(passage, how, confidence):
            go = GoTo(passage, landing_text(passage, how, confidence, rebuilt=True))
            witnesses = len({key for line in archive.message(passage.message).witnesses for key in line})
            return (
                *found_lines(archive, passage, "Rebuilt:", go),
                Choice(f"It is not in the archive; it was put together from {counted(witnesses, 'message')}"),
                *matched_lines(how.value, confidence),
            )
        case Ambiguous():
            head = Choice("Several places have these words, and nothing tells them apart:")
            return (head, *rival_choices(archive, link.resolution))
        case Missing(message_id):
            known = (
                f"It names the message {message_id}, " if message_id else "It names no message that is here, "
            )
            return (Choice(known + "and no message of the archive has these words as its own"),)


def found_lines(archive: Service, passage: Passage, how: str, go: GoTo) -> tuple[Choice, ...]:
    """Name the source."""
    node = archive.node(passage.message)
    envelope = archive.envelope(node) if node is not None else None
    day = long_date(envelope.date) if envelope is not None else ""
    said = f"{how} {short_name(envelope.sender) if envelope else 'a'}’s message of {day}"
    words = passage_words(archive.message(passage.message), passage)
    return (Choice(f"{said}, {lines_text(passage.lines)}", "Enter goes there", go), Choice(f"“{words}”"))


MATCHED: Final = {
    "exact": "The words are the same, blanks and line ends too",
    "re-wrapped": "The words are the same; only line ends and blanks differ",
    "trimmed": "The words are the same; some were left out",
    "edited": "Some words were changed",
}


def matched_lines(how: str, confidence: float) -> tuple[Choice, ...]:
    """Say how the words compare."""
    return (Choice(MATCHED[how], how), Choice("How sure that is", percent(confidence)))
