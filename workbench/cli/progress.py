"""A training run on the terminal: a bar, and a line for every epoch."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich import progress as bars

from workbench.cli.output import Output
from workbench.cli.steering import in_words
from workbench.runs.events import (
    Advice,
    EpochEnded,
    Event,
    ExecutionSettled,
    RunFailed,
    RunFinished,
    RunStarted,
    SettingChanged,
    UsageMeasured,
)
from workbench.runs.state import RunState, reduce

_ENDINGS = {
    "completed": "Finished",
    "stopped": "Stopped",
    "early": "Stopped early",
    "suspended": "Paused, with the device let go,",
}


class Progress:
    """Shows what the events say; with JSON it stays silent."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._state = RunState()
        self._stop_was_announced = False
        self._is_told = False
        self._counted = ""
        self._bar = bars.Progress(
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.TaskProgressColumn(),
            bars.TimeRemainingColumn(),
            bars.TextColumn("{task.fields[figures]}"),
            console=output.console,
            transient=True,
            disable=output.as_json or not output.console.is_terminal,
        )
        self._task = self._bar.add_task("Starting", total=1.0, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def announce_stop(self) -> None:
        """Say once that the run was asked to stop."""
        if not self._stop_was_announced and not self._output.as_json:
            self._output.show("Stopping after the current step; best and last weights are kept.")
        self._stop_was_announced = True

    def show(self, event: Event) -> None:
        """Take in one event."""
        self._state = reduce(self._state, event)
        match event:
            case RunStarted():
                self._output.show(_beginning(event))
            case ExecutionSettled() if not self._is_told:
                self._is_told = True
                self._output.show(_execution(event))
            case EpochEnded():
                epochs = self._state.epochs_planned
                self._output.show(
                    f"Epoch {event.epoch + 1:>{len(str(epochs))}}/{epochs}  {_figures(event.values)}"
                )
            case SettingChanged():
                self._output.show(in_words(event))
            case Advice():
                self._output.problems([event.problem])
            case RunFailed():
                self._output.problems([event.problem])
            case RunFinished():
                self._output.show(_ending(event))
                if self._state.usage is not None:
                    self._output.show(_usage(self._state.usage))
            case _:
                pass
        figures = _figures(self._state.values)
        self._show_bar(figures)

    def _show_bar(self, figures: str) -> None:
        phase = self._state.phase_progress
        what = "" if phase is None else phase.what
        doing: str = self._state.phase if phase is None else f"{what} data"
        share = self._state.progress if phase is None else phase.share or 0.0
        if what != self._counted:
            self._bar.reset(self._task)  # what comes now has a pace of its own
            self._counted = what
        self._bar.update(self._task, completed=share, description=doing, figures=figures)


def _beginning(event: RunStarted) -> str:
    told = f"Run {event.folder}: {event.params:,} parameters, {event.examples:,} examples."
    return f"{told} Augmented by {', '.join(event.augmented)}." if event.augmented else told


def _execution(event: ExecutionSettled) -> str:
    where = "on the device" if event.residence == "resident" else "sent along with the calls"
    told = f"Examples {where}; {'with' if event.xla else 'without'} XLA"
    told += f" ({event.why})" if event.why else ""
    return f"{told}; {event.steps_per_call} steps a call." if not event.adapts else f"{told}."


def _usage(used: UsageMeasured) -> str:
    told = f"Took {used.memory / 2**20:,.0f} MB of memory"
    if used.device_memory is not None and used.device_total is not None:
        told += f"; {used.device_memory / 2**20:,.0f} of {used.device_total / 2**20:,.0f} MB of the GPU's"
    return f"{told}. Of the time, {used.watching:.1%} went into watching and {used.saving:.1%} into saving."


def _figures(values: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in values.items())


def _ending(event: RunFinished) -> str:
    how = _ENDINGS[event.ending]
    return f"{how} after {event.epochs} epochs, {event.seconds:.1f} s. Best model: {event.best}"
