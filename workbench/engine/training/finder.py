"""A learning rate found by a short sweep: Leslie Smith's range test ("Cyclical Learning Rates", 2015).

The rate grows exponentially from batch to batch, on a model of its own, until the loss has risen far above
its lowest. A good rate lies where the loss falls fastest, well below where it is lowest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from workbench.engine.data.ready import Ready
from workbench.engine.preflight.subject import Subject, keras_as_it_was, subject
from workbench.engine.training.order import Order
from workbench.engine.training.prepare import check
from workbench.engine.training.stepping import trainer
from workbench.project.project import Project
from workbench.protocol.sweep import RateSweep

STEPS = 100
FIRST, LAST = 1e-7, 10.0
_MEMORY = 0.9
_DIVERGED = 4.0
_FEWEST = 10


def find(project: Project, found: Ready, base: Path, go_on: Callable[[int, int], None]) -> RateSweep:
    """Sweep over learning rates on a fresh model, and touch nothing else.

    A relative path of weights starts at ``base``. ``go_on`` hears how many of how many steps are done, and
    may raise to end the sweep.

    Raises:
        WorkbenchError: whatever a training would be refused for.
    """
    check(project.training)
    optimizer = project.training.optimizer.with_param("learning_rate", FIRST)
    project = project.with_training(replace(project.training, optimizer=optimizer))
    with keras_as_it_was():
        go_on(0, STEPS)
        return _swept(subject(project, found, base, most=STEPS), go_on)


def _swept(on: Subject, go_on: Callable[[int, int], None]) -> RateSweep:
    rows = np.arange(on.batches * on.size, dtype=np.int32).reshape(on.batches, on.size)
    order, call = Order(full=rows, rest=rows[0, :0]), trainer(on.model, on.source, on.augment)
    rates: list[float] = []
    losses: list[float] = []
    for step in range(STEPS):
        rate = FIRST * (LAST / FIRST) ** (step / (STEPS - 1))
        on.model.optimizer.learning_rate = rate
        on.model.reset_metrics()
        loss = float(call(order, step % on.batches, 1)["loss"])
        go_on(step + 1, STEPS)
        if not math.isfinite(loss):
            return judged(rates, losses, has_diverged=True)
        rates.append(rate)
        losses.append(loss)
        smooth = smoothed(losses)
        if len(losses) > _FEWEST and smooth[-1] > _DIVERGED * min(smooth):
            return judged(rates, losses, has_diverged=True)
    return judged(rates, losses, has_diverged=False)


def smoothed(losses: Sequence[float]) -> list[float]:
    """Return the exponential mean of the losses so far, corrected for its beginning at 0."""
    mean, smooth = 0.0, []
    for count, loss in enumerate(losses, start=1):
        mean = _MEMORY * mean + (1 - _MEMORY) * loss
        smooth.append(mean / (1 - _MEMORY**count))
    return smooth


def judged(rates: Sequence[float], losses: Sequence[float], *, has_diverged: bool) -> RateSweep:
    """Return a sweep with its proposal: the steepest descent's rate, at most a tenth of the lowest loss's."""
    smooth = smoothed(losses)
    sweep = RateSweep(
        rates=tuple(rates), losses=tuple(losses), smoothed=tuple(smooth), has_diverged=has_diverged
    )
    if len(rates) < _FEWEST:
        return sweep
    low = int(np.argmin(smooth))
    slopes = np.gradient(np.asarray(smooth[: low + 1]), np.log(rates[: low + 1])) if low > 1 else np.zeros(1)
    steep = int(np.argmin(slopes))
    if slopes[steep] >= 0:
        return sweep
    proposal = min(rates[steep], rates[low] / 10)
    return replace(sweep, steepest=rates[steep], lowest=rates[low], proposal=float(f"{proposal:.1e}"))
