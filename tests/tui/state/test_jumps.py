"""The jump list goes back and forward as a browser does."""

from __future__ import annotations

from parsing.model import MessageKey
from tui.state.jumps import STOPS_KEPT, JumpList, Stop


def stop(name: str) -> Stop:
    """Return a place."""
    return Stop(MessageKey(name), name)


def names(jumps: JumpList) -> str:
    """Return the stops, the current one in upper case."""
    return "".join(
        each.label.upper() if number == jumps.at else each.label for number, each in enumerate(jumps.stops)
    )


def test_there_is_nowhere_to_go_before_the_first_jump() -> None:
    """Back and forward change nothing."""
    jumps = JumpList()
    assert jumps.current is None
    assert jumps.back(stop("x")) == jumps.forward(stop("x")) == jumps


def test_a_jump_leaves_a_stop_and_arrives_at_one() -> None:
    """The next one leaves from where we are now, not from where we arrived."""
    jumps = JumpList().jump(stop("a"), stop("b")).jump(stop("c"), stop("d"))
    assert names(jumps) == "acD"


def test_back_comes_to_the_place_that_was_left_and_forward_to_where_we_went_back_from() -> None:
    """Each step remembers how the place looked that it leaves."""
    jumps = JumpList().jump(stop("a"), stop("b")).back(stop("c"))
    assert names(jumps) == "Ac"
    assert names(jumps.forward(stop("d"))) == "dC"


def test_a_jump_after_going_back_forgets_what_lay_ahead() -> None:
    """As in a browser."""
    jumps = JumpList().jump(stop("a"), stop("b")).jump(stop("b"), stop("c")).back(stop("c")).back(stop("b"))
    assert names(jumps) == "Abc"
    assert names(jumps.jump(stop("a"), stop("x"))) == "aX"


def test_the_list_forgets_its_oldest_stops() -> None:
    """A long evening does not fill the memory."""
    jumps = JumpList()
    for _ in range(2 * STOPS_KEPT):
        jumps = jumps.jump(stop("a"), stop("b"))
    assert len(jumps.stops) == STOPS_KEPT
    assert jumps.current == stop("b")
    assert not jumps.can_go_forward
