"""The training's progress as events: at most 60 a second, with the means over just these steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from workbench.engine.training.compilation import Compilation
from workbench.engine.training.telling import Teller
from workbench.engine.training.values import finite
from workbench.foundation import clock
from workbench.runs.events import StepsEnded

_INTERVAL = 1 / 60
_CALL_INTERVAL = 0.5


class Reporter:
    """Gathers what calls did and tells it in good time; ``seconds`` is what that itself took so far."""

    def __init__(self, tell: Teller, model: Any, compilation: Compilation) -> None:
        self._tell = tell
        self._compilation = compilation
        self._longest_call = self._told_call = 0
        self._call_told_at = -_CALL_INTERVAL
        self.seconds = 0.0
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
        self,
        *,
        epoch: int,
        step: int,
        steps: int,
        examples: int,
        running: dict[str, float],
        seconds: float | None = None,
    ) -> None:
        """Take in a call that did ``steps`` steps and came to ``step`` of ``epoch``.

        It lasted ``seconds``, or since the work began.
        """
        now = clock.monotonic()
        self._active += now - self._mark if seconds is None else seconds
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
        self._longest_call = max(self._longest_call, steps)
        if now - self._told_at >= _INTERVAL:
            self._report(epoch, step, running, now)
            self._tell_execution(now)
        self.seconds += clock.monotonic() - now

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

    def _tell_execution(self, now: float) -> None:
        """Tell how many steps a call has, once it is known and whenever it has changed much."""
        longest, self._longest_call = self._longest_call, 0
        is_much = longest >= 2 * self._told_call or 2 * longest <= self._told_call
        if is_much and now - self._call_told_at >= _CALL_INTERVAL:
            self._told_call, self._call_told_at = longest, now
            self._compilation.tell(longest)


def _means(model: Any) -> frozenset[str]:
    """Return the names of the figures that are plain means over examples."""
    names: set[str] = set()
    for group in model.metrics:
        for metric in getattr(group, "metrics", [group]):
            if type(metric) is keras.metrics.Mean or isinstance(metric, keras.metrics.MeanMetricWrapper):
                names.add(metric.name)
    found = model.get_metrics_result()
    return frozenset(key for key in found if any(key == name or key.endswith(f"_{name}") for name in names))
