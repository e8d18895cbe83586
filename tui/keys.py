"""Every key of the reader, once: footer, help screen, README's table and `wrote --keymap` are made from it.

A key is written as it is typed (`<`, `G`) or by its name (`ctrl+d`, `pagedown`); two keys one after the other
have a space between them (`g g`). Each sequence has a twin of one key. `a c d e x A D E F`, which change or
send mail in other readers, stay unbound. Nothing of the screen is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Where(StrEnum):
    """Which pane a key belongs to."""

    ANY = "any"
    LIST = "list"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does."""

    id: str
    """What users rebind it by; the reader's method has the same name, with underscores."""
    keys: tuple[str, ...]
    """The first one is the one that is shown."""
    group: str
    sentence: str
    label: str = ""
    """The word in the line of hints at the bottom; keys without one are not shown there."""
    where: Where = Where.ANY


ANY, LIST, MESSAGE = Where.ANY, Where.LIST, Where.MESSAGE
MOVE: Final = "Move"
PANES: Final = "Panes and messages"
QUOTES: Final = "Quotes and their sources"
FOLDS: Final = "Fold"
FIND: Final = "Find and show"
PROGRAM: Final = "The program"

KEYS: Final[tuple[Key, ...]] = (
    # In the order in which the line of hints shows them; it shows as many as fit.
    Key("message.open", ("enter",), PANES, "Open the message", "Open", LIST),
    Key(
        "quote.source",
        ("enter", "g d", "ctrl+]"),
        QUOTES,
        "Go to where the quote was written",
        "Source",
        MESSAGE,
    ),
    Key(
        "reply.next",
        ("r",),
        QUOTES,
        "Go to the next reply that quotes this",
        "Replies",
        MESSAGE,
    ),
    Key("quote.next", ("}",), QUOTES, "Next quote", "Quote", MESSAGE),
    Key("quote.previous", ("{",), QUOTES, "Previous quote", where=MESSAGE),
    Key("quote.peek", ("p",), QUOTES, "Peek at the source, in place", "Peek", MESSAGE),
    Key("fold.toggle", ("t", "z a"), FOLDS, "Fold or unfold this quote", "Fold", MESSAGE),
    Key("fold.toggle-all", ("T",), FOLDS, "Fold or unfold all quotes", "All", MESSAGE),
    Key("thread.next", ("]",), PANES, "Next thread", "Thread"),
    Key("thread.previous", ("[",), PANES, "Previous thread"),
    Key("thread.fold", ("left", "z c"), FOLDS, "Fold the thread", "Fold", LIST),
    Key("thread.unfold", ("right", "z o"), FOLDS, "Unfold the thread", where=LIST),
    Key("list.sort", ("o",), FIND, "Sort the threads another way", "Sort"),
    Key("find.open", ("/",), FIND, "Find in the message, or in the list", "Find"),
    Key("find.next", ("n",), FIND, "Next hit"),
    Key("find.previous", ("N",), FIND, "Previous hit"),
    Key(
        "jump.back",
        ("<", "ctrl+o", "alt+left", "backspace"),
        QUOTES,
        "Back to where the last jump began",
        "Back",
    ),
    Key("jump.forward", (">", "alt+right"), QUOTES, "Forward again"),
    Key("help", ("?",), PROGRAM, "This help", "Help"),
    Key("quit", ("q",), PROGRAM, "Close what is open, or quit", "Quit"),
    Key("quit.now", ("Q",), PROGRAM, "Quit at once"),
    Key("palette", ("ctrl+p", ":"), PROGRAM, "All commands and colours, by name"),
    Key("close", ("escape",), PROGRAM, "Close what is open; then back to the list"),
    # Move
    Key("move.down", ("j", "down"), MOVE, "Down a line"),
    Key("move.up", ("k", "up"), MOVE, "Up a line"),
    Key(
        "move.page-down",
        ("space", "pagedown", "ctrl+f"),
        MOVE,
        "Down a page, at the end on to the next message",
    ),
    Key("move.page-up", ("-", "b", "pageup", "ctrl+b"), MOVE, "Up a page"),
    Key("move.half-down", ("ctrl+d",), MOVE, "Down half a page"),
    Key("move.half-up", ("ctrl+u",), MOVE, "Up half a page"),
    Key("move.left", ("left",), MOVE, "To the left, where lines run out", where=MESSAGE),
    Key("move.right", ("right",), MOVE, "To the right, where lines run out", where=MESSAGE),
    Key("move.top", ("home", "g g"), MOVE, "To the top"),
    Key("move.bottom", ("G", "end"), MOVE, "To the end"),
    # Panes and messages
    Key("pane.next", ("tab",), PANES, "To the next pane"),
    Key("pane.previous", ("shift+tab",), PANES, "To the pane before"),
    Key("message.next", ("J",), PANES, "Next message"),
    Key("message.previous", ("K",), PANES, "Previous message"),
    Key("message.parent", ("P",), PANES, "To the message that this one answers"),
    Key("message.reply", ("C",), PANES, "To the first answer to this message"),
    Key("view.layout", ("=",), PANES, "Panes side by side, stacked, or one alone"),
    # Quotes and their sources
    Key("reply.list", ("R",), QUOTES, "List the replies that quote this", where=MESSAGE),
    Key("quoted.next", (".",), QUOTES, "Next passage that others quote", where=MESSAGE),
    Key("quoted.previous", (",",), QUOTES, "Previous passage that others quote", where=MESSAGE),
    Key("quote.why", ("i",), QUOTES, "Why this source, and how surely", where=MESSAGE),
    Key("view.hints", ("f",), QUOTES, "Letters to type at each quote, fold and link", where=MESSAGE),
    # Fold
    Key("fold.open", ("z o",), FOLDS, "Unfold this quote", where=MESSAGE),
    Key("fold.close", ("z c",), FOLDS, "Fold this quote", where=MESSAGE),
    Key("fold.all", ("z M",), FOLDS, "Fold all quotes", where=MESSAGE),
    Key("fold.none", ("z R",), FOLDS, "Unfold all quotes", where=MESSAGE),
    Key("fold.more", ("(",), FOLDS, "Fold one level more", where=MESSAGE),
    Key("fold.less", (")",), FOLDS, "Fold one level less", where=MESSAGE),
    Key(
        "fold.level",
        tuple(f"z {level}" for level in range(10)),
        FOLDS,
        "Show quotes up to this level",
        where=MESSAGE,
    ),
    Key("view.new", ("S",), FOLDS, "Show only what is new, each quote as one line", where=MESSAGE),
    Key("thread.toggle", ("t", "z a"), FOLDS, "Fold or unfold the thread", where=LIST),
    Key("thread.toggle-all", ("T",), FOLDS, "Fold or unfold all threads", where=LIST),
    Key("thread.fold-all", ("z M",), FOLDS, "Fold all threads", where=LIST),
    Key("thread.unfold-all", ("z R",), FOLDS, "Unfold all threads", where=LIST),
    # Find and show
    Key("view.headers", ("h", "H"), FIND, "All header fields, or the few"),
    Key("view.raw", ("V",), FIND, "The message as it lies in the archive"),
    Key("view.other", ("M",), FIND, "The other form that it was sent in: HTML, or plain text"),
    Key("view.wrap", ("w",), FIND, "Wrap long lines, or let them run out"),
    Key("link.list", ("u",), FIND, "List the links: copy one, or open it after asking", where=MESSAGE),
    Key(
        "attachment.list",
        ("v",),
        FIND,
        "List the attachments: look at one, save it, or open it after asking",
        where=MESSAGE,
    ),
    Key("save", ("s",), FIND, "Save the attachment, or the message, as a new file", where=MESSAGE),
    Key("copy", ("y",), FIND, "Copy the selection, the block or the message"),
)
GROUPS: Final = (MOVE, PANES, QUOTES, FOLDS, FIND, PROGRAM)
BY_ID: Final = {key.id: key for key in KEYS}
ONE_KEY_TWIN: Final = {
    # What a sequence does is also done by one key, the first of the same entry or of another one.
    "fold.open": "fold.toggle",
    "fold.close": "fold.toggle",
    "fold.all": "fold.toggle-all",
    "fold.none": "fold.toggle-all",
    "fold.level": "fold.more",
    "thread.fold-all": "thread.toggle-all",
    "thread.unfold-all": "thread.toggle-all",
}
CAPS: Final = {
    "enter": "↵",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}
"""How a key's name is written on the screen."""
