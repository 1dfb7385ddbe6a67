"""Cards in columns, as many as the width allows."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

_NARROWEST, _WIDEST, _GAP = 340, 640, 16


class Columns(QWidget):
    """Each group of cards stays together; with fewer columns than groups they are dealt out in turn."""

    def __init__(self, groups: list[list[QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = groups
        self._count = 0
        self._holders: list[QWidget] = []
        self._columns: list[QVBoxLayout] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        row.setSpacing(_GAP)
        row.addStretch(1)
        for _ in groups:
            holder = QWidget(self)
            holder.setMaximumWidth(_WIDEST)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(_GAP)
            column.addStretch(1)
            self._holders.append(holder)
            self._columns.append(column)
            row.addWidget(holder, 100)
        row.addStretch(1)
        self._arrange(len(groups))

    @property
    def count(self) -> int:
        return self._count

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = (event.size().width() - _GAP) // (_NARROWEST + _GAP)
        self._arrange(max(1, min(fitting, len(self._groups))))

    def _arrange(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        for number, group in enumerate(self._groups):
            column = self._columns[number % count]
            for card in group:
                for other in self._columns:
                    other.removeWidget(card)
                column.insertWidget(column.count() - 1, card)
        for number, holder in enumerate(self._holders):
            holder.setVisible(number < count)
