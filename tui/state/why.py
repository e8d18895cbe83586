"""Why a quote's source is what it is: how it was found, by way of whom, how the words compare, how surely.

It says what can be checked: what headers, announcements and the thread say of the place that was found. Where
there is no source, it says what is known of it, and why it was not put together from the quotes of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from parsing.model import Ambiguous, Found, LineRange, Match, Missing, ParentBy, Passage, Rebuilt
from parsing.sources.relate import same_person
from tui.state.choices import Choice, GoTo
from tui.state.names import long_date, short_name
from tui.state.pages import passage_words, quoter_choice, quoters_of, rival_choices, who
from tui.state.status import counted, landing_text, lines_text, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.model import Attribution, Envelope, Link, Message, MessageKey
    from tui.state.service import Service

WITNESSES_SHOWN: Final = 12
ANCESTORS: Final = 1_000
MADE: Final = "@wrote.invalid"
"""How ids end that were made up for messages whose own is not known."""
GOES_THERE: Final = "Enter goes there"
MATCHED: Final = {
    Match.EXACT: "The words are the same, blanks and line ends too",
    Match.REWRAPPED: "The words are the same; only line ends and blanks differ",
    Match.TRIMMED: "The words are the same; of a line at the edge only a part was quoted",
    Match.EDITED: "The quoter changed some words; p shows them",
}
SURE: Final = (
    (0.99, "As good as certain"),
    (0.95, "Almost certain"),
    (0.84, "Very likely"),
    (0.7, "Likely"),
    (0.5, "More likely than not"),
    (0.0, "Doubtful"),
)
BY: Final = {
    ParentBy.SUBJECT: "the thread has it under that message because of its subject",
    ParentBy.PAGE: "the archive's own index says that it answers that message",
    ParentBy.QUOTES: "no header says what it answers, but most of what it quotes is from that message",
}


def why(archive: Service, key: MessageKey, link: Link, followed: bool = True) -> tuple[Choice, ...]:
    """Say why a quote's source is what it is, line by line; those that lead somewhere go there.

    `followed` says whether the quotes of the whole archive have been followed by now.
    """
    message = archive.message(key)
    announced = announcement_of(message, link)
    match link.resolution:
        case Found(passage, how, confidence):
            go = GoTo(passage, landing_text(passage, how, confidence, rebuilt=False))
            return (
                written(archive, passage, "Written in", go),
                *copied(archive, link, passage),
                Choice("How it was found: " + "; ".join(evidence(archive, key, link, passage, announced))),
                matched(how),
                sure(confidence),
            )
        case Rebuilt(passage, how, confidence):
            go = GoTo(passage, landing_text(passage, how, confidence, rebuilt=True))
            return (
                written(archive, passage, "Rebuilt:", go),
                *witnesses(archive, key, passage),
                matched(how),
                sure(confidence),
            )
        case Ambiguous():
            head = Choice("Several places have these words, and nothing tells them apart:")
            return (head, *rival_choices(archive, link.resolution))
        case Missing(message_id):
            return missing(archive, message_id, announced, followed)


def announcement_of(message: Message, link: Link) -> Attribution | None:
    """Return the announcement that a quote stands under."""
    line = message.text.count("\n", 0, link.span.start)
    block = next((block for block in message.blocks if line in block.lines), None)
    return block.attribution if block is not None else None


def written(archive: Service, passage: Passage, how: str, go: GoTo) -> Choice:
    """Name the source, and give its words."""
    envelope = envelope_of(archive, passage.message)
    author = short_name(envelope.sender) if envelope is not None else "somebody"
    day = f" of {long_date(envelope.date)}" if envelope is not None and envelope.date is not None else ""
    words = passage_words(archive.message(passage.message), passage)
    text = f"{how} {author}’s message{day}, {lines_text(passage.lines)}"
    return Choice(text, GOES_THERE, go, detail=f"“{words}”")


def copied(archive: Service, link: Link, passage: Passage) -> Iterator[Choice]:
    """Say from whom the words were copied, where that is not who wrote them."""
    if link.via is None:
        return
    copy = next(
        (
            other
            for other in archive.links(link.via)
            if isinstance(other.resolution, Found | Rebuilt) and overlap(other.resolution.passage, passage)
        ),
        None,
    )
    said = f"Copied from {who(archive, link.via)}, who quotes it"
    if copy is None:
        yield Choice(said)
        return
    text = archive.message(link.via).text
    lines = LineRange(text.count("\n", 0, copy.span.start), text.count("\n", 0, copy.span.end) + 1)
    there = Passage(link.via, lines, (copy.span,))
    yield Choice(said, GOES_THERE, GoTo(there, f"Copied from here: {lines_text(lines)}"))


def overlap(one: Passage, other: Passage) -> bool:
    """Tell whether two passages have characters in common."""
    return one.message == other.message and any(
        a.start < b.end and b.start < a.end for a in one.spans for b in other.spans
    )


def evidence(
    archive: Service, key: MessageKey, link: Link, passage: Passage, announced: Attribution | None
) -> list[str]:
    """Say what leads to a source: headers and the thread to whom it was copied from, a name to its author."""
    base = passage.message
    found = list(by_thread(archive, key, link.via or base))
    source = envelope_of(archive, base)
    if announced is not None and source is not None:
        named = [
            *(["id"] if announced.message_id == base else []),
            *(["author"] if same_person(announced.author, source.sender) else []),
            *(["day"] if announced.date is not None and same_day(announced, source) else []),
        ]
        if named:
            found.append(f"the announcement names its {' and '.join(named)}")
    return found or ["neither a header nor a name led there: it was searched for by its words"]


def by_thread(archive: Service, key: MessageKey, base: MessageKey) -> Iterator[str]:
    """Say how a message and one that it quotes hang together."""
    table, node, source = archive.threads, archive.node(key), archive.node(base)
    if node is None or source is None or max(node, source) >= len(table):
        return
    parent = table.parent[node]
    if archive.envelope(node).reply_to == base:
        yield "the reply's header names that message"
    elif parent == source:
        by = table.parent_by[node]
        yield (
            BY.get(by, "the reply's header names that message")
            if by is not None
            else "it answers that message"
        )
    else:
        for _ in range(ANCESTORS):
            if parent < 0 or parent == source:
                break
            parent = table.parent[parent]
        if parent == source:
            yield "that message is further up in the thread"
        elif table.root[node] == table.root[source]:
            yield "that message is in the same thread"


def same_day(announced: Attribution, source: Envelope) -> bool:
    """Tell whether an announcement names the day of a message, as one of the two counts days."""
    if announced.date is None or source.date is None:
        return False
    return announced.date.isoformat()[:10] == source.date.isoformat()[:10]


def matched(how: Match) -> Choice:
    """Say how the words compare."""
    return Choice(MATCHED[how], how.value)


def sure(confidence: float) -> Choice:
    """Say a probability in words, and what it means.

    >>> sure(0.96).text
    'Almost certain: of 100 sources found like this one, 96 are right'
    >>> sure(0.998).text
    'As good as certain: of 1,000 sources found like this one, 998 are right'
    """
    word = next(word for least, word in SURE if confidence >= least)
    of = 1_000 if confidence >= 0.99 else 100
    right = "all" if confidence >= 1 else f"{min(round(confidence * of), of - 1)}"
    return Choice(f"{word}: of {of:,} sources found like this one, {right} are right", percent(confidence))


def witnesses(archive: Service, key: MessageKey, passage: Passage) -> Iterator[Choice]:
    """Say from whose quotes a message was put together, and who else has these words."""
    lines = archive.message(passage.message).witnesses
    count = len({witness for line in lines for witness in line})
    yield Choice(
        f"It is not in the archive: it was put together from the quotes in {counted(count, 'message')}"
    )
    others = [each for each in quoters_of(archive, passage.message, passage.lines) if each.message != key]
    if not others:
        yield Choice("Only this message quotes these lines")
    for quoter in others[:WITNESSES_SHOWN]:
        choice = quoter_choice(archive, quoter)
        yield Choice(f"Also quoted by {who(archive, quoter.message)}", choice.aside, choice.meaning)


def missing(
    archive: Service, message_id: MessageKey | None, announced: Attribution | None, followed: bool
) -> tuple[Choice, ...]:
    """Say what is known of a message that is not here, and why it was not rebuilt."""
    author = announced.author if announced is not None else None
    day = long_date(announced.date) if announced is not None and announced.date is not None else ""
    known = [
        *([f"its author is {author.name or author.address}"] if author is not None else []),
        *([f"it is of {day}"] if day else []),
        *([f"its id is {message_id}"] if message_id is not None and not message_id.endswith(MADE) else []),
    ]
    return (
        Choice("No message of this archive has these words as its own"),
        Choice(
            "What is known of their source: "
            + (", ".join(known) or "nothing; no header or name says whose it is")
        ),
        Choice(not_rebuilt(archive, message_id, announced, followed)),
    )


def not_rebuilt(
    archive: Service, message_id: MessageKey | None, announced: Attribution | None, followed: bool
) -> str:
    """Say why a message was not put together from its quotes."""
    if not followed:
        return "The quotes of this archive are still being followed: it may yet be put together from them"
    if message_id is None and announced is not None and announced.author is not None and announced.date:
        return (
            "Not rebuilt: the message that the announcement names seems to be here, but without these words"
        )
    if message_id is None:
        return "Not rebuilt: it takes an id, or an author and a day, to tell which quotes are of one message"
    envelope = envelope_of(archive, message_id)
    if envelope is not None and envelope.rebuilt:
        return "What others quote of that message was put together, but these words have no sure place in it"
    return "Not rebuilt: too little is quoted of that message, or nothing but announcements and footers"


def envelope_of(archive: Service, key: MessageKey) -> Envelope | None:
    """Return what a list shows of a message, if it is known at all."""
    node = archive.node(key)
    return archive.envelope(node) if node is not None else None
