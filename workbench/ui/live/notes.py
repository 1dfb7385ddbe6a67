"""What the run advises, as a narrow column of cards; hidden while there is nothing to say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.ui.live.labels import plain_label

_WIDTH = 164


class Notes(QWidget):
    """Newest advice first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_notes")
        self.setAccessibleName(self.tr("Notes"))
        self.setFixedWidth(_WIDTH)
        self._shown: tuple[Problem, ...] = ()
        self._column = QWidget()
        self._cards = QVBoxLayout(self._column)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        self._cards.addStretch(1)
        area = QScrollArea()
        area.setWidget(self._column)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label("notes_title", self.tr("Notes"), bold=True))
        layout.addWidget(area, 1)
        self.hide()

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show ``problems``; costs nothing while they stay the same."""
        if problems == self._shown:
            return
        self._shown = problems
        while self._cards.count() > 1:
            item = self._cards.takeAt(0)
            if item is not None and (card := item.widget()) is not None:
                card.deleteLater()
        for index, problem in enumerate(reversed(problems)):
            self._cards.insertWidget(index, self._card(problem))
        self.setVisible(bool(problems))

    def _card(self, problem: Problem) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setAccessibleName(problem.message)
        lines = QVBoxLayout(card)
        lines.setContentsMargins(10, 8, 10, 8)
        lines.setSpacing(4)
        for name, text, role in (("note_message", problem.message, ""), ("note_hint", problem.hint, "muted")):
            if text:
                label = plain_label(name, text, role=role, bold=not role)
                label.setWordWrap(True)
                lines.addWidget(label)
        return card
