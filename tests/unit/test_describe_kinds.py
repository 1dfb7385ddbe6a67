"""Keras' documentation as text."""

import pytest

from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import WorkbenchError

pytestmark = pytest.mark.slow


def test_that_a_layer_is_described_in_plain_text() -> None:
    from workbench.engine.model.describe import describe

    text, params = describe("layer", "Dense")
    assert text.startswith("Just your regular densely-connected NN layer.")
    assert "Args:" not in text
    assert "`" not in text
    assert params["units"] == "Positive integer, dimensionality of the output space."


def test_that_everything_has_a_description(catalog: Catalog) -> None:
    from workbench.engine.model.describe import describe

    assert all(describe(kind.group, kind.name)[0] for kind in catalog.kinds)


def test_that_nearly_all_parameters_have_a_description(catalog: Catalog) -> None:
    from workbench.engine.model.describe import describe

    shown = [
        param.name in describe(kind.group, kind.name)[1]
        for kind in catalog.kinds
        for param in kind.params
        if param.name not in ("trainable", "dtype")
    ]
    assert sum(shown) / len(shown) > 0.95


def test_that_an_unknown_kind_is_told_in_words() -> None:
    from workbench.engine.model.describe import describe

    with pytest.raises(WorkbenchError, match="offers no layer “Lambda”"):
        describe("layer", "Lambda")
