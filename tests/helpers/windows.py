"""A real window in a test: opening one, and hands for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget

from workbench.runs import lock
from workbench.runs.controls import Stop
from workbench.runs.steering import ask
from workbench.ui.desk import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.ui.inspector.editors.base import Editor


def open_desk(app: QApplication, project: str, *, has_engine: bool = True) -> Desk:
    """Show a window on a project; whoever opens it closes it. Starting an engine takes seconds."""
    app.setStyleSheet("")  # else it is built under the dress of the one before, which takes seconds too
    desk = Desk(app)
    desk.open(project)
    desk.window.resize(1280, 800)
    if has_engine:
        desk.show()
    else:
        desk.window.restore()
        desk.window.show()
    return desk


@contextmanager
def desk_with_runs(qtbot: QtBot, app: QApplication, project: str) -> Iterator[Desk]:
    """Show a window that trains; afterwards it is closed, and its runs' processes are gone."""
    others = set(psutil.Process().children())
    made = open_desk(app, project)
    yield made
    session = made.training.session
    made.close()
    if session is not None and lock.is_held(session.folder):
        ask(session.folder, Stop())
    qtbot.waitUntil(lambda: not _runs_left(others), timeout=20_000)


def _runs_left(others: set[psutil.Process]) -> set[psutil.Process]:
    from workbench.ui.document.engine_client import collect_ended_runs

    collect_ended_runs()
    return set(psutil.Process().children()) - others


def field(desk: Desk, name: str) -> QWidget:
    """Return the widget of that name."""
    found = desk.window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def click(qtbot: QtBot, desk: Desk, name: str) -> None:
    """Press a button as soon as it is there to be pressed: the window follows a run in turns of its own."""

    def is_ready() -> None:
        button = field(desk, name)
        assert button.isVisible(), name
        assert button.isEnabled(), f"{name}: {button.toolTip()}"

    qtbot.waitUntil(is_ready, timeout=5_000)
    button = field(desk, name)
    assert isinstance(button, QAbstractButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def drop_file(desk: Desk, path: Path) -> None:
    """Drag a file over the middle of the window and let it go there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    middle = QPointF(desk.window.rect().center())
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle.toPoint(), copy, data, left, none)
    QApplication.sendEvent(desk.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(middle, copy, data, left, none))


def key_in(qtbot: QtBot, editor: Editor, words: str) -> None:
    """Type over what stands in a line, and press Enter."""
    line = editor.focusProxy()
    assert isinstance(line, QWidget)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def is_asked(desk: Desk) -> bool:
    """Whether a question waits for its answer."""
    return any(box.isVisible() for box in desk.window.findChildren(QMessageBox))


def question(desk: Desk) -> QMessageBox:
    """Return the one question that waits."""
    (box,) = [box for box in desk.window.findChildren(QMessageBox) if box.isVisible()]
    return box


def answer(qtbot: QtBot, desk: Desk, key: str) -> None:
    """Answer the question that waits."""
    button = question(desk).findChild(QAbstractButton, f"answer-{key}")
    assert isinstance(button, QAbstractButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
