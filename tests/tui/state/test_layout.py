"""Which panes show, by size and taste."""

from __future__ import annotations

import pytest

from tui.state.layout import Layout, share


@pytest.mark.parametrize(
    ("width", "threads", "source"),
    [
        (80, 0, None),
        (117, 0, None),
        (118, 37, None),
        (122, 37, None),
        (140, 55, None),
        (199, 60, None),
        (200, 37, 0),
    ],
)
def test_panes_come_with_the_width(width: int, threads: int, source: int | None) -> None:
    """Two from 118 columns, three from 200; the list grows when the message has enough."""
    panes = share(width, 40, Layout.AUTO, reading=False)
    assert (panes.threads, panes.source) == (threads, source)
    assert panes.single is (width < 118)


def test_where_one_pane_fits_it_is_the_one_that_is_read() -> None:
    """List or message."""
    assert share(80, 24, Layout.AUTO, reading=True).threads is None
    assert share(80, 24, Layout.AUTO, reading=False).message is None
    assert share(200, 50, Layout.SINGLE, reading=True).threads is None


def test_stacked_panes_need_some_height() -> None:
    """A third is the list's; else they take turns."""
    assert share(80, 24, Layout.STACKED, reading=False).threads == 7
    assert share(80, 11, Layout.STACKED, reading=False).single


@pytest.mark.parametrize("layout", list(Layout))
def test_at_every_size_there_is_room_for_something_to_read(layout: Layout) -> None:
    """The lines around go first."""
    for width in range(1, 260, 7):
        for height in range(1, 60):
            panes = share(width, height, layout, reading=True)
            rows = height - panes.trail - panes.hints - panes.status
            assert rows >= 1
            assert (panes.threads or 0) + (panes.message or 0) < max(rows if panes.stacked else width, 1)
            assert panes.message is not None


def test_the_layouts_go_round() -> None:
    """One key leads through all of them."""
    assert [Layout.AUTO.next, Layout.STACKED.next, Layout.SINGLE.next] == [
        Layout.STACKED,
        Layout.SINGLE,
        Layout.AUTO,
    ]
