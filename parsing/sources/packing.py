"""What a study has found, as bytes on their way to another process or into a file, and back.

Links travel as their columns, the few other things as JSON. Nothing is pickled: mail is in it. What comes
back is checked before any of it is used: a file may be damaged or forged.
"""

from __future__ import annotations

import json
import struct
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from parsing.messages.clean import clean, clean_line
from parsing.model import Mailbox, MessageKey
from parsing.sources.rebuild import RebuiltMessage
from parsing.sources.table import LinkTable
from parsing.sources.table_check import check_table

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

    from parsing.sources.engine import Engine

SIZES: Final = struct.Struct("<QQQQ")
WRONG: Final = "this is no packed study"
NOTES_AT_ONCE: Final = 16
"""Rebuilt messages between two steps."""


def pack_study(engine: Engine) -> bytes:
    """Give all that an engine knows after its study."""
    notes: dict[str, Any] = {
        "ghosts": engine.ghosts,
        "renamed": engine.renamed,
        "adopted": list(engine.adopted.items()),
    }
    parts = [column.tobytes() for column in columns(engine.table)]
    lines = [json.dumps(notes), *(json.dumps(rebuilt_note(each)) for each in engine.rebuilt.values())]
    parts.append("\n".join(lines).encode())
    return SIZES.pack(*map(len, parts)) + b"".join(parts)


def unpack_study(data: bytes, engine: Engine) -> Iterator[None]:
    """Make an engine know what another one has found, in short steps; nothing is taken before all is checked.

    Raises ValueError for anything else, and then the engine is as it was.
    """
    try:
        yield from unpack(data, engine)
    except (struct.error, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(WRONG) from error


def unpack(data: bytes, engine: Engine) -> Iterator[None]:
    """Unpack and check; what is no study may raise nearly anything."""
    sizes = SIZES.unpack_from(data)
    place = SIZES.size
    if len(data) != place + sum(sizes):
        raise ValueError(WRONG)
    table = LinkTable()
    for column, size in zip(columns(table), sizes, strict=False):
        column.frombytes(data[place : place + size])
        place += size
        yield
    first, *lines = data[place:].split(b"\n")
    notes = json.loads(first)
    rows = len(engine.corpus)
    rebuilt: dict[MessageKey, RebuiltMessage] = {}
    for number, line in enumerate(lines):
        message = rebuilt_from(json.loads(line), rows)
        rebuilt[message.key] = message
        if not number % NOTES_AT_ONCE:
            yield
    ghosts = list(map(key_from, notes["ghosts"]))
    renamed = {key_from(key): key_from(name) for key, name in notes["renamed"].items()}
    adopted = {row_from(row, rows): known(parent, rows) for row, parent in notes["adopted"]}
    if len(rebuilt) != len(lines):
        raise ValueError(WRONG)
    yield from check_table(table, rows=rows, rebuilt=len(rebuilt), ghosts=len(ghosts))
    with engine.lock:
        engine.ghosts = ghosts
        engine.ghost_numbers = {key: number for number, key in enumerate(ghosts)}
        engine.set_rebuilt(rebuilt, renamed)
        engine.finish_study(table, adopted)


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


def rebuilt_from(note: dict[str, Any], rows: int) -> RebuiltMessage:
    """Give the rebuilt message that a JSON object stands for, in an archive of so many rows."""
    text = clean(note["text"])
    lines = text.count("\n") + 1
    witnesses = tuple(tuple(map(key_from, line)) for line in note["witnesses"])
    if len(witnesses) != lines:
        raise ValueError(WRONG)
    return RebuiltMessage(
        key=key_from(note["key"]),
        subject=clean_line(note["subject"]),
        author=None if note["author"] is None else Mailbox(*map(clean_line, note["author"])),
        date=None if note["date"] is None else date_from(note["date"]),
        text=text,
        parent=None if note["parent"] is None else known(note["parent"], rows),
        replies=tuple(row_from(row, rows) for row in note["replies"]),
        gaps=tuple(row_from(line, lines) for line in note["gaps"]),
        witnesses=witnesses,
    )


def date_from(text: str) -> date:
    """Read a date that was written by `isoformat`.

    >>> date_from("2007-11-30"), date_from("2007-11-30T19:44:13+00:00").isoformat()
    (datetime.date(2007, 11, 30), '2007-11-30T19:44:13+00:00')
    """
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def known(parent: int | str, rows: int) -> int | MessageKey:
    """Give a row, or the key of a message that is not stored."""
    return row_from(parent, rows) if isinstance(parent, int) else key_from(parent)


def row_from(value: int, rows: int) -> int:
    """Give a number if it is one of so many; raises ValueError."""
    if type(value) is not int or not 0 <= value < rows:
        raise ValueError(WRONG)
    return value


def key_from(value: str) -> MessageKey:
    """Give a key; raises AttributeError if it is no text."""
    return MessageKey(clean_line(value))
