"""Losses of one prediction and their slopes, as Keras computes both."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.catalog.loss_forms import SPARSE, loss_kind
from workbench.engine.exploring.finite import number, numbers, refused
from workbench.engine.model.objects import make
from workbench.engine.model.offered import offered
from workbench.project.spec import Spec
from workbench.protocol.exploring import AskLosses, LossesCompared, LossFigures

_POINTS, _MOST = 121, 1000
Floats = NDArray[np.float64]


def compared(question: AskLosses) -> LossesCompared:
    """Return the losses of the prediction and along the number that moves, computed in float64.

    Raises:
        WorkbenchError: a loss that can't be made, or numbers that don't fit.
    """
    _check(question)
    x = np.linspace(question.low, question.high, _POINTS)
    moved = _moved(question, x)
    figures = tuple(_figures(spec, question, moved) for spec in question.losses)
    return LossesCompared(x=tuple(x.tolist()), losses=figures)


def _check(question: AskLosses) -> None:
    count = len(question.predicted)
    if not 1 <= count <= _MOST:
        raise refused(f"Expected 1 to {_MOST} predicted numbers, received {count}.", "Give at least one.")
    if not 0 <= question.moved < count:
        raise refused(f"Expected the place of a predicted number, received {question.moved}.", "From 0 on.")
    if count > 1 and not (question.target == int(question.target) and 0 <= question.target < count):
        raise refused(
            f"Expected the number of a class from 0 to {count - 1}, received {question.target:g}.",
            "With several predicted numbers the target is the true one's place.",
        )
    if not question.low < question.high:
        raise ValueError(f"Expected a range that rises, received {question.low:g} to {question.high:g}.")


def _moved(question: AskLosses, x: Floats) -> Floats:
    """Return the prediction (n, k) for every value of the number that moves."""
    predicted = np.array(question.predicted, dtype=np.float64)
    moved = np.repeat(predicted[None], len(x), axis=0)
    if question.are_shares and len(predicted) > 1:
        others = np.delete(predicted, question.moved)
        total = others.sum()
        shares = others / total if total > 0 else np.full_like(others, 1 / len(others))
        moved = np.insert(shares[None] * (1 - x[:, None]), question.moved, 0.0, axis=1)
    moved[:, question.moved] = x
    return moved


def _figures(spec: Spec, question: AskLosses, moved: Floats) -> LossFigures:
    kind = loss_kind(spec, offered())
    loss = make("loss", spec.with_param("dtype", "float64"), where="explore")
    each = make("loss", spec.with_param("dtype", "float64").with_param("reduction", "none"), where="explore")
    predicted = np.array([question.predicted], dtype=np.float64)
    target = _target(kind, question)
    value, slopes = _judged(loss, target, predicted)
    along, slopes_along = _judged(each, np.repeat(target, len(moved), axis=0), moved)
    if along.shape != (len(moved),):
        # Some judge a batch as one thing, whatever their reduction.
        pairs = [_judged(loss, target, one[None]) for one in moved]
        along = np.array([pair[0].reshape(()) for pair in pairs])
        slopes_along = np.concatenate([pair[1] for pair in pairs])
    return LossFigures(
        kind=kind,
        value=number(value.reshape(-1)[0]),
        slopes=numbers(slopes[0]),
        along=numbers(along),
        slopes_along=numbers(slopes_along[:, question.moved]),
    )


def _target(kind: str, question: AskLosses) -> Floats:
    """Return the target (1, m) in the form that the loss takes."""
    count = len(question.predicted)
    if count == 1 or kind in SPARSE:
        return np.array([[question.target]])
    return np.eye(count)[[int(question.target)]]


def _judged(loss: Any, target: Floats, predicted: Floats) -> tuple[Floats, Floats]:
    """Return what the loss gives, and its slopes (n, k) by each number, the others held."""
    given = tf.constant(predicted)
    with tf.GradientTape() as tape:
        tape.watch(given)
        value = loss(tf.constant(target), given)
        total = tf.reduce_sum(value)
    slopes = tape.gradient(total, given, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return value.numpy(), slopes.numpy()
