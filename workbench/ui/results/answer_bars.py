"""The answer to one example: a bar for each class, the likeliest first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.judgement import Prediction
from workbench.ui.live import words
from workbench.ui.theme import Theme, mono_font

_ROW, _NAME, _FIGURE, _MOST = 26, 150, 70, 12


class AnswerBars(QWidget):
    """Shows shares of classes as bars; other numbers as they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_bars")
        self.setAccessibleName(self.tr("Answer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._rows: list[tuple[str, float]] = []
        self._are_shares = False
        theme.changed.connect(self.update)

    @property
    def rows(self) -> list[tuple[str, float]]:
        """What is shown: names with their shares or numbers."""
        return self._rows

    def show_prediction(
        self, prediction: Prediction | None, classes: tuple[str, ...], *, are_quantities: bool = True
    ) -> None:
        """Show one answer, or none; ``classes`` are the names of its units.

        Numbers from 0 to 1 are shares too where they are no ``are_quantities``, as those of labels.
        """
        self._rows = [] if prediction is None else shares_of(prediction, classes)
        are_between = all(0 <= value <= 1 for _, value in self._rows)
        is_sure = prediction is not None and prediction.confidence is not None
        self._are_shares = is_sure or (are_between and not are_quantities)
        if self._are_shares:
            self._rows.sort(key=lambda row: -row[1])
        self._rows = self._rows[:_MOST]
        self.setAccessibleDescription(
            ", ".join(f"{name} {self._figure(value)}" for name, value in self._rows)
        )
        self.setFixedHeight(_ROW * max(1, len(self._rows)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        room = max(20, self.width() - _NAME - _FIGURE)
        middle = Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, (name, value) in enumerate(self._rows):
                top = place * _ROW
                painter.setFont(self.font())
                painter.setPen(QColor(colors.text if place == 0 else colors.muted))
                shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME - 12)
                painter.drawText(
                    QRectF(0, top, _NAME - 10, _ROW), Qt.AlignmentFlag.AlignRight | middle, shown
                )
                painter.setFont(mono_font(9))
                where = QRectF(self.width() - _FIGURE, top, _FIGURE, _ROW)
                painter.drawText(where, Qt.AlignmentFlag.AlignRight | middle, self._figure(value))
                if self._are_shares:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(QColor(colors.field))
                    painter.drawRoundedRect(QRectF(_NAME, top + 7, room, _ROW - 14), 3, 3)
                    painter.setBrush(QColor(colors.training if place == 0 else colors.faint))
                    length = max(2.0, min(value, 1) * room)
                    painter.drawRoundedRect(QRectF(_NAME, top + 7, length, _ROW - 14), 3, 3)

    def _figure(self, value: float) -> str:
        return f"{value:.1%}" if self._are_shares else words.reading(value)


def shares_of(prediction: Prediction, classes: tuple[str, ...]) -> list[tuple[str, float]]:
    """Return a name and a number for each unit; of one unit that answers yes or no, both shares."""
    outputs = prediction.output
    if len(outputs) == 1 and len(classes) == 2 and prediction.confidence is not None:
        return [(classes[0], 1 - outputs[0]), (classes[1], outputs[0])]
    if len(outputs) == len(classes):
        return list(zip(classes, outputs, strict=True))
    names = [f"y{number}" for number in range(1, len(outputs) + 1)] if len(outputs) > 1 else ["y"]
    return list(zip(names, outputs, strict=True))
