"""Pieces that cards share are drawn once and look as if they had been drawn each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from workbench.ui.canvas.stamps import Stamps

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

_AREA = QRectF(-4, -4, 48, 28)
_ROUNDING = 2
"""Blending a smooth edge in two steps rounds twice."""


class _Card:
    """Draws a round card and counts how often."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, painter: QPainter) -> None:
        self.drawn += 1
        painter.setBrush(QColor("teal"))
        painter.drawRoundedRect(QRectF(0, 0, 40, 20), 6, 6)


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def _pixels(image: QImage) -> NDArray[np.int16]:
    """Return the values of an image (rows, columns, 4)."""
    values = np.frombuffer(image.constBits(), dtype=np.uint8).astype(np.int16)
    return values.reshape(image.height(), image.width(), 4)


def _painted(stamps: Stamps, card: _Card, zoom: float, widget: QWidget | None, times: int = 1) -> QImage:
    image = QImage(200, 120, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom, zoom)
    painter.translate(20, 20)
    for _ in range(times):
        stamps.paint(painter, "card", _AREA, card, widget=widget)
    painter.end()
    return image


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_that_a_stamp_looks_as_what_it_stands_for(widget: QWidget, zoom: float) -> None:
    stamps, card = Stamps(), _Card()
    stamped = _painted(stamps, card, zoom, widget)
    drawn = _painted(stamps, card, zoom, None)
    assert np.abs(_pixels(stamped) - _pixels(drawn)).max() <= _ROUNDING


def test_that_a_piece_is_drawn_once_for_a_zoom(widget: QWidget) -> None:
    stamps, card = Stamps(), _Card()
    _painted(stamps, card, 1.0, widget, times=5)
    assert card.drawn == 1
    _painted(stamps, card, 0.7, widget, times=5)
    assert card.drawn == 2
    _painted(stamps, card, 1.0, widget)
    assert card.drawn == 3


def test_that_curves_stay_curves_in_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    stamps, card = Stamps(), _Card()
    writer = QPdfWriter(str(tmp_path / "cards.pdf"))
    painter = QPainter(writer)
    for _ in range(3):
        stamps.paint(painter, "card", _AREA, card, widget=None)
    painter.end()
    assert card.drawn == 3
