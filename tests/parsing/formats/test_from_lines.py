"""What an mbox adds to a mail is taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from parsing.formats.cutting import cut_at_from_lines
from parsing.formats.from_lines import header_of, without_from_line

if TYPE_CHECKING:
    from collections.abc import Callable

FROM: Final = b"From ines@weir.example Fri Nov 30 19:44:13 2007\n"


def test_one_mark_is_taken_from_escaped_lines() -> None:
    """An mboxrd has one more `>` before every `From ` that only such marks precede."""
    raw = FROM + b"Subject: x\n\n>From here\n>>From there\n> From afar\n>Fromage\n text >From\n"
    assert (
        without_from_line(raw)
        == b"Subject: x\n\nFrom here\n>From there\n> From afar\n>Fromage\n text >From\n"
    )


def test_an_escaped_line_may_be_the_first_of_the_text_or_end_with_crlf() -> None:
    """There are many ways to write a line."""
    raw = FROM + b"Subject: x\r\n\r\n>From here\r\n\r\n>From there"
    assert without_from_line(raw) == b"Subject: x\r\n\r\nFrom here\r\n\r\nFrom there"


def test_from_lines_of_an_older_mbox_before_the_header_are_taken_off_too() -> None:
    """A mail that was in an mbox, was escaped, and put into another one."""
    raw = FROM + b">From old@weir.example Thu Nov 29 10:00:00 2007\nSubject: x\n\nText\n"
    assert without_from_line(raw) == b"Subject: x\n\nText\n"


def test_what_stands_before_the_first_from_line_is_not_part_of_the_mail() -> None:
    """The end of a lost mail is not the beginning of the next."""
    assert without_from_line(b"so it goes\n\n" + FROM + b"Subject: x\n\nText\n") == b"Subject: x\n\nText\n"
    assert without_from_line(b"\n\xef\xbb\xbf\n") == b"\n\xef\xbb\xbf\n"


@pytest.mark.parametrize(
    "block",
    [
        b"Subject: x\nTo: y",
        b"Subject: folded\n\tonce\n twice",
        b">From old@weir.example Thu Nov 29 10:00:00 2007\nSubject: x",
        b"Subject: x\r\nTo: y\r",
    ],
)
@pytest.mark.parametrize("blank", [b"\n\n", b"\n\r\n"])
@pytest.mark.parametrize("before", [b"", b"\n\n", b"so it goes\n\n"])
def test_the_header_is_that_of_the_mail(
    block: bytes, blank: bytes, before: bytes, in_memory: Callable[[bytes], object]
) -> None:
    """The index reads the header of each message without reading the message, and finds the same."""
    mail = before + FROM + block + blank + b"Text: no field\n\n"
    expected = block.replace(b"\r\n", b"\n").rstrip(b"\r").split(b"2007\n")[-1]
    found = list(cut_at_from_lines(in_memory(mail + FROM + b"Subject: last")))
    assert [header_of(cut) for cut in found] == [expected, b"Subject: last"]


def test_a_header_that_is_all_there_is_is_read(in_memory: Callable[[bytes], object]) -> None:
    """The file ends within the header."""
    (cut,) = cut_at_from_lines(in_memory(FROM + b"Subject: x\nTo: "))
    assert header_of(cut) == b"Subject: x\nTo: "
