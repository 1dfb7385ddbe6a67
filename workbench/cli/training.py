"""Commands that train: train and resume."""

from __future__ import annotations

import subprocess
from collections import deque
from typing import Any

import msgspec
from msgspec.structs import replace

from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.class_weights import class_weights
from workbench.cli.following import follow
from workbench.cli.interrupting import Interrupts
from workbench.cli.obeying import go_on
from workbench.cli.output import Output
from workbench.cli.progress import Progress
from workbench.cli.reviewing import has_errors, review
from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.messages import Run, RunAccepted
from workbench.runs import folder as folders
from workbench.runs import journal, start
from workbench.runs.controls import SetEpochs
from workbench.runs.events import Event, RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import fold


def train(given: Arguments, output: Output) -> int:
    """Check a project and, when nothing stands against it, train it in a new run.

    The engine that checked becomes the run's process, so that Keras is loaded once.
    """
    project, base = open_project(given.project_name)
    project = with_wishes(project, given)
    with an_engine(output) as engine:
        problems = review(engine, project, base)
        if has_errors(problems):
            raise WorkbenchError(*problems)
        run = folders.create(project, home=given.runs or paths.runs_home(), base=base)
        ask(engine, Run(id=3, folder=str(run.path)), RunAccepted)
        process = engine.release()
    if not output.as_json:
        output.problems(problems)
    return _watch(run, process, Follower(run.journal), output)


def resume(given: Arguments, output: Output) -> int:
    """Let a paused run go on, or go on from the last checkpoint, for so many epochs in all if asked."""
    run = RunFolder(given.run.absolute())
    run.project()
    if (obeyed := go_on(run, given.epochs, output)) is not None:
        return obeyed
    _refuse_where_complete(run, given.epochs)
    wishes = () if given.epochs is None else (SetEpochs(value=given.epochs),)
    follower = Follower(run.journal)
    deque(follower.there(), maxlen=0)  # what happened before belongs to whoever saw it
    return _watch(run, start.start(run, resume=True, wishes=wishes), follower, output)


def _refuse_where_complete(run: RunFolder, epochs: int | None) -> None:
    finished = fold(journal.read(run.journal)).finished
    if finished is None:
        return
    if epochs is not None and epochs <= finished.epochs:
        message = f"Epochs: expected more than the {finished.epochs} that were trained, received {epochs}."
        raise WorkbenchError(error("run.complete", "run", message, "The number counts all of them."))
    if finished.ending == "completed" and epochs is None:
        message = f"{run.path.name} is complete: all its {finished.epochs} epochs were trained."
        hint = f"`workbench resume RUN --epochs {2 * finished.epochs}` goes on with it."
        raise WorkbenchError(error("run.complete", "run", message, hint))


def _watch(run: RunFolder, process: subprocess.Popen[bytes], follower: Follower, output: Output) -> int:
    is_first, ended_well = True, False
    with Interrupts(run) as interrupts, Progress(output) as progress:
        for event in follow(run, process, follower):
            if interrupts.came:
                progress.announce_stop()
            if output.as_json:
                output.line(_with_folder(event, run) if is_first else event)
            else:
                progress.show(event)
            is_first, ended_well = False, isinstance(event, RunFinished)
    return 0 if ended_well else 1


def _with_folder(event: Event, run: RunFolder) -> dict[str, object]:
    """Return the first event, which tells a program where the run is."""
    return {**msgspec.to_builtins(event), "folder": str(run.path)}


def with_wishes(project: Project, given: Arguments) -> Project:
    """Return the project with what the command line sets in its place."""
    wishes = {"epochs": given.epochs, "seed": given.seed, "device": given.device}
    execution = {"xla": given.xla, "residence": given.residence, "steps_per_call": given.steps_per_call}
    checkpoints = replace(project.training.checkpoints, **_given({"layers": given.layers}))
    training = replace(project.training, **_given(wishes), checkpoints=checkpoints)
    weighed = class_weights(given.class_weight, project.data.class_weight)
    if weighed != project.data.class_weight:
        project = project.with_data(replace(project.data, class_weight=weighed))
    return project.with_training(
        replace(training, execution=replace(training.execution, **_given(execution)))
    )


def _given(wishes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wishes.items() if value is not None}
