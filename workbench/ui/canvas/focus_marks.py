"""Where the keyboard is, to be seen: a frame around the canvas, a ring around one card of several."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsView, QWidget

from workbench.ui.canvas.geometry import CARD
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.walking import Walker
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_ABOVE_CARDS, _GAP, _RADIUS = 3.0, 7.0, 13.0


class FocusFrame(QWidget):
    """Two pixels of accent around the canvas; the pointer goes through."""

    def __init__(self, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self._theme = theme
        self.setObjectName("canvas.focus")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.colors.accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class FocusRing(QGraphicsPathItem):
    """A dashed ring around the card that the keyboard is at."""

    def __init__(self) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(CARD.adjusted(-_GAP, -_GAP, _GAP, _GAP), _RADIUS, _RADIUS)
        super().__init__(outline)
        self.setZValue(_ABOVE_CARDS)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setBrush(Qt.BrushStyle.NoBrush)
        self.hide()

    def dress(self, color: str) -> None:
        pen = QPen(QColor(color), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self.setPen(pen)


class FocusMarks(QObject):
    """Shows the frame while the keyboard came by keys, and the ring where several cards are selected."""

    def __init__(
        self, view: QGraphicsView, *, scene: Scene, document: Document, walker: Walker, theme: Theme
    ) -> None:
        super().__init__(view)
        self._view, self._document, self._walker, self._scene = view, document, walker, scene
        self._theme = theme
        self.frame = FocusFrame(view, theme)
        self.ring = FocusRing()
        scene.addItem(self.ring)
        walker.moved.connect(self._refresh)
        theme.changed.connect(self._refresh)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QFocusEvent) and watched is self._view:
            self.frame.setVisible(event.gotFocus() and event.reason() in _BY_KEYS)
            self._refresh()
        elif kind == QEvent.Type.MouseButtonPress and watched is self._view.viewport():
            self.frame.hide()
        elif kind == QEvent.Type.Resize and watched is self._view:
            self.frame.setGeometry(self._view.rect())
            self.frame.raise_()
        return super().eventFilter(watched, event)

    def _refresh(self) -> None:
        at = self._walker.at
        is_shown = at is not None and len(self._document.selection) > 1 and self._view.hasFocus()
        if at is not None and is_shown:
            self.ring.dress(self._theme.colors.text)
            self.ring.setPos(self._scene.nodes[at].pos())
        self.ring.setVisible(is_shown)
