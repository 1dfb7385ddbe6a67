"""The slider for time: a handle on the epochs of a run, with ticks for what is kept of each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from workbench.ui.live import words
from workbench.ui.live.kept import Kept, KeptKind, Numbers, told
from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import Colors, Theme

_HEIGHT, _SIDE = 28, 8
_GROOVE, _GROOVE_HEIGHT = 10.0, 4.0
_HANDLE = 7.0
_MODEL = 3.5
_LANES: dict[KeptKind, float] = {"matrix": 19.0, "layers": 23.0}
_LANE_HEIGHT = 2.0
_APART = 2  # pixels up to which ticks are drawn as one


class TimeSlider(QSlider):
    """Its value is an epoch, from 1 on. ``newest_wanted`` when the key End is pressed.

    The groove reaches as far as the run is planned, the handle only to what is done. Ticks under it tell of
    which epochs there are matrices (upper row) and figures of the layers (lower row), diamonds on it of
    which there are models.
    """

    newest_wanted = Signal()

    def __init__(self, theme: Theme, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("time_slider")
        self.setAccessibleName(self.tr("Epoch that is looked at"))
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme, self._kept = theme, kept
        self._span = 1
        self._is_live = False
        self._drawn: tuple[tuple[int, int, int], dict[KeptKind, tuple[QRectF, ...]]] | None = None
        theme.changed.connect(self.update)

    @property
    def span(self) -> int:
        """The number of epochs that the groove is long."""
        return self._span

    def set_reach(self, first: int, last: int, span: int) -> None:
        """Let the handle go from the first epoch that is done to the last, on a groove of ``span``."""
        self._span = max(span, last, 1)
        self.setRange(first, last)
        self.setPageStep(max(1, round((last - first + 1) / 10)))
        self.setEnabled(last > first)
        self.update()

    def set_live(self, *, is_live: bool) -> None:
        """Draw the handle as one that goes on with the run, or as one that was put somewhere."""
        if is_live != self._is_live:
            self._is_live = is_live
            self.update()

    def place(self, epoch: float) -> QPointF:
        """Return where an epoch lies on the groove."""
        share = (epoch - 1) / max(1, self._span - 1)
        return QPointF(_SIDE + share * self._room(), _GROOVE)

    def epoch_at(self, x: float) -> int:
        """Return the epoch whose place is nearest, of those that are done."""
        share = (x - _SIDE) / max(1.0, self._room())
        wanted = 1 + round(share * (self._span - 1))
        return min(max(wanted, self.minimum()), self.maximum())

    def ticks(self) -> dict[KeptKind, tuple[QRectF, ...]]:
        """Return the ticks, made anew only when something of them is another."""
        key = (self._kept.version, self.width(), self._span)
        if self._drawn is None or self._drawn[0] != key:
            lanes = {kind: tuple(self._lane(self._kept.epochs(kind), top)) for kind, top in _LANES.items()}
            self._drawn = key, lanes
        return self._drawn[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        # A painter left open by a failure would block every later painting of the window.
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint_groove(painter, colors)
            lanes = self.ticks()
            for ticks, color in ((lanes["matrix"], colors.muted), (lanes["layers"], colors.training)):
                painter.setBrush(QColor(color))
                for tick in ticks:
                    painter.drawRect(tick)
            self._paint_models(painter, colors)
            self._paint_handle(painter, colors)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.setValue(self.epoch_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self.epoch_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page under the pointer is scrolled, not time.
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_End:
            self.newest_wanted.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            epoch = self.epoch_at(event.pos().x())
            text = self.tr("Epoch {0}\n{1}\nUnder the line: matrices, and below them figures of the layers")
            about = text.format(words.count(epoch), told(self._kept, epoch))
            QToolTip.showText(
                event.globalPos(), plain_tip(f"{about}\n{self.tr('◆ a model of the epoch')}"), self
            )
            return True
        return super().event(event)

    def _room(self) -> float:
        return float(max(1, self.width() - 2 * _SIDE))

    def _paint_groove(self, painter: QPainter, colors: Colors) -> None:
        whole = QRectF(_SIDE, _GROOVE - 0.5, self._room(), 1)
        painter.setBrush(QColor(colors.line))
        painter.drawRect(whole)
        start = self.place(self.minimum()).x()
        radius = _GROOVE_HEIGHT / 2
        for end, color in ((self.maximum(), colors.line), (self.value(), colors.accent)):
            width = self.place(end).x() - start
            painter.setBrush(QColor(color if self.isEnabled() else colors.line))
            painter.drawRoundedRect(
                QRectF(start, _GROOVE - radius, max(width, 1.0), _GROOVE_HEIGHT), radius, radius
            )

    def _paint_models(self, painter: QPainter, colors: Colors) -> None:
        painter.setBrush(QColor(colors.text))
        painter.setPen(QPen(QColor(colors.background), 1))
        for epoch in self._kept.epochs("model"):
            middle = self.place(float(epoch))
            corners = [
                middle + QPointF(dx * _MODEL, dy * _MODEL) for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0))
            ]
            painter.drawPolygon(corners)

    def _paint_handle(self, painter: QPainter, colors: Colors) -> None:
        fill = colors.text if self.isEnabled() else colors.faint
        has_focus = self.hasFocus() or self.isSliderDown()
        painter.setBrush(QColor(colors.background if self._is_live else colors.accent if has_focus else fill))
        painter.setPen(QPen(QColor(colors.accent if has_focus else fill), 2))
        painter.drawEllipse(self.place(self.value()), _HANDLE - 1, _HANDLE - 1)

    def _lane(self, epochs: Numbers, top: float) -> Iterator[QRectF]:
        """Yield a stroke for each stretch of neighbouring ticks: never more than there are pixels."""
        shares = (epochs - 1) / max(1, self._span - 1)
        columns = np.unique(np.round(_SIDE + shares * self._room()))
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > _APART) + 1):
            if len(run):
                yield QRectF(run[0] - 1, top, run[-1] - run[0] + 2, _LANE_HEIGHT)
