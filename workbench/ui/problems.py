"""What stands in the way of training, in words; a click goes to the place."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QToolButton, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_SIGNS = {"error": "✕", "warning": "!", "info": "i"}
_Index = QModelIndex | QPersistentModelIndex


class ProblemModel(QAbstractListModel):
    """The document's problems, errors first."""

    def __init__(self, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._theme = document, theme
        self._problems: tuple[Problem, ...] = ()
        document.problems_changed.connect(self._on_problems_changed)
        self._on_problems_changed()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        problem = self._problems[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{_SIGNS[problem.severity]}  {problem.message} {problem.hint}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{problem.severity}: {problem.message} {problem.hint}"
            case Qt.ItemDataRole.ForegroundRole:
                colors = self._theme.colors
                return QColor(colors.bad if problem.severity == "error" else colors.text)
        return None

    def problem(self, index: QModelIndex) -> Problem:
        return self._problems[index.row()]

    def row_of(self, problem: Problem | None) -> int:
        """Return where a problem stands; -1 when it stands there no longer."""
        return next((row for row, other in enumerate(self._problems) if other == problem), -1)

    @Slot()
    def _on_problems_changed(self) -> None:
        self.beginResetModel()
        order = {"error": 0, "warning": 1, "info": 2}
        self._problems = tuple(sorted(self._document.problems, key=lambda problem: order[problem.severity]))
        self.endResetModel()


class ProblemsPanel(QFrame):
    """One line that says how things stand, and the list under it when it is opened."""

    place_chosen = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setProperty("role", "bar")
        self._document = document
        self._hint = ""
        self._at: Problem | None = None
        self.model = ProblemModel(document, theme, self)
        self._toggle = QToolButton(self)
        self._toggle.setObjectName("problems-toggle")
        self._toggle.setAccessibleName(self.tr("Show all problems"))
        self._toggle.setCheckable(True)
        self._summary = QLabel(self)
        self._summary.setObjectName("problems-summary")
        self._summary.setProperty("role", "muted")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setMinimumWidth(1)
        self._list = QListView(self)
        self._list.setObjectName("problems-list")
        self._list.setAccessibleName(self.tr("Problems"))
        self._list.setModel(self.model)
        self._list.setWordWrap(True)
        self._list.setFixedHeight(112)
        self._list.hide()
        line = QHBoxLayout()
        line.setContentsMargins(12, 2, 12, 2)
        line.addWidget(self._toggle)
        line.addWidget(self._summary, 1)
        self._line = line
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self._list)
        self._toggle.toggled.connect(self._list.setVisible)
        self._list.clicked.connect(self._on_list_activated)
        self._list.activated.connect(self._on_list_activated)
        document.problems_changed.connect(self._on_problems_changed)
        document.analysis_changed.connect(self._on_problems_changed)
        self._on_problems_changed()

    def add_button(self, button: QToolButton) -> None:
        """Give a button that opens something else at the bottom its place in the line."""
        self._line.addWidget(button)

    def step(self, by: int) -> None:
        """Go to the problem so many rows on, round and round; from none to the first or the last."""
        count = self.model.rowCount()
        if not count:
            self.set_hint(self.tr("There is no problem to go to."))
            return
        row = self._list.currentIndex().row()
        following = (row + by) % count if row >= 0 else (0 if by > 0 else count - 1)
        index = self.model.index(following)
        self._list.setCurrentIndex(index)
        self._on_list_activated(index)

    @Slot(str)
    def set_hint(self, text: str) -> None:
        """Say for a moment what the gesture on the canvas will do; empty: it is over."""
        self._hint = text
        self._on_problems_changed()

    @Slot()
    def _on_problems_changed(self) -> None:
        problems = self._document.problems
        errors = sum(problem.severity == "error" for problem in problems)
        if errors:
            words = self.tr("✕ {0} to mend, {1} to know").format(errors, len(problems) - errors)
        elif problems:
            words = self.tr("✓ nothing to mend, {0} to know").format(len(problems))
        elif self._document.analysis is None:
            words = self.tr("… looking at the network")
        else:
            words = self.tr("✓ no problems")
        self._toggle.setText(words)
        self._toggle.setEnabled(bool(problems))
        row = self.model.row_of(self._at)
        if row >= 0:
            self._list.setCurrentIndex(self.model.index(row))
        shown = str(self.model.index(max(row, 0), 0).data() or "")
        if row >= 0 and len(problems) > 1:
            shown = self.tr("{0} of {1}:  {2}").format(row + 1, len(problems), shown)
        self._summary.setText(self._hint or shown)
        self._summary.setToolTip("")
        if not problems:
            self._toggle.setChecked(False)

    @Slot(QModelIndex)
    def _on_list_activated(self, index: QModelIndex) -> None:
        self._at = self.model.problem(index)
        self._on_problems_changed()
        self.place_chosen.emit(self._at.where)
