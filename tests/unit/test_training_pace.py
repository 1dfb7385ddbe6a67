"""How long a call is, and how often something costly is done."""

import pytest

from workbench.engine.training.pace import Budget, Pace


def test_that_a_call_grows_to_the_target_and_stays_there():
    pace = Pace(target=0.025)
    seen = []
    for _ in range(10):
        seen.append(pace.steps)
        pace.learn(pace.steps, pace.steps * 0.001)

    assert seen[:4] == [1, 2, 4, 8]
    assert seen[-1] == 25


def test_that_slow_steps_come_one_by_one():
    pace = Pace(target=0.025)
    pace.learn(1, 3.0)

    assert pace.steps == 1


def test_that_one_late_call_shrinks_nothing_and_steps_that_became_slow_do_at_the_second_call():
    pace = Pace(target=0.025)
    for _ in range(8):
        pace.learn(pace.steps, pace.steps * 0.0001)
    before = pace.steps
    pace.learn(pace.steps, pace.steps * 0.01)
    assert pace.steps >= before - 1

    pace.learn(pace.steps, pace.steps * 0.01)
    assert pace.steps == 2


def test_that_a_fixed_number_of_steps_stays():
    pace = Pace(fixed=7)
    pace.learn(7, 3.0)

    assert pace.steps == 7


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5])
def test_that_a_budget_keeps_to_its_share(share):
    budget, now, spent = Budget(share, 0.0), 0.0, 0.0
    while now < 1000.0:
        if budget.is_due(now):
            budget.spend(now, now + 0.7)
            now += 0.7
            spent += 0.7
        now += 0.01

    assert spent / now <= share * 1.02
    assert spent / now >= share * 0.9


def test_that_the_first_time_is_due_at_once():
    assert Budget(0.05, 10.0).is_due(10.0)
