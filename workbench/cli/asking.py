"""Questions to the engine, asked one at a time; a refusal is raised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from workbench.cli.advance import Advance
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis
from workbench.protocol.client import EngineProcess
from workbench.protocol.facts import DataFacts
from workbench.protocol.findings import Finding
from workbench.protocol.messages import (
    Analyse,
    Analysed,
    DataInspected,
    DataLinted,
    Failed,
    InspectData,
    LintData,
    Request,
    Response,
)

_Answer = TypeVar("_Answer", bound=Response)
_TIMEOUT = 3600.0  # a large export or evaluation takes its time; an engine that died is noticed at once


@contextmanager
def an_engine(output: Output) -> Iterator[EngineProcess]:
    """Start an engine for the questions of one command."""
    with output.working("Keras is at work") as show, EngineProcess(on_progress=Advance(show)) as engine:
        yield engine


def ask(engine: EngineProcess, message: Request, expected: type[_Answer]) -> _Answer:
    """Return the engine's answer.

    Raises:
        WorkbenchError: the engine refused, died, or answered something else.
    """
    answer = engine.ask(message, timeout=_TIMEOUT)
    if isinstance(answer, Failed):
        raise WorkbenchError(*answer.problems)
    if not isinstance(answer, expected):
        raise TypeError(f"Expected {expected.__name__} from the engine, received {type(answer).__name__}.")
    return answer


def analysis_of(engine: EngineProcess, project: Project, base: Path) -> Analysis:
    return ask(engine, Analyse(id=1, project=project, folder=str(base)), Analysed).analysis


def facts_of(engine: EngineProcess, project: Project, base: Path) -> DataFacts:
    return ask(engine, InspectData(id=2, data=project.data, folder=str(base)), DataInspected).facts


def findings_of(engine: EngineProcess, project: Project, base: Path) -> tuple[Finding, ...]:
    return ask(engine, LintData(id=3, data=project.data, folder=str(base)), DataLinted).findings
