"""The committed catalog, read without Keras."""

import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import FAMILIES


def test_that_every_group_has_kinds(catalog: Catalog) -> None:
    groups = ("layer", "optimizer", "loss", "metric", "callback", "initializer", "regularizer", "constraint")
    assert all(catalog.of(group) for group in (*groups, "schedule"))


@pytest.mark.parametrize("kind", ["Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"])
def test_that_layers_which_run_foreign_code_are_left_out(catalog: Catalog, kind: str) -> None:
    assert not catalog.has("layer", kind)


def test_that_every_layer_stands_under_a_heading_of_the_palette(catalog: Catalog) -> None:
    assert {kind.family for kind in catalog.of("layer")} == set(FAMILIES)


def test_that_defaults_and_suggestions_are_among_the_choices(catalog: Catalog) -> None:
    for kind in catalog.kinds:
        for param in kind.params:
            for value in (param.default, param.suggestion):
                if isinstance(value, str) and param.choices:
                    assert value in param.choices, (kind.name, param)


def test_that_only_parameters_that_keras_demands_have_suggestions(catalog: Catalog) -> None:
    params = [param for kind in catalog.kinds for param in kind.params]
    assert all(param.required for param in params if param.suggestion is not None)
    assert not any(param.nullable or param.default is not None for param in params if param.required)


def test_that_a_dense_layer_starts_with_units(catalog: Catalog) -> None:
    assert catalog.kind("layer", "Dense").starting_params() == {"units": 32}


def test_that_names_of_keras_find_their_kinds(catalog: Catalog) -> None:
    assert catalog.kind("initializer", "he_normal").name == "HeNormal"
    assert catalog.kind("loss", "mse").name == "MeanSquaredError"
    assert catalog.kind("layer", "AvgPool1D").name == "AveragePooling1D"
    assert catalog.kind("metric", "accuracy").name == "accuracy"


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [("Input", 0, 0), ("Dense", 1, 1), ("Add", 2, None), ("Dot", 2, 2), ("Attention", 2, 3), ("LSTM", 1, 3)],
)
def test_that_the_number_of_inputs_is_known(
    catalog: Catalog, kind: str, least: int, most: int | None
) -> None:
    found = catalog.kind("layer", kind)
    assert (found.inputs, found.max_inputs) == (least, most)


def test_that_only_layers_that_know_it_offer_causal_padding(catalog: Catalog) -> None:
    assert catalog.kind("layer", "Conv1D").param("padding").choices == ("valid", "same", "causal")
    assert catalog.kind("layer", "Conv2D").param("padding").choices == ("valid", "same")


def test_that_a_learning_rate_is_a_number_or_a_schedule(catalog: Catalog) -> None:
    rate = catalog.kind("optimizer", "Adam").param("learning_rate")
    assert (rate.editor, rate.default, rate.groups) == ("object", 0.001, ("schedule",))
