"""States of a run, folded from events as a journal holds them."""

from __future__ import annotations

from workbench.foundation.errors import error
from workbench.runs.events import (
    Ending,
    EpochEnded,
    Event,
    Paused,
    Phase,
    PhaseAdvanced,
    PhaseBegan,
    RunFailed,
    RunFinished,
    RunStarted,
    StepsEnded,
)
from workbench.runs.state import RunState, fold

_AT = "2026-11-20T15:30:00.000+00:00"


def starting(phase: Phase) -> RunState:
    return fold([PhaseBegan(seq=0, t=0.0, at=_AT, phase=phase)])


def reading(what: str, *shares: int) -> RunState:
    """While the data are read, of which so many hundredths were done at one time after another, 2 s apart."""
    told = (
        PhaseAdvanced(seq=1, t=2.0 * number, at=_AT, what=what, done=share, total=100)
        for number, share in enumerate(shares)
    )
    return fold(told, starting("data"))


def running(*, epoch: int = 17, step: int = 2, phase: Phase = "training") -> RunState:
    """In epoch ``epoch + 1`` of 30, four steps an epoch."""
    state = fold(_until(epoch, step))
    return state if phase == "training" else fold([PhaseBegan(seq=9, t=60.0, at=_AT, phase=phase)], state)


def paused(*, step: int = 2) -> RunState:
    return fold([Paused(seq=9, t=61.0, at=_AT, epoch=17, step=step)], running(step=step))


def failed(*, resumable: bool, message: str = "The process was killed.") -> RunState:
    problem = error("run.died", "run", message, "Resume goes on.")
    return fold([RunFailed(seq=9, t=61.0, at=_AT, problem=problem, resumable=resumable)], running())


def finished(ending: Ending = "completed", epochs: int = 30) -> RunState:
    end = RunFinished(seq=9, t=61.0, at=_AT, ending=ending, epochs=epochs, seconds=72.0, values={})
    return fold([end], running(epoch=29, step=4))


def _until(epoch: int, step: int) -> list[Event]:
    figures = {"loss": 0.412, "accuracy": 0.9}
    return [
        RunStarted(
            seq=0, t=0.0, at=_AT, folder="", title="digits", pid=1, epochs=30, steps_per_epoch=4,
            batch_size=32, examples=128, validation_examples=20, params=7,
            device="cpu", metrics=("accuracy",),
        ),
        EpochEnded(
            seq=1, t=58.0, at=_AT, epoch=epoch - 1, values={**figures, "val_accuracy": 0.823}, seconds=3.0,
            learning_rate=0.001,
        ),
        StepsEnded(
            seq=2, t=60.0, at=_AT, epoch=epoch, step=step, steps=1, batch=figures, running=figures,
            examples_per_second=2310.0,
        ),
    ]  # fmt: skip
