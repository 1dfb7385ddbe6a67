"""Whether the network can learn one batch by heart, and how long a step takes meanwhile."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.preflight.subject import Subject
from workbench.engine.preflight.words import duration, figure
from workbench.engine.training.compiled import Looped
from workbench.engine.training.order import Order
from workbench.engine.training.pace import Pace
from workbench.engine.training.stepping import trainer
from workbench.engine.training.values import plain
from workbench.foundation import clock
from workbench.protocol.preflight import PreflightCheck

_MOST_SECONDS, _MOST_STEPS = 5.0, 2000
_TIMED_SECONDS, _FEWEST_TIMES = 0.5, 3
_BY_HEART, _FALLING, _FAIR_CHANCE = 0.1, 0.75, 200
_FEWEST_STEPS, _STANDS = 50, 0.995
_TABLE = 1 << 18


@dataclass
class Fit:
    """How the loss of one batch went, call by call, and a step after compilation (None: too few)."""

    losses: list[float] = field(default_factory=list)
    steps: int = 0
    seconds: float = 0.0
    step_seconds: float | None = None
    has_moved: bool = True


def fit_one_batch(subject: Subject, first: float, go_on: Callable[[int, int], None]) -> Fit:
    """Train the subject on its first batch alone, without augmentation, for some seconds at most.

    ``first`` is the loss before; ``go_on`` hears how many steps are done, of how many, and may raise.
    """
    model = subject.model
    before = _marks(model)
    again = np.tile(np.arange(subject.size, dtype=np.int32), (_rows(subject, 1), 1))
    call, pace, fit = trainer(model, subject.source), Pace(), Fit(losses=[first])
    times: list[float] = []
    go_on(0, _MOST_STEPS)
    _call(call, again, 1, model)  # compiles
    fit.steps, began = 1, clock.monotonic()
    while fit.steps < _MOST_STEPS and fit.seconds < _MOST_SECONDS:
        go_on(fit.steps, _MOST_STEPS)
        steps = min(pace.steps, len(again), _MOST_STEPS - fit.steps)
        called = clock.monotonic()
        loss = _call(call, again, steps, model)
        lasted = clock.monotonic() - called
        pace.learn(steps, lasted)
        times.append(lasted / steps)
        fit.steps, fit.seconds = fit.steps + steps, clock.monotonic() - began
        fit.losses.append(loss)
        if not math.isfinite(loss) or loss <= _BY_HEART / 2 * first:
            break
    fit.step_seconds = median(times[-5:]) if times else None
    fit.has_moved = before != _marks(model)
    return fit


def time_of_step(subject: Subject, go_on: Callable[[int, int], None]) -> float:
    """Return the seconds of a training step with all that belongs to it, augmentation too."""
    rows = np.arange(subject.batches * subject.size, dtype=np.int32).reshape(subject.batches, subject.size)
    table = np.tile(rows, (_rows(subject, subject.batches), 1))
    call, pace = trainer(subject.model, subject.source, subject.augment), Pace()
    times: list[float] = []
    go_on(0, 0)
    _call(call, table, 1, subject.model)  # compiles
    began = clock.monotonic()
    while len(times) < _FEWEST_TIMES or clock.monotonic() - began < _TIMED_SECONDS:
        go_on(0, 0)
        steps = min(pace.steps, len(table))
        called = clock.monotonic()
        _call(call, table, steps, subject.model)
        lasted = clock.monotonic() - called
        pace.learn(steps, lasted)
        times.append(lasted / steps)
    return median(times[-5:])


def judged(fit: Fit, lowest: float) -> PreflightCheck:
    """Return the check of a fit; ``lowest`` is the least loss of the batch, in training or after it."""
    first, where = fit.losses[0], "training.optimizer"
    told = f"in {fit.steps:,} steps ({duration(fit.seconds)})"
    if not math.isfinite(fit.losses[-1]):
        return PreflightCheck(
            name="one_batch",
            verdict="bad",
            message=f"The loss of one batch is no finite number any more {told}.",
            hint="Try a learning rate ten times smaller, or clip gradients.",
            where=where,
        )
    if not fit.has_moved:
        return _stands_still("no gradient reaches any of them")
    fell = f"The loss of one batch falls from {figure(first)} to {figure(lowest)} {told}"
    if lowest > _STANDS * first:
        fell = f"The loss of one batch stays at {figure(first)} {told}"
    if lowest <= _BY_HEART * first:
        return PreflightCheck(
            name="one_batch", verdict="good", message=f"{fell}: learned by heart.", where=where
        )
    if lowest <= _FALLING * first and fit.steps < _FAIR_CHANCE:
        message = f"{fell} and was still falling: there was no time for more."
        return PreflightCheck(name="one_batch", verdict="good", message=message, where=where)
    if fit.steps < _FEWEST_STEPS:
        return PreflightCheck(
            name="one_batch",
            verdict="warning",
            message=f"{fell}: too few steps to tell whether it learns.",
            hint="Train an epoch on a part of the data first, or on a faster device.",
            where=where,
        )
    return PreflightCheck(
        name="one_batch",
        verdict="warning",
        message=f"{fell}: it does not learn one batch by heart.",
        hint="Try another learning rate first, then more units or layers; equal examples with different "
        "targets can't be learned by heart.",
        where=where,
    )


def nothing_to_train() -> PreflightCheck:
    """Return the check of a network in which nothing can be trained."""
    return _stands_still("there are none to train, or all layers that have some are frozen")


def _stands_still(why: str) -> PreflightCheck:
    return PreflightCheck(
        name="one_batch",
        verdict="bad",
        message=f"No weight moves: {why}.",
        hint="Look for frozen layers and for activations that are flat, such as a step or a dead relu.",
        where="graph",
    )


def _call(call: Looped, rows: NDArray[np.int32], steps: int, model: Any) -> float:
    """Do steps and return their mean loss."""
    model.reset_metrics()
    return plain(call(Order(full=rows, rest=rows[0, :0]), 0, steps))["loss"]


def _marks(model: Any) -> list[tuple[float, float]]:
    """Return what tells weights apart without a copy of them, which may not fit: their sums and squares."""
    return [
        (float(tf.reduce_sum(weights)), float(tf.reduce_sum(tf.square(weights))))
        for weights in (variable.value for variable in model.trainable_variables)
    ]


def _rows(subject: Subject, already: int) -> int:
    """Return how often a table of ``already`` batches is repeated, so that a call can be long."""
    return max(1, min(_MOST_STEPS, _TABLE // max(1, subject.size)) // already)
