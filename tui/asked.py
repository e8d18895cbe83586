"""The commands that print from an archive: which objects or lines, of which messages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parsing.model import MessageKey
from tui import plain, printing
from tui.config import draws_unicode
from tui.output import print_all, print_styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.archive import Archive
    from tui.arguments import Arguments
    from tui.plain import Styled
    from tui.printing import Json


def print_from(archive: Archive, arguments: Arguments) -> None:
    """Print what a command asks of an archive; raises UnknownMessageError before anything is printed."""
    key = MessageKey(arguments.id) if arguments.id is not None else None
    if needs_study(archive, arguments.command, key):
        for _ in archive.study():
            pass
    if key is not None:
        archive.message(key)
    if arguments.json:
        print_all(map(printing.json_line, objects(archive, arguments, key)))
    else:
        print_styled(styled_lines(archive, arguments, key))


def needs_study(archive: Archive, command: str, key: MessageKey | None) -> bool:
    """Tell whether the quotes of the whole archive matter: for all but a stored message as it is."""
    node = archive.node(key) if key is not None else None
    return command != "show" or node is None or node >= archive.threads.stored


def objects(archive: Archive, arguments: Arguments, key: MessageKey | None) -> Iterator[Json]:
    """Give the objects of a command."""
    if arguments.command == "threads":
        yield from printing.thread_objects(archive)
    elif arguments.command == "quotes":
        for each in quoting(archive, key):
            yield printing.quotes_object(archive, each, with_text=arguments.with_text)
    elif key is not None and arguments.command == "show":
        yield printing.message_object(archive.message(key))
    elif key is not None:
        yield from printing.quoted_by_objects(archive, key, arguments.lines)


def styled_lines(archive: Archive, arguments: Arguments, key: MessageKey | None) -> Iterator[Styled]:
    """Give the lines of a command, for people."""
    if arguments.command == "threads":
        yield from plain.thread_lines(archive, unicode=draws_unicode(os.environ))
    elif arguments.command == "quotes":
        yield from plain.quotes_lines(archive, quoting(archive, key))
    elif key is not None and arguments.command == "show":
        yield from plain.message_lines(archive.message(key))
    elif key is not None:
        yield from plain.quoted_by_lines(archive, key, arguments.lines)


def quoting(archive: Archive, key: MessageKey | None) -> Iterator[MessageKey]:
    """Give the messages that `quotes` is about: one, or every stored one as they lie."""
    if key is not None:
        yield key
    else:
        yield from map(archive.key, range(archive.threads.stored))
