"""The command that says what is wrong with a run, why, and what to try."""

from __future__ import annotations

import msgspec
from rich.text import Text

from workbench.catalog.current import current
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, facts_of
from workbench.cli.output import Output
from workbench.doctor.diagnosis import Diagnosis
from workbench.doctor.doctor import diagnose
from workbench.doctor.reading import course_of
from workbench.runs import journal
from workbench.runs.folder import RunFolder
from workbench.runs.state import fold

_COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def doctor(given: Arguments, output: Output) -> int:
    """Print what the run's figures say; with ``--data`` Keras reads the data as well, for more reasons."""
    folder = RunFolder(given.run.absolute())
    project = folder.project()
    facts = None
    if given.data and project.data.source is not None:
        with an_engine(output) as engine:
            facts = facts_of(engine, project, folder.path)
    state = fold(journal.read(folder.journal))
    found = diagnose(course_of(folder, state, project, current(), facts))
    for diagnosis in found:
        if output.as_json:
            output.line(_in_words(diagnosis))
        else:
            output.show(_told(diagnosis))
    if not found and not output.as_json:
        output.show("Nothing is wrong that the figures would show.")
    return int(any(diagnosis.severity == "error" for diagnosis in found))


def _in_words(diagnosis: Diagnosis) -> dict[str, object]:
    """Return a diagnosis as JSON, each remedy with what it is called in the window's undo."""
    told: dict[str, object] = msgspec.to_builtins(diagnosis)
    told["remedies"] = [{**msgspec.to_builtins(cure), "label": cure.label} for cure in diagnosis.remedies]
    return told


def _told(diagnosis: Diagnosis) -> Text:
    text = Text(diagnosis.severity, style=_COLOURS[diagnosis.severity])
    text.append(f" {diagnosis.title}", style="bold")
    for evidence in diagnosis.evidence:
        text.append(f"\n  {evidence.text}", style="default")
    text.append(f"\n  {diagnosis.why}", style="dim")
    for attempt in diagnosis.tries:
        text.append(f"\n  → {attempt}", style="default")
    return text
