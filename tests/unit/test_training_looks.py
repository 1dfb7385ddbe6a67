"""Looking into the layers costs no more of a run than its share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.engine.training.looks import LookBudget

_COSTS = st.floats(1e-3, 10)


@given(
    share=st.sampled_from([0.01, 0.045]),
    epochs=st.lists(st.tuples(st.floats(1e-3, 100), _COSTS), max_size=60),
    likely=_COSTS,
)
def test_that_looks_before_the_last_take_no_more_than_their_share(
    share: float, epochs: list[tuple[float, float]], likely: float
) -> None:
    budget, now, spent, newest = LookBudget(share, 0.0), 0.0, 0.0, likely
    for seconds, cost in epochs:
        now += seconds
        if budget.is_due(now, likely=newest, is_final=False):
            assert spent <= share * now * (1 + 1e-9)  # what was looked at until now is paid for
            budget.spend(now, now + cost)
            now, spent, newest = now + cost, spent + cost, cost


def test_that_a_first_look_waits_until_it_fits_and_a_last_one_may_take_a_moment() -> None:
    budget = LookBudget(0.01, 100.0)

    assert not budget.is_due(102.9, likely=0.03, is_final=False)
    assert budget.is_due(103.1, likely=0.03, is_final=False)
    assert budget.is_due(100.5, likely=0.09, is_final=True)
    assert not budget.is_due(101.0, likely=0.5, is_final=True)
    assert budget.is_due(120.0, likely=0.5, is_final=True)
