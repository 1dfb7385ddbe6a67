"""Start, pause, step and stop in any order and at any speed: one run, and no wish that makes no sense."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from workbench.foundation import paths
from workbench.protocol.analysis import Analysis
from workbench.protocol.facts import DataFacts
from workbench.protocol.messages import Response, RunAccepted
from workbench.runs import lock
from workbench.runs.controls import Control, Pause, Resume, SetEpochs, SetLearningRate, Step, Stop
from workbench.runs.events import Paused, PhaseBegan, Resumed, RunFinished, RunStarted
from workbench.runs.folder import RunFolder
from workbench.runs.journal import JournalWriter
from workbench.runs.steering import ControlReader
from workbench.ui.document.document import Document
from workbench.ui.training.controller import TrainingController
from workbench.ui.training.run_bar import RunBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


class Engine(QObject):
    """Takes runs, and lets the test play their process."""

    run_ended = Signal(str, object)
    run_began_anew = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []

    def become_run(self, folder: str, answer: Callable[[Response], None]) -> None:
        self.runs.append(folder)
        answer(RunAccepted(id=1, pid=1))

    def wake(self) -> None:
        pass

    def is_watching(self, folder: str) -> bool:
        return False


class Run:
    """The process of a run, which says what it is told to say and obeys what it reads."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self._open = ExitStack()
        self._open.enter_context(lock.hold(folder))
        self.journal = self._open.enter_context(closing(JournalWriter(folder.journal)))
        self.reader = ControlReader(folder.control, offset=0)
        self.is_paused = self.is_over = False
        self._step = 0

    def start(self) -> None:
        self.journal.write(
            RunStarted, folder=str(self.folder.path), title="digits", pid=1, epochs=5, steps_per_epoch=4,
            batch_size=32, examples=128, validation_examples=0, params=7, device="cpu", metrics=("loss",),
        )  # fmt: skip
        self.journal.write(PhaseBegan, phase="training")

    def obey(self) -> list[Control]:
        wishes = self.reader.poll()
        for wish in wishes:
            assert not self.is_over
            match wish:
                case Pause() | Step():
                    self.is_paused = True
                    self._step += isinstance(wish, Step)
                    self.journal.write(Paused, epoch=0, step=self._step)
                case Resume():
                    assert self.is_paused
                    self.is_paused = False
                    self.journal.write(Resumed, epoch=0, step=self._step)
                case Stop():
                    self.is_over = True
                    self.journal.write(RunFinished, ending="stopped", epochs=0, seconds=1.0, values={})
        return wishes

    def close(self) -> None:
        self._open.close()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def training(
    qtbot: QtBot, document: Document, engine: Engine, workbench_home: Path
) -> Iterator[TrainingController]:
    document.set_facts(DataFacts(input_shape=(8, 8, 1), task="classification", training=128))
    document.set_analysis(Analysis())
    controller = TrainingController(document, engine)  # type: ignore[arg-type]
    yield controller
    controller.close()


@pytest.fixture
def bar(qtbot: QtBot, training: TrainingController) -> RunBar:
    """A run bar, wired as the window wires it."""
    bar = RunBar()
    qtbot.addWidget(bar)
    bar.resize(1280, 44)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.train_requested.connect(training.train)
    bar.pause_requested.connect(training.pause)
    bar.resume_requested.connect(training.go_on)
    bar.step_requested.connect(training.step)
    bar.stop_requested.connect(training.stop)

    def show() -> None:
        bar.set_state(None if training.session is None else training.session.state)
        reason = training.reason_not_to_train()
        bar.set_can_train(not reason, reason)

    training.state_changed.connect(show)
    return bar


def button(bar: RunBar, name: str) -> QPushButton:
    found = bar.findChild(QPushButton, name)
    assert found is not None
    return found


def begun(qtbot: QtBot, bar: RunBar, training: TrainingController) -> Run:
    qtbot.mouseClick(button(bar, "run_main"), Qt.MouseButton.LeftButton)
    assert training.session is not None
    return Run(training.session.folder)


def test_that_train_and_its_shortcut_together_start_one_run(
    qtbot: QtBot, bar: RunBar, training: TrainingController, engine: Engine
) -> None:
    main = button(bar, "run_main")
    for _ in range(20):
        qtbot.mouseDClick(main, Qt.MouseButton.LeftButton)
        training.train()
    assert len(engine.runs) == 1
    assert len(list(paths.runs_home().iterdir())) == 1
    assert training.session is not None and (training.session.folder.control).read_bytes() == b""


def test_that_a_pause_asked_for_before_the_run_speaks_is_not_lost(
    qtbot: QtBot, bar: RunBar, training: TrainingController
) -> None:
    run = begun(qtbot, bar, training)
    assert not button(bar, "run_stop").isEnabled()
    training.pause_or_go_on()  # by its shortcut

    run.start()
    assert run.obey() == [Pause()]
    qtbot.waitUntil(lambda: button(bar, "run_main").text() == "Resume")
    run.close()


def test_that_random_clicks_never_ask_what_makes_no_sense(
    qtbot: QtBot, bar: RunBar, training: TrainingController, engine: Engine
) -> None:
    chance, run = random.Random(5), begun(qtbot, bar, training)
    run.start()
    asked: list[Control] = []
    while not run.is_over:
        state = training.session.state if training.session is not None else None
        qtbot.waitUntil(lambda: button(bar, "run_step").isEnabled() or run.is_over)
        names = ["run_main", "run_step", "run_main", "run_stop"]
        name = chance.choices(names, weights=[6, 6, 3, 1 if len(asked) > 12 else 0])[0]
        for _ in range(chance.randint(1, 3)):
            qtbot.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)
            qtbot.mouseDClick(button(bar, name), Qt.MouseButton.LeftButton)
        wishes = run.obey()
        assert len(wishes) == 1, (state, wishes)  # however often it was clicked
        asked += wishes
    qtbot.waitUntil(lambda: not training.is_live)
    assert len(engine.runs) == 1
    qtbot.waitUntil(lambda: button(bar, "run_main").text() == "Train")
    run.close()


def test_that_changes_go_to_the_live_run_and_start_one_that_is_over(
    qtbot: QtBot, bar: RunBar, training: TrainingController, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(qtbot, bar, training)
    run.start()
    session = training.session
    assert session is not None
    qtbot.waitUntil(lambda: session.state.status == "running")
    wish = SetLearningRate(value=0.5)
    training.change(run.folder, (wish,))
    assert run.reader.poll() == [wish]
    resumed: list[object] = []
    monkeypatch.setattr(training, "resume", lambda folder, wishes: resumed.append((folder, wishes)))
    run.journal.write(RunFinished, ending="completed", epochs=5, seconds=1.0, values={})
    qtbot.waitUntil(lambda: not training.is_live)

    training.change(run.folder, (SetEpochs(value=9),))

    assert resumed == [(run.folder, (SetEpochs(value=9),))]
    qtbot.waitUntil(lambda: button(bar, "run_change").text() == "Train on…")
    run.close()
