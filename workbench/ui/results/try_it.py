"""Trying a trained model: a picture is dropped, pasted or drawn, a row typed, a file of many chosen."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from PySide6.QtCore import QMimeData, Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.foundation.errors import error
from workbench.protocol.judgement import InputForm, Prediction, Which
from workbench.protocol.messages import AskInput, Failed, InputTold, Predict, Predicted, Response
from workbench.ui.data.scrolling import scrolling
from workbench.ui.data.tables import ReadingTable
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.results.answer_bars import AnswerBars
from workbench.ui.results.answer_table import as_table, names_of, quantities
from workbench.ui.results.draw_pad import DrawPad
from workbench.ui.results.explanation import ExplanationPanel
from workbench.ui.results.other_answers import OtherAnswers, in_a_word
from workbench.ui.results.questions import RunQuestions
from workbench.ui.results.row_form import RowForm
from workbench.ui.theme import Theme

_log = logging.getLogger(__name__)
_SHOWN = 500
_FORM_HEIGHT = 300
_NAMED = 8


class TryPanel(QWidget):
    """``save_requested`` carries a table as text and a name for it. Nothing is asked before it is seen."""

    save_requested = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("try_panel")
        self.setAccessibleName(self.tr("Try it"))
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._questions: RunQuestions | None = None
        self._run: Path | None = None
        self._which: Which = "best"
        self._form: InputForm | None = None
        self._is_told = False
        self._scratch: QTemporaryDir | None = None
        self._predictions: list[Prediction] = []
        self._hint = plain_label("try_hint", role="muted")
        self._hint.setWordWrap(True)
        self._notes = ProblemNotes(name="try_problems", parent=self)
        self.pad = DrawPad(theme)
        self.row = RowForm()
        self._rows = scrolling(self.row)
        self.choose = self._button("try_choose", self.tr("Choose a file…"))
        self.paste = self._button("try_paste", self.tr("Paste"))
        self.clear = self._button("try_clear", self.tr("Clear"))
        self.save = self._button("try_save", self.tr("Save as a table…"))
        self.explain = self._button("try_explain", self.tr("Why?"))
        self.explain.setToolTip(self.tr("Show which parts of the picture the answer rests on"))
        self.explanation = ExplanationPanel(theme)
        self._asked = ""
        self._answer = plain_label("try_answer", role="title")
        self.bars = AnswerBars(theme)
        self.others = OtherAnswers(theme)
        self.table = ReadingTable(name="try_table", title=self.tr("Answers"), most=12, parent=self)
        self._arrange()
        self.pad.drawn.connect(self._on_pad_drawn)
        self.row.edited.connect(self._on_row_edited)
        self.choose.clicked.connect(self._on_choose_clicked)
        self.paste.clicked.connect(self.take_clipboard)
        self.clear.clicked.connect(self._on_clear_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.explain.clicked.connect(self._on_explain_clicked)
        self._show_form()

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions
        self.explanation.connect_questions(questions)

    def set_run(self, run: Path | None, which: Which) -> None:
        """Let this run's model answer from now on."""
        if (run, which) == (self._run, self._which):
            return
        is_same_input = run == self._run
        self._run, self._which = run, which
        if is_same_input and self._predictions and self._asked and self.isVisible():
            self._predict(Path(self._asked))  # the same example, as another model of the run sees it
            return
        if not is_same_input:
            self._form, self._is_told, self._asked = None, False, ""
        self._show_answers([])
        self._show_form()
        if self.isVisible():
            self._ask_form()

    @property
    def predictions(self) -> list[Prediction]:
        """The answers that are shown."""
        return self._predictions

    def take_file(self, path: Path) -> None:
        """Let the model answer the examples of a file."""
        if self._form is not None and self._form.kind == "picture":
            reader = QImageReader(str(path))
            reader.setAutoTransform(True)
            image = reader.read()
            if not image.isNull():
                self.pad.show_photograph(image)
        self._predict(path)

    @Slot()
    def take_clipboard(self) -> None:
        """Use the picture, the file or the rows on the clipboard."""
        # An empty clipboard has no data at all on some platforms.
        data = QGuiApplication.clipboard().mimeData() or QMimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_file(Path(files[0]))
        elif data.hasImage():
            self._take_image(QGuiApplication.clipboard().image())
        elif data.hasText() and self._form is not None and self._form.columns:
            self._predict(self._written("pasted.csv", data.text().encode()))
        else:
            hint = self.tr("Copy a picture, a file or rows with their header, and paste again.")
            text = self.tr("There is nothing on the clipboard that this model takes.")
            self._notes.show_problems((error("try.clipboard", "input", text, hint),))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_form()
        if self._form is not None and self._asked and not self._predictions:
            self._predict(Path(self._asked))  # another model was chosen while nobody looked

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take_clipboard()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        data = event.mimeData()
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.take_file(Path(files[0]))
        else:
            self._take_image(QImage(data.imageData()))
        event.acceptProposedAction()

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.choose, self.paste, self.clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.pad)
        left.addWidget(self._rows)
        left.addLayout(buttons)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        for widget in (self._hint, self._notes, self._answer, self.bars, self.others, self.table):
            right.addWidget(widget)
        below = QHBoxLayout()
        below.addWidget(self.save)
        below.addWidget(self.explain)
        below.addStretch(1)
        right.addLayout(below)
        right.addWidget(self.explanation)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)

    def _ask_form(self) -> None:
        if self._questions is None or self._run is None or self._is_told:
            return
        run, self._is_told = self._run, True

        def answered(response: Response) -> None:
            if run != self._run:
                return
            if isinstance(response, InputTold):
                self._form = response.form
                self._show_form()
                if response.form.kind == "row":
                    self._on_row_edited()
            elif isinstance(response, Failed):
                self._is_told = False
                self._hint.clear()
                self._notes.show_problems(response.problems)

        self._questions.ask("input", AskInput, answered, run=str(run), which=self._which)

    def _show_form(self) -> None:
        form = self._form
        kind = "" if form is None else form.kind
        self.pad.setVisible(kind == "picture")
        self.clear.setVisible(kind == "picture")
        self._rows.setVisible(kind == "row")
        self.choose.setEnabled(form is not None)
        self.paste.setEnabled(form is not None)
        if form is None:
            self._hint.setText(self.tr("Looking at what the model takes…"))
            return
        if kind == "picture":
            can_draw = form.shape[2:] in ((), (1,))
            self.pad.set_drawing(can_draw=can_draw)
            first = self.tr("Draw") if can_draw else self.tr("Drop a photograph")
            self._hint.setText(
                self.tr("{0}, drop or paste a picture, or choose a file: {1} pixels.").format(
                    first, " × ".join(map(str, form.shape[:2]))
                )
            )
        elif kind == "row":
            self.row.show_columns(form.columns)
            self._rows.setFixedHeight(min(_FORM_HEIGHT, self.row.sizeHint().height() + 4))
            self._hint.setText(self.tr("Type a row; or choose, drop or paste a table with these columns."))
        elif form.window and form.columns:
            words = self.tr(
                "Choose, drop or paste a table with {columns}: {length} rows or more, in their order. Each "
                "stretch of {length} rows gets an answer, the newest first."
            )
            names = ", ".join(f"“{column.name}”" for column in form.columns[:_NAMED])
            names += ", …" if len(form.columns) > _NAMED else ""
            self._hint.setText(words.format(columns=names, length=form.window))
        else:
            shape = " × ".join(map(str, form.shape))
            self._hint.setText(self.tr("Choose or drop a .npy file of examples of shape {0}.").format(shape))

    def _take_image(self, image: QImage) -> None:
        if image.isNull():
            return
        self.pad.show_photograph(image)
        self._predict(self._saved(image, "pasted.png"))

    def _saved(self, image: QImage, name: str) -> Path:
        path = self._place(name)
        image.save(str(path), "PNG")  # type: ignore[call-overload]
        return path

    def _written(self, name: str, content: bytes) -> Path:
        path = self._place(name)
        path.write_bytes(content)
        return path

    def _place(self, name: str) -> Path:
        if self._scratch is None:
            self._scratch = QTemporaryDir()
        return Path(self._scratch.filePath(name))

    def _predict(self, path: Path) -> None:
        if self._questions is None or self._run is None:
            return
        run, out = self._run, self._place("answers.jsonl")
        self._asked = str(path)

        def answered(response: Response) -> None:
            if run != self._run:
                return
            if isinstance(response, Predicted):
                self._read_answers(out)
            elif isinstance(response, Failed):
                self._show_answers([])
                self._notes.show_problems(response.problems)

        self._questions.ask(
            "predict", Predict, answered, run=str(run), input=str(path), out=str(out), which=self._which
        )

    def _read_answers(self, path: Path) -> None:
        try:
            decode = msgspec.json.Decoder(Prediction).decode_lines
            self._show_answers(decode(path.read_bytes()))
        except (OSError, msgspec.DecodeError) as failure:
            _log.warning("The answers could not be read: %s", failure)
            text = self.tr("The answers can't be read: {0}.").format(failure)
            self._notes.show_problems((error("try.answers", "input", text),))

    def _show_answers(self, predictions: list[Prediction]) -> None:
        self._predictions = predictions
        self._notes.show_problems(())
        one = predictions[0] if len(predictions) == 1 else None
        forms = () if self._form is None else self._form.outputs
        are_quantities = not forms or forms[0].form == "quantities"
        self.bars.show_prediction(one, names_of(self._form), are_quantities=are_quantities)
        self.others.show_answers(forms[1:], () if one is None else one.others)
        self.bars.setVisible(one is not None)
        is_picture = self._form is not None and self._form.kind == "picture"
        self.explain.setVisible(one is not None and is_picture)
        self.explanation.hide()
        self.save.setVisible(bool(predictions))
        self.table.setVisible(len(predictions) > 1)
        self._answer.setText(self._in_a_word(predictions))
        self._answer.setVisible(bool(predictions))
        if len(predictions) > 1:
            self._show_table(predictions, are_quantities=are_quantities)

    def _show_table(self, predictions: list[Prediction], *, are_quantities: bool) -> None:
        """Show an answer a line; of a series, whose newest one matters most, that one first."""
        form = self._form
        is_series = form is not None and form.window > 0
        shown = (predictions[::-1] if is_series else predictions)[:_SHOWN]
        first = self.tr("stretch") if is_series else self.tr("example")
        others = tuple(one.name for one in form.outputs[1:]) if form is not None else ()
        if are_quantities and not any(one.label for one in shown):
            names = names_of(form) if len(names_of(form)) == len(shown[0].output) else (self.tr("answer"),)
            self.table.show_rows((first, *names, *others), [quantities(one, len(names)) for one in shown])
            return
        header = (first, self.tr("answer"), self.tr("sure"), *others, self.tr("output"))
        self.table.show_rows(header, [self._line(one) for one in shown], frozenset({0, 1, len(header) - 1}))

    def _in_a_word(self, predictions: list[Prediction]) -> str:
        if len(predictions) != 1:
            shown = min(len(predictions), _SHOWN)
            text = (
                self.tr("{0} answers")
                if shown == len(predictions)
                else self.tr("{0} answers, the first {1} here")
            )
            return text.format(words.count(len(predictions)), shown)
        (one,) = predictions
        first = self._form.outputs[0].name if self._form is not None and one.others else ""
        return f"{first}: {in_a_word(one)}" if first else in_a_word(one)

    def _line(self, one: Prediction) -> tuple[str, ...]:
        sure = "" if one.confidence is None else f"{one.confidence:.1%}"
        output = "  ".join(f"{value:.4g}" for value in one.output[:12])
        return str(one.index + 1), one.label, sure, *(in_a_word(other) for other in one.others), output

    def _on_pad_drawn(self) -> None:
        self._predict(self._saved(self.pad.centred(), "drawn.png"))

    def _on_row_edited(self) -> None:
        self._predict(self._written("row.csv", self.row.as_table().encode()))

    def _on_clear_clicked(self) -> None:
        self.pad.clear()
        self._asked = ""
        self._show_answers([])

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose examples"), str(Path.home()))
        dialog.setObjectName("try_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def _on_explain_clicked(self) -> None:
        if self._run is not None:
            self.explanation.explain(self._run, self._which, file=self._asked)

    def _on_save_clicked(self) -> None:
        name = "answers.csv" if self._run is None else f"{self._run.name}-answers.csv"
        others = () if self._form is None else self._form.outputs[1:]
        self.save_requested.emit(as_table(self._predictions, names_of(self._form), others), name)
