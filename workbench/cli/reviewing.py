"""All that is known of a project before it is trained."""

from __future__ import annotations

from pathlib import Path

from workbench.catalog.current import current
from workbench.checks.check import check
from workbench.checks.scaling import unscaled
from workbench.checks.settings import unused_gpu
from workbench.cli.asking import analysis_of, facts_of, findings_of
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.project import Project
from workbench.protocol.client import EngineProcess
from workbench.protocol.findings import Finding


def review(
    engine: EngineProcess, project: Project, base: Path, *, with_traps: bool = False
) -> tuple[Problem, ...]:
    """Return the problems of a project whose relative data paths start at ``base``.

    ``with_traps`` lets the data be looked at for what would make the training worthless, which takes longer.
    """
    analysis = analysis_of(engine, project, base)
    catalog = current()  # of another Keras than ours the engine has made one by now
    devices = tuple(name for name, _ in engine.ready.devices) if engine.ready is not None else ()
    if project.data.source is None:
        return check(project, catalog, analysis, None, devices=devices)
    try:
        facts = facts_of(engine, project, base)
    except WorkbenchError as failure:
        return _together(failure.problems, check(project, catalog, analysis, None, devices=devices))
    notes = unused_gpu(engine.ready.no_gpu if engine.ready is not None else "")
    found = (*check(project, catalog, analysis, facts, devices=devices), *notes)
    if not with_traps:
        return found
    traps = (finding.problem for finding in findings_of(engine, project, base))
    return (*found, *(problem for problem in traps if problem.severity != "info"))


def review_data(engine: EngineProcess, project: Project, base: Path) -> tuple[Finding, ...]:
    """Return what reading the data says and what is found in it; WorkbenchError when it is refused."""
    facts = facts_of(engine, project, base)
    told = (Finding(problem=problem) for problem in facts.problems)
    return (*told, *findings_of(engine, project, base), *unscaled(project, facts))


def has_errors(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _together(first: tuple[Problem, ...], second: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Join two lists; of a place that the first speaks of, the second says nothing more."""
    places = {problem.where for problem in first}
    return (*first, *(problem for problem in second if problem.where not in places))
