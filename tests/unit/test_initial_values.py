"""Initial values that don't fit a weight are told by the analysis, as Keras tells them when it builds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.drawings import chain, node
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue, Spec

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("keras_here")]


@lru_cache(maxsize=1)
def _analyser() -> Any:
    from workbench.engine.model.analyse import Analyser

    return Analyser()


def _problems(spec: Spec, shape: tuple[int, ...]) -> tuple[Problem, ...]:
    drawing = chain(node("in", "Input", shape=shape), node("layer", spec.kind, **spec.params))
    return _analyser().analyse_graph(drawing).problems


def _constant(value: ParamValue) -> Spec:
    return Spec("Constant", {"value": value})


def _nested(shape: tuple[int, ...]) -> ParamValue:
    return 0.5 if not shape else tuple(_nested(shape[1:]) for _ in range(shape[0]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 4), max_size=3).map(tuple), st.integers(1, 4), st.integers(1, 4))
def test_that_the_analysis_refuses_exactly_what_keras_can_not_build(
    shape: tuple[int, ...], inputs: int, units: int
) -> None:
    import keras

    found = _problems(
        Spec("Dense", {"units": units, "kernel_initializer": _constant(_nested(shape))}), (inputs,)
    )

    try:
        layer = keras.layers.Dense(units, kernel_initializer=keras.initializers.Constant(np.full(shape, 0.5)))
        layer.build((None, inputs))
        is_built = layer.kernel.numpy().shape == (inputs, units)
    except Exception:
        is_built = False  # whatever TensorFlow calls shapes that don't fit
    assert bool(found) is not is_built
    assert all(problem.where == "node:layer.kernel_initializer" for problem in found)


@pytest.mark.parametrize(
    ("spec", "shape", "place"),
    [
        (Spec("LSTM", {"units": 3, "bias_initializer": _constant((1.0, 2.0))}), (4, 2), ".bias_initializer"),
        (
            Spec("BatchNormalization", {"gamma_initializer": _constant((1.0, 2.0))}),
            (4,),
            ".gamma_initializer",
        ),
        (
            Spec("Dense", {"units": 3, "bias_initializer": Spec("OrthogonalInitializer")}),
            (4,),
            ".bias_initializer",
        ),
        (
            Spec(
                "Bidirectional",
                {"layer": Spec("LSTM", {"units": 3, "bias_initializer": _constant((1.0, 2.0))})},
            ),
            (4, 2),
            ".layer",
        ),
        (
            Spec("Dense", {"units": 2, "bias_initializer": _constant(((1.0, 2.0), (3.0,)))}),
            (4,),
            ".bias_initializer",
        ),
    ],
    ids=["a gate's bias", "a scale", "a square for a row", "inside a wrapper", "a ragged array"],
)
def test_that_other_weights_are_told_where_they_are_set(
    spec: Spec, shape: tuple[int, ...], place: str
) -> None:
    problems = _problems(spec, shape)

    assert {problem.where for problem in problems} == {f"node:layer{place}"}
    assert all("must have shape" in problem.message and problem.hint for problem in problems)
