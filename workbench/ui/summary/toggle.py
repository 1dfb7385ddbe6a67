"""The button that opens and closes the summary, and says the number of parameters meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QToolButton, QWidget

from workbench.ui.document.document import Document
from workbench.ui.inspector import words

_PADDING = 24


class SummaryToggle(QToolButton):
    """``clicked`` carries whether the summary is wanted."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("summary-toggle")
        self.setCheckable(True)
        document.analysis_changed.connect(self._on_analysis_changed)
        self.set_open(False)
        self._on_analysis_changed()

    @Slot(bool)
    def set_open(self, is_open: bool) -> None:
        """Show whether the summary is open."""
        with QSignalBlocker(self):
            self.setChecked(is_open)
        told = (
            self.tr("Hide the summary of the network") if is_open else self.tr("Show the network as a table")
        )
        self.setToolTip(told)
        self.setAccessibleName(told)

    @Slot()
    def _on_analysis_changed(self) -> None:
        analysis = self._document.analysis
        params = words.count(analysis.params) if analysis else "–"
        self.setText(self.tr("Σ {0} parameters").format(params))
        # Checked is bold, and a button must not grow or cut its text then.
        bold = QFont(self.font())
        bold.setBold(True)
        self.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(self.text()) + _PADDING)
