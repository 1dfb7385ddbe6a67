"""A sequence that grows by sharing: what somebody holds never changes, however it is continued."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.runs.growing import Grown


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=30))
def test_that_every_branch_keeps_what_it_was(steps: list[tuple[int, int]]) -> None:
    held: list[tuple[Grown[int], tuple[int, ...]]] = [(Grown(), ())]
    for branch, item in steps:
        grown, expected = held[branch % len(held)]
        held.append((grown.append(item), (*expected, item)))
        held.append((grown.extend((item, branch)), (*expected, item, branch)))

    assert all(tuple(grown) == expected and len(grown) == len(expected) for grown, expected in held)


def test_that_it_is_read_as_a_tuple_is() -> None:
    whole = Grown(range(5))
    grown = whole.append(5)

    assert grown[-1] == 5 and grown[1:4] == (1, 2, 3) and grown[::-2] == (5, 3, 1)
    assert list(reversed(whole)) == [4, 3, 2, 1, 0]
    assert whole == (0, 1, 2, 3, 4) and hash(whole) == hash((0, 1, 2, 3, 4))
    assert 5 not in whole and 5 in grown
    with pytest.raises(IndexError, match="below 5"):
        whole[5]
