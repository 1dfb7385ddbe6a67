"""Keras' schedules in NumPy: the learning rate of each step, for drawing. A test compares them with Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.catalog import Catalog
from workbench.project.spec import ParamValue, Spec

Steps = NDArray[np.float64]
_Params = Mapping[str, ParamValue]


def schedule_rates(schedule: Spec, steps: Steps, catalog: Catalog) -> Steps:
    """Return the rate of each step, counted from 0.

    Raises:
        ValueError: a schedule that can't be drawn, or parameters that Keras would refuse.
    """
    if not catalog.has("schedule", schedule.kind):
        raise ValueError(f"Keras {catalog.keras} has no schedule {schedule.kind}")
    kind = catalog.kind("schedule", schedule.kind)
    if kind.name not in _SCHEDULES:
        raise ValueError(f"{kind.name} can't be drawn")
    params = {param.name: schedule.params.get(param.name, param.default) for param in kind.params}
    try:
        with np.errstate(all="ignore"):
            rates = np.asarray(_SCHEDULES[kind.name](params, steps), dtype=np.float64)
    except (TypeError, ValueError, IndexError, ZeroDivisionError) as failure:
        raise ValueError(f"{kind.name} lacks what it needs to be drawn") from failure
    if not np.isfinite(rates).all():
        raise ValueError(f"{kind.name} gives no finite learning rate")
    return rates


def _number(params: _Params, name: str) -> float:
    value = params[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"Expected a number for {name}, received {value!r}.")
    return float(value)


def _numbers(params: _Params, name: str) -> list[float]:
    value = params[name]
    if not isinstance(value, tuple):
        raise TypeError(f"Expected numbers for {name}, received {value!r}.")
    return [_number({name: entry}, name) for entry in value if not isinstance(entry, tuple)]


def _decays(params: _Params, steps: Steps) -> Steps:
    decays = steps / _number(params, "decay_steps")
    return np.floor(decays) if params["staircase"] else decays


def _exponential(params: _Params, steps: Steps) -> Steps:
    return _number(params, "initial_learning_rate") * np.power(
        _number(params, "decay_rate"), _decays(params, steps)
    )


def _inverse_time(params: _Params, steps: Steps) -> Steps:
    return _number(params, "initial_learning_rate") / (
        1 + _number(params, "decay_rate") * _decays(params, steps)
    )


def _polynomial(params: _Params, steps: Steps) -> Steps:
    first, end = _number(params, "initial_learning_rate"), _number(params, "end_learning_rate")
    length = np.full_like(steps, _number(params, "decay_steps"))
    if params["cycle"]:
        length *= np.where(steps == 0, 1.0, np.ceil(steps / length))
    else:
        steps = np.minimum(steps, length)
    return (first - end) * np.power(1 - steps / length, _number(params, "power")) + end


def _cosine(params: _Params, steps: Steps) -> Steps:
    first, length = _number(params, "initial_learning_rate"), _number(params, "decay_steps")
    alpha = _number(params, "alpha")

    def decayed(since: Steps, top: float) -> Steps:
        half = 0.5 * (1 + np.cos(np.pi * np.minimum(since, length) / length))
        return np.asarray(top * ((1 - alpha) * half + alpha))

    if params["warmup_target"] is None:
        return decayed(steps, first)
    target, warmup = _number(params, "warmup_target"), _number(params, "warmup_steps")
    rising = (target - first) * steps / max(warmup, 1.0) + first
    return np.where(steps < warmup, rising, decayed(steps - warmup, target))


def _cosine_restarts(params: _Params, steps: Steps) -> Steps:
    first, length = _number(params, "initial_learning_rate"), _number(params, "first_decay_steps")
    longer, lower, alpha = (_number(params, name) for name in ("t_mul", "m_mul", "alpha"))
    past = steps / length
    if longer == 1:
        restart = np.floor(past)
        past = past - restart
    else:
        restart = np.floor(np.log(1 - past * (1 - longer)) / np.log(longer))
        begun = (1 - np.power(longer, restart)) / (1 - longer)
        past = (past - begun) / np.power(longer, restart)
    half = 0.5 * np.power(lower, restart) * (1 + np.cos(np.pi * past))
    return np.asarray(first * ((1 - alpha) * half + alpha))


def _piecewise(params: _Params, steps: Steps) -> Steps:
    boundaries, values = _numbers(params, "boundaries"), _numbers(params, "values")
    if len(values) != len(boundaries) + 1 or sorted(boundaries) != boundaries:
        raise ValueError("Expected one value more than boundaries, and boundaries that rise.")
    return np.asarray(values)[np.searchsorted(boundaries, steps, side="left")]


_SCHEDULES: Mapping[str, Callable[[_Params, Steps], Steps]] = {
    "CosineDecay": _cosine,
    "CosineDecayRestarts": _cosine_restarts,
    "ExponentialDecay": _exponential,
    "InverseTimeDecay": _inverse_time,
    "PiecewiseConstantDecay": _piecewise,
    "PolynomialDecay": _polynomial,
}
