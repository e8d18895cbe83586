"""The table of keys, and what a key means."""

from __future__ import annotations

import pytest

from tui.keys import BY_ID, KEYS, ONE_KEY_TWIN, Where
from tui.state.keymap import Command, Dispatcher, Keymap, rebound, typed
from tui.state.keytext import by_group, cap, hints, keymap_text, readme_table

UNBOUND = "acdexADEF"


def test_keys_that_change_or_send_mail_elsewhere_do_nothing() -> None:
    """Whoever comes from mutt loses nothing by habit."""
    assert not {pressed for key in KEYS for pressed in key.keys} & set(UNBOUND)


def test_no_key_has_two_meanings_in_one_pane() -> None:
    """Neither by itself nor as the beginning of a sequence."""
    for active in (Where.LIST, Where.MESSAGE):
        mine = [key for key in KEYS if key.where in (active, Where.ANY)]
        pressed = [each for key in mine for each in key.keys]
        assert sorted(pressed) == sorted(set(pressed))
        firsts = {each.split(" ")[0] for each in pressed if " " in each}
        assert not firsts & set(pressed)


def test_every_sequence_has_a_twin_of_one_key() -> None:
    """In its own entry, or in the entry that does the same."""
    for key in KEYS:
        if all(" " in pressed for pressed in key.keys):
            twin = BY_ID[ONE_KEY_TWIN[key.id]]
            assert twin.where is key.where
            assert any(" " not in pressed for pressed in twin.keys)


def test_ids_are_unique_and_sentences_whole() -> None:
    """An id is what users rebind by; a sentence is what the help says."""
    assert len(BY_ID) == len(KEYS)
    for key in KEYS:
        assert key.sentence[0].isupper()
        assert not key.sentence.endswith(".")


def test_the_same_key_means_what_the_pane_says() -> None:
    """Enter opens in the list, and goes to the source in the message."""
    keymap = Keymap()
    assert meaning(keymap, Where.LIST, "enter") == "message.open"
    assert meaning(keymap, Where.MESSAGE, "enter") == "quote.source"
    assert meaning(keymap, Where.LIST, "}") == "quote.next"
    assert meaning(keymap, Where.MESSAGE, "q") == "quit"
    assert keymap.meaning(Where.LIST, "x") is None


def meaning(keymap: Keymap, active: Where, pressed: str) -> str:
    """Return the id of what a key means."""
    key = keymap.meaning(active, pressed)
    return key.id if key else ""


def test_a_sequence_waits_for_its_second_key() -> None:
    """And then it is one command."""
    dispatcher = Dispatcher(Keymap())
    assert dispatcher.feed(Where.LIST, "g") is None
    assert dispatcher.pending == "g"
    assert dispatcher.feed(Where.LIST, "g") == Command(BY_ID["move.top"], "g g")
    assert dispatcher.pending == ""


def test_a_sequence_that_is_none_is_dropped_with_both_keys() -> None:
    """`zq` does not quit."""
    dispatcher = Dispatcher(Keymap())
    dispatcher.feed(Where.MESSAGE, "z")
    assert dispatcher.feed(Where.MESSAGE, "q") is None
    assert dispatcher.feed(Where.MESSAGE, "q") == Command(BY_ID["quit"], "q")


@pytest.mark.parametrize(
    ("name", "character", "expected"),
    [
        ("less_than_sign", "<", "<"),
        ("G", "G", "G"),
        ("space", " ", "space"),
        ("enter", "\r", "enter"),
        ("ctrl+right_square_bracket", "\x1d", "ctrl+]"),
        ("ctrl+i", None, "tab"),
        ("alt+left", None, "alt+left"),
    ],
)
def test_keys_are_named_as_the_table_writes_them(name: str, character: str | None, expected: str) -> None:
    """Whatever Textual or the terminal call them."""
    assert typed(name, character) == expected


def test_own_keys_take_the_place_of_the_tables() -> None:
    """By id; the others stay."""
    keys, wrong = rebound({"quit": ["f10", "q"], "find.open": ["ctrl+s"]})
    assert wrong == []
    keymap = Keymap(keys)
    assert meaning(keymap, Where.LIST, "f10") == "quit"
    assert meaning(keymap, Where.LIST, "ctrl+s") == "find.open"
    assert keymap.meaning(Where.LIST, "/") is None


def test_a_clash_and_an_unknown_name_are_told() -> None:
    """With what was probably meant."""
    _, wrong = rebound({"quit": ["?"], "quote.sorce": ["s"]})
    assert wrong == [
        "No key is called “quote.sorce”; did you mean “quote.source”?",
        "The key ? is given to both “help” and “quit”.",
    ]


def test_footer_help_readme_and_keymap_say_what_the_table_says() -> None:
    """All four are made from it; none leaves a key out."""
    readme, printed = readme_table(), keymap_text()
    grouped = [key for _, keys in by_group() for key in keys]
    assert sorted(key.id for key in grouped) == sorted(BY_ID)
    for key in KEYS:
        assert key.sentence in readme
        assert f'"{key.id}" = [' in printed
        assert f"`{cap(key.keys[0])}`".replace("|", "\\|") in readme
    shown = {key.id for where in (Where.LIST, Where.MESSAGE) for key, _, _ in hints(where)}
    assert shown == {key.id for key in KEYS if key.label}


def test_the_printed_keymap_is_a_piece_of_a_config_file() -> None:
    """What is printed can be read back, and says the same keys."""
    import tomllib  # noqa: PLC0415 - only here

    read = tomllib.loads("[keys]\n" + keymap_text())["keys"]
    assert {name: tuple(keys) for name, keys in read.items()} == {key.id: key.keys for key in KEYS}
