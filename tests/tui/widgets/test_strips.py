"""Runs of styles, and what lies over them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from tui.widgets.strips import lay_over

BASES = [Style(color=f"color({n})") for n in range(4)]
OVERS = [Style(bgcolor=f"color({n})") for n in range(4)]
CUTS = st.sets(st.integers(0, 30), max_size=12).map(sorted)


@given(CUTS, CUTS)
def test_each_character_has_its_own_style_and_what_lies_over_it(
    run_cuts: list[int], layer_cuts: list[int]
) -> None:
    """As if each were looked up by itself."""
    runs = [(a, b, BASES[a % 4]) for a, b in pairwise(run_cuts)]
    layer = [(a, b, OVERS[a % 4]) for a, b in zip(layer_cuts[::2], layer_cuts[1::2], strict=False)]
    laid = list(lay_over(runs, layer))
    for at in range(31):
        expected = [style for start, end, style in runs if start <= at < end]
        expected = [
            style + over for style in expected for start, end, over in layer if start <= at < end
        ] or expected
        assert [style for start, end, style in laid if start <= at < end] == expected
    assert [run[0] for run in laid[1:]] == [run[1] for run in laid[:-1]]
