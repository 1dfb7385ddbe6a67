"""The bar on the terminal while a run reads its data."""

from __future__ import annotations

from rich.progress import Task

from workbench.cli.output import Output
from workbench.cli.progress import Progress
from workbench.runs.events import Phase, PhaseAdvanced, PhaseBegan


def _advanced(what: str, done: int, t: float) -> PhaseAdvanced:
    return PhaseAdvanced(seq=1, t=t, at="", what=what, done=done, total=100)


def _began(phase: Phase) -> PhaseBegan:
    return PhaseBegan(seq=0, t=0.0, at="", phase=phase)


def _task(progress: Progress) -> Task:
    (task,) = progress._bar.tasks
    return task


def test_that_the_bar_shows_how_far_the_reading_is_and_begins_anew_behind_it() -> None:
    progress = Progress(Output(as_json=False))
    progress.show(_began("data"))
    assert (_task(progress).description, _task(progress).completed) == ("data", 0.0)

    progress.show(_advanced("reading", 43, 3.0))
    assert (_task(progress).description, _task(progress).completed) == ("reading data", 0.43)

    progress.show(_advanced("counting", 5, 4.0))
    assert (_task(progress).description, _task(progress).completed) == ("counting data", 0.05)

    progress.show(_began("building"))
    assert (_task(progress).description, _task(progress).completed) == ("building", 0.0)
