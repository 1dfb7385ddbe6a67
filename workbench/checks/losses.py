"""Does the loss fit the last activation and the target?"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.catalog.loss_forms import BINARY, ONE_HOT, QUANTITIES, SPARSE, WANTS_SIGMOID, WANTS_SOFTMAX
from workbench.checks.ends import End
from workbench.foundation.errors import Problem, error, warning
from workbench.protocol.facts import DataFacts


def loss_fit(end: End, facts: DataFacts | None) -> Iterator[Problem]:
    """Yield what contradicts, what misleads and what is unwise in the choice of a loss."""
    if end.loss_kind not in SPARSE | ONE_HOT | BINARY | QUANTITIES:
        message = f"{end.loss_kind} needs another kind of target than classes or quantities."
        yield error("loss.unfit", end.loss_where, message, "Choose another loss.")
        return
    task = facts.task if facts else ""
    if facts and facts.proposed == "multilabel":
        yield from _labels(end)
    elif task == "regression":
        yield from _regression(end, facts.targets if facts else 1)
    elif task == "classification" and end.loss_kind in QUANTITIES:
        message = f"{end.loss_kind} treats classes as quantities: it learns slowly and less well."
        yield warning("loss.for-quantities", end.loss_where, message, _cure(end))
    if end.activation:
        yield from _activation(end)


def _labels(end: End) -> Iterator[Problem]:
    hint = "Choose BinaryCrossentropy, with a sigmoid unit for each label."
    if end.loss_kind in SPARSE:
        message = f"{end.loss_kind} expects one class for each example, and the target has several labels."
        yield error("loss.unfit", end.loss_where, message, hint)
    elif end.activation == "softmax":
        message = "softmax makes the labels exclude one another, and an example may have several."
        yield warning("output.softmax-of-labels", end.activation_where, message, hint)


def _regression(end: End, targets: int) -> Iterator[Problem]:
    if end.loss_kind not in QUANTITIES and not (end.loss_kind == "CosineSimilarity" and targets > 1):
        message = f"{end.loss_kind} expects classes, and the target is a quantity."
        hint = "Choose a loss for regression, such as MeanSquaredError."
        yield error("loss.unfit", end.loss_where, message, hint)
    elif end.activation in ("softmax", "sigmoid", "tanh"):
        message = f"{end.activation} limits what a regression can predict to a small range."
        hint = "Use a linear activation unless the targets are scaled into that range."
        yield warning("output.bounded", end.activation_where, message, hint)


def _activation(end: End) -> Iterator[Problem]:
    wanted = "softmax" if end.loss_kind in WANTS_SOFTMAX else "sigmoid"
    if end.loss_kind not in WANTS_SOFTMAX | WANTS_SIGMOID:
        return
    if end.from_logits:
        if end.activation in ("softmax", "sigmoid"):
            message = (
                f"{end.loss_kind} expects logits (from_logits), received the output of {end.activation}."
            )
            hint = f"Turn from_logits off, or remove {end.activation}."
            yield warning("loss.from-logits", f"{end.loss_where}.from_logits", message, hint)
    elif end.activation == "linear":
        message = f"{end.loss_kind} expects probabilities, received the linear output of “{end.node.name}”."
        hint = f"Use {wanted} as the last activation, or turn from_logits on."
        yield warning("loss.from-logits", end.activation_where, message, hint)
    elif end.activation != wanted:
        message = f"{end.loss_kind} expects the output of {wanted}, received that of {end.activation}."
        yield warning("loss.activation", end.activation_where, message, _cure(end))


def _cure(end: End) -> str:
    if end.units == 1:
        return "For two classes: one unit with sigmoid, and BinaryCrossentropy."
    return "One unit per class with softmax, and SparseCategoricalCrossentropy."
