"""Wrong graphs are told at the node or link that is wrong, all of it and nothing else, before training."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.wrong_graphs import Wrong, wrong_graphs
from workbench.catalog.catalog import Catalog
from workbench.checks.check import check_network
from workbench.project.project import Project

pytestmark = pytest.mark.slow
CASES = tuple(wrong_graphs())


@pytest.fixture(scope="module")
def analyser() -> Any:
    from workbench.engine.model.analyse import Analyser

    return Analyser()


def test_that_the_table_is_long_and_every_case_another() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_a_wrong_graph_is_told_where_it_is_wrong(case: Wrong, analyser: Any, catalog: Catalog) -> None:
    project = Project(graph=case.graph)

    problems = check_network(project, catalog, analyser.analyse(project))

    assert {f"{problem.code} {problem.where}" for problem in problems} == case.told
    assert all(problem.severity == "error" and problem.message and problem.hint for problem in problems)
