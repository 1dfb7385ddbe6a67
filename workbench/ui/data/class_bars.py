"""How many examples each class has, as bars."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme, mono_font

_ROW, _MOST = 20, 20


class ClassBars(QWidget):
    """A line for each class, at most twenty; the rest is summed up in the last one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[str, int]] = []
        self.setObjectName("class_bars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_counts(self, classes: tuple[str, ...], counts: tuple[int, ...]) -> None:
        rows = list(zip(classes, counts, strict=False))
        if len(rows) > _MOST:
            others = rows[_MOST - 1 :]
            words = self.tr("{count} more").format(count=len(others))
            rows = [*rows[: _MOST - 1], (words, sum(count for _, count in others))]
        self._rows = rows
        self.setAccessibleName(", ".join(f"{name}: {count}" for name, count in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _ROW * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = self.fontMetrics()
        label = min(max(names.horizontalAdvance(name) for name, _ in self._rows) + 12, self.width() // 3)
        most = max(count for _, count in self._rows) or 1
        room = max(10, self.width() - label - 56)
        for index, (name, count) in enumerate(self._rows):
            top = index * _ROW
            painter.setFont(self.font())
            painter.setPen(QColor(colors.muted))
            text = names.elidedText(name, Qt.TextElideMode.ElideRight, label - 8)
            painter.drawText(QRectF(0, top, label, _ROW), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.training))
            painter.drawRoundedRect(QRectF(label, top + 5, max(2.0, room * count / most), _ROW - 10), 3, 3)
            painter.setPen(QColor(colors.text))
            painter.setFont(mono_font())
            right = QRectF(self.width() - 52, top, 52, _ROW)
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{count:,}")
        painter.end()
