"""Problems in words, one under the other, where they belong."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.ui.inspector.row import problem_text


def by_field(problems: Iterable[Problem], place: str) -> tuple[list[Problem], dict[str, Problem]]:
    """Part the problems at ``place`` into those of the whole and the first one of each field below it."""
    general: list[Problem] = []
    fields: dict[str, Problem] = {}
    for problem in problems:
        name = problem.where.removeprefix(place).lstrip(".").partition(".")[0]
        if name and name not in fields:
            fields[name] = problem
        else:
            general.append(problem)
    return general, fields


class ProblemNotes(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._shown: tuple[Problem, ...] = ()
        self._labels: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.hide()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        wanted = tuple(problems)
        if wanted == self._shown:
            return
        self._shown = wanted
        while self._labels:
            self._labels.pop().deleteLater()
        for problem in wanted:
            label = QLabel(problem_text(problem), self)
            label.setObjectName("problem")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("role", "bad" if problem.severity == "error" else "muted")
            self._layout.addWidget(label)
            self._labels.append(label)
        self.setVisible(bool(wanted))

    def text(self) -> str:
        """Return all that is shown, a line for each problem."""
        return "\n".join(label.text() for label in self._labels)
