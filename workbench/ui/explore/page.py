"""What all explorers have in common: choices at the left, the picture at the right, questions to Keras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.catalog.kinds import Group
from workbench.protocol.exploring import Answer, Question
from workbench.protocol.messages import Describe, Described, Explore, Explored, Failed, Response
from workbench.ui.explore.subject import Subject, Topic, Value
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live.labels import plain_label
from workbench.ui.results.questions import RunQuestions

_WIDTH = 300


class ExplorerPage(QWidget):
    """Asks while it is shown, as soon as anything is changed; ``changed`` tells that ``value`` is another."""

    topic: Topic
    changed = Signal()

    def __init__(self, questions: RunQuestions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"explorer_{self.topic}")
        self._questions = questions
        self.notes = ProblemNotes(name=f"problems_explore_{self.topic}", parent=self)
        self.words = plain_label(f"told_{self.topic}", role="figure", parent=self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        self._lay_out()

    def fill(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        """Put choices at the left and pictures at the right; what can grow gets the room that is left."""
        for widget in left:
            self.left.addWidget(widget)
        self.left.addStretch(1)
        for widget in right:
            self.right.addWidget(widget)

    def begin(self, subject: Subject) -> None:
        """Start from what a form edits."""
        raise NotImplementedError

    def value(self) -> Value | None:
        """Return what could stand in the form's place; None where nothing could."""
        return None

    def ask(self) -> None:
        """Have Keras compute what is chosen; of several questions only the newest is asked."""
        question = self._question()
        if question is not None and self.isVisible():
            if not self.words.text():
                self.words.setText(self.tr("Asking Keras…"))
            self._questions.ask(self.topic, Explore, self._on_answered, question=question)

    def request_docs(self, group: Group, kind: str) -> None:
        """Fetch Keras' own words about a kind."""

        def answered(response: Response) -> None:
            if isinstance(response, Described) and isValid(self):
                self.set_docs(kind, response.text, response.params)

        self._questions.ask(f"docs_{self.topic}", partial(Describe, group=group, kind=kind), answered)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        """Take them, where this page shows any."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask()

    def _question(self) -> Question | None:
        """Return what to ask now; None where nothing needs to be asked."""
        return None

    def _show(self, answer: Answer) -> None:
        raise NotImplementedError

    def _forget(self) -> None:
        """Show no figures: they would be those of an earlier question."""
        self.words.clear()

    def _on_answered(self, response: Response) -> None:
        if not isValid(self):
            return  # it was closed meanwhile
        if isinstance(response, Failed):
            self.notes.show_problems(response.problems)
            self._forget()
        elif isinstance(response, Explored):
            self.notes.show_problems(())
            self._show(response.answer)

    def _edited(self) -> None:
        """Ask again, and tell that what could be taken is another."""
        self.ask()
        self.changed.emit()

    def _lay_out(self) -> None:
        self.left.setSpacing(12)
        self.left.setContentsMargins(0, 0, 12, 0)
        choices = QFrame()
        choices.setLayout(self.left)
        area = QScrollArea(self)
        area.setObjectName(f"choices_{self.topic}")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(_WIDTH)
        area.setWidget(choices)
        self.right.setSpacing(10)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(18)
        layout.addWidget(area)
        layout.addLayout(self.right, 1)


def under(title: str, field: QWidget, parent: QWidget) -> QWidget:
    """Return a field with its name above it."""
    box = QWidget(parent)
    label = plain_label("", title, role="muted", parent=box)
    label.setBuddy(field)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(label)
    layout.addWidget(field)
    return box
