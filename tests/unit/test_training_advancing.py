"""A run tells in its journal how far the reading of its data is, and hears that it shall stop meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.engine.data import csv_table, remembered
from workbench.engine.data.ready import ready
from workbench.engine.training import advancing
from workbench.engine.training.advancing import Advancing
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Table
from workbench.runs import journal
from workbench.runs.events import STOPPED_BEFORE, PhaseAdvanced, PhaseBegan
from workbench.runs.journal import Follower, JournalWriter
from workbench.runs.state import RunState, fold


class Watched:
    """A journal that is written to under a clock of its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.now, self.is_stopping = 100.0, False
        patch.setattr(clock, "monotonic", lambda: self.now)
        self.path = folder / "journal"
        self.writer = JournalWriter(self.path)
        self.tell = Teller(self.writer, lambda: self.is_stopping)
        self.tell(PhaseBegan, phase="data")

    def advance(self, tell: Advancing, done: int, seconds: float, what: str = "reading") -> None:
        self.now += seconds
        tell(what, done, 100)

    def told(self) -> list[int]:
        return [event.done for event in journal.read(self.path) if isinstance(event, PhaseAdvanced)]

    def state(self) -> RunState:
        return fold(journal.read(self.path))


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    watched = Watched(tmp_path, monkeypatch)
    yield watched
    watched.writer.close()


def test_that_a_long_reading_is_told_a_few_times_a_second(watched: Watched) -> None:
    tell = Advancing(watched.tell)
    for done in range(1, 101):
        watched.advance(tell, done, 0.02)

    assert 7 <= len(watched.told()) <= 8
    assert watched.told() == sorted(watched.told())


def test_that_the_share_and_the_time_left_are_those_of_what_is_done_now(watched: Watched) -> None:
    tell = Advancing(watched.tell)
    for done in (10, 20, 30, 40):
        watched.advance(tell, done, 1.0)
    reading = watched.state().phase_progress
    watched.advance(tell, 5, 1.0, "counting")
    counting = watched.state().phase_progress
    watched.tell(PhaseBegan, phase="building")

    assert reading is not None
    assert (reading.what, reading.share, reading.seconds_left) == ("reading", 0.4, pytest.approx(6.0))
    assert counting is not None
    assert (counting.what, counting.share, counting.seconds_left) == ("counting", 0.05, None)
    assert watched.state().phase_progress is None


def test_that_a_stop_ends_a_reading_that_takes_its_time(watched: Watched) -> None:
    tell = Advancing(watched.tell)
    watched.is_stopping = True
    watched.advance(tell, 1, 0.01)  # too short to wait for
    with pytest.raises(WorkbenchError) as refused:
        watched.advance(tell, 2, 1.0)

    assert refused.value.problems[0].code == STOPPED_BEFORE


def test_that_the_reading_of_a_table_is_told_and_stopped(
    tmp_path: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_table, "_CELLS", 1)
    monkeypatch.setattr(advancing, "_BETWEEN", 0.0)
    monkeypatch.setattr(remembered, "_last", remembered._Kept())
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "1,p\n2,q\n" * 1000)
    data = DataSpec(source=Table(path=str(path), target="y"))

    ready(data, tmp_path, Advancing(watched.tell))
    said = [event.what for event in journal.read(watched.path) if isinstance(event, PhaseAdvanced)]
    watched.is_stopping = True
    with pytest.raises(WorkbenchError):
        ready(data, tmp_path, Advancing(watched.tell))

    assert list(dict.fromkeys(said)) == ["reading", "counting", "splitting", "fitting", "preparing"]


def test_that_who_wants_no_steps_is_spared_how_far_a_phase_is(watched: Watched) -> None:
    tell = Advancing(watched.tell)
    watched.advance(tell, 10, 1.0)

    assert [type(event) for event in Follower(watched.path, steps=False).there()] == [PhaseBegan]
