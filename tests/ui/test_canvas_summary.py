"""The line that says what matters of a layer."""

import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind, Param
from workbench.project.spec import Spec
from workbench.ui.canvas.summary import summary


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (Spec("Input", {"shape": (150, 150, 3)}), "150×150×3"),
        (Spec("Conv2D", {"filters": 64, "kernel_size": (3, 3), "activation": "relu"}), "64 · 3×3 · relu"),
        (Spec("Conv2D", {"filters": 64, "kernel_size": 5, "padding": "same"}), "64 · 5×5 · same"),
        (Spec("Conv2D", {"filters": 8, "kernel_size": 3, "strides": (2, 2)}), "8 · 3×3 · strides 2×2"),
        (Spec("Dense", {"units": 10, "use_bias": False}), "10 · no bias"),
        (Spec("Dense", {"units": 10, "activation": "linear"}), "10"),
        (Spec("Dense", {"units": 3, "kernel_regularizer": Spec("L2")}), "3 · kernel regularizer L2"),
        (Spec("Dropout", {"rate": 0.5}), "0.5"),
        (Spec("Rescaling", {"scale": 1 / 255}), "1/255"),
        (Spec("MaxPooling2D"), "2×2"),
        (Spec("Concatenate"), "axis −1"),
        (Spec("Activation", {"activation": "tanh"}), "tanh"),
        (Spec("LSTM", {"units": 8, "return_sequences": True}), "8 · return sequences"),
        (Spec("GlobalAveragePooling2D"), ""),
        (Spec("Add"), ""),
        (Spec("Flatten"), ""),
    ],
)
def test_that_a_summary_says_what_is_required_or_changed(catalog: Catalog, spec: Spec, expected: str) -> None:
    assert summary(spec, catalog.kind("layer", spec.kind)) == expected


def test_that_a_missing_required_parameter_is_left_out(catalog: Catalog) -> None:
    assert summary(Spec("Dense", {"activation": "relu"}), catalog.kind("layer", "Dense")) == "relu"


def test_that_an_unknown_kind_shows_its_values_as_they_stand() -> None:
    assert summary(Spec("Mystery", {"depth": 3}), None) == "depth 3"


def test_that_a_long_text_is_cut() -> None:
    kind = Kind(group="layer", name="Odd", family="core", params=(Param(name="formula", editor="text"),))

    assert len(summary(Spec("Odd", {"formula": "x + " * 50}), kind)) < 60
