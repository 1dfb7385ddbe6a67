"""The state of a run: the pure fold of its journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, groupby
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from workbench.foundation.errors import Problem
from workbench.runs.events import (
    Advice,
    ArtifactSaved,
    CheckpointSaved,
    Ending,
    EpochEnded,
    Event,
    ExecutionSettled,
    Paused,
    Phase,
    PhaseAdvanced,
    PhaseBegan,
    Resumed,
    RunFailed,
    RunFinished,
    RunStarted,
    SettingChanged,
    StepsEnded,
    UsageMeasured,
)
from workbench.runs.growing import Grown
from workbench.runs.phase_progress import PhaseProgress
from workbench.runs.series import Series
from workbench.runs.thinning import Best, best_of, taken_in

Status = Literal["waiting", "running", "paused", "finished", "failed"]


class RunState(msgspec.Struct, frozen=True, kw_only=True):
    """A run as of its last event.

    ``epoch`` is the number of epochs done, ``step`` the steps done in the next one. ``curves`` are
    the per-batch figures by metric name: x in epochs, y the metric. ``values`` are the newest figures
    of training and validation, ``ranges`` the lowest and the highest of every figure at the ends of epochs,
    ``best_at`` where those are;
    of very many epochs only some are held (``thinning``). ``seconds`` is ``t`` of the last event. ``speeds``
    are the examples a second over the run, x in epochs; ``pauses`` and ``checkpoints`` stand where they were.
    """

    status: Status = "waiting"
    phase: Phase = "starting"
    phase_progress: PhaseProgress | None = None
    started: RunStarted | None = None
    execution: ExecutionSettled | None = None
    epoch: int = 0
    step: int = 0
    seconds: float = 0.0
    examples_per_second: float = 0.0
    values: dict[str, float] = {}
    epochs: Grown[EpochEnded] = msgspec.field(default_factory=Grown)
    ranges: dict[str, tuple[float, float]] = {}
    best_at: Best = {}
    curves: dict[str, Series] = {}
    speeds: Series = msgspec.field(default_factory=Series)
    pauses: Grown[Paused] = msgspec.field(default_factory=Grown)
    checkpoints: Grown[CheckpointSaved] = msgspec.field(default_factory=Grown)
    artifacts: tuple[ArtifactSaved, ...] = ()
    best_epoch: int | None = None
    last_checkpoint: CheckpointSaved | None = None
    changes: tuple[SettingChanged, ...] = ()
    usage: UsageMeasured | None = None
    advice: tuple[Problem, ...] = ()
    failure: RunFailed | None = None
    finished: RunFinished | None = None
    began_at: float = 0.0
    began_with: float = 0.0

    @property
    def epochs_planned(self) -> int:
        return 0 if self.started is None else self.started.epochs

    @property
    def done(self) -> float:
        """Epochs done, with the part of the current one."""
        steps = 0 if self.started is None else self.started.steps_per_epoch
        return self.epoch + (self.step / steps if steps else 0.0)

    @property
    def progress(self) -> float:
        """The share of the planned epochs that is done, 0 to 1."""
        return min(1.0, self.done / self.epochs_planned) if self.epochs_planned else 0.0

    @property
    def eta(self) -> float | None:
        """Seconds left by the pace since training (last) began; None before there is one."""
        done = self.done - self.began_with
        if self.status != "running" or done <= 0:
            return None
        return max(0.0, (self.seconds - self.began_at) / done * (self.epochs_planned - self.done))

    @property
    def is_over(self) -> bool:
        return self.status in ("finished", "failed")

    @property
    def can_go_on(self) -> bool:
        """Whether the run is over before its time and left a state to resume from."""
        if self.status == "failed":
            return self.failure is not None and self.failure.resumable
        return self.is_over and self.ending in ("stopped", "suspended")

    @property
    def ending(self) -> Ending | None:
        return None if self.finished is None else self.finished.ending


def fold(events: Iterable[Event], state: RunState | None = None) -> RunState:
    """Return the state after ``events``, from the beginning or from ``state``."""
    state = state or RunState()
    for kind, group in groupby(events, key=type):
        if kind is StepsEnded:
            state = _steps(state, [event for event in group if isinstance(event, StepsEnded)])
        elif kind is EpochEnded:
            state = _epochs(state, [event for event in group if isinstance(event, EpochEnded)])
        else:
            for event in group:
                state = reduce(state, event)
    return state


def reduce(state: RunState, event: Event) -> RunState:
    """Return the state after ``event``."""
    state = replace(state, seconds=event.t)
    match event:
        case RunStarted():
            return _start(state, event)
        case ExecutionSettled():
            return replace(state, execution=event)
        case PhaseBegan():
            return replace(state, phase=event.phase, status="running", phase_progress=None)
        case PhaseAdvanced():
            return replace(state, phase_progress=PhaseProgress.after(event, state.phase_progress))
        case StepsEnded():
            return _steps(state, [event])
        case EpochEnded():
            return _epochs(state, [event])
        case CheckpointSaved():
            best = event.epoch if event.best else state.best_epoch
            saved = state.checkpoints.append(event)
            return replace(state, last_checkpoint=event, best_epoch=best, checkpoints=saved)
        case ArtifactSaved():
            return replace(state, artifacts=(*state.artifacts, event))
        case UsageMeasured():
            return replace(state, usage=event)
        case Paused():
            pauses = state.pauses.append(event)
            return replace(state, status="paused", epoch=event.epoch, step=event.step, pauses=pauses)
        case Resumed():
            return replace(state, status="running", began_at=event.t, began_with=state.done)
        case SettingChanged():
            return _changed(state, event)
        case Advice():
            return replace(state, advice=(*state.advice, event.problem))
        case RunFailed():
            return replace(state, status="failed", failure=event, phase_progress=None)
        case RunFinished():
            return replace(state, status="finished", finished=event, best_epoch=event.best_epoch)
        case _:
            assert_never(event)


def _start(state: RunState, event: RunStarted) -> RunState:
    """Training begins, or goes on from a checkpoint: what lies behind that is undone."""
    epochs = Grown(epoch for epoch in state.epochs if epoch.epoch < event.epoch)
    at = (event.epoch, event.step)
    done = event.epoch + event.step / max(1, event.steps_per_epoch)
    return replace(
        state,
        status="running",
        phase="training",
        phase_progress=None,
        started=event,
        epoch=event.epoch,
        step=event.step,
        epochs=epochs,
        ranges=_widened({}, epochs),
        best_at=best_of(epochs),
        curves={name: curve.until(done) for name, curve in state.curves.items()},
        speeds=state.speeds.until(done),
        pauses=Grown(pause for pause in state.pauses if (pause.epoch, pause.step) <= at),
        checkpoints=Grown(saved for saved in state.checkpoints if (saved.epoch, saved.step) <= at),
        changes=tuple(change for change in state.changes if (change.epoch, change.step) < at),
        failure=None,
        finished=None,
        began_at=event.t,
        began_with=done,
    )


def _steps(state: RunState, events: Sequence[StepsEnded]) -> RunState:
    """Take in steps that came one behind the other, all at once: they are nearly all of a journal."""
    last = events[-1]
    steps = state.started.steps_per_epoch if state.started is not None else 0
    at = [event.epoch + (event.step / steps if steps else 0.0) for event in events]
    values, curves = dict(state.values), dict(state.curves)
    for event in events:
        values.update(event.running)
    for name in dict.fromkeys(chain.from_iterable(event.batch for event in events)):
        x, having = at, events
        if not all(name in event.batch for event in events):
            having = [event for event in events if name in event.batch]
            x = [x for x, event in zip(at, events, strict=True) if name in event.batch]
        curves[name] = curves.get(name, Series()).extend(x, [event.batch[name] for event in having])
    return replace(
        state,
        seconds=last.t,
        status="running",
        phase="training",
        epoch=last.epoch,
        step=last.step,
        values=values,
        examples_per_second=last.examples_per_second,
        curves=curves,
        speeds=state.speeds.extend(at, [event.examples_per_second for event in events]),
    )


def _epochs(state: RunState, events: Sequence[EpochEnded]) -> RunState:
    """Take in epochs that came one behind the other, all at once: short ones are thousands a second."""
    last, values = events[-1], dict(state.values)
    epochs, best = taken_in(state.epochs, events, state.best_at)
    for event in events:
        values.update(event.values)
    return replace(
        state,
        seconds=last.t,
        epoch=last.epoch + 1,
        step=0,
        epochs=epochs,
        ranges=_widened(state.ranges, events),
        best_at=best,
        values=values,
    )


def _widened(
    ranges: dict[str, tuple[float, float]], events: Sequence[EpochEnded]
) -> dict[str, tuple[float, float]]:
    wider = dict(ranges)
    for name in dict.fromkeys(chain.from_iterable(event.values for event in events)):
        values = [event.values[name] for event in events if name in event.values]
        low, high = ranges.get(name, (values[0], values[0]))
        wider[name] = (min(low, *values), max(high, *values))
    return wider


def _changed(state: RunState, event: SettingChanged) -> RunState:
    started = state.started
    if started is not None and event.setting == "epochs":
        started = replace(started, epochs=int(event.value))
    return replace(state, started=started, changes=(*state.changes, event))
