"""Figures and curves in NumPy against scikit-learn's own, on 200 random problems."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
import pytest
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.inspection import permutation_importance

from workbench.engine.evaluation.permuting import permuted
from workbench.runs import rating

PROBLEMS = 200


def against_the_rest() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield which examples (n,) are of one of the classes, and their probabilities of it."""
    for number, (true, shares, classes) in enumerate(problems()):
        positive = number // 5 % classes
        yield true == positive, shares[:, positive]


def problems() -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """Yield true classes (n,), probabilities (n, classes) and their number.

    Every fifth has one class only, every fourth lacks some, every third has many equal scores.
    """
    for seed in range(PROBLEMS):
        random = np.random.default_rng(seed)
        classes, count = int(random.integers(2, 7)), int(random.integers(1, 80))
        known = 1 if seed % 5 == 0 else classes - 1 if seed % 4 == 0 else classes
        true = random.integers(0, known, count)
        raw = random.random((count, classes)) + np.eye(classes)[true] * random.random()
        if seed % 3 == 0:
            raw = np.round(raw * 4) + 1
        yield true, raw / raw.sum(axis=1, keepdims=True), classes


@pytest.fixture(autouse=True)
def _undefined_is_no_surprise() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_that_curves_and_areas_against_the_rest_are_scikit_learns() -> None:
    for is_positive, scores in against_the_rest():
        roc, recall = rating.roc(is_positive, scores), rating.precision_recall(is_positive, scores)

        np.testing.assert_allclose(
            (roc.x, roc.y, roc.thresholds), metrics.roc_curve(is_positive, scores, pos_label=True)
        )
        theirs = metrics.precision_recall_curve(is_positive, scores, pos_label=True)
        for ours, other in zip((recall.y, recall.x, recall.thresholds), theirs, strict=True):
            np.testing.assert_allclose(ours, other)
        area = metrics.roc_auc_score(is_positive, scores)
        np.testing.assert_allclose(rating.roc_auc(is_positive, scores), area, equal_nan=True)
        mean = metrics.average_precision_score(is_positive, scores)
        assert rating.average_precision(is_positive, scores) == pytest.approx(mean)


def test_that_calibration_is_scikit_learns() -> None:
    for is_positive, scores in against_the_rest():
        observed, predicted = calibration_curve(is_positive, scores, n_bins=10, pos_label=True)

        ours = rating.calibration(is_positive, scores)

        np.testing.assert_allclose(ours.observed, observed)
        np.testing.assert_allclose(ours.predicted, predicted)
        assert ours.counts.sum() == len(is_positive)


def test_that_top_k_is_scikit_learns() -> None:
    for true, shares, classes in problems():
        if classes > 2:
            k = 1 + len(true) % (classes - 1)
            theirs = metrics.top_k_accuracy_score(true, shares, k=k, labels=range(classes))
            assert rating.top_k(true, shares, k) == pytest.approx(theirs)


def test_that_rates_of_a_matrix_are_scikit_learns() -> None:
    for true, shares, classes in problems():
        predicted = shares.argmax(axis=1)
        matrix = metrics.confusion_matrix(true, predicted, labels=range(classes))

        ours = rating.rates(matrix)

        theirs = metrics.precision_recall_fscore_support(
            true, predicted, labels=range(classes), zero_division=0
        )
        for mine, other in zip((ours.precision, ours.recall, ours.f1, ours.support), theirs, strict=True):
            np.testing.assert_allclose(mine, other)
        assert rating.accuracy(matrix) == pytest.approx(metrics.accuracy_score(true, predicted))
        assert rating.macro_f1(matrix) == pytest.approx(theirs[2].mean())


def test_that_the_matrix_at_a_threshold_and_the_cheapest_one_are_those_of_a_search() -> None:
    for true, shares, _ in problems():
        is_positive, scores = true == 0, shares[:, 0]
        costs = [
            rating.matrix_at(is_positive, scores, at)[0, 1] * 2.0
            + rating.matrix_at(is_positive, scores, at)[1, 0] * 5.0
            for at in (*scores, np.inf)
        ]
        found = rating.cheapest(is_positive, scores, false_positive=2.0, false_negative=5.0)
        matrix = rating.matrix_at(is_positive, scores, found)

        assert matrix[0, 1] * 2.0 + matrix[1, 0] * 5.0 == pytest.approx(min(costs))
        predicted = scores >= found
        theirs = metrics.confusion_matrix(is_positive, predicted, labels=[False, True])
        np.testing.assert_array_equal(matrix, theirs)


def test_that_errors_of_quantities_are_scikit_learns() -> None:
    for seed in range(PROBLEMS):
        random = np.random.default_rng(seed)
        count = int(random.integers(1, 30))
        true = random.normal(size=count) if seed % 4 else np.full(count, 2.5)
        said = true if seed % 8 == 0 else true + random.normal(size=count)

        r2, mae, rmse = rating.errors_of(true, said)

        assert mae == pytest.approx(metrics.mean_absolute_error(true, said))
        assert rmse == pytest.approx(metrics.root_mean_squared_error(true, said))
        assert r2 == pytest.approx(metrics.r2_score(true, said), nan_ok=True)


def test_that_the_bootstrap_holds_what_resampled_examples_give() -> None:
    random = np.random.default_rng(3)
    true = random.integers(0, 3, 150)
    predicted = np.where(random.random(150) < 0.7, true, random.integers(0, 3, 150))
    matrix = metrics.confusion_matrix(true, predicted)
    drawn = []
    for _ in range(300):
        rows = random.integers(0, 150, 150)
        again = metrics.confusion_matrix(true[rows], predicted[rows], labels=range(3))
        drawn.append((rating.accuracy(again), rating.macro_f1(again)))

    low, high = rating.bootstrap(matrix)

    expected = np.percentile(drawn, (2.5, 97.5), axis=0)
    np.testing.assert_allclose((low, high), expected, atol=0.03)
    assert low[0] < rating.accuracy(matrix) < high[0]


def test_that_permutation_importance_is_scikit_learns() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(60, 4)).astype(np.float32)
    y = (2 * x[:, 0] - x[:, 2] > 0).astype(int)

    class Rule:
        def fit(self, *_: object) -> Rule:
            return self

        def score(self, given: np.ndarray, true: np.ndarray) -> float:
            return float(((2 * given[:, 0] - given[:, 2] > 0) == true).mean())

    theirs = permutation_importance(Rule(), x, y, n_repeats=3, random_state=0)
    columns = [(f"x{number}", slice(number, number + 1)) for number in range(4)]
    baseline, ours = permuted(lambda given: Rule().score(given, y), x, columns, repeats=3)

    assert baseline == 1.0
    for column in ours:
        number = int(column.name[1:])
        assert column.mean == pytest.approx(theirs.importances_mean[number])
        assert column.deviation == pytest.approx(theirs.importances_std[number])
    assert [column.name for column in ours][:2] == ["x0", "x2"]
