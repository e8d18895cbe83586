"""What a study has found, as bytes on their way from one process to the other, and back.

Links travel as their columns, the few other things as JSON. Nothing is pickled: mail is in it.
"""

from __future__ import annotations

import json
import struct
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from parsing.model import Mailbox, MessageKey
from parsing.sources.rebuild import RebuiltMessage

if TYPE_CHECKING:
    from array import array

    from parsing.sources.engine import Engine
    from parsing.sources.table import LinkTable

SIZES: Final = struct.Struct("<QQQQ")


def pack_study(engine: Engine) -> bytes:
    """Give all that an engine knows after its study."""
    notes = {
        "ghosts": engine.ghosts,
        "renamed": engine.renamed,
        "adopted": list(engine.adopted.items()),
        "rebuilt": [rebuilt_note(message) for message in engine.rebuilt.values()],
    }
    parts = [column.tobytes() for column in columns(engine.table)]
    parts.append(json.dumps(notes).encode())
    return SIZES.pack(*map(len, parts)) + b"".join(parts)


def unpack_study(data: bytes, engine: Engine) -> None:
    """Make an engine know what another one has found; raises ValueError for anything else."""
    sizes = SIZES.unpack_from(data)
    place = SIZES.size
    if len(data) != place + sum(sizes):
        raise ValueError("this is no packed study")
    table: LinkTable = type(engine.table)()
    for column, size in zip(columns(table), sizes, strict=False):
        column.frombytes(data[place : place + size])
        place += size
    notes = json.loads(data[place:])
    with engine.lock:
        engine.ghosts = [MessageKey(key) for key in notes["ghosts"]]
        engine.ghost_numbers = {key: number for number, key in enumerate(engine.ghosts)}
        rebuilt = [rebuilt_from(note) for note in notes["rebuilt"]]
        renamed = {MessageKey(key): MessageKey(name) for key, name in notes["renamed"].items()}
        engine.set_rebuilt({message.key: message for message in rebuilt}, renamed)
        engine.finish_study(table, {row: known(parent) for row, parent in notes["adopted"]})


def columns(table: LinkTable) -> tuple[array[int], array[int], array[int]]:
    """Give the columns of a table of links."""
    return table.numbers, table.first, table.count


def rebuilt_note(message: RebuiltMessage) -> dict[str, Any]:
    """Give a rebuilt message as a JSON object."""
    return {
        "key": message.key,
        "subject": message.subject,
        "author": None if message.author is None else [message.author.name, message.author.address],
        "date": None if message.date is None else message.date.isoformat(),
        "text": message.text,
        "parent": message.parent,
        "replies": message.replies,
        "gaps": message.gaps,
        "witnesses": message.witnesses,
    }


def rebuilt_from(note: dict[str, Any]) -> RebuiltMessage:
    """Give the rebuilt message that a JSON object stands for."""
    return RebuiltMessage(
        key=MessageKey(note["key"]),
        subject=note["subject"],
        author=None if note["author"] is None else Mailbox(*note["author"]),
        date=None if note["date"] is None else date_from(note["date"]),
        text=note["text"],
        parent=None if note["parent"] is None else known(note["parent"]),
        replies=tuple(note["replies"]),
        gaps=tuple(note["gaps"]),
        witnesses=tuple(tuple(map(MessageKey, line)) for line in note["witnesses"]),
    )


def date_from(text: str) -> date:
    """Read a date that was written by `isoformat`.

    >>> date_from("2007-11-30"), date_from("2007-11-30T19:44:13+00:00").isoformat()
    (datetime.date(2007, 11, 30), '2007-11-30T19:44:13+00:00')
    """
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def known(parent: int | str) -> int | MessageKey:
    """Give a row, or the key of a message that is not stored."""
    return parent if isinstance(parent, int) else MessageKey(parent)
