"""A small read-only table of figures: words at the left, numbers in the mono face at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import mono_font

_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureTable(QTableWidget):
    """As high as its rows; what is around it scrolls."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(56)

    def set_rows(
        self, headers: Sequence[str], rows: Sequence[Sequence[str]], icons: Sequence[QIcon] = ()
    ) -> None:
        """Show ``rows``; the first column holds words, all others figures."""
        self.setColumnCount(len(headers))
        self.setRowCount(len(rows))
        for column, header in enumerate(headers):
            title = QTableWidgetItem(header)
            title.setTextAlignment(_WORDS if column == 0 else _NUMBER)
            self.setHorizontalHeaderItem(column, title)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.setItem(row, column, self._item(text, is_figure=column > 0))
        for row, icon in enumerate(icons):
            if (first := self.item(row, 0)) is not None:
                first.setIcon(icon)
        self._fit(len(rows))

    def texts(self) -> list[list[str]]:
        """Return what the table says, row by row."""
        model = self.model()
        columns = range(self.columnCount())
        return [
            [str(model.index(row, column).data()) for column in columns] for row in range(self.rowCount())
        ]

    def _item(self, text: str, *, is_figure: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(plain_tip(text))
        if is_figure:
            item.setFont(mono_font())
            item.setTextAlignment(_NUMBER)
        return item

    def _fit(self, rows: int) -> None:
        header = self.horizontalHeader()
        for column in range(self.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if column == 0 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
        self.setFixedHeight(header.sizeHint().height() + rows * 26 + 4)
