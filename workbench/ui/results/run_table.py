"""The list of runs as both Results and Compare show it at their left."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.ui.results.run_list import TITLE, RunListModel

_WIDTH = 352


class RunTable(QTableView):
    """Whole rows are chosen; the title gives way to the figures."""

    def __init__(self, model: RunListModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(QCoreApplication.translate("RunTable", "Runs"))
        self.setModel(model)
        self.setFixedWidth(_WIDTH)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(model.columnCount()):
            is_title = column == TITLE
            header.setSectionResizeMode(
                column,
                QHeaderView.ResizeMode.Stretch if is_title else QHeaderView.ResizeMode.ResizeToContents,
            )
