"""Examples that a model was asked about, each with its class, the answer and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.foundation.errors import Problem
from workbench.protocol.judgement import ShownRow, ShownRows, Which
from workbench.protocol.messages import Failed, Response, RowsShown, ShowRows
from workbench.runs.mistakes import Mistake
from workbench.ui.data.pictures.picture import decoded
from workbench.ui.data.tables import ReadingTable
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live.labels import plain_label, plain_tip
from workbench.ui.results.explanation import ExplanationPanel
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme

MOST = 48
_SIDE, _CELL = 96, 132
_ROWS = 16


class ExamplesPanel(QWidget):
    """``set_aside_requested`` carries the keys of the chosen examples."""

    set_aside_requested = Signal(object)
    all_mistakes_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examples_panel")
        self._questions: RunQuestions | None = None
        self._run: Path | None = None
        self._mistakes: tuple[Mistake, ...] = ()
        self._names: tuple[str, ...] = ()
        self._which: Which = "best"
        self._shown: list[ShownRow] = []
        self._title = plain_label("examples_title", bold=True)
        self._hint = plain_label("examples_hint", role="muted")
        self._hint.setWordWrap(True)
        self._notes = ProblemNotes(name="examples_problems", parent=self)
        self.pictures = self._picture_list()
        self.table = ReadingTable(name="examples_table", title=self.tr("Examples"), most=_ROWS, parent=self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.open_file = self._button("open_example", self.tr("Open file"))
        self.explain = self._button("explain_example", self.tr("Why?"))
        self.explain.setToolTip(self.tr("Show which parts of the picture the answer rests on"))
        self.explanation = ExplanationPanel(theme)
        self.set_aside = self._button("set_aside_example", self.tr("Set aside"))
        self.set_aside.setToolTip(
            self.tr("Leave the chosen examples out of the project's data (can be undone)")
        )
        self.all_mistakes = self._button("all_mistakes", self.tr("All mistakes"))
        self._stack = QStackedWidget()
        self._arrange()
        self._connect()

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions
        self.explanation.connect_questions(questions)

    def show_mistakes(
        self,
        run: Path,
        mistakes: Sequence[Mistake],
        names: tuple[str, ...],
        *,
        title: str,
        is_cell: bool,
        which: Which = "best",
    ) -> None:
        """List examples by their rows under ``title``; the engine is asked for what they look like."""
        self._run, self._names, self._which = run, names, which
        self._mistakes = tuple(mistakes)[:MOST]
        self._shown = []
        self.explanation.hide()
        self._title.setText(title)
        self.all_mistakes.setVisible(is_cell)
        self._notes.show_problems(())
        if not self._mistakes:
            right = self.tr("None of the examples that were judged is wrong.")
            self._hint.setText(self.tr("There is no such example.") if is_cell else right)
        elif len(mistakes) > MOST:
            self._hint.setText(self.tr("The surest {0} are shown.").format(MOST))
        else:
            self._hint.setText(self.tr("The surest first. Each says: its class → the answer, and how sure."))
        self._show_words()
        self._ask()

    def clear(self, hint: str) -> None:
        """Show no examples, and why."""
        self._mistakes, self._shown = (), []
        self._title.setText(self.tr("Most confidently wrong"))
        self._hint.setText(hint)
        self.all_mistakes.hide()
        self._show_words()

    @property
    def chosen(self) -> list[ShownRow]:
        """The examples that are selected."""
        rows = {index.row() for index in self._view().selectionModel().selectedIndexes()}
        return [self._shown[row] for row in sorted(rows) if row < len(self._shown)]

    def choose(self, place: int) -> None:
        """Select the example of that number in the list."""
        view = self._view()
        view.setCurrentIndex(view.model().index(place, 0))

    def _picture_list(self) -> QListView:
        view = QListView(self)
        view.setObjectName("examples_pictures")
        view.setAccessibleName(self.tr("Examples"))
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setIconSize(QSize(_SIDE, _SIDE))
        view.setGridSize(QSize(_CELL, _CELL + 8))
        view.setWordWrap(True)
        view.setMinimumHeight(2 * _CELL + 24)
        view.setModel(QStandardItemModel(view))
        return view

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self.all_mistakes, self.explain, self.open_file, self.set_aside):
            head.addWidget(button)
        self._stack.addWidget(self.pictures)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addStretch(1)
        self._stack.addWidget(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._hint)
        layout.addWidget(self._notes)
        layout.addWidget(self._stack, 100)
        layout.addWidget(self.explanation)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.pictures.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.pictures.doubleClicked.connect(self._on_open_clicked)
        self.open_file.clicked.connect(self._on_open_clicked)
        self.explain.clicked.connect(self._on_explain_clicked)
        self.set_aside.clicked.connect(self._on_set_aside_clicked)
        self.all_mistakes.clicked.connect(self.all_mistakes_requested)

    def _ask(self) -> None:
        if self._questions is None or self._run is None or not self._mistakes:
            return
        mistakes = self._mistakes

        def answered(response: Response) -> None:
            if mistakes != self._mistakes:
                return
            if isinstance(response, RowsShown):
                self._show_rows(response.shown)
            elif isinstance(response, Failed):
                self._show_problems(response.problems)

        rows = tuple(mistake.row for mistake in mistakes)
        self._questions.ask("rows", ShowRows, answered, run=str(self._run), rows=rows)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say why there is no picture of them; rows and answers are shown all the same."""
        self._notes.show_problems(problems)

    def _show_words(self) -> None:
        header = (self.tr("example"), self.tr("true"), self.tr("predicted"), self.tr("sure"))
        rows: list[tuple[str, ...]] = [(str(one.row), *self._words_of(one)) for one in self._mistakes]
        self.table.show_rows(header, rows, frozenset({0, 1, 2}))
        self._stack.setCurrentIndex(1)
        self._stack.setVisible(bool(self._mistakes))
        self._on_selection_changed()

    def _show_rows(self, shown: ShownRows) -> None:
        by_row = {row.row: row for row in shown.rows}
        pairs = [(one, by_row[one.row]) for one in self._mistakes if one.row in by_row]
        self._shown = [row for _, row in pairs]
        if any(row.image for row in self._shown):
            self._show_pictures(pairs)
            return
        header = (
            self.tr("example"), self.tr("true"), self.tr("predicted"), self.tr("sure"), *shown.columns
        )  # fmt: skip
        rows = [(row.key, *self._words_of(one), *row.cells) for one, row in pairs]
        self.table.show_rows(header, rows, frozenset({0, 1, 2}))
        self._on_selection_changed()

    def _show_pictures(self, pairs: list[tuple[Mistake, ShownRow]]) -> None:
        model = self.pictures.model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        for one, row in pairs:
            true, predicted, sure = self._words_of(one)
            item = QStandardItem(QIcon(_square(row.image)), f"{true} → {predicted}\n{sure}")
            told = self.tr("true {0}, predicted {1}, {2}\n{3}").format(true, predicted, sure, row.key)
            item.setToolTip(plain_tip(told))
            item.setData(told, Qt.ItemDataRole.AccessibleTextRole)
            model.appendRow(item)
        self._stack.setCurrentIndex(0)
        self._on_selection_changed()

    def _words_of(self, one: Mistake) -> tuple[str, str, str]:
        sure = f"{one.confidence:.1%}" if 0 <= one.confidence <= 1 else f"{one.confidence:.3g}"
        return self._names[one.true], self._names[one.predicted], sure

    def _view(self) -> QAbstractItemView:
        return self.pictures if self._stack.currentIndex() == 0 else self.table

    def _on_selection_changed(self) -> None:
        chosen = self.chosen
        self.set_aside.setEnabled(bool(chosen))
        self.explain.setEnabled(len(chosen) == 1 and bool(chosen[0].image))
        self.explain.setVisible(any(row.image for row in self._shown))
        self.open_file.setEnabled(len(chosen) == 1 and bool(chosen[0].path))
        has_files = any(row.path for row in self._shown)
        self.open_file.setVisible(has_files)
        self.set_aside.setVisible(bool(self._shown))

    def _on_open_clicked(self) -> None:
        chosen = self.chosen
        if len(chosen) == 1 and chosen[0].path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(chosen[0].path))

    def _on_explain_clicked(self) -> None:
        if self.chosen and self._run is not None:
            self.explanation.explain(self._run, self._which, row=self.chosen[0].row)

    def _on_set_aside_clicked(self) -> None:
        self.set_aside_requested.emit(tuple(row.key for row in self.chosen))


def _square(content: bytes) -> QPixmap:
    """Return a picture as large as a cell; small ones keep the edges of their pixels."""
    image = decoded(content)
    if image.isNull():
        return QPixmap(_SIDE, _SIDE)
    is_coarse = max(image.width(), image.height()) < _SIDE
    mode = (
        Qt.TransformationMode.FastTransformation if is_coarse else Qt.TransformationMode.SmoothTransformation
    )
    return QPixmap.fromImage(image.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio, mode))
