"""Mends Qt's habit of remembering sizes from before a widget was first shown."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget


def measure_when_shown(widget: QWidget) -> None:
    """Let all that stands in ``widget`` be measured again; to be called from its ``showEvent``.

    A child that was never shown doesn't tell its parents that it grew, so what changed before the first show
    would be squeezed into its old place. The children are shown after their parent: hence the next turn.
    """
    QTimer.singleShot(0, widget, lambda: _measure(widget))


def _measure(widget: QWidget) -> None:
    for child in widget.findChildren(QWidget):
        child.updateGeometry()
