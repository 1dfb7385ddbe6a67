"""The whole road in the real window: real clicks, a real engine, a real run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from msgspec.structs import replace

from tests.helpers.windows import answer, click, desk_with_runs, open_desk
from workbench.project.edits import SetParam, SetTraining
from workbench.runs import journal, lock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk
    from workbench.ui.live.session import RunSession

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    """A window on the digits network, looked at by its engine, with so many epochs that it does not end."""
    with desk_with_runs(qtbot, qapp, "digits-mlp") as made:
        made.document.do(SetTraining(replace(made.document.project.training, epochs=1_000_000)))
        qtbot.waitUntil(lambda: made.reviewer.is_settled, timeout=60_000)
        yield made


def _train(qtbot: QtBot, desk: Desk) -> RunSession:
    click(qtbot, desk, "run_main")
    session = desk.training.session
    assert session is not None
    qtbot.waitUntil(lambda: len(session.state.epochs) >= 2, timeout=60_000)
    return session


def test_that_a_run_is_started_paused_resumed_and_stopped_while_the_model_is_edited(
    qtbot: QtBot, desk: Desk
) -> None:
    session = _train(qtbot, desk)
    assert "loss" in session.state.curves

    click(qtbot, desk, "run_main")
    qtbot.waitUntil(lambda: session.state.status == "paused", timeout=5_000)
    desk.document.do(SetParam("dense", "units", 7))
    held = session.state.done
    click(qtbot, desk, "run_main")
    qtbot.waitUntil(lambda: session.state.done > held, timeout=5_000)

    click(qtbot, desk, "run_stop")
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

    click(qtbot, desk, "run_resume")
    resumed = desk.training.session
    assert resumed is not None
    qtbot.waitUntil(lambda: resumed.state.status == "running" and resumed.state.step > 0, timeout=60_000)


def test_that_a_run_let_alone_goes_on_and_the_next_window_shows_its_whole_history(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    session = _train(qtbot, desk)
    desk.document.undo_stack.setClean()
    desk.window.close()
    assert desk.window.isVisible()
    answer(qtbot, desk, "run")
    qtbot.waitUntil(lambda: not desk.window.isVisible(), timeout=5_000)
    desk.close()
    assert lock.is_held(session.folder)

    again = open_desk(qapp, "digits-mlp", has_engine=False)
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
