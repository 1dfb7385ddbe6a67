"""Kinds and parameters are held against the catalog, nested ones too."""

from __future__ import annotations

import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.checks.parameters import spec_problems
from workbench.project.spec import Spec

FAULTS: dict[str, tuple[Group, Spec, tuple[str, str] | None]] = {
    "fine": ("layer", Spec("Dense", {"units": 3}), None),
    "unknown kind": ("layer", Spec("Dens", {"units": 3}), ("spec.unknown-kind", "x")),
    "unknown parameter": ("layer", Spec("Dense", {"units": 3, "u": 1}), ("spec.unknown-param", "x.u")),
    "missing parameter": ("layer", Spec("Dense"), ("spec.missing", "x.units")),
    "too small": ("layer", Spec("Dense", {"units": 0}), ("spec.out-of-bounds", "x.units")),
    "too large": ("layer", Spec("Dropout", {"rate": 1.5}), ("spec.out-of-bounds", "x.rate")),
    "one of several too small": (
        "layer",
        Spec("Conv2D", {"filters": 8, "kernel_size": (3, 0)}),
        ("spec.out-of-bounds", "x.kernel_size"),
    ),
    "unknown choice": (
        "layer",
        Spec("Conv2D", {"filters": 8, "kernel_size": 3, "padding": "some"}),
        ("spec.unknown-choice", "x.padding"),
    ),
    "nested and fine": (
        "layer",
        Spec("Dense", {"units": 3, "kernel_constraint": Spec("MaxNorm", {"max_value": 3})}),
        None,
    ),
    "nested and unknown": (
        "layer",
        Spec("Dense", {"units": 3, "kernel_regularizer": Spec("L3")}),
        ("spec.unknown-kind", "x.kernel_regularizer"),
    ),
    "nested and of another group": (
        "layer",
        Spec("Dense", {"units": 3, "kernel_regularizer": Spec("MaxNorm")}),
        ("spec.unknown-kind", "x.kernel_regularizer"),
    ),
    "nested and too small": (
        "layer",
        Spec("Dense", {"units": 3, "kernel_regularizer": Spec("L2", {"l2": -1.0})}),
        ("spec.out-of-bounds", "x.kernel_regularizer.l2"),
    ),
    "a schedule as the learning rate": (
        "optimizer",
        Spec(
            "Adam",
            {
                "learning_rate": Spec(
                    "ExponentialDecay",
                    {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9},
                )
            },
        ),
        None,
    ),
    "a negative learning rate": (
        "optimizer",
        Spec("Adam", {"learning_rate": -0.1}),
        ("spec.out-of-bounds", "x.learning_rate"),
    ),
    "a short name": ("loss", Spec("mse"), None),
    "Keras' own word for accuracy": ("metric", Spec("accuracy"), None),
}


@pytest.mark.parametrize(("group", "spec", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_that_a_spec_is_held_against_the_catalog(
    group: Group, spec: Spec, expected: tuple[str, str] | None, catalog: Catalog
) -> None:
    found = [(problem.code, problem.where) for problem in spec_problems(spec, group, "x", catalog)]
    assert found == ([] if expected is None else [expected])
