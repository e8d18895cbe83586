"""What a user has set, and what is said of what is wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui.config import config_path, draws_unicode, load_settings
from tui.keys import KEYS
from tui.state.folds import FoldPolicy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Set = Callable[..., dict[str, str]]


@pytest.fixture
def having(tmp_path: Path) -> Set:
    """Return what writes a configuration and gives the environment that leads to it."""

    def write(text: str, **environ: str) -> dict[str, str]:
        environ = {"XDG_CONFIG_HOME": str(tmp_path), **environ}
        path = config_path(environ)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return environ

    return write


def test_without_a_file_all_is_as_it_comes(tmp_path: Path) -> None:
    """And nothing is complained of."""
    settings = load_settings(environ={"HOME": str(tmp_path)})
    assert (settings.theme, settings.only_ascii, settings.fold) == (None, False, FoldPolicy.SMART)
    assert (settings.keys, settings.complaints) == (KEYS, ())


def test_the_command_goes_before_the_environment_and_that_before_the_file(having: Set) -> None:
    """Whoever speaks last is heard."""
    environ = having('theme = "nord"')
    assert load_settings(environ=environ).theme == "nord"
    environ["WROTE_THEME"] = "gruvbox"
    assert load_settings(environ=environ).theme == "gruvbox"
    assert load_settings("dracula", environ).theme == "dracula"


def test_signs_and_folds_are_settings(having: Set) -> None:
    """What is set goes before what the locale says."""
    settings = load_settings(environ=having('signs = "ascii"\nfold = "none"', LANG="de_DE.UTF-8"))
    assert (settings.only_ascii, settings.fold) == (True, FoldPolicy.NONE)
    assert not load_settings(environ=having('signs = "unicode"', LC_ALL="C")).only_ascii


def test_keys_are_set_by_id(having: Set) -> None:
    """One key or several."""
    settings = load_settings(environ=having('[keys]\n"quit" = "f10"\n"find.next" = ["n", "f3"]\n'))
    keys = {key.id: key.keys for key in settings.keys}
    assert (keys["quit"], keys["find.next"], settings.complaints) == (("f10",), ("n", "f3"), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = ", "is not TOML"),
        ('colour = "nord"', "a setting “colour” that wrote does not know"),
        ('fold = "some"', "The setting “fold” is one of smart, all, none."),
        ("signs = 7", "The setting “signs” is one of auto, unicode, ascii."),
        ("keys = 7", "The setting “keys” is a table of ids"),
        ('[keys]\n"quit" = 7', "The keys of “quit” are a list of texts."),
        ('[keys]\n"quitt" = "x"', "No key is called “quitt”; did you mean “quit”?"),
        ('[keys]\n"quit" = "?"', "The key ? is given to both “help” and “quit”."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_used(text: str, said: str, having: Set) -> None:
    """The reader opens all the same."""
    complaints = load_settings(environ=having(text)).complaints
    assert len(complaints) == 1
    assert said in complaints[0]


def test_a_file_that_cannot_be_read_is_a_complaint(having: Set) -> None:
    """A folder in its place, bytes that are no text."""
    environ = having("")
    config_path(environ).write_bytes(b"\xff\xfe")
    assert "cannot be read" in load_settings(environ=environ).complaints[0]
    config_path(environ).unlink()
    config_path(environ).mkdir()
    assert "cannot be read" in load_settings(environ=environ).complaints[0]


@pytest.mark.parametrize(
    ("environ", "unicode"),
    [
        ({}, True),
        ({"LC_ALL": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.utf8"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, True),
        ({"LANG": "sv_SE.ISO-8859-1"}, False),
        ({"LANG": "sr_RS.UTF-8@latin"}, True),
    ],
)
def test_the_locale_says_which_signs_there_are(environ: dict[str, str], unicode: bool) -> None:
    """The first of LC_ALL, LC_CTYPE, LANG that is set."""
    assert draws_unicode(environ) is unicode
