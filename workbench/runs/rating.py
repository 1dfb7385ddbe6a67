"""How good answers are, in NumPy alone, so that the window can tell it again as a threshold is pulled.

Everything is what scikit-learn says of the same numbers; what it leaves undefined is NaN here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
BINS = 10


@dataclass(frozen=True, eq=False)
class Curve:
    """A line through points (n,); ``thresholds`` belong to them, a precision-recall curve lacks the last."""

    x: Floats
    y: Floats
    thresholds: Floats


@dataclass(frozen=True, eq=False)
class Reliability:
    """Of each bin of probabilities that isn't empty: the mean of them, the share of positives, how many."""

    predicted: Floats
    observed: Floats
    counts: Counts


@dataclass(frozen=True, eq=False)
class Rates:
    """Precision, recall and F1 of each class (classes,), 0 where undefined, and its number of examples."""

    precision: Floats
    recall: Floats
    f1: Floats
    support: Counts


def roc(is_positive: NDArray[np.bool_], scores: NDArray[np.floating]) -> Curve:
    """Return the false positive rate in x and the true positive rate in y, thresholds falling from inf on.

    A rate is NaN where there is no example to take it of. Points on a straight line are left out.
    """
    thresholds, true, false = _cumulated(is_positive, scores)
    if len(thresholds) > 2:
        bends = (np.diff(false, 2) != 0) | (np.diff(true, 2) != 0)
        keep = np.concatenate([[True], bends, [True]])
        thresholds, true, false = thresholds[keep], true[keep], false[keep]
    rising = np.concatenate([[np.inf], thresholds])
    return Curve(_rate(false), _rate(true), rising)


def precision_recall(is_positive: NDArray[np.bool_], scores: NDArray[np.floating]) -> Curve:
    """Return recall in x, falling to 0, and precision in y; without positives recall is 1 throughout."""
    thresholds, true, false = _cumulated(is_positive, scores)
    found = true + false
    precision = np.divide(true, found, out=np.zeros(len(true)), where=found != 0)
    recall = true / true[-1] if len(true) and true[-1] else np.ones(len(true))
    return Curve(np.append(recall[::-1], 0.0), np.append(precision[::-1], 1.0), thresholds[::-1])


def roc_auc(is_positive: NDArray[np.bool_], scores: NDArray[np.floating]) -> float:
    """Return the area under the ROC curve; NaN where all examples are alike."""
    curve = roc(is_positive, scores)
    return float(np.trapezoid(curve.y, curve.x))


def average_precision(is_positive: NDArray[np.bool_], scores: NDArray[np.floating]) -> float:
    """Return the mean of the precisions, each weighed by the recall that it adds."""
    if not is_positive.any():
        return 0.0
    curve = precision_recall(is_positive, scores)
    return max(0.0, float(-np.sum(np.diff(curve.x) * curve.y[:-1])))


def calibration(
    is_positive: NDArray[np.bool_], probabilities: NDArray[np.floating], bins: int = BINS
) -> Reliability:
    """Return how often what was given a probability came true, in ``bins`` of equal width."""
    given = probabilities.astype(np.float64)
    edges = np.linspace(0.0, 1.0, bins + 1)
    numbers = np.searchsorted(edges[1:-1], given)
    counts = np.bincount(numbers, minlength=bins)
    sums = np.bincount(numbers, weights=given, minlength=bins)
    hits = np.bincount(numbers, weights=is_positive, minlength=bins)
    there = counts > 0
    return Reliability(sums[there] / counts[there], hits[there] / counts[there], counts[there])


def top_k(true: NDArray[np.int64], scores: NDArray[np.floating], k: int) -> float:
    """Return the share of examples (n,) whose class is among the ``k`` largest scores (n, classes).

    Of equal scores the later class goes before, as scikit-learn has it.
    """
    order = np.argsort(scores, axis=1, kind="stable")[:, ::-1][:, :k]
    return float((order == true[:, None]).any(axis=1).mean())


def matrix_at(is_positive: NDArray[np.bool_], scores: NDArray[np.floating], threshold: float) -> Counts:
    """Return the confusion matrix (2, 2) where scores from ``threshold`` on count as positive."""
    predicted = scores >= threshold
    return np.bincount(is_positive * 2 + predicted, minlength=4).reshape(2, 2)


def cheapest(
    is_positive: NDArray[np.bool_],
    scores: NDArray[np.floating],
    *,
    false_positive: float,
    false_negative: float,
) -> float:
    """Return the threshold at which mistakes of such costs cost least; inf where nobody is to be positive."""
    thresholds, true, false = _cumulated(is_positive, scores)
    missed = int(np.count_nonzero(is_positive)) - true
    costs = np.append(false * false_positive + missed * false_negative, is_positive.sum() * false_negative)
    best = int(costs.argmin())
    return float(thresholds[best]) if best < len(thresholds) else float("inf")


def rates(matrix: Counts) -> Rates:
    """Return what a confusion matrix (true in rows) says of each class."""
    hits, support, found = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    return Rates(_share(hits, found), _share(hits, support), _share(2 * hits, support + found), support)


def macro_f1(matrix: Counts) -> float:
    """Return the plain mean of F1 over the classes."""
    return float(rates(matrix).f1.mean())


def accuracy(matrix: Counts) -> float:
    """Return the share of examples on the diagonal; NaN without examples."""
    total = int(matrix.sum())
    return float(np.trace(matrix) / total) if total else float("nan")


def bootstrap(matrix: Counts, *, resamples: int = 1000, seed: int = 0) -> tuple[Floats, Floats]:
    """Return the 2.5 and 97.5 per cent points of (accuracy, macro F1) over resampled examples.

    Examples drawn with replacement fall into the cells as a multinomial draw does, so none is touched.
    """
    true, predicted = np.nonzero(matrix)
    cells = matrix[true, predicted]
    total, size = int(cells.sum()), len(matrix)
    random = np.random.default_rng(seed)
    drawn = np.empty((resamples, 2))
    is_hit = true == predicted
    for number in range(resamples):
        counts = random.multinomial(total, cells / total)
        hits = np.bincount(true[is_hit], weights=counts[is_hit], minlength=size)
        support = np.bincount(true, weights=counts, minlength=size)
        found = np.bincount(predicted, weights=counts, minlength=size)
        drawn[number] = hits.sum() / total, _share(2 * hits, support + found).mean()
    low, high = np.percentile(drawn, (2.5, 97.5), axis=0)
    return low, high


def errors_of(true: NDArray[np.floating], predicted: NDArray[np.floating]) -> tuple[float, float, float]:
    """Return R², mean absolute error and root of the mean squared error of quantities (n,).

    R² is NaN of less than two examples; where all are equal it is 1 for a perfect answer, else 0.
    """
    actual, told = true.astype(np.float64), predicted.astype(np.float64)
    residuals = actual - told
    squares = float((residuals**2).sum())
    around = float(((actual - actual.mean()) ** 2).sum())
    r2 = 1 - squares / around if around else float(squares == 0)
    mae = float(np.abs(residuals).mean())
    return (r2 if len(actual) > 1 else float("nan")), mae, float(np.sqrt(squares / len(actual)))


def _cumulated(is_positive: NDArray[np.bool_], scores: NDArray[np.floating]) -> tuple[Floats, Counts, Counts]:
    """Return falling distinct scores, with how many positives and negatives score at least that much."""
    order = np.argsort(scores, kind="stable")[::-1]
    falling, hits = scores[order], is_positive[order]
    last = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1) if len(falling) else order
    true = np.cumsum(hits)[last]
    return falling[last].astype(np.float64), true.astype(np.int64), (1 + last - true).astype(np.int64)


def _rate(cumulated: Counts) -> Floats:
    whole = cumulated[-1] if len(cumulated) else 0
    from_none = np.concatenate([[0], cumulated])
    return np.asarray(from_none / whole if whole else np.full(len(from_none), np.nan))


def _share(part: NDArray[np.generic], whole: NDArray[np.generic]) -> Floats:
    shares: Floats = np.divide(part, whole, out=np.zeros(len(part)), where=np.asarray(whole) != 0)
    return shares
