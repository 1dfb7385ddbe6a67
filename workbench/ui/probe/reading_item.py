"""What a layer gives for the probed example, beside its card: figures, and feature maps as a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.protocol.probing import LayerReading
from workbench.ui.canvas.geometry import HEIGHT, WIDTH
from workbench.ui.data.pictures.picture import decoded
from workbench.ui.live import words
from workbench.ui.theme import Colors, mono_font

_GAP, _LINE, _SIDE, _WIDTH = 10.0, 15.0, 54.0, 190.0
_FEW = 4
_LEAST_ZOOM = 0.3


class ReadingItem(QGraphicsItem):
    """Stands at the right of the card at ``place``; the mouse goes through."""

    def __init__(self, reading: LayerReading, place: QPointF, colors: Colors) -> None:
        super().__init__()
        self.reading = reading
        self._colors = colors
        self.lines = lines_of(reading)
        image = decoded(reading.picture) if reading.picture else None
        self._picture = QPixmap.fromImage(image) if image is not None and not image.isNull() else None
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(0.5)
        self.setPos(place + QPointF(WIDTH + _GAP, 0))

    def boundingRect(self) -> QRectF:
        return QRectF(0, -4, _WIDTH + (_SIDE if self._picture else 0), HEIGHT + 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if option.levelOfDetailFromTransform(painter.worldTransform()) < _LEAST_ZOOM:
            return
        left = 0.0
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawPixmap(QRectF(0, 0, _SIDE, _SIDE), self._picture, QRectF(self._picture.rect()))
            painter.setPen(QPen(QColor(self._colors.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(0, 0, _SIDE, _SIDE))
            left = _SIDE + 6
        painter.setFont(mono_font(8.5))
        for number, line in enumerate(self.lines):
            painter.setPen(QColor(self._colors.accent if number == 0 else self._colors.muted))
            place = QRectF(left, number * _LINE - 2, _WIDTH, _LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)


def lines_of(reading: LayerReading) -> list[str]:
    """Return what is written: few values one by one, of many their mean and range."""
    if reading.values and len(reading.values) <= _FEW:
        return [f"{value:.4f}" for value in reading.values]
    span = f"{words.reading(reading.minimum)} … {words.reading(reading.maximum)}"
    return [f"ø {words.reading(reading.mean)}", span]
