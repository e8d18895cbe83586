"""Rows by key in sorted columns, and the last few things kept."""

from __future__ import annotations

import random
from bisect import bisect_left

import pytest

from parsing.archive import lookup
from parsing.archive.keeping import Kept
from parsing.archive.lookup import RowsByKey


@pytest.mark.parametrize("run", [4, 50, 1 << 16])
def test_rows_are_found_by_their_keys_whenever_they_came(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ascending, over many runs as over one, as a dictionary would give them."""
    monkeypatch.setattr(lookup, "RUN_ENTRIES", run)
    dice = random.Random(3)  # noqa: S311 - the same at every run is what is wanted
    expected: dict[str, list[int]] = {}
    rows = RowsByKey()
    for row in range(1000):
        key = f"key {dice.randrange(300)}"
        expected.setdefault(key, []).append(row)
        rows.add(key, row)
        if rows.is_full or dice.random() < 0.05:
            rows.settle()
    rows.settle()
    assert rows.is_settled
    assert {key: rows.rows(key) for key in expected} == expected
    assert rows.rows("no key") == []
    assert sorted(rows.shared(0)) == sorted(group for group in expected.values() if len(group) > 1)
    late = [group for group in expected.values() if len(group) > 1 and group[-1] >= 900]
    assert sorted(rows.shared(900)) == sorted(late)


def test_what_is_not_settled_is_not_found_yet() -> None:
    """Who asks meanwhile gets what was there before."""
    rows = RowsByKey()
    rows.add("a", 0)
    assert rows.rows("a") == []
    assert not rows.is_settled
    rows.settle()
    assert rows.rows("a") == [0]


def test_the_least_recently_asked_for_is_forgotten_first() -> None:
    """And made again when it is asked for."""
    made: list[int] = []

    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    kept = Kept(2, double)
    assert [kept.get(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert made == [1, 2, 3, 2]
    kept.forget()
    assert kept.get(2) == 4
    assert made == [1, 2, 3, 2, 2]


def test_what_cannot_be_made_is_not_kept() -> None:
    """The error comes again, and later perhaps the value."""
    answers = iter([KeyError("not yet"), "now"])

    def make(_: str) -> str:
        answer = next(answers)
        if isinstance(answer, KeyError):
            raise answer
        return answer

    kept = Kept(2, make)
    with pytest.raises(KeyError):
        kept.get("a")
    assert kept.get("a") == "now"


def test_one_row_of_a_key_with_very_many_is_found_without_a_look_at_all_of_them() -> None:
    """They are looked up where they lie, as a sequence."""
    rows = RowsByKey()
    for row in range(100_000):
        rows.add("all", row)
        if rows.is_full:
            rows.settle()
    rows.settle()
    found = rows.sequence("all")
    looks: list[int] = []
    at = bisect_left(range(len(found)), 70_000, key=lambda place: looks.append(place) or found[place])
    assert at == 70_000
    assert len(looks) < 20
    assert found[at - 1 : at + 2] == [69_999, 70_000, 70_001]
    assert found[-1] == 99_999
    assert list(found)[::50_000] == [0, 50_000]
    assert not rows.sequence("none")
    with pytest.raises(IndexError):
        found[100_000]
