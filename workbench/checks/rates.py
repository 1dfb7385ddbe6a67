"""Shapes of the learning rate: senseless numbers, formulas that give no rate, two masters at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.catalog.catalog import Catalog
from workbench.catalog.rates import base_rate, schedule_of, shaped
from workbench.foundation.errors import Problem, error, warning
from workbench.project.rates import Cosine, Exponential, OneCycle, RateFormula, RateShape, StepDrop, TimeBased
from workbench.project.training import TrainingSpec

_WHERE = "training.rate"
_SAMPLED = 2000


def rate_shape(training: TrainingSpec, catalog: Catalog) -> Iterator[Problem]:
    shape = training.rate
    if shape is None:
        return
    yield from _two_masters(training)
    wrong = tuple(_numbers(shape, training.epochs))
    yield from wrong
    if not wrong:
        yield from _rates(training, catalog)


def _two_masters(training: TrainingSpec) -> Iterator[Problem]:
    if schedule_of(training.optimizer) is not None:
        message = "The shape can't set the learning rate: the optimizer has a schedule of its own."
        yield error("rate.two-masters", _WHERE, message, "Remove one of the two.")
    kinds = {spec.kind for spec in training.callbacks}
    if "LearningRateScheduler" in kinds:
        message = "Both the shape and LearningRateScheduler set the rate of every epoch: the shape would win."
        yield error("rate.two-schedulers", _WHERE, message, "Remove one of the two.")
    if "ReduceLROnPlateau" in kinds:
        message = "What ReduceLROnPlateau lowers, the shape sets anew with the next epoch."
        yield warning("rate.plateau", _WHERE, message, "Remove one of the two.")


def _numbers(shape: RateShape, epochs: int) -> Iterator[Problem]:
    match shape:
        case TimeBased(decay=decay):
            if decay is not None and decay < 0:
                yield _unfit("decay", "0 or more", decay)
        case StepDrop(drop=drop, epochs_drop=every):
            if not 0 < drop <= 1:
                yield _unfit("drop", "more than 0 and at most 1", drop)
            if every < 1:
                yield _unfit("epochs_drop", "1 or more", every)
        case Exponential(k=k):
            if k < 0:
                yield _unfit("k", "0 or more", k)
        case Cosine(warmup=warmup, alpha=alpha):
            if not 0 <= warmup < max(1, epochs):
                yield _unfit("warmup", f"from 0 to less than the {epochs} epochs", warmup)
            if not 0 <= alpha <= 1:
                yield _unfit("alpha", "from 0 to 1", alpha)
        case OneCycle(rise=rise, div=div, final_div=final_div):
            if not 0 < rise < 1:
                yield _unfit("rise", "more than 0 and less than 1", rise)
            for name, value in (("div", div), ("final_div", final_div)):
                if value < 1:
                    yield _unfit(name, "1 or more", value)
        case RateFormula():
            return


def _rates(training: TrainingSpec, catalog: Catalog) -> Iterator[Problem]:
    """Yield what the formula gives that is no learning rate, over the epochs or many of them."""
    lr0 = base_rate(training.optimizer, catalog)
    if lr0 is None or training.epochs < 1:
        return
    last = training.epochs - 1
    epochs = np.unique(np.linspace(0, last, min(training.epochs, _SAMPLED)).round().astype(np.int64))
    try:
        shaped(training, lr0, [int(epoch) for epoch in epochs])
    except ValueError as failure:
        where = f"{_WHERE}.formula" if isinstance(training.rate, RateFormula) else _WHERE
        message = f"The shape of the learning rate can't be used: {failure}."
        hint = "Use numbers, epoch, epochs, lr0, + - * / ** and functions such as exp, floor, cos."
        yield error("rate.formula", where, message, hint)


def _unfit(name: str, expected: str, received: float) -> Problem:
    message = f"{name} of the learning rate's shape: expected {expected}, received {received:g}."
    return error(f"rate.{name}", f"{_WHERE}.{name}", message, "Change it, or reset it to its default.")
