"""Dates in every form of the archives."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.headers.dates import parse_date

FORMS = {
    "Tue, 1 Jul 2003 (a (b (c)) d) 10:52:37 +0200": "2003-07-01T10:52:37+02:00",
    "Fri, 30 Nov 2007 19:44:13 +0100": "2007-11-30T19:44:13+01:00",
    "Fri, 30 Nov 2007 19:44:13 +0100 (CET)": "2007-11-30T19:44:13+01:00",
    "30 Nov 2007 19:44 -0000": "2007-11-30T19:44:00+00:00",
    "Fri, 30 Nov 2007 19:44:13": "2007-11-30T19:44:13+00:00",
    "Fri, 30 Nov 2007 19:44:13 (EDT) -0400": "2007-11-30T19:44:13-04:00",
    "Fri,  3 Nov 06 9:44:13 EST": "2006-11-03T09:44:13-05:00",
    "Fri, 03-Nov-06 09:44:13 GMT": "2006-11-03T09:44:13+00:00",
    "Fri, 30 Nov 107 19:44:13 +0000": "2007-11-30T19:44:13+00:00",
    "Sat, 1 Jan 19100 00:00:00 +0000": "2000-01-01T00:00:00+00:00",
    "1 Jan 49 00:00 +0000": "2049-01-01T00:00:00+00:00",
    "1 Jan 50 00:00 +0000": "1950-01-01T00:00:00+00:00",
    "Thu, 1 Jan 1970 00:00:00 +0000": "1970-01-01T00:00:00+00:00",
    "Wed, 1 Jan 2098 12:00:00 -0330": "2098-01-01T12:00:00-03:30",
    "Fri Nov 30 19:44:13 2007": "2007-11-30T19:44:13+00:00",
    "Fri Nov  2 19:44:13 EST 2007": "2007-11-02T19:44:13-05:00",
    "Fri Nov 30 19:44:13 2007 UTC": "2007-11-30T19:44:13+00:00",
    "Fri Nov 30 19:44:13 2007 -0800": "2007-11-30T19:44:13-08:00",
    "Fri Jun 29 19:44:13 MET DST 2007": "2007-06-29T19:44:13+02:00",
    "Fri, 29 Jun 2007 19:44:13 PDT": "2007-06-29T19:44:13-07:00",
    "Fri, 29 Jun 2007 19:44:13 JST": "2007-06-29T19:44:13+09:00",
    "Fri, 29 Jun 2007 19:44:13 cst": "2007-06-29T19:44:13-06:00",
    "Fri, 29 Jun 2007 19:44:13 EST5EDT": "2007-06-29T19:44:13-05:00",
    "Fri, 29 Jun 2007 19:44:13 GMT+0200": "2007-06-29T19:44:13+02:00",
    "Fri, 29 Jun 2007 19:44:13 +9900": "2007-06-29T19:44:13+00:00",
    "Fri, 29 Jun 2007 19:44:13 XYZ": "2007-06-29T19:44:13+00:00",
    "Fri, 29 Jun 2007 19:44:60 +0000": "2007-06-29T19:44:59+00:00",
    "Fri, 29 Jun 2007 24:00:00 +0000": "2007-06-30T00:00:00+00:00",
    "Fri, 29 Jun 2007 19.44.13 +0200": "2007-06-29T19:44:13+02:00",
    "Fri, 29 Jun 2007 09(comment) : 55 : 06 -0600": "2007-06-29T09:55:06-06:00",
    "29 Jun 2007 7:44 PM": "2007-06-29T19:44:00+00:00",
    "29 Jun 2007 12:44:01 AM EDT": "2007-06-29T00:44:01-04:00",
    "Friday, November 30, 2007 7:44 PM": "2007-11-30T19:44:00+00:00",
    "Mar, 30 dic. 2007 19:44:13 +0100": "2007-12-30T19:44:13+01:00",
    "Fr, 30 Dez 2007 19:44:13 +0100 (MEZ)": "2007-12-30T19:44:13+01:00",
    "30 février 2007": None,
    "2007-11-30 19:44": "2007-11-30T19:44:00+00:00",
    "2007-11-30T19:44:13.25Z": "2007-11-30T19:44:13+00:00",
    "2007-11-30 19:44:13 +05:30": "2007-11-30T19:44:13+05:30",
    "20071130T194413Z": "2007-11-30T19:44:13+00:00",
    "30.11.2007 19:44": "2007-11-30T19:44:00+00:00",
    "11/30/2007 19:44": "2007-11-30T19:44:00+00:00",
    "2007年11月30日 19:44": "2007-11-30T19:44:00+00:00",
    "2007년 11월 30일 오후 7:44": "2007-11-30T19:44:00+00:00",
    "30 Nov 2007": "2007-11-30",
    "2007-11-30": "2007-11-30",
    "31 Feb 2007 10:00 +0000": None,
    "30 Nov 2007 25:00:00 +0000": None,
    "30 Nov 1066 10:00:00 +0000": None,
    "?????, 30-???-2007 19:44": None,
    "quarter past soon": None,
    "July 2007": None,
    "12": None,
    "19:4499999999999999999999999999999999": None,
    "$(date +%a)": None,
    "": None,
}


@pytest.mark.parametrize("written", FORMS)
def test_a_date_is_read_as_it_was_meant(written: str) -> None:
    """With its offset; a bare day where no time is said; None where nothing can be read."""
    found = parse_date(written)
    assert (found.isoformat() if found else None) == FORMS[written]


def test_a_date_with_a_time_always_has_an_offset() -> None:
    """So that all can be compared."""
    for written in FORMS:
        found = parse_date(written)
        assert not isinstance(found, datetime) or found.utcoffset() is not None


MINUTES = st.integers(-14 * 60, 14 * 60)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2098, 1, 1))


@settings(max_examples=200)
@given(MOMENTS, MINUTES)
def test_what_a_mailer_writes_comes_back(moment: datetime, minutes: int) -> None:
    """Every moment and offset, by the standard library's own writer."""
    stated = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_date(format_datetime(stated)) == stated
    assert parse_date(stated.isoformat()) == stated


PIECES = ["30", "Nov", "2007", "19:44", "+0100", " ", ",", "-", "(", ")", "PM", "Fri", "99999999", "/", "年"]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_every_value_is_a_date_or_none(written: str) -> None:
    """Nothing raises, and today's date is never filled in."""
    found = parse_date(written)
    assert found is None or 1900 <= found.year <= 9999
