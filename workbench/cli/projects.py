"""Commands on a project: samples, check, analyse, code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from workbench.catalog.current import current
from workbench.checks.check import check_network
from workbench.cli import places, tables
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, analysis_of
from workbench.cli.output import Output
from workbench.cli.reviewing import has_errors, review, review_data
from workbench.code.script import script
from workbench.foundation.errors import Problem
from workbench.project import samples as bundled_projects
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.analysis import Analysis


def samples(given: Arguments, output: Output) -> int:
    """List the bundled projects."""
    found = bundled_projects.samples()
    if output.as_json:
        for sample in found:
            output.line(sample)
    else:
        output.show(tables.of_samples(found))
    return 0


def check(given: Arguments, output: Output) -> int:
    """Say what a project lacks or contradicts."""
    project, base = open_project(given.project_name)
    if given.data:
        return _check_data(project, base, output)
    with an_engine(output) as engine:
        problems = review(engine, project, base, with_traps=True)
    if output.as_json:
        for problem in problems:
            output.line(problem)
    elif problems:
        output.problems(problems)
    else:
        output.show("No problems: ready to train.")
    return int(has_errors(problems))


def _check_data(project: Project, base: Path, output: Output) -> int:
    """Print what is found in the data; as JSON with the edit that mends it."""
    with an_engine(output) as engine:
        findings = review_data(engine, project, base)
    if output.as_json:
        for finding in findings:
            output.line({**msgspec.to_builtins(finding.problem), "remedy": finding.remedy})
    elif findings:
        output.problems(finding.problem for finding in findings)
    else:
        output.show("Nothing is found in the data.")
    return 0


def analyse(given: Arguments, output: Output) -> int:
    """Print what Keras says of the network."""
    project, base = open_project(given.project_name)
    with an_engine(output) as engine:
        analysis = analysis_of(engine, project, base)
    problems = check_network(project, current(), analysis)
    if output.as_json:
        output.line(_in_words(analysis, problems))
    else:
        output.show(tables.of_analysis(analysis))
        output.problems(problems)
    return int(has_errors(problems))


def code(given: Arguments, output: Output) -> int:
    """Write the Keras script, to a file or to stdout."""
    project, base = open_project(given.project_name)
    text = script(project, current(), base=base)
    if given.out is None:
        if output.as_json:
            output.line({"code": text})
        else:
            sys.stdout.write(text)
        return 0
    places.write_text(text, given.out)
    if output.as_json:
        output.line({"path": str(given.out)})
    else:
        output.show(f"Wrote {given.out}")
    return 0


def _in_words(analysis: Analysis, problems: tuple[Problem, ...]) -> dict[str, Any]:
    layers = [
        {
            "id": layer.id,
            "name": layer.name,
            "kind": layer.kind,
            "output_shape": layer.output_shapes[0] if layer.output_shapes else None,
            "params": layer.params,
            "flops": layer.flops,
            "copies": layer.copies,
        }
        for layer in analysis.layers
    ]
    return {
        "layers": layers,
        "params": analysis.params,
        "flops": analysis.flops,
        "problems": msgspec.to_builtins(problems),
    }
