"""All that can be said of a project before it is trained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.catalog.catalog import Catalog
from workbench.checks.advice import advice
from workbench.checks.parameters import parameters_of_layers
from workbench.checks.settings import missing_device
from workbench.checks.topology import topology
from workbench.foundation.errors import Problem
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis
from workbench.protocol.facts import DataFacts

_RANK = {"error": 0, "warning": 1, "info": 2}


def check(
    project: Project,
    catalog: Catalog,
    analysis: Analysis | None,
    facts: DataFacts | None,
    *,
    devices: Sequence[str] = (),
    drawn: Sequence[Problem] | None = None,
) -> tuple[Problem, ...]:
    """Return the problems of drawing, parameters, data and training: errors first.

    What Keras itself said in ``analysis`` comes before our own words for the same. ``devices`` are those
    of this machine, as far as they are known: ``cpu``, ``gpu:0`` ... ``drawn`` is what ``drawing`` said
    of the same graph, where that is known.
    """
    said = analysis.problems if analysis else ()
    of_graph = drawing(project, catalog) if drawn is None else drawn
    found = [*said, *of_graph, *advice(project, catalog, analysis, facts)]
    return _once([*found, *missing_device(project.training, devices)])


def check_network(project: Project, catalog: Catalog, analysis: Analysis | None) -> tuple[Problem, ...]:
    """Return the problems of the network alone, as if there were neither data nor training."""
    said = analysis.problems if analysis else ()
    return _once([*said, *drawing(project, catalog)])


def drawing(project: Project, catalog: Catalog) -> tuple[Problem, ...]:
    """Return what can be said of the graph without Keras and without data: it depends on nothing else."""
    return (*topology(project.graph, catalog), *parameters_of_layers(project, catalog))


def _once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Keep the first problem of each code at each place."""
    kept: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.code, problem.where), problem)
    return tuple(sorted(kept.values(), key=lambda problem: _RANK[problem.severity]))
