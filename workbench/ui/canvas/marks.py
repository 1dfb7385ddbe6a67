"""What shows only while a gesture goes on: a link to be, a place in the stack, a rubber band."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from workbench.ui.canvas.curve import curve
from workbench.ui.canvas.geometry import CARD, WIDTH
from workbench.ui.canvas.look import Look

_ON_TOP, _UNDER_LIFTED = 5.0, 1.5
_OVERHANG = 16.0


class LinkPreview(QGraphicsPathItem):
    """The curve that follows the pointer until it ends at a port."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setZValue(_ON_TOP)
        self.setPen(look.preview)

    def show_from(self, start: QPointF, end: QPointF, *, refused: bool) -> None:
        self.setPen(self._look.preview_bad if refused else self._look.preview)
        self.setPath(curve(start, end))


class InsertionMark(QGraphicsPathItem):
    """A bar with a dot at its left end, a little wider than a card: the layer goes here."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setZValue(_UNDER_LIFTED)
        self.setPen(look.selected)
        self.setBrush(look.canvas)
        path = QPainterPath(QPointF(-_OVERHANG, 0))
        path.lineTo(WIDTH + _OVERHANG, 0)
        path.addEllipse(QPointF(-_OVERHANG - 4, 0), 4, 4)
        self.setPath(path)


class Band(QGraphicsRectItem):
    """The rubber band."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setZValue(_ON_TOP)
        self.setPen(look.band)
        self.setBrush(look.band_fill)

    def span(self, start: QPointF, end: QPointF) -> None:
        self.setRect(QRectF(start, end).normalized())


class GhostCard(QGraphicsRectItem):
    """The outline of a card that is about to be dropped."""

    def __init__(self, look: Look) -> None:
        super().__init__(CARD)
        self.setZValue(_ON_TOP)
        self.setPen(look.preview)
        self.setBrush(Qt.BrushStyle.NoBrush)
