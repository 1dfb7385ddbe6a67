"""What formulas become in Keras: an activation of ``x``, and a learning rate of ``epoch`` and ``lr``."""

from __future__ import annotations

import ast
import math
from typing import Any

import keras
import numpy as np
from keras import ops

from workbench.catalog.formula import ACTIVATION, PREFIX, RATE, Formula, Functions, Operators
from workbench.catalog.rates import NUMBERS

# Keras has all of them under these names but the two short ones.
_SHORT = {"max": "maximum", "min": "minimum"}
_TENSORS: Functions = {name: getattr(ops, _SHORT.get(name, name)) for name in ACTIVATION.functions}
_OPERATORS: Operators = {
    # Keras' own functions bring types together, where TensorFlow's operators refuse half and float.
    ast.Add: ops.add,
    ast.Sub: ops.subtract,
    ast.Mult: ops.multiply,
    ast.Div: ops.true_divide,
    ast.FloorDiv: ops.floor_divide,
    ast.Mod: ops.mod,
    ast.Pow: ops.power,
    ast.USub: ops.negative,
    ast.UAdd: lambda x: x,
    ast.Lt: ops.less,
    ast.LtE: ops.less_equal,
    ast.Gt: ops.greater,
    ast.GtE: ops.greater_equal,
}


@keras.saving.register_keras_serializable(package="workbench")
class FormulaActivation:
    """An activation function that was typed as a formula of ``x``.

    Raises:
        ValueError: the formula is not allowed or gives no tensor of the shape of ``x``.
    """

    def __init__(self, formula: str) -> None:
        self._formula = Formula(formula, ACTIVATION)
        self.__name__ = PREFIX + self._formula.text
        self._try_out()

    def __call__(self, x: Any) -> Any:
        return ops.cast(self._compute(x), x.dtype)

    def get_config(self) -> dict[str, Any]:
        return {"formula": self._formula.text}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> FormulaActivation:
        return cls(**config)

    def _compute(self, x: Any) -> Any:
        return self._formula.compute({"x": x}, _TENSORS, _OPERATORS)

    def _try_out(self) -> None:
        sample = ops.convert_to_tensor(np.array([[-1.5, 0.5, 2.0]], "float32"))
        try:
            shape = tuple(ops.shape(ops.convert_to_tensor(self._compute(sample))))
        except (ArithmeticError, TypeError, ValueError) as failure:
            raise ValueError(f"it can't be computed: {failure}") from failure
        if shape != (1, 3):
            raise ValueError("it doesn't depend on x")


class FormulaRate:
    """A learning rate for each epoch, typed as a formula of ``epoch`` (from 0) and the rate so far, ``lr``.

    Raises:
        ValueError: the formula is not allowed or can't be computed.
    """

    def __init__(self, formula: str) -> None:
        self._formula = Formula(formula, RATE)
        self(0, 0.01)

    def __call__(self, epoch: int, lr: float) -> float:
        try:
            rate = self._formula.compute({"epoch": float(epoch), "lr": float(lr)}, NUMBERS)
        except (ArithmeticError, TypeError, ValueError) as failure:
            raise ValueError(f"it can't be computed for epoch={epoch}, lr={lr}: {failure}") from failure
        if not isinstance(rate, float | int) or not math.isfinite(rate):
            raise ValueError(f"it gives {rate} for epoch={epoch}, lr={lr}, which is no learning rate")
        return float(rate)
