"""Computes ``1/(1+exp(-x))`` with NumPy, for drawing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.formula import ACTIVATION, Formula, Functions

Curve = NDArray[np.float64]


def _sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.asarray(x)))


def _erf(x: Any) -> Any:
    return np.vectorize(math.erf, otypes=[float])(x)


def _gelu(x: Any) -> Any:
    """As Keras' function has it by default: approximated with tanh."""
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * np.power(x, 3))))


def _elu(x: Any) -> Any:
    return np.where(np.asarray(x) > 0, x, np.expm1(x))


_FUNCTIONS: Functions = {
    **{name: getattr(np, name) for name in ("abs", "ceil", "cos", "cosh", "exp", "expm1", "floor", "log")},
    **{name: getattr(np, name) for name in ("log1p", "round", "sign", "sin", "sinh", "sqrt", "square")},
    "elu": _elu,
    "erf": _erf,
    "gelu": _gelu,
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
    "leaky_relu": lambda x: np.where(np.asarray(x) > 0, x, 0.2 * x),
    "relu": lambda x: np.maximum(x, 0.0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "selu": lambda x: 1.0507009873554805 * np.where(np.asarray(x) > 0, x, 1.6732632423543772 * np.expm1(x)),
    "sigmoid": _sigmoid,
    "silu": lambda x: x * _sigmoid(x),
    # Drawn as the share of x beside a second class whose value is 0.
    "softmax": _sigmoid,
    "softplus": lambda x: np.logaddexp(x, 0.0),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "tan": np.tan,
    "tanh": np.tanh,
    "max": np.maximum,
    "maximum": np.maximum,
    "min": np.minimum,
    "minimum": np.minimum,
    "where": np.where,
}


def compute(expression: str, x: Curve) -> Curve:
    """Return the expression's value for each ``x``; ValueError in words when it is none.

    Points where the formula has no finite value are NaN.
    """
    try:
        formula = Formula(expression, ACTIVATION)
    except ValueError as refusal:
        received = expression.strip()[:60]
        message = f"Expected a formula of x such as max(0, x), received “{received}”: {refusal}."
        raise ValueError(message) from refusal
    if not formula.names("x"):
        raise ValueError(f"Expected a formula that depends on x, received “{formula.text}”.")
    try:
        with np.errstate(all="ignore"):
            values = np.asarray(formula.compute({"x": x}, _FUNCTIONS), dtype=np.float64)
            result = np.broadcast_to(values, x.shape)
            return np.where(np.isfinite(result), result, np.nan)
    except (TypeError, ArithmeticError) as failure:
        raise ValueError(f"The formula “{formula.text}” can't be computed: {failure}.") from failure
