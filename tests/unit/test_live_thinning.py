"""A long line is drawn by few points, and nothing that could be seen of it is missing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.live.readings import Points
from workbench.ui.live.thinning import Thinner


def _line(count: int, seed: int = 0) -> Points:
    return Points(np.arange(count, dtype=np.float64), np.random.default_rng(seed).normal(0, 1, count))


@given(
    st.integers(1, 60_000),
    st.integers(50, 900),
    st.floats(0, 1),
    st.floats(0, 1),
    st.lists(st.integers(1, 9)),
)
def test_that_extremes_in_sight_are_kept_however_the_line_grew(
    count: int, columns: int, one: float, other: float, pieces: list[int]
) -> None:
    line, thinner = _line(count), Thinner()
    for piece in pieces:
        part = count * piece // 10
        thinner.follow(Points(line.x[:part], line.y[:part]))
    thinner.follow(line)
    left, right = sorted((one * count, other * count))

    seen = thinner.visible(left, right, columns)

    inside = line.y[(line.x >= left) & (line.x <= right)]
    assert len(seen) <= 10 * columns + 20
    assert (np.diff(seen.x) >= 0).all()
    if len(inside):
        assert seen.y.max() >= inside.max() and seen.y.min() <= inside.min()
        assert set(seen.y) <= set(line.y)


def test_that_what_is_no_number_is_passed_over() -> None:
    line, thinner = _line(100_000), Thinner()
    line.y[::3] = np.nan
    thinner.follow(line)

    seen = thinner.visible(0, 100_000, 500)

    assert np.isfinite(seen.y).all()
    assert seen.y.max() == np.nanmax(line.y)


def test_that_another_line_in_its_place_begins_anew() -> None:
    thinner = Thinner()
    thinner.follow(_line(50_000))
    other = _line(60_000, seed=1)
    thinner.follow(other)

    seen = thinner.visible(0, 60_000, 300)

    assert set(seen.y) <= set(other.y)
