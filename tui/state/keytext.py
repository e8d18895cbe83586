"""The table of keys as text: for the line of hints, the help screen, README, and `wrote --keymap`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys import CAPS, GROUPS, KEYS, Key, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IN_LIST = " (in the list)"


def cap(pressed: str) -> str:
    """Write a key as the screen shows it.

    >>> cap("ctrl+o"), cap("g d"), cap("alt+left"), cap("enter")
    ('^O', 'gd', 'Alt ←', '↵')
    """
    if " " in pressed:
        return "".join(cap(part) for part in pressed.split(" "))
    modifier, plus, key = pressed.rpartition("+")
    if plus and key:
        return f"^{key.upper()}" if modifier == "ctrl" else f"{modifier.capitalize()} {CAPS.get(key, key)}"
    return CAPS.get(pressed, pressed)


def caps(key: Key) -> str:
    """Write all keys of an entry; a run of digits as a range.

    >>> from tui.keys import BY_ID
    >>> caps(BY_ID["fold.level"]), caps(BY_ID["move.top"])
    ('z0 – z9', 'Home gg')
    """
    if len(key.keys) > 5:
        return f"{cap(key.keys[0])} – {cap(key.keys[-1])}"
    return " ".join(cap(pressed) for pressed in key.keys)


def sentence(key: Key) -> str:
    """Say what a key does, and where, if only in the list."""
    return key.sentence + IN_LIST if key.where is Where.LIST else key.sentence


def by_group(keys: Iterable[Key] = KEYS) -> Iterator[tuple[str, list[Key]]]:
    """Go through the table a group at a time."""
    table = tuple(keys)
    for group in GROUPS:
        yield group, [key for key in table if key.group == group and key.keys]


def hints(active: Where, keys: Iterable[Key] = KEYS) -> list[tuple[Key, str, str]]:
    """Give entry, key and word for the line of hints of a pane."""
    return [
        (key, cap(key.keys[0]), key.label)
        for key in keys
        if key.label and key.keys and key.where in (active, Where.ANY)
    ]


def readme_table() -> str:
    """Make README's table of keys, in Markdown."""
    lines = ["| | key | what it does |", "|---|---|---|"]
    for group, keys in by_group():
        for index, key in enumerate(keys):
            shown = " ".join(f"`{escaped(cap(pressed))}`" for pressed in shown_keys(key))
            lines.append(f"| {group if index == 0 else ''} | {shown} | {sentence(key)} |")
    return "\n".join(lines)


def shown_keys(key: Key) -> tuple[str, ...]:
    """Give the keys of an entry, a long run by its ends."""
    return key.keys if len(key.keys) <= 5 else (key.keys[0], key.keys[-1])


def escaped(text: str) -> str:
    """Keep a key's sign from ending a cell of a Markdown table."""
    return text.replace("|", "\\|")


def keymap_text() -> str:
    """Print the table as lines that a config file takes, each with what it does."""
    lines = ["# The keys of wrote. Put the lines that you change in config.toml under [keys]."]
    for group, keys in by_group():
        lines += ["", f"# {group}"]
        for key in keys:
            pressed = ", ".join(f'"{each}"' for each in key.keys)
            lines.append(f'"{key.id}" = [{pressed}]  # {sentence(key)}')
    return "\n".join(lines) + "\n"
