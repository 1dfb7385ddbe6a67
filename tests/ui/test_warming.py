"""What nobody has seen yet is made and dressed piece by piece."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.ui.warming import Warming

DRESSED = Qt.WidgetAttribute.WA_WState_Polished


def test_that_steps_are_taken_one_at_a_time_and_then_all_is_dressed_before_it_is_seen(qtbot: QtBot) -> None:
    window, warming = QWidget(), Warming()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    made: list[QLabel] = []

    def make() -> None:
        made.append(QLabel("a label", window))
        layout.addWidget(made[-1])

    warming.begin([make, make], window)
    assert made == []
    qtbot.waitUntil(lambda: warming.is_over)

    assert len(made) == 2
    assert all(label.testAttribute(DRESSED) for label in made)
    assert not window.isVisible()


def test_that_it_ends_at_once_when_the_window_closes(qtbot: QtBot) -> None:
    window, warming = QWidget(), Warming()
    qtbot.addWidget(window)
    warming.begin([lambda: None], window)

    warming.stop()

    assert warming.is_over
