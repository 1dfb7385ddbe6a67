"""Examples with two features as points in the plane, a sign and a colour for each class; curves as well."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.facts import DataFacts
from workbench.ui.theme import Colors, Theme, mono_font

_FAMILIES = ("regularisation", "normalisation", "merging", "convolution")
_MARGIN, _LEGEND = 36, 130


_MANY = 200


def has_points(facts: DataFacts) -> bool:
    """Tell whether examples can be drawn in the plane: two features, or one and a quantity to learn."""
    if facts.input_shape == (2,):
        return True
    return facts.input_shape == (1,) and not facts.classes and facts.targets == 1 and bool(facts.preview)


class Scatter(QWidget):
    """The first feature to the right; upwards the second one, or the target of a curve."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points: list[tuple[float, float, str]] = []
        self._classes: list[str] = []
        self._names = ("", "")
        self.setObjectName("scatter")
        self.setAccessibleName(self.tr("Examples in the plane of their two features"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        return len(self._points)

    def show_facts(self, facts: DataFacts) -> None:
        pairs = list(zip(facts.preview, facts.preview_labels, strict=False))
        is_curve = facts.input_shape == (1,)
        self._points = [
            (row[0], _number(label) if is_curve else row[1], "" if is_curve else label)
            for row, label in pairs
            if len(row) == (1 if is_curve else 2)
        ]
        self._classes = list(facts.classes)
        names = [column.name for column in facts.columns if column.role in ("feature", "both")][:2]
        names += list(facts.target_names[:1]) if is_curve else []
        self._names = (names[0], names[1]) if len(names) == 2 else ("", "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 340)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        legend = _LEGEND if self._classes else 0
        area = QRectF(_MARGIN, 20, min(self.width() - _MARGIN - legend - 8, 480), self.height() - 44)
        xs = np.asarray([point[0] for point in self._points])
        ys = np.asarray([point[1] for point in self._points])
        self._paint_axes(painter, area, xs, ys)
        across, up = _share(xs), _share(ys)
        for x, y, (_, _, label) in zip(across, up, self._points, strict=True):
            at = QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())
            self._paint_sign(painter, at, self._number(label))
        for number, name in enumerate(self._classes[:10]):
            at = QPointF(area.right() + 18, area.top() + 10 + 20 * number)
            self._paint_sign(painter, at, number)
            painter.setPen(QColor(self._theme.colors.muted))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, legend - 30)
            painter.drawText(at + QPointF(12, 4), text)
        painter.end()

    def _number(self, label: str) -> int:
        return self._classes.index(label) if label in self._classes else 0

    def _paint_axes(self, painter: QPainter, area: QRectF, xs: np.ndarray, ys: np.ndarray) -> None:
        colors = self._theme.colors
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        painter.setFont(mono_font(8))
        painter.setPen(QColor(colors.muted))
        right, below = Qt.AlignmentFlag.AlignRight, area.bottom() + 4
        for value, x in ((xs.min(), area.left()), (xs.max(), area.right() - 40)):
            painter.drawText(QRectF(x, below, 40, 16), Qt.AlignmentFlag.AlignHCenter, f"{value:.3g}")
        for value, y in ((ys.min(), area.bottom() - 14), (ys.max(), area.top())):
            painter.drawText(QRectF(0, y, _MARGIN - 4, 14), right, f"{value:.3g}")
        painter.setFont(self.font())
        middle = QRectF(area.left() + 48, below, area.width() - 96, 18)
        painter.drawText(middle, Qt.AlignmentFlag.AlignHCenter, self._names[0])
        painter.drawText(QRectF(area.left(), 0, area.width(), 18), Qt.AlignmentFlag.AlignLeft, self._names[1])

    def _paint_sign(self, painter: QPainter, at: QPointF, number: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_color(self._theme.colors, number)))
        if len(self._points) > _MANY:
            painter.save()
            painter.translate(at)
            painter.scale(0.6, 0.6)
            at = QPointF(0, 0)
        match number % 4:
            case 0:
                painter.drawEllipse(at, 4.5, 4.5)
            case 1:
                painter.drawRect(QRectF(at.x() - 4, at.y() - 4, 8, 8))
            case 2:
                painter.drawPolygon(_corners(at, [(0, -5), (5, 4), (-5, 4)]))
            case _:
                painter.drawPolygon(_corners(at, [(0, -6), (5, 0), (0, 6), (-5, 0)]))
        if len(self._points) > _MANY:
            painter.restore()


def _number(label: str) -> float:
    try:
        return float(label)
    except ValueError:
        return 0.0


def _corners(at: QPointF, by: list[tuple[int, int]]) -> QPolygonF:
    return QPolygonF([at + QPointF(x, y) for x, y in by])


def _color(colors: Colors, number: int) -> str:
    every = (colors.training, colors.validation, colors.good, *(colors.family(name) for name in _FAMILIES))
    return every[number % len(every)]


def _share(values: np.ndarray) -> np.ndarray:
    """Put values between 0.06 and 0.94, so that no point sits on the frame."""
    span = float(values.max() - values.min()) or 1.0
    return 0.06 + 0.88 * (values - values.min()) / span
