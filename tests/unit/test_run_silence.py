"""A training that hangs is told of, once; one that pauses, or takes its time, is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.engine.training.silence import Silence
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.runs import journal
from workbench.runs.events import Advice, Event, Paused, Phase, PhaseBegan, StepsEnded
from workbench.runs.journal import JournalWriter


class Run:
    """A training that speaks when it is told to, by a clock of its own."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self._path = path
        self.now = 1000.0
        patch.setattr(clock, "monotonic", lambda: self.now)
        self._writer = JournalWriter(path)
        self._tell = Teller(self._writer)
        self._silence = Silence(self._tell)

    def steps(self, seconds: float, times: int = 1) -> None:
        for _ in range(times):
            self.now += seconds
            figures: dict[str, float] = {}
            self._tell(
                StepsEnded, epoch=0, step=1, steps=1, batch=figures, running=figures, examples_per_second=1.0
            )
            self._silence.look(self.now)

    def pause(self) -> None:
        self._tell(Paused, epoch=0, step=1)

    def phase(self, phase: Phase, seconds: float = 0.0) -> None:
        self._tell(PhaseBegan, phase=phase)
        self._silence.look(self.now)
        self.now += seconds

    def warnings_after(self, seconds: float) -> int:
        for _ in range(10):
            self.now += seconds / 10
            self._silence.look(self.now)
        return sum(_is_warning(event) for event in journal.read(self._path))

    def close(self) -> None:
        self._writer.close()


def _is_warning(event: Event) -> bool:
    return isinstance(event, Advice) and event.problem.code == "run.stalled"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    run = Run(tmp_path / "journal.jsonl", monkeypatch)
    yield run
    run.close()


def test_that_a_training_without_a_step_for_half_a_minute_is_told_of_once(run: Run) -> None:
    run.steps(0.1, times=20)

    assert run.warnings_after(25) == 0
    assert run.warnings_after(20) == 1
    assert run.warnings_after(1000) == 1


def test_that_slow_steps_are_waited_for_twenty_times_as_long(run: Run) -> None:
    run.steps(5.0, times=20)

    assert run.warnings_after(95) == 0
    assert run.warnings_after(20) == 1


def test_that_a_pause_is_no_silence_and_a_second_hang_is_told_again(run: Run) -> None:
    run.steps(0.1, times=5)
    run.pause()
    assert run.warnings_after(86_400) == 0

    run.steps(0.1, times=5)
    assert run.warnings_after(60) == 1
    run.steps(0.1, times=5)
    assert run.warnings_after(60) == 2


def test_that_a_validation_that_hangs_is_told_of_by_how_long_it_usually_is(run: Run) -> None:
    for _ in range(3):
        run.steps(0.1)
        run.phase("validating", 4.0)
        run.steps(0.0)
    run.phase("validating")
    assert run.warnings_after(75) == 0
    assert run.warnings_after(20) == 1


def test_that_what_was_never_seen_may_take_its_time(run: Run) -> None:
    run.phase("training")
    assert run.warnings_after(590) == 0
    assert run.warnings_after(70) == 1


def test_that_reading_and_building_last_as_long_as_they_do(run: Run) -> None:
    run.phase("data")
    assert run.warnings_after(86_400) == 0
