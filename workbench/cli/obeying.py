"""The commands that a running run obeys: pause, step, suspend, stop, kill, and resume where it is paused."""

from __future__ import annotations

import threading

from workbench.cli.arguments import Arguments
from workbench.cli.output import Output
from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError, error
from workbench.runs import lock, start, steering
from workbench.runs.controls import Control, Pause, Resume, SetEpochs, Step, Stop, StopNow, Suspend
from workbench.runs.events import Event, Paused, Resumed, RunFailed, RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import RunState, fold

_TICK = 0.05
_PATIENCE = 600.0  # a single call may last long, and so may the compilation before it


def pause(given: Arguments, output: Output) -> int:
    """Hold a run in memory; one that is paused already stays so."""
    run, state, follower = _live(given)
    if state.status == "paused":
        if output.as_json:
            output.line({"type": "Paused", "epoch": state.epoch, "step": state.step})
        else:
            output.show(f"It is paused already, {_place(state.epoch, state.step)}.")
        return 0
    return _ask(run, follower, Pause(), Paused, output)


def step(given: Arguments, output: Output) -> int:
    """Let a run train one batch or one epoch, and hold it there."""
    run, _, follower = _live(given)
    return _ask(run, follower, Step(epoch=given.epoch), Paused, output)


def go_on(run: RunFolder, epochs: int | None, output: Output) -> int | None:
    """Let a run go on that is paused in its process, for so many epochs in all; None for one without any."""
    if not lock.is_held(run):
        return None
    state, follower = _so_far(run)
    if state.status != "paused":
        message = f"{run.path.name} is being trained by process {lock.owner_pid(run)}."
        raise WorkbenchError(error("run.held", "run", message, "Stop that first, or wait for its end."))
    if epochs is not None:
        steering.ask(run, SetEpochs(value=epochs))
    return _ask(run, follower, Resume(), Resumed, output)


def suspend(given: Arguments, output: Output) -> int:
    """Save all of a run and end its process."""
    run, _, follower = _live(given)
    return _ask(run, follower, Suspend(), RunFinished, output)


def stop(given: Arguments, output: Output) -> int:
    """End a run before its time, with all that belongs to an end or with its state alone."""
    run, _, follower = _live(given)
    return _ask(run, follower, StopNow() if given.now else Stop(), RunFinished, output)


def kill(given: Arguments, output: Output) -> int:
    """Kill a run's process and write its end down."""
    run, _, follower = _live(given)
    start.kill(run)
    _wait_until_free(run)
    start.declare_dead(run, "The training process was killed, as it was asked for.")
    for event in follower.poll():
        if isinstance(event, RunFailed):
            _tell(event, output)
    return 0


def _live(given: Arguments) -> tuple[RunFolder, RunState, Follower]:
    """Return the run that was named, and its journal so far; WorkbenchError where no process trains it."""
    run = RunFolder(given.run.absolute())
    run.project()
    state, follower = _so_far(run)
    if lock.is_held(run):
        return run, state, follower
    again = "`workbench resume RUN` goes on with it." if state.can_go_on or not state.is_over else ""
    if state.ending in ("completed", "early"):
        again = "`workbench resume RUN --epochs N` goes on with it, for more epochs than before."
    message = f"{run.path.name} is not being trained: {_end_in_words(state)}."
    raise WorkbenchError(error("run.idle", "run", message, again))


def _so_far(run: RunFolder) -> tuple[RunState, Follower]:
    follower = Follower(run.journal, steps=False)
    return fold(follower.there()), follower


def _ask(run: RunFolder, follower: Follower, wish: Control, awaited: type[Event], output: Output) -> int:
    """Hand on a wish, wait until the run tells that it is done, and return the exit code."""
    steering.ask(run, wish)
    deadline, rest = clock.monotonic() + _PATIENCE, threading.Event()
    while clock.monotonic() < deadline:
        is_gone = not lock.is_held(run)
        for event in follower.poll():
            if isinstance(event, (awaited, RunFinished, RunFailed)):
                return _answered(event, awaited, output)
        if is_gone:
            message = "The run's process is gone, and did not do what was asked."
            raise WorkbenchError(error("steer.unanswered", "run", message, "`workbench resume RUN` goes on."))
        rest.wait(_TICK)
    message = f"The run has not obeyed for {_PATIENCE / 60:.0f} minutes."
    hint = "It still may: a single step can last long. `workbench kill RUN` ends it; the checkpoint is kept."
    raise WorkbenchError(error("steer.unanswered", "run", message, hint))


def _answered(event: Event, awaited: type[Event], output: Output) -> int:
    if isinstance(event, RunFailed) and not output.as_json:
        output.problems([event.problem])
    else:
        _tell(event, output)
    return 0 if isinstance(event, awaited) else 1


def _tell(event: Event, output: Output) -> None:
    if output.as_json:
        output.line(event)
    else:
        output.show(in_words(event))


def in_words(event: Event) -> str:
    """Return what a run has done as a sentence."""
    match event:
        case Paused(epoch=epoch, step=step):
            return f"Paused {_place(epoch, step)}."
        case Resumed(epoch=epoch, step=step):
            return f"It goes on {_place(epoch, step)}."
        case RunFinished(ending="suspended", epochs=epochs):
            return f"Suspended after {_epochs(epochs)}: all is saved, and `workbench resume RUN` goes on."
        case RunFinished(ending=ending, epochs=epochs, best=best):
            return f"{ending.capitalize()} after {_epochs(epochs)}. The best model: {best}"
        case RunFailed(problem=problem):
            return f"{problem.message} {problem.hint}"
        case _:
            return "The run is over."


def _place(epoch: int, step: int) -> str:
    if not step:
        return f"before epoch {epoch + 1}"
    return f"in epoch {epoch + 1}, after {step:,} {'step' if step == 1 else 'steps'} of it"


def _epochs(count: int) -> str:
    return "1 epoch" if count == 1 else f"{count:,} epochs"


def _end_in_words(state: RunState) -> str:
    if state.finished is not None and state.status == "finished":
        words = {"completed": "it is complete", "early": "a callback has ended it"}
        ended = words.get(state.finished.ending, f"it was {state.finished.ending}")
        return f"{ended}, after {_epochs(state.finished.epochs)}"
    if state.failure is not None and state.status == "failed":
        return "it has failed"
    return "its process is gone" if state.started is not None else "it has not begun"


def _wait_until_free(run: RunFolder) -> None:
    deadline, rest = clock.monotonic() + _PATIENCE, threading.Event()
    while lock.is_held(run) and clock.monotonic() < deadline:
        rest.wait(_TICK)
