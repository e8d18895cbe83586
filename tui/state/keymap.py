"""What a key means: the table with the user's own keys put in, and sequences of two keys."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui.keys import BY_ID, KEYS, Key, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SPELLINGS: Final = {
    "ctrl+right_square_bracket": "ctrl+]",
    "ctrl+left_square_bracket": "escape",
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "shift+space": "space",
}
"""Names that Textual or a terminal gives to keys that the table writes otherwise."""


def typed(name: str, character: str | None) -> str:
    """Name a key as the table does: by its character where it prints one.

    >>> typed("right_curly_bracket", "}"), typed("space", " "), typed("ctrl+o", None)
    ('}', 'space', 'ctrl+o')
    """
    if character and character.isprintable() and character != " ":
        return character
    return SPELLINGS.get(name, name)


class Keymap:
    """Which key does what, in which pane."""

    def __init__(self, keys: Iterable[Key] = KEYS) -> None:
        self.keys = tuple(keys)
        self._meanings: dict[tuple[Where, str], Key] = {}
        self._prefixes: set[tuple[Where, str]] = set()
        for key in self.keys:
            for pressed in key.keys:
                self._meanings.setdefault((key.where, pressed), key)
                first, several, _ = pressed.partition(" ")
                if several:
                    self._prefixes.add((key.where, first))

    def meaning(self, active: Where, pressed: str) -> Key | None:
        """Say what a key does in a pane: the pane's own keys first, then those of any pane, then the other's.

        The last are keys of the message pressed in the list: they mean the message that is shown beside it.
        """
        for where in (active, Where.ANY, Where.MESSAGE):
            if key := self._meanings.get((where, pressed)):
                return key
        return None

    def is_prefix(self, active: Where, pressed: str) -> bool:
        """Say whether a key begins a sequence."""
        return any((where, pressed) in self._prefixes for where in (active, Where.ANY, Where.MESSAGE))


@dataclass(frozen=True, slots=True)
class Command:
    """A key that was pressed, and which of the table's spellings it was."""

    key: Key
    pressed: str


class Dispatcher:
    """Turns keys into commands; remembers the first key of a sequence."""

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self.pending = ""
        """The first key of a sequence that is not complete."""

    def feed(self, active: Where, pressed: str) -> Command | None:
        """Take a key; None while a sequence is not complete, and for keys that mean nothing.

        A sequence that is none is dropped with both its keys; escape drops it too.
        """
        if self.pending:
            pressed, self.pending = f"{self.pending} {pressed}", ""
        elif self._keymap.is_prefix(active, pressed):
            self.pending = pressed
            return None
        key = self._keymap.meaning(active, pressed)
        return Command(key, pressed) if key else None


def rebound(own: Mapping[str, Sequence[str]]) -> tuple[tuple[Key, ...], list[str]]:
    """Put a user's keys, by id, in the table; also returns what is wrong with them, as sentences.

    >>> keys, wrong = rebound({"quote.sauce": ["x"]})
    >>> wrong
    ['No key is called “quote.sauce”; did you mean “quote.source”?']
    """
    wrong = [unknown_id(name) for name in own if name not in BY_ID]
    keys = tuple(
        Key(key.id, tuple(own[key.id]), key.group, key.sentence, key.label, key.where)
        if key.id in own
        else key
        for key in KEYS
    )
    taken: dict[tuple[Where, str], Key] = {}
    for key in keys:
        for pressed in key.keys:
            other = taken.setdefault((key.where, pressed), key)
            if other is not key:
                wrong.append(f"The key {pressed} is given to both “{other.id}” and “{key.id}”.")
    return keys, wrong


def unknown_id(name: str) -> str:
    """Say that an id is not in the table, and which one was probably meant."""
    near = difflib.get_close_matches(name, BY_ID, n=1)
    return f"No key is called “{name}”" + (f"; did you mean “{near[0]}”?" if near else ".")
