"""Parameters of MIME fields: RFC 2045 and 2231, as mailers wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.headers.parameters import Parametrized, parse_parametrized
from parsing.limits import PARAMETERS_USED

FORMS: dict[str, tuple[str, dict[str, str]]] = {
    "text/plain": ("text/plain", {}),
    "Text/Plain; Charset=UTF-8": ("text/plain", {"charset": "UTF-8"}),
    'text/plain; charset="utf-8"; format=flowed': ("text/plain", {"charset": "utf-8", "format": "flowed"}),
    "text/plain; charset=utf-8 format=flowed": ("text/plain", {"charset": "utf-8", "format": "flowed"}),
    "text/plain charset=us-ascii": ("text/plain", {"charset": "us-ascii"}),
    "text / plain; charset = 'utf-8'": ("text/plain", {"charset": "utf-8"}),
    "text/plain; charset=us-ascii (plain text)": ("text/plain", {"charset": "us-ascii"}),
    "(a (b)) text (c) / plain (d); charset=x": ("text/plain", {"charset": "x"}),
    'text/plain name="a (b).txt"': ("text/plain", {"name": "a (b).txt"}),
    "a/b; name*0*=utf-8''%C3%A9; name*1*=utf-8'%20x": ("a/b", {"name": "é x"}),
    "text/plain;; ;charset=x;": ("text/plain", {"charset": "x"}),
    "text": ("text", {}),
    "": ("", {}),
    "charset=utf-8": ("", {"charset": "utf-8"}),
    "attachment; filename=my file.txt": ("attachment", {"filename": "my file.txt"}),
    r'attachment; filename="a \"b\".txt"': ("attachment", {"filename": 'a "b".txt'}),
    'attachment; filename="never closed.txt': ("attachment", {"filename": "never closed.txt"}),
    "attachment; filename*=UTF-8''na%C3%AFve.txt": ("attachment", {"filename": "naïve.txt"}),
    "attachment; filename*=iso-8859-1'fr'%E9t%E9.txt": ("attachment", {"filename": "été.txt"}),
    'a/b; name*1="c.txt"; name*0="ab"': ("a/b", {"name": "abc.txt"}),
    "a/b; name*0*=utf-8''%C3; name*1*=%A9; name*2=.txt": ("a/b", {"name": "é.txt"}),
    'a/b; name="=?utf-8?Q?=C3=A9.txt?="': ("a/b", {"name": "é.txt"}),
    'a/b; name=x; name="y"': ("a/b", {"name": "x"}),
    "a/b; name=plain; name*=utf-8''better": ("a/b", {"name": "better"}),
    'multipart/mixed; boundary="=_x;y\'z"': ("multipart/mixed", {"boundary": "=_x;y'z"}),
}


@pytest.mark.parametrize("written", FORMS)
def test_a_field_is_a_value_and_its_parameters(written: str) -> None:
    """Names lower-case, values as meant."""
    assert parse_parametrized(written) == Parametrized(*FORMS[written])


def test_only_so_many_parameters_are_used() -> None:
    """A hundred thousand are an attack."""
    written = "a/b" + "".join(f"; p{number}=x" for number in range(5000))
    assert len(parse_parametrized(written).parameters) == PARAMETERS_USED


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["a/b", ";", "x", "*", "0", "1", "=", '"', "\\", " ", "'", "%C3", "%", "(", "/"])
    )
)
def test_every_value_is_read(pieces: list[str]) -> None:
    """No pile of pieces raises."""
    assert parse_parametrized("".join(pieces)).value == parse_parametrized("".join(pieces)).value.lower()
