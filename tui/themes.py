"""Colours: Textual's themes by name, the terminal's own among them.

The terminal's own colours are Textual's `ansi-dark` and `ansi-light`.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.app import App

DEFAULT: Final = "textual-dark"


def theme_names(app: App[None]) -> list[str]:
    """Return the names of all themes."""
    return sorted(app.available_themes)


def chosen_theme(app: App[None], wanted: str | None) -> tuple[str, str]:
    """Return the theme that was asked for; for an unknown name the default, and what is wrong with it."""
    if wanted is None or wanted in app.available_themes:
        return wanted or DEFAULT, ""
    near = difflib.get_close_matches(wanted, app.available_themes, n=1)
    hint = f"; did you mean “{near[0]}”?" if near else "; the palette (:) lists them."
    return DEFAULT, f"No theme is called “{wanted}”{hint}"
