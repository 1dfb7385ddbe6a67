"""Formulas and curves of activations, as far as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.catalog.catalog import Catalog
from workbench.ui.inspector.editors.curves import ACTIVATIONS
from workbench.ui.inspector.editors.formula import compute

X = np.linspace(-4.0, 4.0, 9)


def test_that_every_activation_with_a_curve_can_be_drawn() -> None:
    for name, activation in ACTIVATIONS.items():
        assert np.isfinite(compute(activation.expression, X)).any(), name


def test_that_keras_activations_of_one_number_have_a_curve(catalog: Catalog) -> None:
    choices = catalog.kind("layer", "Dense").param("activation").choices
    # glu halves its input and sparsemax looks at all of it: neither is a curve of one number.
    assert set(choices) - set(ACTIVATIONS) <= {"glu", "sparsemax"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1/(1+exp(-x))", 1 / (1 + np.exp(-X))),
        ("max(0, x)", np.maximum(0, X)),
        ("where(x > 0, x, 0.1 * x)", np.where(X > 0, X, 0.1 * X)),
        ("relu(x) ** 2 + pi - pi", np.maximum(0, X) ** 2),
        ("x // 2 + x % 2", X // 2 + X % 2),
    ],
)
def test_that_a_formula_is_computed(expression: str, expected: np.ndarray) -> None:
    np.testing.assert_allclose(compute(expression, X), expected, atol=1e-12)


def test_that_points_without_a_value_are_left_out() -> None:
    assert np.isnan(compute("log(x)", X)[0])
    assert np.isfinite(compute("log(x)", X)[-1])


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "1 + 1",
        "x +",
        "y",
        "x.real",
        "__import__('os')",
        "exp(x, x)",
        "max(x)",
        "mean(x)",
        "[x]",
        "lambda x: x",
        "x if x else 1",
        "True + x",
        "x" + "+x" * 400,
        "-" * 80 + "x",
        "x ** 9 ** 9 ** 9 ** 9",
    ],
)
def test_that_anything_else_is_refused_in_words(expression: str) -> None:
    with pytest.raises(ValueError, match=r"Expected|can't be computed"):
        compute(expression, X)


def test_that_drawing_leaves_its_points_alone() -> None:
    before = X.copy()
    compute("tanh(x) + max(x, 1)", X)
    np.testing.assert_array_equal(before, X)
