"""The whole graph in small, with a frame around what the view shows; a press goes there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsView, QWidget

from workbench.ui.canvas.geometry import CARD
from workbench.ui.canvas.scene import Scene
from workbench.ui.theme import Theme

_SIZE = QSize(120, 96)
_PAD, _RADIUS = 8.0, 8.0
_MARGIN = 120.0


class Minimap(QWidget):
    """Hidden while the graph is empty. The cards are drawn once per change of the graph."""

    def __init__(self, view: QGraphicsView, scene: Scene, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._scene, self._theme = view, scene, theme
        self._cards: QPixmap | None = None
        self._area = QRectF()
        self.setFixedSize(_SIZE)
        self.setObjectName("minimap")
        self.setAccessibleName(self.tr("Overview of the graph"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        scene.settled.connect(self._on_scene_settled)
        theme.changed.connect(self._on_scene_settled)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.verticalScrollBar().valueChanged.connect(self.update)
        self._on_scene_settled()

    @Slot()
    def redraw(self) -> None:
        """Draw the cards anew: their colours changed."""
        self._cards = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colors.line))
        painter.setBrush(QColor(colors.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if self._cards is None:
            self._cards = self._draw_cards()
        painter.drawPixmap(0, 0, self._cards)
        room = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        seen = self._to_map(self._seen()).intersected(room)
        painter.setPen(QPen(QColor(colors.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(seen, 2, 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position())

    def _go_to(self, at: QPointF) -> None:
        scale, shift = self._scale()
        self._view.centerOn((at - shift) / scale)

    def _on_scene_settled(self) -> None:
        self._area = self._scene.bounds().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        self._cards = None
        self.setVisible(bool(self._scene.nodes))
        self.update()

    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _scale(self) -> tuple[float, QPointF]:
        """Return the scale from the scene to the map, and where the scene's origin lies on it."""
        room = QRectF(self.rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        scale = min(room.width() / self._area.width(), room.height() / self._area.height())
        return scale, room.center() - self._area.center() * scale

    def _to_map(self, area: QRectF) -> QRectF:
        scale, shift = self._scale()
        return QRectF(area.topLeft() * scale + shift, area.size() * scale)

    def _draw_cards(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        look = self._scene.look
        painter.setBrush(look.band_fill)
        for note in self._scene.notes.items.values():
            painter.drawRoundedRect(self._to_map(note.area()), 1, 1)
        scale, shift = self._scale()
        size, corner = CARD.size() * scale, CARD.topLeft()
        for item in self._scene.nodes.values():
            usual = item.tint.block if item.tint else look.family(item.face.family)
            color = look.bad_fill if item.face.errors else usual
            painter.fillRect(QRectF((item.pos() + corner) * scale + shift, size), color)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.port)
        for frame in self._scene.frames.values():
            painter.drawRoundedRect(self._to_map(frame.area), 2, 2)
        painter.end()
        return picture
