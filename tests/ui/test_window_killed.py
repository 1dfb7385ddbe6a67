"""A window's process is killed: its run goes on, and the next window has the run and the unsaved edits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.helpers.window_process import EPOCHS
from tests.helpers.windows import answer, open_desk, question
from workbench.runs import journal, lock
from workbench.runs.controls import Stop
from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.steering import ask
from workbench.ui.document.swap import left_behind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.slow


def _epochs(home: Path) -> int:
    """Return how many epochs the one run under ``home`` has ended."""
    runs = list((home / "runs").glob("*/journal.jsonl"))
    return sum(isinstance(event, EpochEnded) for event in journal.read(runs[0])) if runs else 0


def test_that_run_and_edits_outlive_a_window_that_is_killed(
    qtbot: QtBot, qapp: QApplication, workbench_home: Path
) -> None:
    window = subprocess.Popen([sys.executable, "-m", "tests.helpers.window_process"])
    try:
        qtbot.waitUntil(lambda: _epochs(workbench_home) >= 1, timeout=90_000)
        helpers = psutil.Process(window.pid).children()
    finally:
        window.kill()
        window.wait()
    run = RunFolder(next((workbench_home / "runs").iterdir()))
    assert lock.is_held(run)
    before = _epochs(workbench_home)
    qtbot.waitUntil(lambda: _epochs(workbench_home) > before, timeout=20_000)

    ((_, copy),) = left_behind()
    assert copy.project.training.epochs == EPOCHS
    desk = open_desk(qapp, "iris-mlp", has_engine=False)
    try:
        session = desk.training.session
        assert session is not None
        assert session.folder == run
        assert "before" in question(desk).text()
        answer(qtbot, desk, "recover")
        assert desk.document.project == copy.project
        qtbot.waitUntil(lambda: len(session.state.epochs) > before, timeout=20_000)
        assert session.state.epochs[0].epoch == 0
        ask(run, Stop())
        qtbot.waitUntil(lambda: session.state.ending == "stopped", timeout=20_000)
    finally:
        ask(run, Stop())
        desk.close()
    _, alive = psutil.wait_procs(helpers, timeout=30)
    assert alive == []


@pytest.mark.thorough
def test_that_a_window_that_is_told_to_end_as_by_a_logout_ends_with_all_that_is_its_own(
    qtbot: QtBot, workbench_home: Path
) -> None:
    window = psutil.Popen([sys.executable, "-m", "workbench", "xor-mlp"])
    try:
        # The engine is started once the window is painted, and that is in the event loop.
        qtbot.waitUntil(lambda: bool(window.children()))
        helpers = window.children(recursive=True)
        window.terminate()
        assert window.wait() == 0
    finally:
        if window.is_running():
            window.kill()
            window.wait()
    _, alive = psutil.wait_procs(helpers)
    assert alive == []
