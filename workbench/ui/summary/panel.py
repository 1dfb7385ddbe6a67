"""The summary under the canvas: search, totals, table, and ways to take it along."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.ui.document.document import Document
from workbench.ui.summary.as_text import keras_text, tab_separated
from workbench.ui.summary.model import SummaryModel
from workbench.ui.summary.rows import all_totals, rows, totals
from workbench.ui.summary.table import SummaryTable
from workbench.ui.summary.totals_text import in_full, in_short
from workbench.ui.theme import Theme

_LEAST = 120


class SummaryPanel(QFrame):
    """Follows the document while it is shown. ``left`` asks to go back to the canvas, Escape's meaning."""

    close_wanted = Signal()
    left = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary")
        self.setProperty("role", "panel")
        self.setAccessibleName(self.tr("Summary of the network"))
        self.setMinimumHeight(_LEAST)
        self._document = document
        self.model = SummaryModel(document, theme, self)
        self.table = SummaryTable(document, self.model, self)
        self.search, self.totals = self._search_field(), self._totals_label()
        self._lay_out()
        self.search.textChanged.connect(self.model.set_words)
        self.model.followed.connect(self._tell)
        document.selection_changed.connect(self._tell)
        self._tell()

    @Slot()
    def copy_table(self) -> None:
        """Put all rows as they stand on the clipboard, tab-separated."""
        QGuiApplication.clipboard().setText(tab_separated(self.model.shown))

    @Slot()
    def copy_as_keras(self) -> None:
        """Put what ``model.summary()`` would print on the clipboard."""
        project, analysis = self._document.project, self._document.analysis
        listed = rows(project.graph, analysis)
        text = keras_text(project.title, listed, all_totals(analysis, listed))
        QGuiApplication.clipboard().setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_live(True)

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.set_live(False)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("summary-search")
        field.setAccessibleName(self.tr("Show only the layers that hold these words"))
        field.setPlaceholderText(self.tr("Filter: dense, relu, units=64"))
        field.setClearButtonEnabled(True)
        field.setMaxLength(200)
        field.setFixedWidth(196)
        return field

    def _totals_label(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("summary-totals")
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setMinimumWidth(1)
        label.setContentsMargins(12, 4, 12, 4)
        return label

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _copy_button(self) -> QToolButton:
        button = self._button("summary-copy", self.tr("Copy ▾"), self.tr("Copy the summary as text"))
        menu = QMenu(button)
        for name, text, do in (
            ("summary.copy_table", self.tr("As a table (tab-separated)"), self.copy_table),
            ("summary.copy_keras", self.tr("As Keras prints it"), self.copy_as_keras),
        ):
            action = QAction(text, menu)
            action.setObjectName(name)
            action.triggered.connect(do)
            menu.addAction(action)
        self.table.addActions(menu.actions())
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _lay_out(self) -> None:
        close = self._button("summary-close", "✕", self.tr("Close the summary"))
        close.clicked.connect(self.close_wanted)
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 8, 4)
        line.setSpacing(8)
        line.addWidget(self.search)
        line.addStretch(1)
        line.addWidget(self._copy_button())
        line.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.totals)

    @Slot()
    def _tell(self) -> None:
        """Say what the network comes to, or what is selected of it."""
        chosen = [row for row in self.model.all if row.id in self._document.selection]
        is_part = 1 < len(chosen) < len(self.model.all)
        sums = totals(chosen) if is_part else self.model.totals
        text, exact = in_short(sums), in_full(sums)
        self.totals.setText(self.tr("Selected: {0}").format(text) if is_part else text)
        self.totals.setToolTip(exact)
        self.totals.setAccessibleName(exact)
