"""The training's progress as events: at most 60 a second, with the means over just these steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from workbench.engine.training.telling import Teller
from workbench.engine.training.values import finite
from workbench.foundation import clock
from workbench.runs.events import StepsEnded

_INTERVAL = 1 / 60


class Reporter:
    """Gathers what calls did and tells it in good time."""

    def __init__(self, tell: Teller, model: Any) -> None:
        self._tell = tell
        self._means = _means(model)
        self._sums: dict[str, float] = {}
        self._before: dict[str, float] = {}
        self._examples_before = 0
        self._examples = 0
        self._steps = 0
        self._active = 0.0
        self._mark = self._told_at = clock.monotonic()

    def epoch_begins(self, examples: int = 0, running: Mapping[str, float] | None = None) -> None:
        """Start anew the epoch's figures, ``examples`` of which are there already after a resume."""
        self._before, self._examples_before = dict(running or {}), examples
        self.work_begins()

    def work_begins(self) -> None:
        """Let the clock for examples a second run from here, after a pause or other work."""
        self._mark = clock.monotonic()

    def call_ended(
        self, *, epoch: int, step: int, steps: int, examples: int, running: dict[str, float]
    ) -> None:
        """Take in a call that did ``steps`` steps and came to ``step`` of ``epoch``."""
        now = clock.monotonic()
        self._active += now - self._mark
        self._mark = now
        seen = self._examples_before + examples
        for name, value in running.items():
            # Keras' figure is the mean over the epoch so far; its growth is what these steps brought.
            before = self._before.get(name, 0.0) * self._examples_before
            own = value * seen - before if name in self._means else value * examples
            self._sums[name] = self._sums.get(name, 0.0) + own
        self._before, self._examples_before = running, seen
        self._examples += examples
        self._steps += steps
        if now - self._told_at >= _INTERVAL:
            self._report(epoch, step, running, now)

    def _report(self, epoch: int, step: int, running: dict[str, float], now: float) -> None:
        self._tell(
            StepsEnded,
            epoch=epoch,
            step=step,
            steps=self._steps,
            batch=finite({name: total / self._examples for name, total in self._sums.items()}),
            running=finite(running),
            examples_per_second=round(self._examples / max(self._active, 1e-9), 1),
        )
        self._sums, self._examples, self._steps, self._active = {}, 0, 0, 0.0
        self._told_at = now


def _means(model: Any) -> frozenset[str]:
    """Return the names of the figures that are plain means over examples."""
    names: set[str] = set()
    for group in model.metrics:
        for metric in getattr(group, "metrics", [group]):
            if type(metric) is keras.metrics.Mean or isinstance(metric, keras.metrics.MeanMetricWrapper):
                names.add(metric.name)
    found = model.get_metrics_result()
    return frozenset(key for key in found if any(key == name or key.endswith(f"_{name}") for name in names))
