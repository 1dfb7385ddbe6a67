"""A training's learning rate against the epoch, as it will be by what is set: points to draw or to print."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.catalog import Catalog
from workbench.catalog.rates import base_rate, schedule_of, scheduled, scheduler_of, shaped
from workbench.catalog.schedules import schedule_rates
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

_MOST_POINTS = 600
_MOST_EPOCHS = 100_000


def _nothing() -> NDArray[np.float64]:
    return np.empty(0)


@dataclass(frozen=True)
class RateCurve:
    """``x`` in epochs, from 0; ``y`` the rate from there on. Without points ``trouble`` says why.

    ``is_stepped`` tells that a rate holds for a whole epoch; ``may_fall`` that a plateau may lower it.
    """

    x: NDArray[np.float64] = field(default_factory=_nothing)
    y: NDArray[np.float64] = field(default_factory=_nothing)
    is_stepped: bool = True
    may_fall: bool = False
    trouble: str = ""


def rate_curve(training: TrainingSpec, steps_per_epoch: int | None, catalog: Catalog) -> RateCurve:
    """Return the curve; a Keras schedule counts steps, of which an epoch must have a known number."""
    epochs = training.epochs
    if epochs < 1:
        return RateCurve(trouble="there are no epochs")
    may_fall = any(spec.kind == "ReduceLROnPlateau" for spec in training.callbacks)
    try:
        schedule = schedule_of(training.optimizer)
        if schedule is not None:
            return _by_steps(schedule, epochs, steps_per_epoch, catalog)
        lr0 = base_rate(training.optimizer, catalog)
        if lr0 is None:
            return RateCurve(trouble="the optimizer has no learning rate")
        x, y = _by_epochs(training, lr0, epochs)
    except (ValueError, OverflowError) as failure:
        return RateCurve(trouble=str(failure))
    return RateCurve(x, y, may_fall=may_fall)


def _by_steps(schedule: Spec, epochs: int, steps_per_epoch: int | None, catalog: Catalog) -> RateCurve:
    if steps_per_epoch is None:
        return RateCurve(trouble="a schedule counts steps, and how many an epoch has is not known yet")
    total = epochs * steps_per_epoch
    steps = np.unique(np.linspace(0, max(0, total - 1), min(total, _MOST_POINTS)).round())
    return RateCurve(
        steps / steps_per_epoch, schedule_rates(schedule, steps, catalog), is_stepped=total <= _MOST_POINTS
    )


def _by_epochs(
    training: TrainingSpec, lr0: float, epochs: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    formula = scheduler_of(training.callbacks)
    if training.rate is None and formula is not None:
        rates = scheduled(formula, lr0, min(epochs, _MOST_EPOCHS))
        chosen = _some(len(rates))
        return chosen.astype(np.float64), rates[chosen]
    chosen = _some(epochs)
    return chosen.astype(np.float64), shaped(training, lr0, [int(epoch) for epoch in chosen])


def _some(count: int) -> NDArray[np.int64]:
    """Return the numbers from 0 to ``count``, or as many of them as can be told apart on a screen."""
    return np.unique(np.linspace(0, count - 1, min(count, _MOST_POINTS)).round().astype(np.int64))
