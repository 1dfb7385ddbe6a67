"""The loss that chance gives: what a network with fresh weights should begin with."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.current import current
from workbench.catalog.loss_forms import loss_kind
from workbench.engine.preflight.words import figure
from workbench.engine.training.compiling import head_of
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.preflight import PreflightCheck

_CLASSES = frozenset({"SparseCategoricalCrossentropy", "CategoricalCrossentropy", "KLDivergence"})
_MARGINS = frozenset({"Hinge", "SquaredHinge", "CategoricalHinge"})
_MUCH, _LITTLE, _SLACK = 1.5, 0.5, 0.1
_QUANTITIES = frozenset({"MeanSquaredError", "MeanAbsoluteError"})
_LARGE_INPUT = 4.0


def expected_loss(
    project: Project, targets: list[NDArray[Any]], units: list[int], *, has_classes: bool
) -> float | None:
    """Return the loss of all outputs for answers that know nothing; None where a loss has no such value.

    ``targets`` are (n, ...) for each output as its loss takes them, ``units`` its number of units. With
    classes as numbers under a loss of quantities chance has no figure: it depends on the last activation.
    """
    total = 0.0
    for node, y, width in zip(project.graph.outputs(), targets, units, strict=True):
        head = head_of(project.training, node)
        one = _of_one(head.loss, np.asarray(y, dtype=np.float64), width)
        if one is None or (has_classes and loss_kind(head.loss, current()) in _QUANTITIES):
            return None
        total += head.weight * one
    return total


def judged(
    project: Project, loss: float, expected: float | None, *, targets: list[NDArray[Any]], largest: float
) -> PreflightCheck:
    """Return the check of the first loss; ``largest`` is the greatest input, without its sign."""
    where, begins = "training.loss", f"The first loss is {figure(loss)}"
    if expected is None:
        message = f"{begins}; for this loss there is no figure that chance gives."
        return PreflightCheck(name="first_loss", verdict="good", message=message, where=where)
    message = f"{begins}; {_reason(project)} expects {figure(expected)}."
    if loss > _MUCH * expected + _SLACK:
        hint = _why_high(targets, largest, is_regression=_is_regression(project))
        return PreflightCheck(name="first_loss", verdict="warning", message=message, hint=hint, where=where)
    if loss < _LITTLE * expected and not _begins_with_weights(project):
        hint = "It knows the answers before it has learned: look for the target among the inputs."
        return PreflightCheck(name="first_loss", verdict="warning", message=message, hint=hint, where=where)
    return PreflightCheck(name="first_loss", verdict="good", message=message, where=where)


def _of_one(loss: Spec, y: NDArray[np.float64], units: int) -> float | None:
    if loss.params.get("reduction", "sum_over_batch_size") not in ("sum_over_batch_size", "mean"):
        return None
    kind = loss_kind(loss, current())
    if kind in _CLASSES:
        return math.log(units) if units > 1 else None
    if kind == "BinaryCrossentropy":
        return math.log(2)
    if kind == "MeanSquaredError":
        return float(np.mean(np.var(y, axis=0)))
    if kind == "MeanAbsoluteError":
        return float(np.mean(np.abs(y - np.median(y, axis=0))))
    return 1.0 if kind in _MARGINS else None


def _reason(project: Project) -> str:
    heads = [head_of(project.training, node) for node in project.graph.outputs()]
    if len(heads) > 1:
        return "chance at every output together"
    kind = loss_kind(heads[0].loss, current())
    if kind in _CLASSES:
        return "guessing among the classes (the logarithm of their number)"
    if kind == "BinaryCrossentropy":
        return "guessing between two (ln 2)"
    if kind == "MeanSquaredError":
        return "answering the mean (the target's variance)"
    return "answering without knowledge"


def _is_regression(project: Project) -> bool:
    kinds = {loss_kind(head_of(project.training, node).loss, current()) for node in project.graph.outputs()}
    return kinds <= _QUANTITIES


def _why_high(targets: list[NDArray[Any]], largest: float, *, is_regression: bool) -> str:
    if largest > _LARGE_INPUT:
        return (
            f"Inputs reach {figure(largest)}: scale them, in Data or with a Rescaling or Normalization layer."
        )
    means = [float(np.abs(np.mean(np.asarray(y, dtype=np.float64)))) for y in targets]
    if is_regression:
        return f"Targets lie around {figure(max(means))}: standardize the target, or training takes long."
    return "Check the last layer's activation against the loss, and the first weights of the layers."


def _begins_with_weights(project: Project) -> bool:
    return isinstance(project.weights, str) or any(block.application for block in project.graph.blocks)
