"""Typed formulas: what is arithmetic, and what is refused. No Keras here."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.catalog.formula import ACTIVATION, RATE, Formula, Language, is_formula

_LANGUAGE = Language(("x",), {"exp": (1, 1), "max": (2, 3)})


def _formula(text: str) -> Formula:
    return Formula(text, _LANGUAGE)


def _value(text: str) -> object:
    return _formula(text).compute({"x": 0.0}, {"exp": math.exp, "max": max})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/(1+exp(x))", 0.5),
        ("formula: -x + 2**3", 8.0),
        ("max(x, 1, e) - e + pi", math.pi),
        ("x >= 0", True),
    ],
)
def test_that_a_formula_is_computed(text: str, value: float) -> None:
    assert _value(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1 +", "y", "x.real", "x[0]", "'a'", "True", "lambda: x", "[x]", "x if x else x", "x and x"),
        *("exp", "exp()", "exp(x, x)", "exp(x=x)", "__import__('os')", "(x := 1)", "f'{x}'", "x @ x", "~x"),
        *(
            "1j",
            "x < x < x",
            "exp(*x)",
            "max(x, *x)",
            "(" * 300 + "x" + ")" * 300,
            "-" * 200 + "x",
            "x" * 501,
        ),
    ],
)
def test_that_anything_but_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^it "):
        _formula(text)


def test_that_whole_numbers_cannot_grow_without_end() -> None:
    with pytest.raises(OverflowError):
        _value("9**9**9**9")


@given(st.text(max_size=40))
def test_that_no_text_breaks_the_parser(text: str) -> None:
    try:
        _formula(text)
    except ValueError as failure:
        assert str(failure)


def test_that_only_the_prefix_makes_a_formula() -> None:
    assert is_formula("formula:x")
    assert not is_formula("relu")
    assert not is_formula(None)


@pytest.mark.parametrize("name", ["mean", "sum"])
def test_that_what_mixes_examples_is_refused(name: str) -> None:
    for language in (ACTIVATION, RATE):
        with pytest.raises(ValueError, match=f"^it calls {name}"):
            Formula(f"{name}({language.variables[0]})", language)
