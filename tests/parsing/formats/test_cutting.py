"""Where one message of an mbox ends and the next begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.formats import cutting
from parsing.formats.cutting import cut_at_from_lines

if TYPE_CHECKING:
    from pathlib import Path
from parsing.formats.format import Cut
from parsing.formats.source import Files, FileSource

CutUp = Callable[[bytes], list[bytes]]
Cuts = Callable[..., list[Cut]]

FROM: Final = b"From ines@weir.example Fri Nov 30 19:44:13 2007\n"
ONE: Final = FROM + b"Subject: The weir\nMessage-ID: <1@weir.example>\n\nIt is shut.\n\n"
TWO: Final = FROM + b"Subject: Re: The weir\nMessage-ID: <2@weir.example>\n\nOpen it!\n\n"


def test_messages_lie_from_one_from_line_to_the_next(cut_up: CutUp) -> None:
    """The blank line before a From_ line belongs to the message before."""
    assert cut_up(ONE + TWO) == [ONE, TWO]


def test_line_ends_may_be_crlf(cut_up: CutUp) -> None:
    """An mbox that came through DOS is cut at the same places."""
    one, two = (mail.replace(b"\n", b"\r\n") for mail in (ONE, TWO))
    assert cut_up(one + two) == [one, two]


def test_a_separator_without_a_blank_line_before_it_separates_if_a_field_follows(cut_up: CutUp) -> None:
    """A mail that ends without a line end had another one written behind it."""
    assert cut_up(ONE.rstrip(b"\n") + b"\n" + TWO) == [ONE.rstrip(b"\n") + b"\n", TWO]


@pytest.mark.parametrize(
    "line",
    [
        b"From here on Monday it rains.",
        b"From 19:44 on it was 2007 again",
        b"From Fri Nov 30 we were only three.",
        b"From: ines@weir.example Fri Nov 30 19:44:13 2007",
        b" From ines@weir.example Fri Nov 30 19:44:13 2007",
        b">From ines@weir.example Fri Nov 30 19:44:13 2007",
        b"from ines@weir.example Fri Nov 30 19:44:13 2007",
        b"From Fri Nov 30 19:44:13 2007 on it works",
        b"From my telephone 015112345678",
    ],
)
def test_a_line_of_text_that_begins_with_from_is_text(line: bytes, cut_up: CutUp) -> None:
    """Without a date's shape at its end it separates nothing, a blank line before it or not."""
    mail = ONE + line + b"\nX-Field: after\n\n"
    assert cut_up(mail + TWO) == [mail, TWO]


def test_a_from_line_in_a_text_separates_nothing_without_a_blank_line_or_a_field(cut_up: CutUp) -> None:
    """Somebody shows what a From_ line looks like, in the midst of a paragraph."""
    mail = ONE.rstrip(b"\n") + b"\nIt looks like\n" + FROM + b"and then the header\n\n"
    assert cut_up(mail + TWO) == [mail, TWO]


def test_a_from_line_behind_a_blank_line_separates_whatever_follows(cut_up: CutUp) -> None:
    """Here an mbox says nothing else; the text below is a message without a header."""
    odd = FROM + b"no field, only text\n\n"
    assert cut_up(ONE + odd + TWO) == [ONE, odd, TWO]


@pytest.mark.parametrize(
    "line",
    [
        b"From ines at weir.example  Fri Nov 30 19:44:13 2007",
        b"From - Fri Nov 30 19:44:13 2007",
        b"From ines@weir.example  Fri Nov  3 19:44:13 2007",
        b"From ines@weir.example Fri Nov 30 19:44 2007",
        b"From ines@weir.example Fri Nov 30 19:44:13 MET 2007",
        b"From ines@weir.example Fri Nov 30 19:44:13 MET DST 2007",
        b"From 1234567890123456789@xxx Fri Nov 30 19:44:13 +0000 2007",
        b"From ines@weir.example Fri Nov 30 19:44:13 2007 +0100",
        b"From ines@weir.example Fri Nov 30 19:44:13 2007 -0800 (PST)",
        b"From ines@weir.example Fri, 30 Nov 2007 19:44:13 +0100 (CET)",
        b"From ines@weir.example 30-Nov-2007 19:44:13",
        b"From ines@weir.example 2007-11-30 19:44:13 UTC",
        b"From ines@weir.example 2007-11-30T19:44:13Z",
        b"From weir!ines Fri Nov 30 19:44:13 2007 remote from sluice",
        b"From ines@weir.example Fri Nov 30 19:44:13 2007 \t",
        b"From i n e s Fri Nov 30 19:44:13 2007",
        b"From in\xe9s@weir.example Fri Nov 30 19:44:13 2007",
        b'From "Ines Fontaine"@weir.example Fri Nov 30 19:44:13 2007',
        b"From  Fri Nov 30 19:44:13 2007",
        b"From mboxrd@z Thu Jan  1 00:00:00 1970",
    ],
)
def test_a_from_line_has_a_date_in_one_of_the_shapes_that_writers_use(line: bytes, cut_up: CutUp) -> None:
    """Senders may have blanks, Latin-1 or nothing at all; dates come with and without zone and seconds."""
    mail = line + TWO[TWO.index(b"\n") :]
    assert cut_up(ONE + mail) == [ONE, mail]
    assert cut_up(mail + ONE) == [mail, ONE]


def test_a_date_that_is_cut_off_by_the_end_of_the_file_is_none_yet(cut_up: CutUp) -> None:
    """What is still being written may become a line of text; only the first line needs no end."""
    assert cut_up(ONE + FROM.rstrip(b"\n")) == [ONE + FROM.rstrip(b"\n")]


def test_lines_without_dates_separate_where_the_first_has_none(cut_up: CutUp) -> None:
    """Archives of Usenet have a number there, and others had their dates taken out; a field must follow."""
    one, two = b"From -123456789\nSubject: x\n\nFrom here\n", b"From 987654321\nSubject: y\n\nText\n"
    assert cut_up(one + two + one) == [one, two, one]
    assert cut_up(ONE + two) == [ONE + two]


def test_bytes_before_the_first_from_line_belong_to_the_first_message(
    cuts: Cuts,
) -> None:
    """The end of a mail whose beginning is lost is no message; the first one says that something is wrong."""
    found = cuts(b"and so it goes.\n\nYours, Ines\n\n" + ONE + TWO)
    assert [(cut.start, cut.end) for cut in found] == [
        (0, 30 + len(ONE)),
        (30 + len(ONE), 30 + len(ONE + TWO)),
    ]
    assert [cut.defects for cut in found] == [(Defect.BAD_FROM_LINE,), ()]


@pytest.mark.parametrize("before", [b"\n\n", b"\xef\xbb\xbf", b"\r\n \n", bytes(512), b"\n" + bytes(5)])
def test_blanks_before_the_first_from_line_are_nothing_wrong(before: bytes, cuts: Cuts) -> None:
    """Blank lines, a byte order mark, NULs: the file begins where its text does."""
    found = cuts(before + ONE + TWO)
    assert [cut.start for cut in found] == [0, len(before + ONE)]
    assert found[0].defects == ()


def test_a_from_line_may_follow_nuls(cut_up: CutUp) -> None:
    """A crash has left a hole in the file, and the next mail was written behind it."""
    assert cut_up(ONE + bytes(4096) + TWO) == [ONE + bytes(4096), TWO]


def test_a_hole_in_the_file_is_passed_over(tmp_path: Path, cut_up: CutUp) -> None:
    """Eight gigabytes that a crash has left empty take no time; what is before and behind is found."""
    path, hole = tmp_path / "sparse.mbox", 8 << 30
    with path.open("wb") as file:
        file.write(ONE + TWO)
        file.seek(hole)
        file.write(ONE + TWO)
        file.truncate(2 * hole)
    spans = [(cut.start, cut.end) for cut in cut_at_from_lines(FileSource(str(path), Files()))]
    ends = [len(ONE), hole, hole + len(ONE), 2 * hole]
    assert spans == list(zip([0, *ends[:-1]], ends, strict=True))


def test_nuls_in_a_text_are_text(cut_up: CutUp) -> None:
    """They neither end a message nor hide the next one."""
    mail = ONE.replace(b"shut", b"sh\0ut\0From here")
    assert cut_up(mail + TWO) == [mail, TWO]


def test_a_right_content_length_keeps_a_from_line_in_the_text(cut_up: CutUp) -> None:
    """mboxcl2 escapes nothing: its length leads exactly to the next From_ line, or to the end."""
    body = b"Look:\n\n" + TWO + b"That was it.\n"
    mail = FROM + b"Content-Length: %d\nSubject: x\n\n%s\n" % (len(body), body)
    assert cut_up(mail + ONE) == [mail, ONE]
    assert cut_up(ONE + mail) == [ONE, mail]
    crlf = FROM + b"Content-Length: %d\r\nSubject: x\r\n\r\n%s\r\n" % (len(body), body)
    assert cut_up(crlf + ONE) == [crlf, ONE]


@pytest.mark.parametrize("wrong", [0, 1, 17, 150, 100_000, 10**15 - 1])
def test_a_wrong_content_length_is_not_believed(wrong: int, cut_up: CutUp) -> None:
    """A length that leads nowhere swallows no message."""
    mail = FROM + b"Content-Length: %d\nSubject: x\n\nShort.\n\n" % wrong
    assert cut_up(mail + ONE + TWO) == [mail, ONE, TWO]


def test_a_message_larger_than_what_is_kept_of_it_has_its_own_head(
    monkeypatch: pytest.MonkeyPatch, cuts: Cuts
) -> None:
    """Of a huge message the middle is let go, never the beginning, and the next one is found."""
    monkeypatch.setattr(cutting, "HEADER_BLOCK_BYTES", 2_000)
    huge = TWO + b"All the weirs, one by one.\n" * 1_000
    found = cuts(ONE + huge + ONE, 1_000)
    assert [cut.end - cut.start for cut in found] == [len(ONE), len(huge), len(ONE)]
    assert [cut.head for cut in found] == [ONE, huge[:2_000], ONE]


@pytest.mark.parametrize("at_a_time", [64, 600, 1_024])
def test_a_from_line_may_lie_where_two_chunks_meet(at_a_time: int, cuts: Cuts) -> None:
    """Wherever that is."""
    for length in range(at_a_time + 60):
        one = ONE + b"x" * length + b"\n\n"
        assert [cut.end for cut in cuts(one + TWO + b"y" * 2_000, at_a_time)] == [
            len(one),
            len(one + TWO) + 2_000,
        ]


LINES: Final = st.lists(
    st.sampled_from(
        [
            FROM,
            FROM.replace(b"\n", b"\r\n"),
            b"From here on Monday.\n",
            b">From here\n",
            b"From \n",
            b"Subject: x\n",
            b"Content-Length: 60\n",
            b"Content-Length: 2\n",
            b"\n",
            b"\r\n",
            b"some text\n",
            b"no line end",
            b"long text " * 30,
            b"\0",
            b"\0\0\0From ",
            b"\xe9\xff\n",
            b"x" * 700 + b"\n",
        ]
    ),
    max_size=40,
).map(b"".join)


@given(data=LINES, chunk=st.sampled_from([7, 64, 600, 1_300]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_makes_no_difference_how_much_is_read_at_a_time(cuts: Cuts, data: bytes, chunk: int) -> None:
    """Any lines in any order: spans lie end to end, and are the same for small chunks as for large ones."""

    def spans(read_at_a_time: int) -> list[tuple[int, int, tuple[Defect, ...]]]:
        return [(cut.start, cut.end, cut.defects) for cut in cuts(data, read_at_a_time)]

    whole = spans(1 << 20)
    assert [start for start, _, _ in whole] == [0, *(end for _, end, _ in whole[:-1])]
    assert whole[-1][1] == len(data)
    assert spans(chunk) == whole


def test_the_messages_of_a_beginning_are_those_of_the_whole_but_the_last(cut_up: CutUp) -> None:
    """Wherever a file ends: what was complete before is what it is in the whole file."""
    text = b"> From here\n>From there\n" + FROM[:30] + b"\n\nFrom 10:30\n\0\n" + FROM + b"it is text\n\n"
    mail = ONE + text + TWO.replace(b"\n", b"\r\n") + ONE.rstrip(b"\n") + b"\n" + TWO + ONE + bytes(30) + TWO
    whole = cut_up(mail)
    assert len(whole) == 6
    for length in range(1, len(mail)):
        part = cut_up(mail[:length])
        assert part[:-1] == whole[: len(part) - 1]
