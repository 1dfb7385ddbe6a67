"""Class numbers, confusion matrix and report against scikit-learn's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.evaluation.confusion import class_numbers, confusion_matrix
from workbench.engine.evaluation.report import report_rows, report_text
from workbench.project.spec import Spec

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


@given(PAIRS)
def test_that_the_matrix_is_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    true, predicted = np.array(pairs).T

    matrix = confusion_matrix(true, predicted, 4)

    assert matrix.dtype == np.int64
    np.testing.assert_array_equal(matrix, metrics.confusion_matrix(true, predicted, labels=range(4)))


def test_that_the_matrix_has_true_classes_in_rows() -> None:
    assert confusion_matrix(np.array([0]), np.array([1]), 2).tolist() == [[0, 1], [0, 0]]


@pytest.mark.parametrize(
    ("outputs", "threshold", "expected"),
    [
        ([[0.1, 0.9], [0.8, 0.2]], 0.5, [1, 0]),
        ([[0.49], [0.5], [0.9]], 0.5, [0, 1, 1]),
        ([0.2, 0.7], 0.5, [0, 1]),
        ([[-3.0], [0.2]], 0.0, [0, 1]),
    ],
)
def test_that_outputs_become_class_numbers(
    outputs: list[object], threshold: float, expected: list[int]
) -> None:
    assert class_numbers(np.array(outputs), threshold=threshold).tolist() == expected


def test_that_logits_and_hinges_change_their_mind_at_zero() -> None:
    assert threshold_of(Spec("BinaryCrossentropy")) == 0.5
    assert threshold_of(Spec("BinaryCrossentropy", {"from_logits": True})) == 0.0
    assert threshold_of(Spec("SquaredHinge")) == 0.0


@given(PAIRS)
def test_that_the_report_says_what_scikit_learn_says(pairs: list[tuple[int, int]]) -> None:
    true, predicted = np.array(pairs).T
    names = ("p", "q", "r", "accuracy")

    rows = report_rows(true, predicted, names)

    assert [row.label for row in rows] == [*names, "macro avg", "weighted avg"]
    expected = metrics.classification_report(
        true, predicted, labels=range(4), target_names=["p", "q", "r", "s"], output_dict=True, zero_division=0
    )
    for row, name in zip(rows, ("p", "q", "r", "s", "macro avg", "weighted avg"), strict=True):
        theirs = expected[name]
        assert (row.precision, row.recall, row.f1, row.support) == pytest.approx(
            (theirs["precision"], theirs["recall"], theirs["f1-score"], theirs["support"])
        )


def test_that_the_report_as_text_names_the_classes() -> None:
    text = report_text(np.array([0, 1]), np.array([0, 0]), ("setosa", "virginica"))

    assert "setosa" in text
    assert "weighted avg" in text
