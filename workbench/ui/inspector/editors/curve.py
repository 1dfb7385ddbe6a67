"""A small plot of an activation, with its formula and where it is used."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.catalog.formula import PREFIX, is_formula
from workbench.ui.inspector.editors import formula
from workbench.ui.inspector.editors.curves import ACTIVATIONS
from workbench.ui.theme import Theme, mono_font

_X = np.linspace(-4.0, 4.0, 97)


class CurvePlot(QWidget):
    """Draws y over x from -4 to 4; the height follows the values, the zero line is marked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._y: formula.Curve | None = None
        self.setObjectName("curve")
        self.setAccessibleName(self.tr("Curve of the activation"))
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(96, 44)

    @property
    def is_drawn(self) -> bool:
        return self._y is not None

    def set_curve(self, y: formula.Curve | None) -> None:
        self._y = y if y is not None and bool(np.isfinite(y).any()) else None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._y is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 4, -2, -4)
        low, high = min(float(np.nanmin(self._y)), 0.0), max(float(np.nanmax(self._y)), 0.0)
        span = max(high - low, 1e-6)
        painter.setPen(QPen(QColor(self._theme.colors.line), 1))
        zero = area.bottom() + low / span * area.height()
        painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))
        painter.drawLine(QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom()))
        pen = QPen(QColor(self._theme.colors.family("activation")), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        is_there = np.isfinite(self._y)
        xs = area.left() + (_X[is_there] + 4.0) / 8.0 * area.width()
        ys = area.bottom() - (self._y[is_there] - low) / span * area.height()
        points = [QPointF(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]
        painter.drawPolyline(QPolygonF(points))
        painter.end()


class CurveCard(QWidget):
    """The plot with its words; hides itself for an activation that has no curve."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = CurvePlot(theme, self)
        self.formula = QLabel(self)
        self.formula.setObjectName("curve_formula")
        self.formula.setProperty("role", "muted")
        self.formula.setFont(mono_font())
        self.hint = QLabel(self)
        self.hint.setProperty("role", "faint")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for label in (self.formula, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.plot)
        layout.addLayout(words, 1)

    def show_activation(self, name: str | None) -> None:
        """Draw an activation by its Keras name, or a formula of the user's."""
        known = ACTIVATIONS.get(name or "linear")
        if name is not None and is_formula(name):
            self._draw(name.removeprefix(PREFIX))
            self.formula.setText("f(x)")
            self.hint.setText("")
        elif known is not None:
            self._draw(known.expression)
            self.formula.setText(known.text)
            self.hint.setText(_hint(name or "linear"))
        self.hint.setVisible(bool(self.hint.text()))
        self.setVisible(known is not None or is_formula(name))

    def _draw(self, expression: str) -> None:
        try:
            self.plot.set_curve(formula.compute(expression, _X))
        except ValueError:
            self.plot.set_curve(None)  # the field beside it says what is wrong


def _hint(name: str) -> str:
    translate = QCoreApplication.translate
    hints = {
        "relu": translate("CurveCard", "good in hidden layers"),
        "leaky_relu": translate("CurveCard", "hidden layers; never quite silent"),
        "gelu": translate("CurveCard", "hidden layers of transformers"),
        "linear": translate("CurveCard", "output of a regression"),
        "selu": translate("CurveCard", "hidden layers, with LecunNormal"),
        "sigmoid": translate("CurveCard", "output for yes or no"),
        "softmax": translate("CurveCard", "output for one of several classes"),
        "tanh": translate("CurveCard", "from −1 to 1; recurrent layers"),
    }
    return hints.get(name, "")
