"""The learning rate of each epoch or step, computed without Keras: what the window draws before a training.

A test compares every function here with Keras itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.catalog import Catalog
from workbench.catalog.formula import RATE, SHAPE, Formula, Functions
from workbench.project.rates import RateShape
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import TrainingSpec

Rates = NDArray[np.float64]
NUMBERS: Functions = {
    **{name: getattr(math, name) for name in ("ceil", "cos", "exp", "floor", "log", "sin", "sqrt", "tanh")},
    "abs": abs,
    "max": max,
    "maximum": max,
    "min": min,
    "minimum": min,
    "where": lambda condition, yes, no: yes if condition else no,
}
"""What the functions of a formula of a rate do with numbers."""


class ShapedRate:
    """A shape's rate for each epoch from 0, of ``epochs``, from the base rate ``lr0``.

    Raises:
        ValueError: the formula is not allowed.
    """

    def __init__(self, shape: RateShape) -> None:
        self._formula = Formula(shape.formula, SHAPE)

    def __call__(self, epoch: int, *, epochs: int, lr0: float) -> float:
        """Return the rate; ValueError when that is no finite number from 0 on."""
        values = {"epoch": float(epoch), "epochs": float(epochs), "lr0": float(lr0)}
        try:
            rate = self._formula.compute(values, NUMBERS)
        except (ArithmeticError, TypeError, ValueError) as failure:
            raise ValueError(f"it can't be computed for epoch {epoch}: {failure}") from failure
        if isinstance(rate, bool) or not isinstance(rate, float | int) or not 0 <= rate < math.inf:
            raise ValueError(f"it gives {rate!r:.40} for epoch {epoch}, which is no learning rate")
        return float(rate)


def base_rate(optimizer: Spec, catalog: Catalog) -> float | None:
    """Return the number that the optimizer has as its learning rate; None where it is no number."""
    rate: ParamValue = optimizer.params.get("learning_rate")
    if rate is None and catalog.has("optimizer", optimizer.kind):
        kind = catalog.kind("optimizer", optimizer.kind)
        rate = kind.param("learning_rate").default if kind.has_param("learning_rate") else None
    return float(rate) if isinstance(rate, int | float) and not isinstance(rate, bool) else None


def schedule_of(optimizer: Spec) -> Spec | None:
    """Return the Keras schedule in the learning rate's place, if there is one."""
    rate = optimizer.params.get("learning_rate")
    return rate if isinstance(rate, Spec) else None


def scheduler_of(callbacks: Sequence[Spec]) -> str | None:
    """Return the formula of a LearningRateScheduler among the callbacks, if there is one."""
    for spec in callbacks:
        formula = spec.params.get("schedule")
        if spec.kind == "LearningRateScheduler" and isinstance(formula, str):
            return formula
    return None


def shaped(training: TrainingSpec, lr0: float, epochs: Sequence[int]) -> Rates:
    """Return a training's rates at these epochs, by its shape; ValueError as ``ShapedRate``."""
    if training.rate is None:
        return np.full(len(epochs), lr0)
    rate = ShapedRate(training.rate)
    return np.array([rate(epoch, epochs=training.epochs, lr0=lr0) for epoch in epochs])


def scheduled(formula: str, lr0: float, epochs: int) -> Rates:
    """Return the rates of so many epochs by a formula of ``epoch`` and the rate so far, ``lr``.

    Raises:
        ValueError: the formula is not allowed, or gives no learning rate.
    """
    parsed, rates, rate = Formula(formula, RATE), np.empty(epochs), lr0
    for epoch in range(epochs):
        try:
            rate = float(parsed.compute({"epoch": float(epoch), "lr": rate}, NUMBERS))
        except (ArithmeticError, TypeError, ValueError) as failure:
            raise ValueError(f"it can't be computed for epoch {epoch}: {failure}") from failure
        if not 0 <= rate < math.inf:
            raise ValueError(f"it gives {rate:g} for epoch {epoch}, which is no learning rate")
        rates[epoch] = rate
    return rates
