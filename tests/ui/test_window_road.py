"""The whole road in the real window: real clicks, a real engine, a real run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from msgspec.structs import replace

from workbench.project.edits import SetParam, SetTraining
from workbench.runs import journal, lock
from workbench.runs.controls import Stop
from workbench.runs.folder import RunFolder
from workbench.runs.steering import ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk
    from workbench.ui.live.session import RunSession

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    """A window on the digits network, looked at by its engine, with so many epochs that it does not end."""
    others = set(psutil.Process().children())
    made = _open(qtbot, qapp, epochs=200_000)
    yield made
    session = made.training.session
    made.close()
    if session is not None:
        _end(qtbot, session.folder)
    qtbot.waitUntil(lambda: not _runs_left(others), timeout=10_000)


def _open(qtbot: QtBot, qapp: QApplication, *, epochs: int) -> Desk:
    from workbench.ui.desk import Desk

    desk = Desk(qapp)
    desk.open("digits-mlp")
    training = replace(desk.document.project.training, epochs=epochs)
    desk.document.do(SetTraining(training))
    desk.window.resize(1280, 800)
    desk.show()
    qtbot.waitUntil(lambda: desk.reviewer.is_settled, timeout=60_000)
    return desk


def _end(qtbot: QtBot, folder: RunFolder) -> None:
    if lock.is_held(folder):
        ask(folder, Stop())
        qtbot.waitUntil(lambda: not lock.is_held(folder), timeout=30_000)


def _runs_left(others: set[psutil.Process]) -> set[psutil.Process]:
    from workbench.ui.document.engine_client import collect_ended_runs

    collect_ended_runs()
    return set(psutil.Process().children()) - others


def _click(qtbot: QtBot, desk: Desk, name: str) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractButton

    button = desk.window.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _train(qtbot: QtBot, desk: Desk) -> RunSession:
    _click(qtbot, desk, "run_main")
    session = desk.training.session
    assert session is not None
    qtbot.waitUntil(lambda: len(session.state.epochs) >= 2, timeout=60_000)
    return session


def test_that_a_run_is_started_paused_resumed_and_stopped_while_the_model_is_edited(
    qtbot: QtBot, desk: Desk
) -> None:
    session = _train(qtbot, desk)
    assert "loss" in session.state.curves

    _click(qtbot, desk, "run_main")
    qtbot.waitUntil(lambda: session.state.status == "paused", timeout=5_000)
    desk.document.do(SetParam("dense", "units", 7))
    held = session.state.done
    _click(qtbot, desk, "run_main")
    qtbot.waitUntil(lambda: session.state.done > held, timeout=5_000)

    _click(qtbot, desk, "run_stop")
    qtbot.waitUntil(lambda: session.state.status == "finished", timeout=10_000)

    assert session.state.ending == "stopped"
    assert (session.folder.checkpoints / "best.keras").is_file()
    assert (session.folder.checkpoints / "last.keras").is_file()
    assert session.folder.project().graph.node("dense").spec.params["units"] == 64


def test_that_a_killed_run_is_told_in_words_and_can_be_resumed(qtbot: QtBot, desk: Desk) -> None:
    session = _train(qtbot, desk)
    qtbot.waitUntil(lambda: session.state.last_checkpoint is not None, timeout=30_000)
    pid = lock.owner_pid(session.folder)
    assert pid is not None

    psutil.Process(pid).kill()
    qtbot.waitUntil(lambda: session.state.status == "failed", timeout=5_000)

    failure = session.state.failure
    assert failure is not None
    assert "signal 9" in failure.problem.message
    assert failure.resumable

    _click(qtbot, desk, "run_resume")
    resumed = desk.training.session
    assert resumed is not None
    qtbot.waitUntil(lambda: resumed.state.status == "running" and resumed.state.step > 0, timeout=60_000)


def test_that_a_run_let_alone_goes_on_and_the_next_window_shows_its_whole_history(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    from PySide6.QtWidgets import QMessageBox, QPushButton

    session = _train(qtbot, desk)
    desk.document.undo_stack.setClean()
    desk.window.close()
    question = desk.window.findChild(QMessageBox, "question")
    assert isinstance(question, QMessageBox)
    assert desk.window.isVisible()
    answer = question.findChild(QPushButton, "answer-run")
    assert isinstance(answer, QPushButton)
    from PySide6.QtCore import Qt

    qtbot.mouseClick(answer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=5_000)
    desk.close()
    assert lock.is_held(session.folder)

    again = _open(qtbot, qapp, epochs=1)
    try:
        attached = again.training.session
        assert attached is not None
        assert attached.folder == session.folder
        before = len(journal.read(session.folder.journal))
        qtbot.waitUntil(lambda: len(attached.state.epochs) >= 2, timeout=10_000)
        assert attached.state.epochs[0].epoch == 0
        qtbot.waitUntil(lambda: len(journal.read(session.folder.journal)) > before, timeout=10_000)
    finally:
        again.close()
