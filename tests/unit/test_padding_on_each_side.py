"""Paddings and croppings that differ before and behind, as networks of keras.applications have them."""

from __future__ import annotations

import pytest

from workbench.catalog.catalog import Catalog
from workbench.project.spec import Spec
from workbench.ui.inspector.editors.grammar import GRAMMARS

PAIRS = ((0, 1), (2, 3))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "param"), [("ZeroPadding2D", "padding"), ("Cropping2D", "cropping")])
def test_that_each_axis_may_have_two_sides(keras_here: None, kind: str, param: str):
    from workbench.engine.model.objects import make

    assert getattr(make("layer", Spec(kind, {param: PAIRS})), param) == PAIRS


def test_that_the_field_reads_what_it_writes(catalog: Catalog):
    size, param = GRAMMARS["size"], catalog.kind("layer", "ZeroPadding2D").param("padding")

    assert size.write(PAIRS) == "(0, 1) × (2, 3)"
    assert size.read(size.write(PAIRS), param) == PAIRS
    assert size.read("((0, 1), (2, 3))", param) == PAIRS
    assert size.read("(1, 2)", param) == (1, 2)
    assert size.step is not None and size.step(PAIRS, 1, param) == PAIRS
