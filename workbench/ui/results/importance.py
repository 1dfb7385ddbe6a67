"""Which columns of a table the model relies on, measured when it is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.protocol.judgement import Importances, SplitName, Which
from workbench.protocol.messages import Failed, ImportanceMeasured, MeasureImportance, Progress, Response
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live.labels import plain_label
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme, mono_font

_ROW, _NAME, _FIGURE = 24, 180, 130


class ImportancePanel(QWidget):
    """Keeps what was measured as long as the same run, part and model are shown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importance_panel")
        self._questions: RunQuestions | None = None
        self._asked: tuple[Path, SplitName, Which] | None = None
        self._shown: tuple[Path, SplitName, Which] | None = None
        self.measure = QPushButton(self.tr("Measure importance"))
        self.measure.setObjectName("measure_importance")
        self._words = plain_label("importance_words", role="muted")
        self._words.setWordWrap(True)
        self._notes = ProblemNotes(name="importance_problems", parent=self)
        self.bars = ImportanceBars(theme)
        head = QHBoxLayout()
        head.addWidget(self.measure)
        head.addWidget(self._words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._notes)
        layout.addWidget(self.bars)
        layout.addStretch(1)
        self.measure.clicked.connect(self._on_measure_clicked)

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions
        questions.progressed.connect(self._on_progressed)

    def show_run(self, run: Path, split: SplitName, which: Which) -> None:
        """Measure this run's model on this part from now on."""
        self._shown = (run, split, which)
        self._notes.show_problems(())
        self.bars.show_importances(None)
        self.measure.setEnabled(True)
        self._words.setText(
            self.tr(
                "Shuffles each column among the examples: the more it hurts, the more the model relies on it."
            )
        )

    @Slot()
    def _on_measure_clicked(self) -> None:
        if self._questions is None or self._shown is None:
            return
        self._asked = asked = self._shown
        run, split, which = asked
        self.measure.setEnabled(False)
        self._words.setText(self.tr("Measuring…"))

        def answered(response: Response) -> None:
            if asked == self._shown:
                self._show(response)

        self._questions.ask("importance", MeasureImportance, answered, run=str(run), split=split, which=which)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if progress.what == "measuring" and not self.measure.isEnabled():
            told = self.tr("Measuring… {0} of {1} columns").format(progress.done, progress.total)
            self._words.setText(told)

    def _show(self, response: Response) -> None:
        self.measure.setEnabled(True)
        if isinstance(response, ImportanceMeasured):
            found = response.importances
            self._notes.show_problems(())
            self._words.setText(
                self.tr("By how much {0} ({1}) falls, on {2} examples, mean of {3} repeats").format(
                    found.score, f"{found.baseline:.3f}", found.examples, found.repeats
                )
            )
            self.bars.show_importances(found)
        elif isinstance(response, Failed):
            self._words.setText("")
            self._notes.show_problems(response.problems)


class ImportanceBars(QWidget):
    """A bar a column, the longest first, with the deviation as a line across its end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importance_bars")
        self.setAccessibleName(self.tr("Importance of columns"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._found: Importances | None = None
        theme.changed.connect(self.update)

    def show_importances(self, found: Importances | None) -> None:
        self._found = found
        columns = () if found is None else found.columns
        self.setFixedHeight(_ROW * len(columns) + 4)
        self.setAccessibleDescription(", ".join(f"{one.name} {one.mean:.3f}" for one in columns))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        columns = self._found.columns
        most = max((one.mean + one.deviation for one in columns), default=0.0) or 1.0
        room = self.width() - _NAME - _FIGURE
        colors = self._theme.colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, one in enumerate(columns):
                top = place * _ROW
                painter.setFont(self.font())
                painter.setPen(QColor(colors.text))
                name = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, _NAME - 12)
                where = QRectF(0, top, _NAME - 8, _ROW)
                painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
                length = max(0.0, one.mean / most) * room
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colors.training))
                painter.drawRoundedRect(QRectF(_NAME, top + 6, max(length, 1), _ROW - 12), 2, 2)
                spread = one.deviation / most * room
                painter.setPen(QPen(QColor(colors.text), 1))
                middle = top + _ROW / 2
                painter.drawLine(QRectF(_NAME + max(length - spread, 0), middle, 2 * spread, 0).topLeft(),
                                 QRectF(_NAME + length + spread, middle, 0, 0).topLeft())  # fmt: skip
                painter.setFont(mono_font(8.5))
                text = f"{one.mean:+.3f} ± {one.deviation:.3f}"
                place_of = QRectF(self.width() - _FIGURE, top, _FIGURE, _ROW)
                painter.drawText(place_of, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
