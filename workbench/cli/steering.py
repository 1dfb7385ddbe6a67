"""The command that changes a run while it goes on, and waits until the run has said so."""

from __future__ import annotations

import threading
from collections import deque

from workbench.cli.arguments import Arguments
from workbench.cli.output import Output
from workbench.foundation import clock
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.runs import lock, steering
from workbench.runs.controls import Change, SetEpochs, SetLearningRate, SetPatience
from workbench.runs.events import Advice, Event, RunFailed, RunFinished, SettingChanged
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower

_REFUSALS = ("rate.refused", "epochs.refused", "patience.refused")
_TICK = 0.05
_PATIENCE = 600.0  # a single call may last long, and so may the compilation before it


def steer(given: Arguments, output: Output) -> int:
    """Set another learning rate, number of epochs or patience in a run that goes on."""
    run = RunFolder(given.run.absolute())
    run.project()
    wishes = wished(given)
    if not wishes:
        message = "Nothing was asked for: expected --rate, --epochs, --patience or --plateau-patience."
        raise WorkbenchError(error("steer.nothing", "run", message))
    if not lock.is_held(run):
        message = f"{run.path.name} is not being trained."
        hint = "`workbench resume RUN --epochs N` goes on with it, for more epochs than before."
        raise WorkbenchError(error("run.idle", "run", message, hint))
    follower = Follower(run.journal, steps=False)
    deque(follower.there(), maxlen=0)  # what happened before
    for wish in wishes:
        steering.ask(run, wish)
    refusals = _answers(run, follower, len(wishes), output)
    output.problems(refusals)
    return 1 if refusals else 0


def wished(given: Arguments) -> list[Change]:
    """Return what the command line asks to be changed."""
    wishes: list[Change] = []
    if given.rate is not None:
        wishes.append(SetLearningRate(value=given.rate))
    if given.epochs is not None:
        wishes.append(SetEpochs(value=given.epochs))
    if given.patience is not None:
        wishes.append(SetPatience(value=given.patience))
    if given.plateau_patience is not None:
        wishes.append(SetPatience(value=given.plateau_patience, callback="ReduceLROnPlateau"))
    return wishes


def _answers(run: RunFolder, follower: Follower, awaited: int, output: Output) -> list[Problem]:
    """Show the changes as the run tells them, and return what it refused."""
    refusals: list[Problem] = []
    deadline, pause = clock.monotonic() + _PATIENCE, threading.Event()
    while awaited and clock.monotonic() < deadline:
        is_gone = not lock.is_held(run)
        for event in follower.poll():
            awaited -= _answered(event, output, refusals)
            if isinstance(event, RunFinished | RunFailed):
                is_gone = True
        if is_gone:
            break
        pause.wait(_TICK)
    if awaited:
        message = "The run ended before it did what was asked."
        refusals.append(error("steer.unanswered", "run", message, "Resume it, and ask again."))
    return refusals


def _answered(event: Event, output: Output, refusals: list[Problem]) -> int:
    match event:
        case SettingChanged():
            if output.as_json:
                output.line(event)
            else:
                output.show(in_words(event))
            return 1
        case Advice(problem=problem) if problem.code in _REFUSALS:
            refusals.append(problem)
            return 1
        case _:
            return 0


def in_words(event: SettingChanged) -> str:
    """Return a change as a sentence."""
    before = "" if event.before is None else f" from {event.before:g}"
    name = event.setting.replace("_", " ").replace(".", "'s ")
    return f"Epoch {event.epoch + 1}: {name}{before} to {event.value:g}."
