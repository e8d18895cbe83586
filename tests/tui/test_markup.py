"""No string of a mail becomes markup: whoever shows text hands over segments, never a plain string.

Textual and Rich read square brackets in a plain `str` almost everywhere: `[PATCH]` vanishes, `[/]` kills the
app, `[@click=app.quit]` becomes a button. So no call of ours gives them one.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

import tui

SOURCES: Final = sorted(Path(tui.__path__[0]).rglob("*.py"))
BOUNDARIES: Final = {"awaited.py", "base.py", "cli.py"}
"""Where workers, and where the command, turn a fault of ours into a sentence."""
READS_MARKUP: Final = {
    # calls that take a string for markup, whatever stands in it
    *("Static", "Label", "Button", "Checkbox", "RadioButton", "Select", "Tab", "Tabs", "Collapsible", "Tree"),
    *("DataTable", "OptionList", "ListItem", "Markdown", "Panel", "Table", "Rule", "Input", "TextArea"),
    *("from_text", "from_markup", "render_markup", "visualize", "update", "print", "add_row", "add_option"),
}
SETS_MARKUP: Final = {"border_title", "border_subtitle", "tooltip", "placeholder"}
UPDATED: Final = {"self.view", "EDITS", "seen", "quoting", "cuts", "self.folded"}
"""Our own objects, dicts and sets, which have an `update` too."""


def calls(path: Path) -> list[ast.Call]:
    """Return every call of a file."""
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    """Return the last part of what is called."""
    match call.func:
        case ast.Name(name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def is_ours(call: ast.Call) -> bool:
    """Say whether a call only has the name of one that reads markup."""
    called = ast.unparse(call.func)
    return called == "print" or (called.endswith(".update") and called.removesuffix(".update") in UPDATED)


def test_no_widget_of_textual_that_reads_markup_is_given_a_string() -> None:
    """We draw lines ourselves, from segments."""
    found = {
        f"{path.name}:{call.lineno} {ast.unparse(call.func)}"
        for path in SOURCES
        for call in calls(path)
        if name_of(call) in READS_MARKUP and not is_ours(call) and not is_rich_safe(call)
    }
    assert found == set()


def is_rich_safe(call: ast.Call) -> bool:
    """Say whether what is given to a printing call is wrapped as plain text."""
    first = call.args[0] if call.args else None
    return (
        name_of(call) == "print"
        and isinstance(first, ast.Call)
        and name_of(first) in {"Text", "assemble", "Segments"}
    )


def test_nothing_is_set_that_is_read_as_markup() -> None:
    """Titles of borders, tooltips, placeholders."""
    found = {
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in SETS_MARKUP
    }
    assert found == set()


def test_notices_are_never_markup() -> None:
    """`notify` reads markup unless it is told not to."""
    for path in SOURCES:
        for call in calls(path):
            if name_of(call) == "notify":
                assert any(word.arg == "markup" for word in call.keywords), f"{path.name}:{call.lineno}"


def test_no_render_gives_a_string() -> None:
    """A `render` that returns `str` is read as markup; ours draw strips."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.name != "render", f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_only_the_boundaries_catch_everything(path: Path) -> None:
    """Of the workers, and of the command; everywhere else an error is named."""
    broad = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert len(broad) == (1 if path.name in BOUNDARIES else 0)
