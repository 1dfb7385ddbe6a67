"""The examples that a model is most confidently wrong about, and those behind a cell of its matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.runs.scores import Scores


@dataclass(frozen=True)
class Mistake:
    """An example by its row: the numbers of its class and of the answered one, and how sure the answer is."""

    row: int
    true: int
    predicted: int
    confidence: float


def answered(scores: Scores, threshold: float | None) -> NDArray[np.int64]:
    """Return the class that is answered to each example (n,); of one unit 1 from ``threshold`` on."""
    if scores.outputs.shape[1] == 1:
        return np.asarray(scores.outputs[:, 0] >= (0.5 if threshold is None else threshold), dtype=np.int64)
    return np.asarray(scores.outputs.argmax(axis=1), dtype=np.int64)


def confidence(scores: Scores, predicted: NDArray[np.int64], threshold: float | None) -> NDArray[np.float64]:
    """Return how sure each answer is (n,): its probability, or its score where there are none."""
    if scores.outputs.shape[1] > 1:
        return scores.outputs[np.arange(len(scores)), predicted].astype(np.float64)
    said = scores.outputs[:, 0].astype(np.float64)
    mirrored = 1 - said if threshold == 0.5 else -said
    return np.where(predicted == 1, said, mirrored)


def worst(scores: Scores, threshold: float | None, most: int) -> list[Mistake]:
    """Return the wrong answers to examples of classes, the surest first."""
    predicted = answered(scores, threshold)
    return _surest(scores, predicted, np.flatnonzero(predicted != scores.true), threshold, most)


def behind(scores: Scores, threshold: float | None, true: int, predicted: int, most: int) -> list[Mistake]:
    """Return the examples of class ``true`` that were answered with ``predicted``, the surest first."""
    said = answered(scores, threshold)
    there = np.flatnonzero((scores.true == true) & (said == predicted))
    return _surest(scores, said, there, threshold, most)


def _surest(
    scores: Scores,
    predicted: NDArray[np.int64],
    there: NDArray[np.intp],
    threshold: float | None,
    most: int,
) -> list[Mistake]:
    sure = confidence(scores, predicted, threshold)
    order = there[np.argsort(-sure[there], kind="stable")][:most]
    return [
        Mistake(int(scores.rows[at]), int(scores.true[at]), int(predicted[at]), float(sure[at]))
        for at in order
    ]
