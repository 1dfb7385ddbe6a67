"""The list of runs as both Results and Compare show it at their left: two lines a run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.ui.results.run_list import BEST, TITLE, RunListModel
from workbench.ui.results.run_row import ROW_HEIGHT, RunRowDelegate
from workbench.ui.theme import Theme

_NARROWEST, _WIDEST = 320, 480


class RunTable(QTableView):
    """Whole rows are chosen; beside the title only the best figure has a column of its own."""

    def __init__(self, model: RunListModel, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(QCoreApplication.translate("RunTable", "Runs"))
        self.setModel(model)
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self.setItemDelegateForColumn(TITLE, RunRowDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column in range(model.columnCount()):
            self.setColumnHidden(column, column not in (TITLE, BEST))
        theme.changed.connect(self.viewport().update)
