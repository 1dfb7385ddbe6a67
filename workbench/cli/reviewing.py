"""All that is known of a project before it is trained."""

from __future__ import annotations

from pathlib import Path

from workbench.catalog.current import current
from workbench.checks.check import check
from workbench.cli.asking import analysis_of, facts_of
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.project import Project
from workbench.protocol.client import EngineProcess


def review(engine: EngineProcess, project: Project, base: Path) -> tuple[Problem, ...]:
    """Return the problems of a project whose relative data paths start at ``base``."""
    analysis = analysis_of(engine, project, base)
    catalog = current()  # of another Keras than ours the engine has made one by now
    devices = tuple(name for name, _ in engine.ready.devices) if engine.ready is not None else ()
    if project.data.source is None:
        return check(project, catalog, analysis, None, devices=devices)
    try:
        facts = facts_of(engine, project, base)
    except WorkbenchError as failure:
        return _together(failure.problems, check(project, catalog, analysis, None, devices=devices))
    return check(project, catalog, analysis, facts, devices=devices)


def has_errors(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _together(first: tuple[Problem, ...], second: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Join two lists; of a place that the first speaks of, the second says nothing more."""
    places = {problem.where for problem in first}
    return (*first, *(problem for problem in second if problem.where not in places))
