"""Whatever is asked of a run in whatever order: it goes from one legal state to the next, and to its end."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.helpers.trainings import iris
from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.runs import journal
from workbench.runs.controls import Control, Pause, Resume, Step, Stop, StopNow, Suspend
from workbench.runs.events import (
    EpochEnded,
    Event,
    Paused,
    PhaseBegan,
    Resumed,
    RunFinished,
    RunStarted,
    StepsEnded,
)
from workbench.runs.folder import RunFolder, create
from workbench.runs.journal import JournalWriter
from workbench.runs.state import RunState, reduce
from workbench.ui.training.wish import legal_wishes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
_PATIENCE = 120.0
_WISHES: tuple[Control, ...] = (Pause(), Resume(), Step(), Step(epoch=True), Pause(), Resume(), Step())
_ENDS: tuple[Control, ...] = (Stop(), StopNow(), Suspend())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RunFolder:
    """Let all runs of a test share one compiled model: building it is no part of what is tested."""
    from workbench.engine.training import conduct

    kept: dict[str, Any] = {}

    def once(name: str) -> Callable[..., Any]:
        make = getattr(conduct, name)

        def made(*arguments: Any, **named: Any) -> Any:
            if name not in kept:
                kept[name] = make(*arguments, **named)
            if name == "Compilation":
                kept[name]._tell = arguments[2]  # every life has a journal of its own
            return kept[name]

        return made

    for name in ("prepare", "Source", "Compilation"):
        monkeypatch.setattr(conduct, name, once(name))
    return create(iris(epochs=200, batch_size=8), home=tmp_path, base=tmp_path)


class Life:
    """A run on a thread, whose journal is looked at as it grows."""

    def __init__(self, folder: RunFolder, *, resume: bool) -> None:
        self._steering = Steering()
        self._folder, self._resume = folder, resume
        self._thread = threading.Thread(target=self._live)
        self._thread.start()

    def ask(self, control: Control) -> None:
        self._steering.obey(control)

    def end(self, control: Control) -> None:
        self.ask(control)
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive()

    def _live(self) -> None:
        from workbench.engine.training.conduct import conduct

        writer = JournalWriter(self._folder.journal)
        tell = Teller(writer)
        tell(PhaseBegan, phase="starting")
        try:
            conduct(self._folder, self._steering, tell, resume=self._resume)
        finally:
            writer.close()


def check_story(events: list[Event]) -> None:
    """Fold the events and look at every state on the way."""
    state, moments = RunState(), Moments()
    for number, event in enumerate(events):
        assert event.seq == number
        moments.check(state, event)
        state = reduce(state, event)
        legal_wishes(state, None)
        assert 0.0 <= state.progress <= 1.0
    assert state.status == "finished"


class Moments:
    """What may follow what."""

    def check(self, state: RunState, event: Event) -> None:
        match event:
            case Paused():
                assert state.status == "running"
            case Resumed():
                assert state.status == "paused"
                assert (event.epoch, event.step) >= (state.epoch, state.step)
            case StepsEnded() | EpochEnded():
                assert state.status == "running"
                assert (event.epoch, getattr(event, "step", 0)) >= (state.epoch, 0)
            case RunStarted():
                assert state.status in ("running", "waiting")
            case RunFinished():
                assert state.status == "running"
                assert event.ending in ("stopped", "suspended", "completed")
            case PhaseBegan():
                assert not state.is_over or event.phase in ("data", "training", "starting")
            case _:
                assert not state.is_over


def lives(folder: RunFolder, count: int, *, seed: int) -> Iterator[int]:
    """Live so many sequences of wishes, each on a thread of its own, and yield the open files after each."""
    chance, pulse, process = random.Random(seed), threading.Event(), psutil.Process()
    for number in range(count):
        life = Life(folder, resume=number > 0)
        for _ in range(chance.randrange(12)):
            life.ask(chance.choice(_WISHES))
            pulse.wait(chance.choice((0.0, 0.0, 0.001, 0.01, 0.03)))
        life.end(chance.choice(_ENDS))
        yield len(process.open_files())


def test_that_any_wishes_lead_from_one_legal_state_to_the_next(quick: RunFolder) -> None:
    files = list(lives(quick, 6, seed=1))

    check_story(journal.read(quick.journal))
    assert files[-1] == files[0]


@pytest.mark.thorough
def test_that_five_hundred_sequences_of_wishes_leave_nothing_behind(quick: RunFolder) -> None:
    threads = threading.active_count()
    files = list(lives(quick, 500, seed=2))

    check_story(journal.read(quick.journal))
    assert files[-1] == files[0]
    assert threading.active_count() == threads
