"""The summary and the heat map by the window's keys, and how the next window remembers them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import LEFT
from tests.helpers.windows import open_desk
from workbench.ui.desk import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Callable[[], Desk]]:
    """Open windows without an engine: nothing here needs Keras."""
    opened: list[Desk] = []

    def opener() -> Desk:
        desk = open_desk(qapp, "digits-mlp", has_engine=False)
        opened.append(desk)
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
        return desk

    yield opener
    for desk in opened:
        desk.close()


def test_that_a_key_opens_the_summary_from_any_page_and_closes_it(
    qtbot: QtBot, open_window: Callable[[], Desk]
) -> None:
    desk = open_window()
    page, toggle = desk.window.model_page, desk.window.summary_toggle
    desk.commands.choose_mode("data")
    assert not toggle.isVisible()

    qtbot.keyClick(desk.window, Qt.Key.Key_M, CTRL)
    assert desk.window.mode == "model"
    assert toggle.isChecked()
    assert page.summary.table.hasFocus()
    assert [row.name for row in page.summary.model.shown] == [
        node.name for node in desk.document.project.graph.nodes
    ]
    qtbot.keyClick(desk.window, Qt.Key.Key_M, CTRL)

    assert not page.is_summary_open()
    assert not toggle.isChecked()
    assert page.canvas.hasFocus()


def test_that_the_next_window_opens_as_the_last_one_was(
    qtbot: QtBot, open_window: Callable[[], Desk]
) -> None:
    desk = open_window()
    assert desk.window.model_page.canvas.heat.by == "off"
    qtbot.mouseClick(desk.window.summary_toggle, LEFT)
    for _ in range(2):
        qtbot.keyClick(desk.window, Qt.Key.Key_H, CTRL)
    assert desk.window.model_page.canvas.heat.by == "macs"
    desk.close()

    again = open_window().window.model_page

    assert again.canvas.heat.by == "macs"
    assert again.is_summary_open()


def test_that_the_summary_is_copied_without_being_opened(open_window: Callable[[], Desk]) -> None:
    desk = open_window()

    desk.actions["copy-summary"].trigger()

    assert QGuiApplication.clipboard().text().startswith(f'Model: "{desk.document.project.title}"')
