"""The traps that were found in the data, each with a button for the way out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.project.edits.remedies import Remedy
from workbench.protocol.findings import Finding
from workbench.ui.data.remedy_words import words_of
from workbench.ui.document.document import Document
from workbench.ui.inspector.row import problem_text
from workbench.ui.training.settings_card import Card


class FindingsCard(Card):
    """A row for each finding; a click on its button is one undoable edit. Hidden while there is none.

    ``again`` when the user wants to have looked for traps once more, after the looking was stopped.
    """

    again = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("FindingsCard", "Worth a look before training")
        super().__init__(title, name="findings", parent=parent)
        self._document = document
        self._rows: list[FindingRow] = []
        self.content.setSpacing(10)
        self.stopped = self._stopped_row()
        self.content.addWidget(self.stopped)
        document.findings_changed.connect(self._on_findings_changed)
        self._on_findings_changed()

    @Slot()
    def _on_findings_changed(self) -> None:
        focused = next((row.code for row in self._rows if row.has_focus()), None)
        while self._rows:
            row = self._rows.pop()
            row.hide()
            row.deleteLater()
        for finding in self._document.findings:
            row = FindingRow(finding, self)
            if finding.remedy is not None:
                row.button.clicked.connect(partial(self._on_button_clicked, finding.remedy))
            self.content.insertWidget(self.content.indexOf(self.stopped), row)
            self._rows.append(row)
        self.setVisible(bool(self._rows) or not self.stopped.isHidden())
        for row in self._rows:
            if row.code == focused:
                row.button.setFocus()

    @Slot(bool)
    def show_stopped(self, is_stopped: bool) -> None:
        """Say that not all was looked at, with a button to do it after all."""
        self.stopped.setVisible(is_stopped)
        self.setVisible(bool(self._rows) or is_stopped)

    def _stopped_row(self) -> QWidget:
        row = QWidget(self)
        row.setObjectName("lint_stopped")
        label = QLabel(self.tr("The looking was stopped: there may be traps that were not found."), row)
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        button = QPushButton(self.tr("Look again"), row)
        button.setObjectName("lint_again")
        button.setAccessibleName(self.tr("Look for traps in the data again"))
        button.clicked.connect(self.again)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(label, 1)
        layout.addWidget(button)
        row.hide()
        return row

    def _on_button_clicked(self, remedy: Remedy, _checked: bool = False) -> None:
        self._document.do(remedy)


class FindingRow(QWidget):
    """Message and hint at the left, the way out at the right."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        problem = finding.problem
        self.code = problem.code
        self.setObjectName(f"finding_{problem.code.removeprefix('lint.')}")
        self.message = QLabel(problem_text(problem).removesuffix(problem.hint).rstrip(), self)
        self.hint = QLabel(problem.hint, self)
        self.hint.setProperty("role", "muted")
        for name, label in (("finding_message", self.message), ("finding_hint", self.hint)):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(self)
        self.button.setObjectName("way_out")
        self.button.setVisible(finding.remedy is not None)
        if finding.remedy is not None:
            words = words_of(finding.remedy)
            self.button.setText(words)
            self.button.setAccessibleName(f"{words}: {problem.message}")
            self.button.setToolTip(self.tr("{hint} One step to undo.").format(hint=problem.hint))
        self._lay_out()

    def has_focus(self) -> bool:
        return self.button.hasFocus()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(texts, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
