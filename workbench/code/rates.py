"""The learning rate's shape as the callback of Keras that sets it for each epoch."""

from __future__ import annotations

import ast

from workbench.catalog.formula import SHAPE, Formula
from workbench.catalog.rates import base_rate
from workbench.code.formula import translate
from workbench.code.literals import number
from workbench.code.objects import Objects
from workbench.code.source import Call
from workbench.project.rates import Cosine, Exponential, OneCycle, RateFormula, RateShape, StepDrop, TimeBased
from workbench.project.training import TrainingSpec

_WORDS: dict[type[RateShape], str] = {
    TimeBased: "Time-based decay",
    StepDrop: "Step drop",
    Exponential: "Exponential decay",
    Cosine: "Half a cosine",
    OneCycle: "One cycle",
    RateFormula: "A formula of the epoch",
}


def shaping(training: TrainingSpec, objects: Objects) -> list[Call]:
    """Return the callback that shapes the rate, or none.

    Raises:
        WorkbenchError: where ``training.rate``, when its formula can't be written as code.
    """
    shape = training.rate
    lr0 = base_rate(training.optimizer, objects.catalog)
    if shape is None or lr0 is None:
        return []
    expression = translate(shape.formula, SHAPE, "training.rate")
    if isinstance(shape, RateFormula):
        expression = f"float({expression})"
    settings = f"lr0 = {number(lr0)}"
    if Formula(shape.formula, SHAPE).names("epochs"):
        settings = f"epochs, lr0 = {training.epochs}, {number(lr0)}"
    words = f"{_WORDS[type(shape)]}: the learning rate of an epoch, which counts from 0."
    return [objects.rate("\n".join((settings, *_returned(expression))), words)]


def _returned(expression: str) -> list[str]:
    """Return the lines that return an expression; one of two cases gets a line for each."""
    match ast.parse(expression, mode="eval").body:
        case ast.BinOp(left=base, op=op, right=ast.IfExp(test=test, body=yes, orelse=no)):
            first, second = (ast.unparse(ast.BinOp(base, op, part)) for part in (yes, no))
            return [f"if {ast.unparse(test)}:", f"    return {first}", f"return {second}"]
        case _:
            return [f"return {expression}"]
