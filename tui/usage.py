"""What `wrote --help` and `wrote --keymap` print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.keys import GROUPS, KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

USAGE: Final = """\
wrote reads mail archives: it threads them, folds what is quoted, and takes you
from any quote to the place where those words were first written, and back.

  wrote PATH…                       read in the terminal: files, folders, a mix
  wrote https://…                   download what lies there, and read it
  … | wrote                         read what comes in on standard input (or: -)
  wrote --demo                      look around in the built-in sample

  wrote threads   PATH…             print who answers whom
  wrote show      PATH… --id ID     print one message
  wrote quotes    PATH… [--id ID]   print each quote and where it was written
  wrote quoted-by PATH… --id ID     print who quotes a message

      --json           one JSON object a line, for programs
      --id ID          the message with this id, as “wrote threads” prints it
      --lines A:B      quoted-by: only these lines, from 0, without the last
      --with-text      quotes: with the text of each message
      --theme NAME     the reader's colours
      --no-cache       keep nothing of what is found for the next time
      --keymap         print the reader's keys as the configuration takes them
      --version, --help

A PATH is an mbox, a month of pipermail, a single mail, a saved page or a folder
of such, plain or compressed; wrote looks at what is in it, not at its name.
It never changes it. A folder that is called like a command is ./threads. Only a
PATH that is typed as http://… or https://… is downloaded, nothing else ever.

Keys in the reader (all of them: ?)
"""

SHOWN: Final = (
    ("j k", "a line down, up"),
    ("space -", "a page down, up"),
    ("J K", "next, previous message"),
    ("] [", "next, previous thread"),
    ("} {", "next, previous quote"),
    ("enter", "open; on a quote: go to its source"),
    ("< >", "back and forward, after a jump"),
    ("p", "peek at the source, in place"),
    ("r", "next reply that quotes this"),
    ("t T", "fold this quote; all of them"),
    ("/ n N", "find; next, previous hit"),
    ("tab", "to the other pane"),
    ("esc", "close what is open"),
    ("q", "quit"),
)
"""The keys to begin with; a test compares them with the table of keys."""


def help_text() -> str:
    """Give what `--help` prints: how to call it, and the keys to begin with in two columns."""
    half = (len(SHOWN) + 1) // 2
    rows = []
    for number, (keys, meaning) in enumerate(SHOWN[:half]):
        row = f"  {keys:<8}{meaning:<35}"
        if number + half < len(SHOWN):
            other_keys, other_meaning = SHOWN[number + half]
            row += f"{other_keys:<7}{other_meaning}"
        rows.append(row.rstrip())
    return USAGE + "\n".join(rows) + "\n"


def keymap_text() -> str:
    """Give every key in the form that the configuration file takes."""
    return "\n".join(keymap_lines()) + "\n"


def keymap_lines() -> Iterator[str]:
    """Give the lines: a table, its groups as comments."""
    yield "# Keys of wrote. What is changed here goes under [keys] in wrote/config.toml."
    yield "[keys]"
    for group in GROUPS:
        yield ""
        yield f"# {group}"
        for key in KEYS:
            if key.group == group:
                pressed = ", ".join(f'"{each}"' for each in key.keys)
                yield f'"{key.id}" = [{pressed}]  # {key.sentence}'
