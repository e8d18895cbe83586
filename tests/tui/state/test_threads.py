"""Which rows the thread pane shows."""

from __future__ import annotations

import random
from array import array

import pytest

from parsing.model import ThreadTable
from tui.state.threads import NO_ROW, Sort, ThreadRows, arrange


def made(parents: list[int]) -> ThreadTable:
    """Make the table of messages whose parents stand before them."""
    count = len(parents)
    depth, size, root = array("i", [0] * count), array("i", [0] * count), array("i", range(count))
    children: dict[int, list[int]] = {}
    for node, above in enumerate(parents):
        children.setdefault(above, []).append(node)
        if above >= 0:
            depth[node], root[node] = depth[above] + 1, root[above]
    for node in reversed(range(count)):
        if parents[node] >= 0:
            size[parents[node]] += size[node] + 1
    order, stack = array("i"), children.get(-1, [])[::-1]
    while stack:
        node = stack.pop()
        order.append(node)
        stack += children.get(node, [])[::-1]
    return ThreadTable(count, array("i", parents), [None] * count, depth, order, size, root)


# 0            4
# ├─ 1         └─ 5
# │  └─ 2
# └─ 3
TWO = [-1, 0, 1, 0, -1, 4]


@pytest.fixture
def rows() -> ThreadRows:
    return ThreadRows(arrange(made(TWO)))


def test_a_fold_takes_away_what_stands_below_and_nothing_else(rows: ThreadRows) -> None:
    """The rest of the thread and the next one stay."""
    assert rows.fold(1)
    assert list(rows.rows) == [0, 1, 3, 4, 5]
    assert rows.hidden(1) == 1


def test_a_leaf_does_not_fold(rows: ThreadRows) -> None:
    """There is nothing below it."""
    assert not rows.fold(2)
    assert len(rows) == 6


def test_a_fold_in_a_fold_is_kept_when_the_outer_one_opens(rows: ThreadRows) -> None:
    """As in an editor."""
    rows.fold(1)
    rows.fold(0)
    assert list(rows.rows) == [0, 4, 5]
    rows.unfold(0)
    assert list(rows.rows) == [0, 1, 3, 4, 5]


def test_the_row_of_a_folded_message_is_that_of_its_fold(rows: ThreadRows) -> None:
    """Of the outermost one, for that is the one that shows."""
    rows.fold(1)
    rows.fold(0)
    assert rows.row(2) == 0
    assert rows.row(5) == 2


def test_what_is_hidden_can_be_revealed(rows: ThreadRows) -> None:
    """Every fold around it opens, no other."""
    rows.fold_all()
    assert list(rows.rows) == [0, 4]
    assert rows.reveal(2)
    assert list(rows.rows) == [0, 1, 2, 3, 4]
    assert not rows.reveal(2)


def test_threads_are_walked_a_thread_at_a_time(rows: ThreadRows) -> None:
    """Backwards from inside a thread is its beginning; past the ends there is nothing."""
    assert rows.next_root(1, 1) == 4
    assert rows.next_root(2, -1) == 0
    assert rows.next_root(4, -1) == 0
    assert rows.next_root(5, 1) == NO_ROW
    assert rows.next_root(0, -1) == NO_ROW


def test_a_message_knows_its_neighbours(rows: ThreadRows) -> None:
    """Folded away or not."""
    rows.fold_all()
    assert [rows.neighbour(node, 1) for node in (0, 2, 5)] == [1, 3, -1]
    assert rows.neighbour(0, -1) == -1
    assert (rows.parent(2), rows.first_reply(0), rows.first_reply(3)) == (1, 1, -1)


def test_the_lines_of_the_tree_say_who_is_last(rows: ThreadRows) -> None:
    """Of its siblings; outermost level first, at most as many as asked for."""
    assert rows.branches(2, 9) == (False, True)
    assert rows.branches(3, 9) == (True,)
    assert rows.branches(0, 9) == ()
    assert rows.branches(2, 1) == (True,)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.OLDEST, [0, 1, 2, 3, 4, 5]),
        (Sort.NEWEST, [4, 5, 0, 1, 2, 3]),
        (Sort.LONGEST, [0, 1, 2, 3, 4, 5]),
        (Sort.LATEST, [4, 5, 0, 1, 2, 3]),
        (Sort.SUBJECT, [4, 5, 0, 1, 2, 3]),
        (Sort.AUTHOR, [4, 5, 0, 1, 2, 3]),
    ],
)
def test_threads_are_sorted_whole(sort: Sort, order: list[int]) -> None:
    """Replies stay under their message."""
    arrangement = arrange(
        made(TWO), (), sort, time_of=lambda node: node, name_of=lambda node: "ba"[node // 4]
    )
    assert list(arrangement.order) == order
    assert [arrangement.order[arrangement.place[node]] for node in range(6)] == list(range(6))


def test_the_orders_go_round() -> None:
    """One key leads through all of them and back."""
    seen, sort = [Sort.OLDEST], Sort.OLDEST.next
    while sort is not Sort.OLDEST:
        seen.append(sort)
        sort = sort.next
    assert seen == list(Sort)


def test_an_empty_archive_has_no_rows() -> None:
    """And nothing breaks."""
    rows = ThreadRows(arrange(made([])))
    rows.fold_all()
    rows.unfold_all()
    assert (len(rows), rows.row(0)) == (0, NO_ROW)


def test_folding_bit_by_bit_comes_to_the_same_rows_as_laying_out_anew() -> None:
    """A thousand folds, unfolds and reveals at random, over a forest at random."""
    chance = random.Random(7)  # noqa: S311 - the same forest each time
    parents = [chance.randrange(-1, node) if node and chance.random() < 0.8 else -1 for node in range(200)]
    rows = ThreadRows(arrange(made(parents)))
    for _ in range(1_000):
        node = chance.randrange(200)
        [rows.fold, rows.unfold, rows.toggle, rows.reveal][chance.randrange(4)](node)
        assert rows.rows == ThreadRows(rows.arrangement, rows.folded).rows
        shown = set(rows.rows)
        assert all((rows.rows[rows.row(each)] == each) == (each in shown) for each in range(200))


def test_ten_thousand_levels_are_no_deeper_than_one() -> None:
    """Nothing here is a recursion."""
    rows = ThreadRows(arrange(made(list(range(-1, 9_999)))))
    assert rows.row(9_999) == 9_999
    assert len(rows.branches(9_999, 4)) == 4
    rows.fold(0)
    assert rows.row(9_999) == 0
