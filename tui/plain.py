"""What the commands print for people: lines of plain text, with the style that a terminal may show them in.

Everything in them is cleaned already; nothing is markup.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Final

from parsing.model import Ambiguous, BlockKind, Found, Missing, Rebuilt
from parsing.quotes.marks import split_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from parsing.archive import Archive
    from parsing.model import Envelope, LineRange, Link, Message, MessageKey, QuotedBy, ThreadTable

Piece = tuple[str, str]
"""A text and its style, as Rich names styles; empty for none."""
Styled = list[Piece]

FAINT: Final = "dim"
STRONG: Final = "bold"
PERSON: Final = "cyan"
MARK: Final = "yellow"
DEPTHS: Final = ("green", "magenta", "blue", "red")
SHOWN_FIELDS: Final = ("from", "to", "cc", "date", "subject")
AUTHOR_CELLS: Final = 20
WORDS_CELLS: Final = 60
TREES: Final = {True: ("├─ ", "└─ ", "│  ", "   "), False: ("|- ", "`- ", "|  ", "   ")}


def thread_lines(archive: Archive, *, unicode: bool) -> Iterator[Styled]:
    """Draw all threads: date, author, tree and subject, id."""
    table = archive.threads
    threads = sum(table.parent[node] < 0 for node in table.order)
    yield [(f"{counted(table.stored, 'message')} in {counted(threads, 'thread')}", STRONG)]
    yield []
    for node, tree in drawn_trees(table, unicode=unicode):
        envelope = archive.envelope(node)
        yield [
            (f"{short_date(envelope.date):<16}  ", FAINT),
            (padded(author_of(envelope), AUTHOR_CELLS) + "  ", PERSON),
            (tree, FAINT),
            (envelope.subject or "(no subject)" if not envelope.ghost else "(not in this archive)", ""),
            ("  (rebuilt from quotes)" if envelope.rebuilt else "", MARK),
            (f"  <{envelope.key}>", FAINT),
        ]


def drawn_trees(table: ThreadTable, *, unicode: bool) -> Iterator[tuple[int, str]]:
    """Give the nodes in order, each with the branches before it."""
    branch, last_branch, through, blank = TREES[unicode]
    deepest = 40
    last = last_children(table)
    open_levels: list[bool] = []
    for node in table.order:
        depth = table.depth[node]
        del open_levels[max(0, depth - 1) :]
        shown = "".join(through if goes_on else blank for goes_on in open_levels[-deepest:])
        if depth:
            shown += last_branch if node in last else branch
            open_levels.append(node not in last)
        yield node, shown


def last_children(table: ThreadTable) -> set[int]:
    """Give the nodes that no sibling follows."""
    last: dict[int, int] = {}
    for node in table.order:
        last[table.parent[node]] = node
    return set(last.values())


def message_lines(message: Message) -> Iterator[Styled]:
    """Give a message: the fields that matter, its text, its attachments and defects."""
    for name, value in message.headers:
        if name.lower() in SHOWN_FIELDS:
            yield [(f"{name}: ", FAINT), (value, STRONG if name.lower() == "subject" else "")]
    if message.envelope.rebuilt:
        yield [("This message is not in the archive; it was put together from quotes.", MARK)]
    yield []
    styles = [""] * max(1, len(message.lines))
    for block in message.blocks:
        for line in range(block.lines.first, min(block.lines.end, len(styles))):
            styles[line] = block_style(block.kind, block.depth)
    for number, text in enumerate(message.text.split("\n")):
        if number in message.gaps:
            yield [("[…]", MARK)]
        yield [(text, styles[number])]
    if message.attachments or message.defects:
        yield []
    for part in message.attachments:
        yield [(f"Attachment: {part.name or 'without a name'}, {part.type}, {part.size:,} bytes", MARK)]
    for defect in message.defects:
        yield [(defect.sentence, MARK)]


def block_style(kind: BlockKind, depth: int) -> str:
    """Give the style of a block's lines."""
    if kind is BlockKind.QUOTE:
        return DEPTHS[(max(1, depth) - 1) % len(DEPTHS)]
    return "" if kind is BlockKind.TEXT else FAINT


def quotes_lines(archive: Archive, keys: Iterable[MessageKey]) -> Iterator[Styled]:
    """Give each message that quotes, and for each of its quotes where the words were written."""
    quotes = False
    for key in keys:
        links = archive.links(key)
        if links:
            message = archive.message(key)
            yield from ([[]] if quotes else [])
            yield from heading(message.envelope)
            for link in links:
                yield from link_lines(link, message, archive)
            quotes = True
    if not quotes:
        yield [("There is no quote in it.", "")]


def heading(envelope: Envelope) -> Iterator[Styled]:
    """Say which message it is."""
    yield [(envelope.subject or "(no subject)", STRONG)]
    yield [(author_of(envelope), PERSON), (f"  {short_date(envelope.date)}  <{envelope.key}>", FAINT)]


def link_lines(link: Link, message: Message, archive: Archive) -> Iterator[Styled]:
    """Say which lines, where from and how surely, and how the words begin."""
    lines = lines_of(message.text, link.span.start, link.span.end)
    yield [("  " + lines + ": ", FAINT), *source_pieces(link, archive)]
    yield [("    " + beginning(message.text, link.span.start, link.span.end), DEPTHS[0])]


def source_pieces(link: Link, archive: Archive) -> Styled:
    """Say where a quote was written."""
    match link.resolution:
        case Found(passage, match, sure) | Rebuilt(passage, match, sure):
            rebuilt = " (rebuilt)" if isinstance(link.resolution, Rebuilt) else ""
            place = f"{counted_lines(passage.lines.first, passage.lines.end)} of "
            how = f"{match.value}, {sure:.0%}"
            return [
                (place, ""),
                (writer(passage.message, archive), PERSON),
                (rebuilt, MARK),
                (f", {how}", FAINT),
            ]
        case Ambiguous(rivals):
            writers = " or ".join(writer(rival.passage.message, archive) for rival in rivals)
            return [(writers, PERSON), (", equally likely", MARK)]
        case Missing(message_id):
            known = f" <{message_id}>" if message_id else ""
            return [(f"not in this archive{known}", MARK)]


def writer(key: MessageKey, archive: Archive) -> str:
    """Say who wrote a message, and which."""
    node = archive.node(key)
    return f"{author_of(archive.envelope(node))} <{key}>" if node is not None else f"<{key}>"


def quoted_by_lines(archive: Archive, key: MessageKey, lines: LineRange | None) -> Iterator[Styled]:
    """Give every stretch that quotes a message, in the order of its own text."""
    quoters = archive.quoted_by(key, lines)
    if not quoters:
        yield [("Nobody in this archive quotes it.", "")]
    text = archive.message(key).text
    told = ""
    for quoter in sorted(quoters, key=lambda each: (each.source.start, each.source.end)):
        place = lines_of(text, quoter.source.start, quoter.source.end)
        words = beginning(text, quoter.source.start, quoter.source.end)
        if told != place + words:
            yield [(f"{place}: ", FAINT), (words, "")]
            told = place + words
        yield quoter_line(quoter, archive)


def quoter_line(quoter: QuotedBy, archive: Archive) -> Styled:
    """Say who quotes some words, and where."""
    via = f", by way of {writer(quoter.via, archive)}" if quoter.via is not None else ""
    place = f"  {counted_lines(quoter.lines.first, quoter.lines.end)} of "
    how = f", {quoter.match.value}, {quoter.confidence:.0%}{via}"
    return [(place, ""), (writer(quoter.message, archive), PERSON), (how, FAINT)]


# Words and numbers


def author_of(envelope: Envelope) -> str:
    """Give a name, or the address where there is none."""
    if envelope.sender is None:
        return "unknown"
    return envelope.sender.name or envelope.sender.address or "unknown"


def short_date(day: date | None) -> str:
    """Give a day, and the minute where it is known."""
    if day is None:
        return "no date"
    return day.strftime("%Y-%m-%d %H:%M") if isinstance(day, datetime) else day.isoformat()


def counted(number: int, noun: str) -> str:
    """Give a number with its noun.

    >>> counted(1, "thread"), counted(2_000, "message")
    ('1 thread', '2,000 messages')
    """
    return f"{number:,} {noun}" + ("s" if number != 1 else "")


def counted_lines(first: int, end: int) -> str:
    """Say which lines, counted from 1 as on the screen.

    >>> counted_lines(0, 1), counted_lines(2, 5)
    ('line 1', 'lines 3–5')
    """
    return f"line {first + 1}" if end <= first + 1 else f"lines {first + 1}–{end}"


def lines_of(text: str, start: int, end: int) -> str:
    """Say which lines some characters are in."""
    first = text.count("\n", 0, start)
    return counted_lines(first, first + text.count("\n", start, end) + 1)


def beginning(text: str, start: int, end: int) -> str:
    r"""Give how a stretch begins, on one line, without the quote marks of the lines in it.

    >>> beginning("> The gate was\n> closed.", 2, 24)
    'The gate was closed.'
    """
    first, *more = text[start : min(end, start + 4 * WORDS_CELLS)].split("\n")
    words = [first, *(split_line(line).text for line in more)]
    return cut(" ".join(" ".join(words).split()), WORDS_CELLS)


def cut(text: str, cells: int) -> str:
    """Shorten a text to so many cells.

    >>> cut("abcdef", 4), cut("日本語", 5), cut("abc", 3)
    ('abc…', '日本…', 'abc')
    """
    used = 0
    fits = 0
    for place, character in enumerate(text):
        used += cells_of(character)
        if used < cells:
            fits = place + 1
        elif used > cells:
            return text[:fits] + "…"
    return text


def padded(text: str, cells: int) -> str:
    """Make a text exactly so many cells wide."""
    text = cut(text, cells)
    return text + " " * (cells - sum(map(cells_of, text)))


def cells_of(character: str) -> int:
    """Give how many cells a character takes: near enough for columns that nothing stands under."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
