"""The objects that `--json` prints, field by field: the surface that other programs build on.

Numbers are 0-based, ranges half-open, dates ISO 8601; what is not known is null. Nothing is decided here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from parsing.model import Ambiguous, Found, Missing, Rebuilt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from parsing.archive import Archive
    from parsing.model import (
        Attribution,
        Block,
        LineRange,
        Link,
        Mailbox,
        Message,
        MessageKey,
        Passage,
        QuotedBy,
        Span,
    )

Json = dict[str, Any]


def json_line(value: Json) -> str:
    """Give an object as one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def thread_objects(archive: Archive) -> Iterator[Json]:
    """Give a row of `threads` for each node: stored messages as they lie, then ghosts."""
    table = archive.threads
    for node in range(len(table)):
        envelope = archive.envelope(node)
        parent = table.parent[node]
        way = table.parent_by[node]
        yield {
            "row": envelope.row,
            "id": envelope.key,
            "parent": archive.key(parent) if parent >= 0 else None,
            "parent_by": way.value if way is not None else None,
            "reply_to": envelope.reply_to,
            "depth": table.depth[node],
            "thread": archive.key(table.root[node]),
            "ghost": envelope.ghost or envelope.rebuilt,
            "rebuilt": envelope.rebuilt,
            "duplicate_of": envelope.duplicate_of,
            "subject": envelope.subject,
            "from": mailbox_text(envelope.sender),
            "date": date_text(envelope.date),
            "defects": [defect.value for defect in archive.defects(node)],
        }


def message_object(message: Message) -> Json:
    """Give what `show` prints."""
    shown: Json = {
        "id": message.envelope.key,
        "headers": [list(field) for field in message.headers],
        "text": message.text,
        "lines": message.text.count("\n") + 1 if message.text else 0,
        "blocks": [block_object(block) for block in message.blocks],
        "attachments": [
            {"name": part.name, "type": part.type, "size": part.size} for part in message.attachments
        ],
        "defects": [defect.value for defect in message.defects],
    }
    if message.envelope.rebuilt:
        shown["gaps"] = list(message.gaps)
        shown["witnesses"] = [[line, list(ids)] for line, ids in enumerate(message.witnesses)]
    return shown


def quotes_object(archive: Archive, key: MessageKey, *, with_text: bool) -> Json:
    """Give what `quotes` prints of one message."""
    message = archive.message(key)
    quotes: Json = {
        "id": key,
        "blocks": [block_object(block) for block in message.blocks],
        "links": [link_object(link) for link in archive.links(key)],
    }
    if with_text:
        quotes["text"] = message.text
    return quotes


def quoted_by_objects(archive: Archive, key: MessageKey, lines: LineRange | None) -> Iterator[Json]:
    """Give what `quoted-by` prints."""
    return (quoted_by_object(quoter) for quoter in archive.quoted_by(key, lines))


def quoted_by_object(quoter: QuotedBy) -> Json:
    """Give one stretch that quotes."""
    return {
        "id": quoter.message,
        "span": span_list(quoter.span),
        "lines": [quoter.lines.first, quoter.lines.end],
        "depth": quoter.depth,
        "via": quoter.via,
        "source": span_list(quoter.source),
        "match": quoter.match.value,
        "confidence": confidence(quoter.confidence),
    }


def block_object(block: Block) -> Json:
    """Give a block."""
    return {
        "kind": block.kind.value,
        "lines": [block.lines.first, block.lines.end],
        "depth": block.depth,
        "attribution": attribution_object(block.attribution),
    }


def attribution_object(attribution: Attribution | None) -> Json | None:
    """Give whom and what an announcement names."""
    if attribution is None:
        return None
    return {
        "author": mailbox_text(attribution.author),
        "date": date_text(attribution.date),
        "id": attribution.message_id,
    }


def link_object(link: Link) -> Json:
    """Give a link; what its state does not have is null."""
    shown: Json = {
        "span": span_list(link.span),
        "depth": link.depth,
        "state": "missing",
        "id": None,
        "source": None,
        "match": None,
        "confidence": None,
        "rivals": [],
    }
    match link.resolution:
        case Found(passage, match, sure) | Rebuilt(passage, match, sure):
            shown["state"] = "found" if isinstance(link.resolution, Found) else "rebuilt"
            shown |= {"id": passage.message, "source": source_span(passage)}
            shown |= {"match": match.value, "confidence": confidence(sure)}
        case Ambiguous(rivals):
            shown["state"] = "ambiguous"
            shown["rivals"] = [
                {
                    "id": rival.passage.message,
                    "source": source_span(rival.passage),
                    "confidence": confidence(rival.confidence),
                }
                for rival in rivals
            ]
        case Missing(message_id):
            shown["id"] = message_id
    return shown


def source_span(passage: Passage) -> list[int] | None:
    """Give the first to the last character of a passage."""
    if not passage.spans:
        return None
    return [passage.spans[0].start, passage.spans[-1].end]


def span_list(span: Span) -> list[int]:
    """Give a span as two numbers."""
    return [span.start, span.end]


def confidence(value: float) -> float:
    """Give a probability with as many digits as mean something."""
    return round(value, 4)


def mailbox_text(mailbox: Mailbox | None) -> str | None:
    """Give `Name <address>`."""
    return str(mailbox) if mailbox is not None else None


def date_text(day: date | None) -> str | None:
    """Give a date in ISO 8601, with its offset or as a bare day."""
    return day.isoformat() if day is not None else None
