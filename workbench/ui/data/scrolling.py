"""A page that scrolls on the ground it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(page: QWidget, *, name: str = "") -> QScrollArea:
    """Return an area that scrolls ``page`` up and down, without a colour of its own."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    # A scroll area paints its page's ground, even where that stands on a card of another colour.
    page.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
