"""Transfer encodings, whole and damaged."""

from __future__ import annotations

import base64
import binascii
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.messages.transfer import decode_transfer, encoding_of

BAD = Defect.BAD_TRANSFER_ENCODING
NAMES = {
    None: ("", None),
    "": ("", None),
    "7bit": ("", None),
    "8-Bit": ("", None),
    "8bits": ("", None),
    "binary": ("", None),
    "BASE64": ("base64", None),
    "quoted-printable; charset=x": ("quoted-printable", None),
    "quoted printable": ("quoted-printable", None),
    "x-uuencode": ("uuencode", None),
    "rot13": ("", BAD),
}


@pytest.mark.parametrize("field", NAMES)
def test_an_encoding_is_known_by_many_names(field: str | None) -> None:
    """What is none is read as it stands, and told."""
    assert encoding_of(field) == NAMES[field]


BASE64 = {
    b"SGVsbG8=": (b"Hello", None),
    b"SGVs\r\nbG8h\r\n": (b"Hello!", None),
    b"SGVsbG8": (b"Hello", BAD),
    b"SGVsbG8hS": (b"Hello!", BAD),
    b"": (b"", None),
    b"SGVsbG8=\n-- \nThe list\n": (b"Hello\n-- \nThe list\n", BAD),
    b"Dear list,\n\nThanks.\nBest\n": (b"Dear list,\nThanks.\nBest\n", BAD),
    b"SGVsbG8=The list\n": (b"Hello\nThe list\n", BAD),
    b"SGVsbG8=\nSGVsbG8=\n!\n": (b"HelloHello\n!\n", BAD),
}


@pytest.mark.parametrize("data", BASE64)
def test_base64_is_read_and_plain_text_behind_it_kept(data: bytes) -> None:
    """Lists put their footers behind it, as plain text."""
    assert decode_transfer(data, "base64") == BASE64[data]


QUOTED = {
    b"caf=C3=A9": (b"caf\xc3\xa9", None),
    b"soft =\nbreak =  \r\nhere": (b"soft break here", None),
    b"1 = 1 =ZZ": (b"1 = 1 =ZZ", BAD),
    b"ends with =": (b"ends with ", None),
    b"lower=c3=a9": (b"lower\xc3\xa9", None),
}


@pytest.mark.parametrize("data", QUOTED)
def test_quoted_printable_is_read_and_damage_stands(data: bytes) -> None:
    """An `=` that means nothing is shown."""
    assert decode_transfer(data, "quoted-printable") == QUOTED[data]


def uuencoded(data: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[start : start + 45]) for start in range(0, len(data), 45)]
    return b"begin 644 x.txt\n" + b"".join(lines) + b"`\nend\n"


def test_uuencoded_text_is_read() -> None:
    """What stands before `begin` does not count."""
    assert decode_transfer(b"Here it is:\n" + uuencoded(b"Hello"), "uuencode") == (b"Hello", None)


def test_damaged_uuencoded_text_is_read_as_far_as_it_goes() -> None:
    """It ends early, or is none at all."""
    whole = uuencoded(b"x" * 90)
    assert decode_transfer(whole[: len("begin 644 x.txt\n") + 62], "uuencode") == (b"x" * 45, BAD)
    assert decode_transfer(b"no such thing", "uuencode") == (b"no such thing", BAD)
    assert decode_transfer(b"begin 644 x\n\xff\xff\xff\nend\n", "uuencode")[1] is None


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_what_is_encoded_comes_back(data: bytes) -> None:
    """By the standard library's encoders; its quoted-printable one changes line ends, so there are none."""
    unbroken = data.replace(b"\r", b"").replace(b"\n", b"")
    assert decode_transfer(base64.encodebytes(data), "base64") == (data, None)
    quoted = quopri.encodestring(unbroken, quotetabs=True)
    assert decode_transfer(quoted, "quoted-printable") == (unbroken, None)
    assert decode_transfer(uuencoded(data), "uuencode") == (data, None)


@settings(max_examples=200)
@given(st.binary(max_size=100), st.sampled_from(["base64", "quoted-printable", "uuencode", ""]))
def test_any_bytes_decode(data: bytes, encoding: str) -> None:
    """Never an exception, and never more than there was."""
    assert len(decode_transfer(data, encoding)[0]) <= len(data) + 1
