"""The sets that come with the program: the linter has nothing of weight to say of them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from workbench.catalog.catalog import Catalog
from workbench.checks.check import check
from workbench.checks.scaling import unscaled
from workbench.engine.data.facts import facts
from workbench.engine.data.lint.linter import lint
from workbench.engine.data.ready import ready
from workbench.project.samples import open_project
from workbench.project.spec import Spec


@pytest.mark.parametrize("name", ["xor-mlp", "digits-cnn", "cnn-base"])
def test_that_nothing_is_found_in_the_sets_that_come_with_the_program(name: str) -> None:
    project, base = open_project(name)

    assert lint(project.data, base) == ()


def test_that_the_two_equal_flowers_of_iris_are_no_more_than_mentioned() -> None:
    project, base = open_project("iris-mlp")

    (finding,) = lint(project.data, base)

    assert finding.problem.severity == "info"
    assert "example 101 (train) and example 142 (test)" in finding.problem.message
    assert "hardly change the figures" in finding.problem.message


def test_that_pixels_that_nothing_scales_are_told_and_scaled_by_a_click(catalog: Catalog) -> None:
    project, base = open_project("cnn-base")
    found = ready(project.data, base)
    told = facts(found.dataset, found.parts)
    assert not list(unscaled(project, told))
    rescaling = next(node for node in project.graph.nodes if node.spec.kind == "Rescaling")
    plain = project.with_node(replace(rescaling, spec=Spec("Identity")))

    (finding,) = unscaled(plain, told)

    assert "from 0 to 255" in finding.problem.message
    assert finding.problem in check(plain, catalog, None, told)
    assert finding.remedy is not None
    assert not list(unscaled(finding.remedy.apply(plain), told))
