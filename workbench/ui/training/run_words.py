"""A run's state in the words of the run bar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.runs.events import STOPPED_BEFORE
from workbench.runs.state import RunState
from workbench.ui.live import words
from workbench.ui.reading_words import step_words, with_share

translate = QCoreApplication.translate  # by this name the texts are found for translation


def headline(state: RunState | None) -> str:
    """Return where the run stands: ``Epoch 18 of 30``, ``Compiling…``, ``Finished 30 epochs in 2 min``."""
    if state is None:
        return translate("RunBar", "Ready to train")
    if state.failure is not None and state.status == "failed":
        if was_stopped_before(state):
            return translate("RunBar", "Stopped while the data were read")
        return translate("RunBar", "Failed: {0}").format(state.failure.problem.message)
    if state.finished is not None:
        return _ending(state)
    place = translate("RunBar", "epoch {0} of {1}").format(
        min(state.epoch + 1, state.epochs_planned), state.epochs_planned
    )
    if state.status == "paused":
        return translate("RunBar", "Paused in {0}").format(place)
    return _phase(state, place[:1].upper() + place[1:])


def was_stopped_before(state: RunState) -> bool:
    """Tell whether the user stopped the run before it had anything to train with: nothing is wrong then."""
    return state.failure is not None and state.failure.problem.code == STOPPED_BEFORE


def standing(state: RunState) -> str:
    """Return the headline where the failure's own words stand below it: ``Failed after 9 of 30 epochs``."""
    if state.status != "failed" or was_stopped_before(state):
        return headline(state)
    return translate("RunBar", "Failed after {0} of {1} epochs").format(state.epoch, state.epochs_planned)


def details(state: RunState | None) -> str:
    """Return the headline with what to do about a failure."""
    if state is None or state.failure is None or state.status != "failed":
        return "\n".join(filter(None, (headline(state), execution(state))))
    problem = state.failure.problem
    return f"{problem.message}\n{problem.hint}" if problem.hint else problem.message


def usage(state: RunState | None) -> str:
    """Return where a run computes and what it takes: ``CPU · 412 MB · watching 0.4 %``; else nothing."""
    if state is None or state.usage is None or state.started is None or state.is_over:
        return ""
    used = state.usage
    told = [state.started.device.upper(), words.size(used.memory)]
    if used.device_memory is not None:
        told.append(translate("RunBar", "GPU memory {0}").format(words.size(used.device_memory)))
    told.append(translate("RunBar", "watching {0}").format(words.percent(used.watching)))
    return " · ".join(told)


def usage_in_full(state: RunState | None) -> str:
    """Return ``usage`` in sentences, a line each."""
    if not usage(state) or state is None or state.usage is None or state.started is None:
        return ""
    used = state.usage
    lines = [
        translate("RunBar", "Trains on {0}.").format(state.started.device.upper()),
        translate("RunBar", "Memory of the training's process: {0}.").format(words.size(used.memory)),
    ]
    if used.device_memory is not None and used.device_total is not None:
        told = translate("RunBar", "Memory taken on the GPU, by all programs: {0} of {1}.")
        lines.append(told.format(words.size(used.device_memory), words.size(used.device_total)))
    watching = translate("RunBar", "Curves, journal and confusion matrix took {0} of the training time.")
    saving = translate("RunBar", "Saving checkpoints took {0}.")
    lines += [watching.format(words.percent(used.watching)), saving.format(words.percent(used.saving))]
    return "\n".join(lines)


def execution(state: RunState | None) -> str:
    """Return how a live run computes: ``Examples on the device, with XLA, 512 steps a call``."""
    told = None if state is None or state.is_over else state.execution
    if told is None:
        return ""
    is_resident = told.residence == "resident"
    where = (
        translate("RunBar", "Examples on the device")
        if is_resident
        else translate("RunBar", "Examples sent along with the calls")
    )
    xla = translate("RunBar", "with XLA") if told.xla else translate("RunBar", "without XLA")
    steps = translate("RunBar", "{0} steps a call").format(f"{told.steps_per_call:,}")
    if told.steps_per_call == 1:
        steps = translate("RunBar", "1 step a call")
    return f"{where}, {xla}, {steps}"


def figures(state: RunState | None) -> tuple[str, str]:
    """Return ``loss 0.412`` and ``val_accuracy 0.823``: the newest of each, empty while unknown."""
    if state is None:
        return "", ""
    metrics = [name for name in (state.started.metrics if state.started else ()) if name != "loss"]
    names = [*(f"val_{name}" for name in metrics[:1]), *metrics[:1], "val_loss"]
    second = next((name for name in names if name in state.values), None)
    return _figure(state, "loss"), "" if second is None else _figure(state, second)


def _figure(state: RunState, name: str) -> str:
    return f"{name} {words.reading(state.values[name])}" if name in state.values else ""


def _phase(state: RunState, place: str) -> str:
    match state.phase if state.status != "waiting" else "starting":
        case "starting":
            return translate("RunBar", "Starting…")
        case "data":
            return _reading(state)
        case "building":
            return translate("RunBar", "Building the network…")
        case "compiling":
            return translate("RunBar", "Compiling…")
        case "training":
            return place
        case "validating":
            return translate("RunBar", "{0}, validating").format(place)
        case _:
            return (
                translate("RunBar", "{0}, saving").format(place)
                if state.started
                else translate("RunBar", "Saving…")
            )


def _reading(state: RunState) -> str:
    progress = state.phase_progress
    if progress is None or progress.share is None:
        return translate("RunBar", "Reading the data…")
    return with_share(step_words(progress.what) or translate("RunBar", "Reading the data"), progress.share)


def _ending(state: RunState) -> str:
    finished, planned = state.finished, state.epochs_planned
    if finished is None:
        return ""
    time = words.duration(finished.seconds)
    if finished.ending == "stopped":
        return translate("RunBar", "Stopped after {0} of {1} epochs, {2}").format(
            finished.epochs, planned, time
        )
    if finished.ending == "suspended":
        return translate("RunBar", "Paused after {0} of {1} epochs, the device is free").format(
            finished.epochs, planned
        )
    if finished.ending == "early":
        return translate("RunBar", "Ended early after {0} of {1} epochs, {2}").format(
            finished.epochs, planned, time
        )
    return translate("RunBar", "Finished {0} epochs in {1}").format(finished.epochs, time)
