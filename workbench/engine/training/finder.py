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
from numpy.typing import NDArray

from workbench.engine.data.ready import Ready
from workbench.engine.preflight.subject import Subject, keras_as_it_was, subject
from workbench.engine.training.order import Order
from workbench.engine.training.prepare import check
from workbench.engine.training.stepping import trainer
from workbench.project.project import Project
from workbench.protocol.sweep import RateSweep

STEPS = 100
FIRST, LAST = 1e-6, 10.0
_MEMORY = 0.9
_DIVERGED = 4.0
_FEWEST = 10
_NEAR = 4


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
    mean, lowest = 0.0, math.inf
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
        mean = _MEMORY * mean + (1 - _MEMORY) * loss
        so_far = mean / (1 - _MEMORY ** len(losses))
        lowest = min(lowest, so_far)
        if len(losses) > _FEWEST and so_far > _DIVERGED * lowest:
            return judged(rates, losses, has_diverged=True)
    return judged(rates, losses, has_diverged=False)


def smoothed(losses: Sequence[float]) -> NDArray[np.float64]:
    """Return the mean of each loss and its neighbours, the nearer ones counting more."""
    near = np.exp(-0.5 * (np.arange(-3 * _NEAR, 3 * _NEAR + 1) / _NEAR) ** 2)
    values = np.asarray(losses, dtype=np.float64)
    weights = np.convolve(np.ones(len(values)), near)
    cut = slice(3 * _NEAR, 3 * _NEAR + len(values))
    return np.asarray(np.convolve(values, near)[cut] / weights[cut])


def judged(rates: Sequence[float], losses: Sequence[float], *, has_diverged: bool) -> RateSweep:
    """Return a sweep with its proposal: the steepest descent's rate, at most a tenth of the lowest loss's."""
    smooth = smoothed(losses)
    sweep = RateSweep(
        rates=tuple(rates), losses=tuple(losses), smoothed=tuple(smooth.tolist()), has_diverged=has_diverged
    )
    if len(rates) < _FEWEST:
        return sweep
    low = int(np.argmin(smooth))
    slopes = np.gradient(smooth, np.log(rates))[: low + 1]
    steep = int(np.argmin(slopes))
    noise = float(np.std(np.asarray(losses[: low + 1]) - smooth[: low + 1]))
    if slopes[steep] >= 0 or smooth[0] - smooth[low] <= noise:
        return sweep
    proposal = min(rates[steep], rates[low] / 10)
    return replace(sweep, steepest=rates[steep], lowest=rates[low], proposal=float(f"{proposal:.1e}"))
