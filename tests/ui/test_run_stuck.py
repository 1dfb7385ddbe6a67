"""A run's process that can't load, or does nothing at all: the window goes on, and says what became of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from workbench.project.samples import open_project
from workbench.runs import lock
from workbench.runs.events import RunFailed
from workbench.runs.folder import RunFolder, create
from workbench.runs.state import RunState
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.training.controller import TrainingController

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

# A call that never returns and lets no other thread of Python work meanwhile.
_HOLDS_PYTHON = "import ctypes\nctypes.PyDLL(None).pause()\n"
_CRASHES_WITH_A_GPU = """
import os, signal
if "WORKBENCH_GPU_LEFT_OUT" not in os.environ:
    os.kill(os.getpid(), signal.SIGSEGV)
raise ImportError("loaded with CUDA_VISIBLE_DEVICES=" + os.environ["CUDA_VISIBLE_DEVICES"])
"""


@pytest.fixture
def controller(qapp: object, document: Document) -> Iterator[TrainingController]:
    engine = EngineClient()
    controller = TrainingController(document, engine)
    yield controller
    controller.close()
    engine.stop()
    engine.deleteLater()


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A run that was stopped once: there is a checkpoint to go on from."""
    project, _ = open_project("xor-mlp")
    folder = create(project, home=tmp_path / "runs", base=tmp_path)
    (folder.checkpoints / "state-a.npz").write_bytes(b"the checkpoint")
    return folder


def keras_is(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a module in the place of Keras, for processes that are started from now on."""
    folder.mkdir()
    (folder / "keras.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)


def state(controller: TrainingController) -> RunState:
    assert controller.session is not None
    return controller.session.state


def failure(controller: TrainingController) -> RunFailed:
    found = state(controller).failure
    assert found is not None
    return found


def test_that_a_process_that_holds_python_stalls_no_window_and_is_ended_with_its_checkpoint_intact(
    qtbot: QtBot,
    controller: TrainingController,
    folder: RunFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keras_is(_HOLDS_PYTHON, tmp_path / "path", monkeypatch)
    controller.resume(folder)
    qtbot.waitUntil(lambda: state(controller).status == "running")

    turns = [0]
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.__setitem__(0, turns[0] + 1))
    timer.start()
    controller.stop()
    qtbot.waitUntil(lambda: turns[0] > 1000)
    timer.stop()
    assert lock.is_held(folder) and not state(controller).is_over

    controller.kill()
    qtbot.waitUntil(lambda: state(controller).is_over)

    assert "killed (signal 9)" in failure(controller).problem.message
    assert failure(controller).resumable
    assert (folder.checkpoints / "state-a.npz").read_bytes() == b"the checkpoint"
    assert not lock.is_held(folder)


def test_that_a_run_that_is_resumed_begins_anew_without_a_gpu(
    qtbot: QtBot,
    controller: TrainingController,
    folder: RunFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keras_is(_CRASHES_WITH_A_GPU, tmp_path / "path", monkeypatch)

    controller.resume(folder)
    qtbot.waitUntil(lambda: state(controller).is_over)

    assert [problem.code for problem in state(controller).advice] == ["gpu.left_out"]
    assert "CUDA_VISIBLE_DEVICES=-1" in failure(controller).problem.message
