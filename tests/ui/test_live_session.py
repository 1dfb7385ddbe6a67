import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun, finished_run
from workbench.runs import journal, lock, start
from workbench.runs.controls import Pause, Stop
from workbench.runs.events import RunFailed
from workbench.runs.folder import RunFolder
from workbench.runs.steering import ControlReader
from workbench.ui.live.session import RunSession

Follow = Callable[..., RunSession]


@pytest.fixture
def follow(qtbot: QtBot) -> Iterator[Follow]:
    sessions: list[RunSession] = []

    def make(folder: RunFolder, **kind: Any) -> RunSession:
        sessions.append(RunSession(folder, **kind))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[WrittenRun]:
    written = WrittenRun(tmp_path / "run")
    yield written
    written.close()


def _hold_in_child(folder: RunFolder) -> subprocess.Popen[bytes]:
    code = (
        "import sys,pathlib;from workbench.runs import lock;from workbench.runs.folder import RunFolder\n"
        "with lock.hold(RunFolder(pathlib.Path(sys.argv[1]))):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(folder.path)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline().strip() == b"held"
    return child


def test_that_a_finished_run_is_replayed_and_then_left_alone(
    qtbot: QtBot, tmp_path: Path, follow: Follow
) -> None:
    session = follow(finished_run(tmp_path / "run"))

    with qtbot.waitSignal(session.over):
        pass

    assert session.state.status == "finished"
    assert len(session.state.epochs) == 3
    assert not session.is_following


def test_that_events_arrive_while_the_run_writes_them(qtbot: QtBot, run: WrittenRun, follow: Follow) -> None:
    with lock.hold(run.folder):
        run.begin()
        session = follow(run.folder)
        with qtbot.waitSignal(session.changed):
            pass
        assert session.state.status == "running"

        run.step(0, 3, loss=0.25)
        with qtbot.waitSignal(session.changed):
            pass

    assert session.state.step == 3
    assert session.state.values["loss"] == 0.25


def test_that_nothing_is_told_when_nothing_came(qtbot: QtBot, run: WrittenRun, follow: Follow) -> None:
    with lock.hold(run.folder):
        run.begin()
        session = follow(run.folder)
        with qtbot.waitSignal(session.changed):
            pass
        with qtbot.assertNotEmitted(session.changed, wait=200):
            pass


def test_that_a_long_journal_is_read_in_slices(qtbot: QtBot, run: WrittenRun, follow: Follow) -> None:
    run.begin(epochs=1, steps=20_000)
    for step in range(1, 20_001):
        run.step(0, step)
    run.end_epoch(0)
    run.finish(epochs=1)
    session = follow(run.folder)
    turns: list[int] = []
    others = QTimer(interval=0)
    others.timeout.connect(lambda: turns.append(session.state.step))
    others.start()

    with qtbot.waitSignal(session.over):
        pass

    others.stop()
    assert len(set(turns)) > 2, "20,000 events came in one go and held up the window"
    assert len(session.state.curves["loss"]) == 20_000


def test_that_wishes_reach_the_control_file(run: WrittenRun, follow: Follow) -> None:
    reader = ControlReader(run.folder.control)
    session = follow(run.folder)

    session.ask(Pause())
    session.ask(Stop())

    assert reader.poll() == [Pause(), Stop()]


def test_that_a_process_that_let_go_is_not_told_as_gone_before_its_window_knows_why(
    qtbot: QtBot, run: WrittenRun, follow: Follow
) -> None:
    child = _hold_in_child(run.folder)
    try:
        run.begin()
        session = follow(run.folder, is_watched=lambda: True)
        with qtbot.waitSignal(session.changed):
            pass
        with qtbot.assertNotEmitted(session.over, wait=800):
            pass
    finally:
        child.kill()
        child.communicate()
    assert not lock.is_held(run.folder)
    with qtbot.assertNotEmitted(session.over, wait=800):
        pass
    session.process_ended(start.death_in_words(child.returncode))

    with qtbot.waitSignal(session.over, timeout=5000):
        pass

    assert session.state.status == "failed"
    assert session.state.failure is not None
    assert "killed (signal 9)" in session.state.failure.problem.message
    assert session.state.failure.problem.hint


def test_that_the_owner_s_reason_is_what_is_told(qtbot: QtBot, run: WrittenRun, follow: Follow) -> None:
    run.begin()
    (run.folder.checkpoints / "state-A").mkdir()
    session = follow(run.folder)
    session.process_ended("The training process was killed (signal 9).")

    with qtbot.waitSignal(session.over, timeout=5000):
        pass

    failure = session.state.failure
    assert failure is not None and failure.resumable
    assert failure.problem.message == "The training process was killed (signal 9)."
    assert "Resume" in failure.problem.hint


def test_that_a_process_that_never_spoke_is_told_too(qtbot: QtBot, run: WrittenRun, follow: Follow) -> None:
    session = follow(run.folder, starting=True)
    session.process_ended("The training process ended with exit code 1.")

    with qtbot.waitSignal(session.over, timeout=5000):
        pass

    assert session.state.status == "failed"


def test_that_a_process_still_starting_is_not_declared_dead(
    qtbot: QtBot, run: WrittenRun, follow: Follow
) -> None:
    session = follow(run.folder, starting=True)

    with qtbot.assertNotEmitted(session.changed, wait=900):
        pass

    assert session.state.status == "waiting"
    assert session.is_following


def test_that_an_earlier_failure_is_not_the_end_of_a_run_that_was_resumed(
    qtbot: QtBot, run: WrittenRun, follow: Follow
) -> None:
    run.begin()
    run.close()
    session = follow(run.folder)
    session.process_ended("It died.")
    with qtbot.waitSignal(session.over, timeout=5000):
        pass

    again = follow(run.folder, starting=True)
    with qtbot.waitSignal(again.changed):
        pass
    assert again.state.status == "waiting"
    assert again.is_following

    resumed = journal.JournalWriter(run.folder.journal)
    run.journal = resumed
    with lock.hold(run.folder):
        run.begin()
        with qtbot.waitSignal(again.changed):
            pass
        qtbot.waitUntil(lambda: again.state.status == "running", timeout=5000)
        run.finish()
        with qtbot.waitSignal(again.over):
            pass
    assert again.state.status == "finished"


def test_that_a_folder_that_vanished_ends_the_session(qtbot: QtBot, tmp_path: Path, follow: Follow) -> None:
    session = follow(RunFolder(tmp_path / "gone"))
    session.process_ended("It died.")

    qtbot.waitUntil(lambda: not session.is_following, timeout=2000)


def test_that_a_session_that_rested_takes_what_another_one_read_meanwhile(
    qtbot: QtBot, run: WrittenRun, follow: Follow
) -> None:
    with lock.hold(run.folder):
        run.begin()
        resting, awake = follow(run.folder), follow(run.folder)
        qtbot.waitUntil(lambda: resting.state.status == "running")
        resting.rest()
        run.end_epoch(0)
        qtbot.waitUntil(lambda: len(awake.state.epochs) == 1)
        assert len(resting.state.epochs) == 0 and resting.is_following

        resting.keep_up_with(awake)
        with qtbot.waitSignal(resting.changed):
            resting.go_on()
        run.end_epoch(1)
        for session in (resting, awake):
            qtbot.waitUntil(lambda session=session: len(session.state.epochs) == 2)

    assert [epoch.epoch for epoch in resting.state.epochs] == [0, 1]
    assert resting.state.epochs == awake.state.epochs


def test_that_closing_stops_following_and_leaves_the_run_alone(
    qtbot: QtBot, run: WrittenRun, follow: Follow
) -> None:
    run.begin()
    session = follow(run.folder)
    session.close()

    with qtbot.assertNotEmitted(session.changed, wait=150):
        pass

    assert not any(isinstance(event, RunFailed) for event in journal.read(run.folder.journal))
