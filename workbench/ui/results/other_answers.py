"""What the outputs behind the first one answer to an example, each with its name and bars of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.protocol.judgement import Prediction, Said
from workbench.protocol.outputs import OutputForm
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.results.answer_bars import AnswerBars
from workbench.ui.theme import Theme


class OtherAnswers(QWidget):
    """Hidden where there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("other_answers")
        self._theme = theme
        self._rows: list[tuple[QLabel, AnswerBars]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What is said in a word, an output each."""
        return [title.text() for title, _ in self._rows if not title.isHidden()]

    def show_answers(self, forms: Sequence[OutputForm], others: Sequence[Said]) -> None:
        """Show an answer for each of the forms, or nothing."""
        pairs = list(zip(forms, others, strict=False))
        while len(self._rows) < len(pairs):
            row = plain_label("other_answer", role="title"), AnswerBars(self._theme)
            for widget in row:
                self._column.addWidget(widget)
            self._rows.append(row)
        for title, bars in self._rows[len(pairs) :]:
            title.hide()
            bars.hide()
        for (title, bars), (form, said) in zip(self._rows, pairs, strict=False):
            title.setText(f"{form.name}: {in_a_word(said)}")
            bars.show_prediction(as_prediction(said), form.names, are_quantities=form.form == "quantities")
            title.show()
            bars.show()
        self.setVisible(bool(pairs))


def in_a_word(said: Said | Prediction) -> str:
    """Return the class and how sure it is, the labels, or the first numbers."""
    if not said.label:
        return "  ".join(words.reading(value) for value in said.output[:6])
    return said.label if said.confidence is None else f"{said.label} · {said.confidence:.1%}"


def as_prediction(said: Said) -> Prediction:
    """Return what one of several outputs says, as if it were the only one."""
    return Prediction(index=0, output=said.output, label=said.label, confidence=said.confidence)
