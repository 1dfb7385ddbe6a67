"""What a run takes of the machine, and what watching it costs."""

from __future__ import annotations

import pytest

from workbench.engine.training.meter import Costs, Usage
from workbench.foundation import clock
from workbench.runs.events import UsageMeasured
from workbench.runs.state import RunState, reduce


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(clock, "monotonic", made)
    return made


def test_that_usage_is_told_once_a_second_and_only_while_something_goes_on(time: _Clock) -> None:
    costs = Costs()
    usage = Usage(costs)
    with costs.watching:
        time.now += 0.01
    time.now += 0.5
    assert usage.look() is None

    time.now += 0.49
    told = usage.look()
    assert told is not None
    assert (told["watching"], told["saving"]) == (0.01, 0.0)
    assert isinstance(told["memory"], int) and told["memory"] > 1_000_000

    time.now += 5.0  # a pause
    assert usage.look() is None
    with costs.saving:
        time.now += 1.0
    told = usage.look()
    assert told is not None
    assert (told["watching"], told["saving"]) == (0.005, 0.5)


def test_that_a_long_run_tells_its_usage_less_often(time: _Clock) -> None:
    costs = Costs()
    usage = Usage(costs)
    time.now += 7200.0
    with costs.watching:
        time.now += 0.001
    assert usage.look() is not None
    for _ in range(9):
        with costs.watching:
            time.now += 1.0
        assert usage.look() is None


def test_that_the_state_of_a_run_holds_its_newest_usage() -> None:
    event = UsageMeasured(seq=3, t=2.0, at="", memory=412 << 20, watching=0.004)
    assert reduce(RunState(), event).usage == event
