"""Senders and recipients in every form of the archives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.headers.addresses import parse_mailbox, parse_mailboxes
from parsing.limits import ADDRESSES_USED
from parsing.model import Mailbox

FORMS = {
    "Ada Loom <ada@loom.example>": ("Ada Loom", "ada@loom.example"),
    '"Loom, Ada" <ada@loom.example>': ("Loom, Ada", "ada@loom.example"),
    "Loom, Ada <ada@loom.example>": ("Loom, Ada", "ada@loom.example"),
    "ada@loom.example": ("", "ada@loom.example"),
    "<ada@loom.example>": ("", "ada@loom.example"),
    "ada@loom.example (Ada Loom)": ("Ada Loom", "ada@loom.example"),
    "ada@loom.example (Ada (the weaver) Loom)": ("Ada (the weaver) Loom", "ada@loom.example"),
    "ada at loom.example (Ada Loom)": ("Ada Loom", "ada@loom.example"),
    "ada at loom.example": ("", "ada@loom.example"),
    "Ada Loom <ada at loom.example>": ("Ada Loom", "ada@loom.example"),
    "ada à loom.example (Ada)": ("Ada", "ada@loom.example"),
    "ada [at] loom.example": ("", "ada@loom.example"),
    "Ada at Work <ada@loom.example>": ("Ada at Work", "ada@loom.example"),
    "Ada at Work": ("Ada at Work", ""),
    "Ada (Loom) Fenn <ada@loom.example>": ("Ada (Loom) Fenn", "ada@loom.example"),
    "(Ada Loom) <ada@loom.example>": ("Ada Loom", "ada@loom.example"),
    "<ada@loom.example> (Ada Loom)": ("Ada Loom", "ada@loom.example"),
    "=?utf-8?Q?Ad=C3=A0?= <ada@loom.example>": ("Adà", "ada@loom.example"),
    '"=?utf-8?Q?Ad=C3=A0?=" <ada@loom.example>': ("Adà", "ada@loom.example"),
    "ada@loom.example (=?iso-8859-1?Q?Ad=E0_L?=)": ("Adà L", "ada@loom.example"),
    r'"Ada \"Ace\" Loom" <ada@loom.example>': ('Ada "Ace" Loom', "ada@loom.example"),
    '"Ada <ada@loom.example>': ("Ada", "ada@loom.example"),
    "Ada (Loom <ada@loom.example>": ("Ada (Loom", "ada@loom.example"),
    "Ada <ada@loom.example": ("Ada", "ada@loom.example"),
    "Ada <<ada@loom.example>>": ("Ada", "ada@loom.example"),
    "Ada <@relay.example,@b.example:ada@loom.example>": ("Ada", "ada@loom.example"),
    "ada @ loom . example": ("", "ada@loom.example"),
    r"ada@loom.example (Ada \) Loom)": ("Ada ) Loom", "ada@loom.example"),
    "Ada <ada(home)@loom.example>": ("Ada", "ada@loom.example"),
    "Ada <mailto:ada@loom.example>": ("Ada", "ada@loom.example"),
    "Ada [mailto:ada@loom.example]": ("Ada", "ada@loom.example"),
    "Ada Loom ada@loom.example": ("Ada Loom", "ada@loom.example"),
    "Ada Loom": ("Ada Loom", ""),
    "Team: ada@loom.example, b@loom.example;": ("", "ada@loom.example"),
    "Ada <>": ("Ada", ""),
    "Ада <ада@почта.example>": ("Ада", "ада@почта.example"),
    "  Ada   Loom\t<ada@loom.example>  ": ("Ada Loom", "ada@loom.example"),
}


@pytest.mark.parametrize("written", FORMS)
def test_a_sender_is_a_name_and_an_address(written: str) -> None:
    """Either may be empty."""
    assert parse_mailbox(written) == Mailbox(*FORMS[written])


@pytest.mark.parametrize("written", ["", "  ", ",", "<>", "undisclosed-recipients:;", '""'])
def test_nobody_is_none(written: str) -> None:
    """An empty group names nobody."""
    assert parse_mailbox(written) is None


def test_a_list_is_read_in_order_with_its_groups_opened() -> None:
    """Commas in quotation marks and comments do not separate."""
    written = 'A <a@x.example>, "B, C" <b@x.example> (x, y), Team: d@x.example,, e at x.example; f@x.example'
    assert [box.address for box in parse_mailboxes(written)] == [
        *("a@x.example", "b@x.example", "d@x.example", "e@x.example", "f@x.example")
    ]


def test_only_so_many_addresses_are_used() -> None:
    """A hundred thousand recipients are an attack."""
    assert len(parse_mailboxes("a@x.example, " * 5000)) == ADDRESSES_USED


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(['"', "(", ")", "<", ">", "\\", ",", ";", ":", "@", " at ", "a", " ", "[", "]"]))
)
def test_every_value_is_read(pieces: list[str]) -> None:
    """No pile of pieces raises, and an address has no blank in it."""
    for box in parse_mailboxes("".join(pieces)):
        assert " " not in box.address
        assert box.name == " ".join(box.name.split())


WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=3), WORDS, WORDS)
def test_the_usual_forms_say_the_same(names: list[str], user: str, host: str) -> None:
    """Mailman's archive and the mail itself give one sender."""
    name, address = " ".join(names), f"{user}@{host}.example"
    expected = Mailbox(name, address)
    assert parse_mailbox(f"{name} <{address}>") == expected
    assert parse_mailbox(f'"{name}" <{address}>') == expected
    assert parse_mailbox(f"{user} at {host}.example ({name})") == expected
