"""Typed activations as code: arithmetic only."""

import pytest

from workbench.catalog.formula import ACTIVATION, RATE
from workbench.code.formula import translate
from workbench.foundation.errors import WorkbenchError


@pytest.mark.parametrize(
    ("formula", "source"),
    [
        ("1/(1+exp(-x))", "1 / (1 + ops.exp(-x))"),
        ("x**2 + 2**x", "x ** 2 + 2.0 ** x"),
        ("max(x, 0) // 1 % 3", "ops.maximum(x, 0) // 1 % 3"),
        ("x > 0", "ops.cast(x > 0, x.dtype)"),
        ("pi * e", "3.141592653589793 * 2.718281828459045"),
        ("maximum(0.1*x, x)", "ops.maximum(0.1 * x, x)"),
        ("where(x > 0, x, 0)", "ops.where(x > 0, x, 0)"),
    ],
)
def test_that_a_formula_becomes_an_expression_over_ops(formula: str, source: str):
    assert translate(f"formula:{formula}", ACTIVATION, "node:a.activation") == source


def test_that_a_learning_rate_becomes_plain_python():
    formula = "where(epoch < 10, lr, max(lr * 0.5 ** floor(epoch / 10), 1e-5))"

    source = translate(formula, RATE, "training.callbacks.0.schedule")

    assert source == "lr if epoch < 10 else max(lr * 0.5 ** math.floor(epoch / 10), 1e-05)"


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "x +",
        "y",
        "__import__('os')",
        "x.real",
        "exp",
        "exp(x=1)",
        "exp(x, x)",
        "mean(x)",
        "[x for x in x]",
        "lambda: x",
        "x if x else x",
        "'text'",
        "x @ x",
        "not x",
        "0 < x < 1",
        "True",
        "(" * 300 + "x" + ")" * 300,
        "-" * 200 + "x",
    ],
)
def test_that_anything_but_arithmetic_is_refused_at_its_place(formula: str):
    with pytest.raises(WorkbenchError) as caught:
        translate(f"formula:{formula}", ACTIVATION, "node:a.activation")

    assert caught.value.problems[0].where == "node:a.activation"
