"""Closing the window on a run that does not stop: it may be waited for, ended, or left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from workbench.ui.closing import Closing
from workbench.ui.document.files import Files
from workbench.ui.document.swap import SwapWriter
from workbench.ui.training.controller import TrainingController
from workbench.ui.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.is_closed = False

    def close_now(self) -> None:
        self.is_closed = True


class Saved:
    """Files without unsaved edits, and a swap copy that nobody needs."""

    def unless_unsaved(self, then: Callable[[], None]) -> None:
        then()

    def discard(self) -> None:
        pass


class Stubborn(QObject):
    """A training that obeys when it likes to."""

    state_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_live = True
        self.asked: list[str] = []

    def stop(self) -> None:
        self.asked.append("stop")

    def kill(self) -> None:
        self.asked.append("kill")
        self.end()

    def end(self) -> None:
        self.is_live = False
        self.state_changed.emit()


class Scene:
    """A window that was told to close and to stop its run, which has not stopped for ten seconds."""

    def __init__(self, qtbot: QtBot) -> None:
        self.bot, self.window, self.training, saved = qtbot, Window(), Stubborn(), Saved()
        qtbot.addWidget(self.window)
        self.window.show()
        self.closing = Closing(
            cast("MainWindow", self.window),
            cast("Files", saved),
            cast("TrainingController", self.training),
            cast("SwapWriter", saved),
            self.window,
        )
        self.closing.ask()
        self.answer("stop")
        assert self.training.asked == ["stop"] and not self.window.is_closed
        self.pass_ten_seconds()

    @property
    def patience(self) -> QTimer:
        found = self.closing.findChild(QTimer)
        assert found is not None
        return found

    def pass_ten_seconds(self) -> None:
        assert self.patience.isActive()
        self.patience.stop()
        self.patience.timeout.emit()

    def question(self) -> QMessageBox | None:
        return next((box for box in self.window.findChildren(QMessageBox) if box.isVisible()), None)

    def answer(self, key: str) -> None:
        box = self.question()
        assert box is not None
        button = box.findChild(QAbstractButton, f"answer-{key}")
        assert button is not None
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.bot.waitUntil(lambda: box is not self.question())


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    scene = Scene(qtbot)
    yield scene
    scene.patience.stop()


def test_that_its_process_is_ended_and_the_window_closes(scene: Scene) -> None:
    scene.answer("kill")

    assert scene.training.asked == ["stop", "kill"]
    assert scene.window.is_closed and not scene.patience.isActive()


def test_that_it_is_waited_for_again_and_the_window_closes_when_it_has_stopped(scene: Scene) -> None:
    scene.answer("wait")
    scene.pass_ten_seconds()
    assert scene.question() is not None and not scene.window.is_closed

    scene.training.end()

    assert scene.window.is_closed and scene.training.asked == ["stop"]


@pytest.mark.parametrize(("key", "is_closed"), [("run", True), ("cancel", False)])
def test_that_it_is_left_alone(key: str, is_closed: bool, scene: Scene) -> None:
    scene.answer(key)

    assert scene.window.is_closed is is_closed
    scene.training.end()
    assert scene.window.is_closed is is_closed
