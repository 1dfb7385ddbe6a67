"""Hands for a page: finding its fields and words, typing, clicking, choosing."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

_Widget = TypeVar("_Widget", bound=QWidget)


def in_front(qtbot: QtBot, widget: _Widget, width: int, height: int) -> _Widget:
    """Show a widget in front of everything else, ready for keys."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def exposed(qtbot: QtBot, widget: _Widget, width: int, height: int) -> _Widget:
    """Show a widget and wait until it is painted."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def line(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def text(page: QWidget, name: str) -> str:
    """Return what a label says, or nothing while it is hidden."""
    found = page.findChild(QLabel, name)
    assert found is not None, name
    return found.text() if found.isVisible() else ""


def retype(qtbot: QtBot, field: QLineEdit, typed: str) -> None:
    """Type over what stands in a field."""
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, typed) if typed else qtbot.keyClick(field, Qt.Key.Key_Delete)


def click(qtbot: QtBot, page: QWidget, name: str) -> None:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def choose(qtbot: QtBot, box: QComboBox, entry: str) -> None:
    """Pick an entry as a hand does: open the list, go to the row, press Enter."""
    index = box.findText(entry)
    assert index >= 0, f"{entry} is not in the list"
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    view = box.view()
    view.setCurrentIndex(box.model().index(index, box.modelColumn()))
    qtbot.keyClick(view, Qt.Key.Key_Return)
