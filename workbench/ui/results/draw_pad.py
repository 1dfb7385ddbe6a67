"""A square to draw on with the mouse: light ink on dark ground, as the digits that networks learn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme

SIDE = 280
_INK = 26
_MARGIN = 0.14


class DrawPad(QWidget):
    """``drawn`` comes with each stroke. A picture that was brought is shown in the same place."""

    drawn = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw_pad")
        self.setAccessibleName(self.tr("Drawing"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._can_draw = True
        self._last: QPointF | None = None
        self._ink = _blank()
        self._photograph: QPixmap | None = None
        self._has_ink = False

    @property
    def has_ink(self) -> bool:
        return self._has_ink

    def set_drawing(self, *, can_draw: bool) -> None:
        """Let the mouse draw, or only show pictures."""
        self._can_draw = can_draw
        self.setCursor(Qt.CursorShape.CrossCursor if can_draw else Qt.CursorShape.ArrowCursor)
        self.clear()

    def clear(self) -> None:
        self._ink, self._photograph, self._has_ink, self._last = _blank(), None, False, None
        self.update()

    def show_photograph(self, image: QImage) -> None:
        """Show a picture that was brought, instead of what was drawn."""
        self.clear()
        self._photograph = QPixmap.fromImage(image)
        self.update()

    def centred(self) -> QImage:
        """Return the drawing in the middle of a square with a margin, whatever size it was drawn in."""
        box = _bounds(self._ink)
        side = max(box.width(), box.height(), 1)
        around = round(side * (1 + 2 * _MARGIN))
        square = QImage(around, around, QImage.Format.Format_Grayscale8)
        square.fill(0)
        with QPainter(square) as painter:
            corner = QPointF((around - box.width()) / 2, (around - box.height()) / 2)
            painter.drawImage(QRectF(corner, box.size().toSizeF()), self._ink, QRectF(box))
        return square

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._can_draw and event.button() == Qt.MouseButton.LeftButton:
            if self._photograph is not None:
                self.clear()
            self._stroke(event.position(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._stroke(self._last, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._last = None
            self.drawn.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("#000000"))
            if self._photograph is not None:
                fitted = self._photograph.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
                place = QRect(0, 0, fitted.width(), fitted.height())
                place.moveCenter(self.rect().center())
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawPixmap(place, self._photograph)
            elif self._has_ink:
                painter.drawImage(0, 0, self._ink)
            else:
                painter.setPen(QColor("#8A94A6"))
                text = self.tr("Draw here") if self._can_draw else self.tr("Drop or paste a picture here")
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _stroke(self, start: QPointF, end: QPointF) -> None:
        with QPainter(self._ink) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor("#FFFFFF"), _INK)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            if start == end:
                painter.drawPoint(start)
            else:
                painter.drawLine(start, end)
        self._last, self._has_ink = end, True
        self.update()


def _blank() -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    return image


def _bounds(image: QImage) -> QRect:
    """Return the smallest rectangle around all ink."""
    content = bytes(image.constBits())
    width, line = image.width(), image.bytesPerLine()
    rows = [row for row in range(image.height()) if any(content[row * line : row * line + width])]
    if not rows:
        return image.rect()
    columns = [column for column in range(width) if any(content[column::line])]
    return QRect(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
