"""What is put into columns comes out of them, whole or in parts."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.errors import Defect
from parsing.index.columns import Columns, Row, bits_of, stamp
from parsing.model import Mailbox

DAY = datetime(2004, 3, 2, 12, 30, tzinfo=timezone(timedelta(hours=1)))


def filled(*days: date | None) -> Columns:
    """Return columns with a row for each date."""
    return Columns.of([row(number, day) for number, day in enumerate(days)])


def row(number: int, day: date | None) -> Row:
    """Return a row."""
    texts = f"{number}@dike.example\0\0a@x.example\nb@x.example\0=Sluis {number} ⇅\0Wim\0wim@dike.example"
    defects = bits_of([Defect.NO_DATE] if day is None else [])
    return Row(number, number * 10, number * 10 + 9, 2**32 - 1, *stamp(day), defects, texts.encode())


def whole(*parts: Columns) -> Columns:
    """Return columns put together from parts."""
    columns = Columns()
    for part in parts:
        columns.extend(part)
    return columns


def test_a_row_says_what_was_put_in() -> None:
    """Each field by its name."""
    columns = whole(filled(DAY, DAY))
    assert len(columns) == 2
    assert columns.message_id(1) == "1@dike.example"
    assert columns.in_reply_to(1) == ()
    assert columns.references(1) == ("a@x.example", "b@x.example")
    assert columns.subject(1) == "Sluis 1 ⇅"
    assert columns.sender(1) == Mailbox("Wim", "wim@dike.example")
    assert columns.date(1) == DAY
    assert columns.location(1) == (1, 10, 19)
    assert columns.defects(1) == ()


def test_no_subject_and_an_empty_one_are_two_things() -> None:
    """And a row without an author has none."""
    texts = (b"1\0\0\0\0\0", b"2\0\0\0=\0\0")
    columns = Columns.of([row(0, None)._replace(texts=text) for text in texts])
    assert [columns.subject(row) for row in (0, 1)] == [None, ""]
    assert columns.sender(0) is None


@pytest.mark.parametrize(
    "day",
    [
        DAY,
        DAY.astimezone(UTC),
        DAY.astimezone(timezone(timedelta(hours=-9, minutes=-30))),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12))),
        date(1, 1, 1),
        date(1969, 7, 20),
        date(9999, 12, 31),
        None,
    ],
)
def test_a_date_comes_back_with_its_offset_or_as_a_bare_day(day: date | None) -> None:
    """The first and the last year too; None where there is none."""
    columns = whole(filled(day))
    back = columns.date(0)
    assert back == day
    assert type(back) is type(day)
    if isinstance(day, datetime):
        assert isinstance(back, datetime)
        assert back.utcoffset() == day.utcoffset()


@given(st.datetimes(timezones=st.timezones()))
def test_any_moment_comes_back(day: datetime) -> None:
    """To the second and to the minute of the offset, which is all that mail states."""
    away = day.utcoffset()
    assert away is not None
    day = day.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=round(away.total_seconds() / 60))))
    assert whole(filled(day)).date(0) == day


def test_a_row_without_a_date_is_sorted_beside_its_neighbour() -> None:
    """By the row before it; the first ones by the next, even if that comes in a later part."""
    noon, later = stamp(DAY).seconds, stamp(DAY).seconds + 3_600
    columns = whole(filled(None), filled(None, None, DAY, None), filled(None, DAY + timedelta(hours=1), None))
    assert [columns.sort_key(row) for row in range(8)] == [noon] * 6 + [later] * 2
    assert [columns.date(row) is None for row in range(8)] == [
        True,
        True,
        True,
        False,
        True,
        True,
        False,
        True,
    ]
    assert columns.defects(0) == (Defect.NO_DATE,)


def test_an_archive_without_any_date_has_one_key() -> None:
    """So that its order is that in which it lies."""
    columns = whole(filled(None, None), Columns(), filled(None))
    assert {columns.sort_key(row) for row in range(3)} == {0}


def test_parts_that_were_packed_are_the_same_as_parts_that_were_not() -> None:
    """From one process to the other they go as bytes."""
    parts = (filled(DAY, None), Columns(), filled(None, DAY))
    direct, sent = whole(*parts), whole(*(Columns.unpack(part.pack()) for part in parts))
    assert len(direct) == len(sent) == 4
    for mine, theirs in zip(direct.arrays(), sent.arrays(), strict=True):
        assert mine == theirs
    assert [direct.texts(row) for row in range(4)] == [sent.texts(row) for row in range(4)]


@pytest.mark.parametrize("cut", [-1, 20, 1])
def test_bytes_that_are_no_columns_are_refused(cut: int) -> None:
    """The other process has died, or is none of ours."""
    with pytest.raises((ValueError, struct.error)):
        Columns.unpack(filled(DAY).pack()[:cut])


def test_every_defect_has_its_bit() -> None:
    """And none that of another."""
    for defect in Defect:
        columns = Columns.of([row(0, None)._replace(defect_bits=bits_of([defect]))])
        assert columns.defects(0) == (defect,)
    assert bits_of(Defect).bit_count() == len(Defect) <= columns.defect_bits.itemsize * 8
