"""A training that is faster than anybody can look tells no more for that."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.runs.events import ExecutionSettled, StepsEnded

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("keras_as_it_was")]


class Heard:
    """A journal that keeps what is written to it."""

    def __init__(self) -> None:
        self.events: list[tuple[type, dict[str, Any]]] = []

    def write(self, event: type, **fields: Any) -> None:
        self.events.append((event, fields))


def test_that_ten_thousand_calls_a_second_are_sixty_events_with_nothing_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from workbench.engine.training.reporting import Reporter

    now = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    heard = Heard()
    tell = Teller(cast("Any", heard))
    model = SimpleNamespace(metrics=[], get_metrics_result=dict)
    compilation = SimpleNamespace(tell=lambda steps: tell(ExecutionSettled))
    reporter = Reporter(tell, model, cast("Any", compilation))
    reporter.epoch_begins()

    for call in range(1, 50_001):  # five seconds
        now[0] += 1e-4
        reporter.call_ended(epoch=0, step=3 * call, steps=3, examples=96, running={"loss": 1.0})

    told = [fields for event, fields in heard.events if event is StepsEnded]
    assert 200 <= len(told) <= 300
    assert sum(fields["steps"] for fields in told) == told[-1]["step"]
    assert 150_000 - told[-1]["step"] <= 3 * 10_000 / 60 + 3
