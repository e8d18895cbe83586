"""One line of text being typed: the text, where the cursor stands, and what keys do to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 400
"""Characters that are kept; more is nothing that anybody looks for."""


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A text and the place in it where the next character goes; every key returns a new one."""

    text: str = ""
    at: int = 0

    def insert(self, text: str) -> LineEdit:
        """Put in printable text; what a paste holds besides is dropped."""
        typed = "".join(character for character in text if character.isprintable())
        typed = typed[: max(LONGEST - len(self.text), 0)]
        return LineEdit(self.text[: self.at] + typed + self.text[self.at :], self.at + len(typed))

    def take(self, key: str, character: str | None) -> LineEdit | None:
        """Put a key's character in, or do what it does; None for a key that does nothing here."""
        if character and character.isprintable() and len(character) == 1:
            return self.insert(character)
        return self.press(key)

    def press(self, key: str) -> LineEdit | None:
        """Do what an editing key does; None for a key that edits nothing.

        >>> LineEdit("two words", 9).press("ctrl+w")
        LineEdit(text='two ', at=4)
        """
        edit = EDITS.get(key)
        return edit(self.text[: self.at], self.text[self.at :]) if edit else None


def without_word(before: str, after: str) -> LineEdit:
    """Take the word before the cursor away."""
    kept = before.rstrip(" ")
    kept = kept[: kept.rfind(" ") + 1]
    return LineEdit(kept + after, len(kept))


def moved(before: str, after: str, step: int) -> LineEdit:
    """Move the cursor."""
    text = before + after
    return LineEdit(text, min(max(len(before) + step, 0), len(text)))


EDITS: Final[dict[str, Callable[[str, str], LineEdit]]] = {
    "backspace": lambda before, after: LineEdit(before[:-1] + after, max(len(before) - 1, 0)),
    "delete": lambda before, after: LineEdit(before + after[1:], len(before)),
    "left": lambda before, after: moved(before, after, -1),
    "right": lambda before, after: moved(before, after, 1),
    "home": lambda before, after: LineEdit(before + after, 0),
    "end": lambda before, after: LineEdit(before + after, len(before) + len(after)),
    "ctrl+u": lambda _, after: LineEdit(after, 0),
    "ctrl+k": lambda before, _: LineEdit(before, len(before)),
    "ctrl+w": without_word,
}
"""What editing keys do, to the text before and after the cursor."""
TWINS: Final = {
    "ctrl+h": "backspace",
    "ctrl+d": "delete",
    "ctrl+b": "left",
    "ctrl+f": "right",
    "ctrl+a": "home",
    "ctrl+e": "end",
}
EDITS.update({key: EDITS[same] for key, same in TWINS.items()})
