"""Kernels or feature maps beside one another; a click or Enter on one chooses it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.filters import Plane
from workbench.ui.live import words
from workbench.ui.live.labels import show_tip
from workbench.ui.theme import Theme

_CELL, _GAP = 58, 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PlaneGrid(QWidget):
    """``chosen`` carries the number of a plane in its layer, from 0 on. ``draw`` makes an image of one."""

    chosen = Signal(int)

    def __init__(
        self, theme: Theme, draw: Callable[[Plane], QImage], *, name: str, title: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._draw = theme, draw
        self._planes: tuple[Plane, ...] = ()
        self._images: dict[int, QImage] = {}
        self._current = 0
        theme.changed.connect(self._on_theme_changed)

    @property
    def planes(self) -> tuple[Plane, ...]:
        return self._planes

    @property
    def current(self) -> Plane | None:
        """The plane that the keyboard stands on."""
        return self._planes[self._current] if self._current < len(self._planes) else None

    def show_planes(self, planes: tuple[Plane, ...]) -> None:
        """Show these and no others."""
        self._planes, self._images = planes, {}
        self._current = min(self._current, max(len(planes) - 1, 0))
        self._fit()
        self._describe()
        self.update()

    def place_of(self, at: int) -> QRect:
        """Return where the plane of that place in the page stands."""
        row, column = divmod(at, self._across())
        return QRect(column * (_CELL + _GAP) + 1, row * (_CELL + _GAP) + 1, _CELL, _CELL)

    def sizeHint(self) -> QSize:
        return QSize(8 * (_CELL + _GAP), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * (_CELL + _GAP), _CELL + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._stand_at(at)
            self.chosen.emit(self._planes[at].number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {**_STEPS, Qt.Key.Key_Up: -self._across(), Qt.Key.Key_Down: self._across()}
        if key in steps and self._planes:
            self._stand_at(min(max(self._current + steps[key], 0), len(self._planes) - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current is not None:
            self.chosen.emit(self.current.number)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(event.pos())
            show_tip(self, event, "" if at is None else in_words(self._planes[at]))
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        with QPainter(self) as painter:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for at, plane in enumerate(self._planes):
                place = self.place_of(at)
                if place.intersects(event.rect()):
                    painter.drawImage(fitted(plane, place), self._image(at))
                    is_current = at == self._current and self.hasFocus()
                    painter.setPen(
                        QPen(QColor(colors.accent if is_current else colors.line), 2 if is_current else 1)
                    )
                    painter.drawRect(place)

    def _image(self, at: int) -> QImage:
        if at not in self._images:
            self._images[at] = self._draw(self._planes[at])
        return self._images[at]

    def _across(self) -> int:
        return max(1, (self.width() + _GAP - 2) // (_CELL + _GAP))

    def _fit(self) -> None:
        rows = -(-len(self._planes) // self._across())
        height = max(1, rows) * (_CELL + _GAP)
        if height != self.height():
            self.setFixedHeight(height)

    def _at(self, point: QPoint) -> int | None:
        return next((at for at in range(len(self._planes)) if self.place_of(at).contains(point)), None)

    def _stand_at(self, at: int) -> None:
        self._current = at
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription("" if self.current is None else in_words(self.current))

    def _on_theme_changed(self) -> None:
        self._images = {}
        self.update()


def in_words(plane: Plane) -> str:
    """Return ``number 3: mean 0.012, -0.2 … 0.3``."""
    span = f"{words.reading(plane.low)} … {words.reading(plane.high)}"
    return f"{plane.number + 1}: ø {words.reading(plane.mean)}, {span}"


def fitted(plane: Plane, place: QRect) -> QRect:
    """Return the part of ``place`` that keeps a plane's proportions; of a line, a band."""
    least = max(1, place.height() // 6)
    size = QSize(plane.width, plane.height).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    inner = QRect(0, 0, max(size.width(), least), max(size.height(), least))
    inner.moveCenter(place.center())
    return inner
