"""The quick readers of the index give what the full readers of header fields give."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parsing.headers.addresses import parse_mailbox
from parsing.headers.dates import parse_date
from parsing.headers.fields import decoded_text, field_text
from parsing.headers.message_ids import find_ids
from parsing.index.columns import stamp
from parsing.index.entries import moment_stated, packed_ids, packed_sender, packed_subject

ID_PIECES: Final = st.sampled_from(
    (
        *("<a@x.example>", "<b.c+d=e@y.example>", "a@b.example", "<c d@x.example>", "<<e@x.example>>"),
        *("<", ">", "<>", " ", "\n\t", "\r\n ", ",", "(Joe)", '"Mon, 3 Sep"', "é", "\0", "<\x07@x.example>"),
        "\u200b",
    )
)


@given(st.lists(ID_PIECES, max_size=8).map("".join))
@example("<a@x.example><b@x.example>")
@example("<a@x.example" * 3)
def test_ids_are_those_that_are_found_by_the_full_reader(value: str) -> None:
    """In any mixture of what stands in References and In-Reply-To."""
    expected = tuple(one.replace("\0", "␀") for one in find_ids(value.encode()))
    assert tuple(filter(None, packed_ids(value.encode()).decode().split("\n"))) == expected


def test_of_very_many_ids_the_last_are_kept() -> None:
    """The nearest messages; the caps are those of the full reader."""
    value = b" ".join(b"<%d@x.example>" % number for number in range(9_000))
    assert tuple(packed_ids(value).decode().split("\n")) == find_ids(value)


@given(
    st.lists(
        st.sampled_from(
            ["Re: ", "weir", " ", "\t", "=?utf-8?q?=C3=BC?=", "=?", "=", "?=", "é", "\0", "\n x"]
        ),
        max_size=6,
    ).map("".join)
)
def test_a_subject_is_what_a_reader_sees(value: str) -> None:
    """Unfolded, its encoded-words decoded."""
    expected = decoded_text(value.encode()).replace("\0", "␀")
    assert packed_subject(value.encode()) == b"=" + expected.encode("utf-8", "replace")


def test_no_subject_is_no_empty_subject() -> None:
    """The field is not there, or it is and says nothing."""
    assert (packed_subject(None), packed_subject(b""), packed_subject(b"  ")) == (b"", b"=", b"=")


@pytest.mark.parametrize(
    "value",
    [
        b"Ines Fontaine <ines@weir.example>",
        b"ines at weir.example (Ines Fontaine)",
        b"=?iso-8859-1?q?In=E8s?= <ines@weir.example>",
        b"Ines\0Fontaine <ines@weir.example>",
        b"Ines " * 500 + b"<ines@weir.example>",
        b"",
        b"()",
    ],
)
def test_a_sender_is_name_and_address(value: bytes) -> None:
    """The first mailbox of the field; a second look gives the same."""
    sender = parse_mailbox(field_text(value))
    expected = (sender.name, sender.address) if sender else ("", "")
    for _ in range(2):
        found = packed_sender(value).decode().split("\0")
        assert found == [text.replace("\0", "␀") for text in expected]


@given(
    st.sampled_from(["", "Fri, ", "Fri,  ", "Fri "]),
    st.sampled_from(
        ["30 Nov 2007", "3 Nov 2007", "31 Feb 2004", "29 Feb 2004", "1 Jan 1970", "30 nov 07", "30 Xyz 2007"]
    ),
    st.sampled_from(["19:44:13", "24:00:00", "23:59:60", "25:00:00", "9:00:00", "19:44"]),
    st.sampled_from(["+0000", "-0000", "+0130", "-1200", "+1400", "+9930", "GMT", "EST", ""]),
    st.sampled_from(["", " (CET)", " (GMT+01:00)", "\r", "  "]),
)
def test_a_date_is_that_of_the_full_reader(weekday: str, day: str, clock: str, zone: str, rest: str) -> None:
    """Days that there are and are not, leap seconds, zones that nobody has."""
    value = f"{weekday}{day} {clock} {zone}{rest}".encode()
    assert moment_stated(value) == stamp(parse_date(field_text(value)))
