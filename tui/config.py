"""What a user has set: colours, signs, folding, keys; from the command, the environment and one file.

The file is `wrote/config.toml` in `$XDG_CONFIG_HOME` (or `~/.config`). What is wrong in it is said in
sentences and left out; it never keeps the reader from opening.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.keys import KEYS, Key
from tui.state.folds import FoldPolicy
from tui.state.keymap import rebound

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN: Final = ("theme", "signs", "fold", "keys")
SIGNS: Final = ("auto", "unicode", "ascii")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this run looks and which keys it knows."""

    theme: str | None = None
    """None: the one that fits."""
    only_ascii: bool = False
    fold: FoldPolicy = FoldPolicy.SMART
    keys: tuple[Key, ...] = KEYS
    complaints: tuple[str, ...] = field(default=())
    """What is wrong in the file, as sentences."""


def config_path(environ: Mapping[str, str]) -> Path:
    """Return where the file lies, or would lie."""
    home = environ.get("XDG_CONFIG_HOME") or str(Path(environ.get("HOME") or "~").expanduser() / ".config")
    return Path(home) / "wrote" / "config.toml"


def load_settings(theme: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the file and the environment; `theme` is what the command asked for and goes before both."""
    environ = os.environ if environ is None else environ
    values, complaints = read_file(config_path(environ))
    complaints += [
        f"The configuration has a setting “{name}” that wrote does not know."
        for name in values
        if name not in KNOWN
    ]
    keys = keys_of(values.get("keys"), complaints)
    fold = one_of(values, "fold", tuple(policy.value for policy in FoldPolicy), complaints)
    signs = one_of(values, "signs", SIGNS, complaints)
    wanted = theme or environ.get("WROTE_THEME") or values.get("theme")
    return Settings(
        theme=wanted if isinstance(wanted, str) else None,
        only_ascii=signs == "ascii" or (signs != "unicode" and not draws_unicode(environ)),
        fold=FoldPolicy(fold) if fold else FoldPolicy.SMART,
        keys=keys,
        complaints=tuple(complaints),
    )


def read_file(path: Path) -> tuple[dict[str, object], list[str]]:
    """Read the file where there is one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except (OSError, UnicodeDecodeError):
        return {}, [f"The configuration {path} cannot be read."]
    import tomllib  # noqa: PLC0415 - 8 ms that only those with a file pay

    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        return {}, [f"The configuration {path} is not TOML: {error}."]


def one_of(
    values: Mapping[str, object], name: str, allowed: tuple[str, ...], complaints: list[str]
) -> str | None:
    """Return a setting that has one of a few values."""
    value = values.get(name)
    if value is None or value in allowed:
        return value if isinstance(value, str) else None
    complaints.append(f"The setting “{name}” is one of {', '.join(allowed)}.")
    return None


def keys_of(own: object, complaints: list[str]) -> tuple[Key, ...]:
    """Return the table of keys with the user's own."""
    if own is None:
        return KEYS
    if not isinstance(own, dict):
        complaints.append("The setting “keys” is a table of ids, each with a list of keys.")
        return KEYS
    usable: dict[str, list[str]] = {}
    for name, value in own.items():
        pressed = [value] if isinstance(value, str) else value
        if isinstance(pressed, list) and all(isinstance(each, str) and each for each in pressed):
            usable[str(name)] = pressed
        else:
            complaints.append(f"The keys of “{name}” are a list of texts.")
    keys, wrong = rebound(usable)
    complaints += wrong
    return keys


def draws_unicode(environ: Mapping[str, str]) -> bool:
    """Tell from the locale whether the terminal has our signs (POSIX: LC_ALL, LC_CTYPE, LANG, the first set).

    >>> (
    ...     draws_unicode({"LC_ALL": "C"}),
    ...     draws_unicode({"LC_ALL": "", "LANG": "de_DE.UTF-8"}),
    ...     draws_unicode({}),
    ... )
    (False, True, True)
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    return not locale or locale.lower().partition(".")[2].partition("@")[0] in {"utf-8", "utf8"}
