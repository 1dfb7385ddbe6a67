"""A file that is dragged over the window is told what letting go will do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.helpers.pages import in_front
from workbench.ui.theme import Theme
from workbench.ui.window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.ui.document.document import Document

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, document: Document, workbench_home: Path) -> MainWindow:
    window = MainWindow(document, Theme(parent=document), lambda _group, _kind: None)
    shown = in_front(qtbot, window, 1000, 700)
    shown.close_requested.connect(shown.close_now)
    return shown


def _dragged(*urls: str | Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(each) if isinstance(each, str) else QUrl.fromLocalFile(str(each)) for each in urls])
    return data


def _drag(window: MainWindow, data: QMimeData) -> QDragEnterEvent:
    entered = QDragEnterEvent(window.rect().center(), COPY, data, LEFT, NONE)
    QApplication.sendEvent(window, entered)
    return entered


WORDS = {
    "net.workbench": "Open the project “net.workbench”",
    "net.keras": "Import the Keras model “net.keras” as a project",
    "flowers.CSV": "Look at the table “flowers.CSV”, and propose a project for it",
    "x.npz": "Look at the arrays in “x.npz”, and propose a project for them",
    "song.mp3": "Look at “song.mp3”, and say whether it can be used as data",
    "photographs": "Look at the folder “photographs”, and propose a project for its images",
}


def test_that_it_is_told_what_will_become_of_a_file(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "photographs").mkdir()
    for name, words in WORDS.items():
        assert _drag(window, _dragged(tmp_path / name)).isAccepted()

        assert window.drop_place.isVisible()
        assert window.drop_place.words == words
        assert window.drop_place.accessibleName() == words
        QApplication.sendEvent(window, QDragLeaveEvent())
        assert not window.drop_place.isVisible()


def test_that_the_middle_of_a_very_long_name_is_left_out(window: MainWindow, tmp_path: Path) -> None:
    _drag(window, _dragged(tmp_path / f"{'flowers-' * 20}of-may.csv"))

    assert "…" in window.drop_place.words
    assert "of-may.csv”, and propose" in window.drop_place.words
    assert len(window.drop_place.words) < 130


def test_that_letting_go_takes_the_first_file_and_the_words_away(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    data = _dragged(tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv")
    _drag(window, data)
    assert window.drop_place.words.endswith("The other 2 that are dragged are left alone.")

    with qtbot.waitSignal(window.file_dropped) as dropped:
        middle = QPointF(window.rect().center())
        QApplication.sendEvent(window, QDropEvent(middle, COPY, data, LEFT, NONE))

    assert dropped.args == [str(tmp_path / "a.csv")]
    assert not window.drop_place.isVisible()


def test_that_escape_takes_the_words_away(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    _drag(window, _dragged(tmp_path / "a.csv"))

    qtbot.keyClick(window, Qt.Key.Key_Escape)

    assert not window.drop_place.isVisible()


def test_that_what_is_no_file_of_this_machine_is_not_taken(window: MainWindow) -> None:
    assert not _drag(window, _dragged("https://example.org/flowers.csv")).isAccepted()
    assert not window.drop_place.isVisible()
