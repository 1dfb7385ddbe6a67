"""Trying a model: drawn, typed, dropped, pasted, and answers saved as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.helpers.pages import exposed, text
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.foundation.errors import error
from workbench.protocol.judgement import InputColumn, InputForm, Prediction, Said
from workbench.protocol.messages import InputTold, Predicted, Response
from workbench.protocol.outputs import OutputForm
from workbench.ui.results.answer_bars import AnswerBars
from workbench.ui.results.answer_table import as_table
from workbench.ui.results.try_it import TryPanel
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_DIGITS = InputForm(kind="picture", shape=(8, 8, 1), classes=("0", "1"), is_ink=True)
_COLUMNS = (InputColumn(name="length", example="5.1"), InputColumn(name="colour", values=("red", "blue")))
_ROW = InputForm(kind="row", shape=(3,), columns=_COLUMNS, classes=("no", "yes"))


def answering(*predictions: Prediction) -> Any:
    def reply(fields: dict[str, Any]) -> Response:
        Path(fields["out"]).write_bytes(msgspec.json.Encoder().encode_lines(predictions))
        return Predicted(id=1, path=fields["out"], examples=len(predictions))

    return reply


def panel_on(qtbot: QtBot, theme: Theme, form: InputForm, predict: Any) -> tuple[TryPanel, ScriptedQuestions]:
    panel = TryPanel(theme)
    questions = ScriptedQuestions(panel, input=lambda _: InputTold(id=1, form=form), predict=predict)
    panel.connect_questions(questions)
    panel.set_run(Path("/runs/1"), "best")
    return exposed(qtbot, panel, 900, 500), questions


_ONE = Prediction(index=0, output=(0.1, 0.9), label="1", confidence=0.9)


def test_that_a_drawn_digit_is_answered_with_the_shares_of_the_classes(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme, _DIGITS, answering(_ONE))

    qtbot.mousePress(panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
    qtbot.mouseMove(panel.pad, QPoint(100, 200))
    qtbot.mouseRelease(panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))

    assert panel.bars.rows == [("1", 0.9), ("0", 0.1)]
    drawn = QImage(questions.asked[-1][1]["input"])
    assert drawn.width() == drawn.height() > 150
    middle = drawn.pixelColor(drawn.width() // 2, drawn.height() // 2)
    assert (middle.lightness(), drawn.pixelColor(2, 2).lightness()) == (255, 0)


def test_that_a_typed_row_is_asked_as_a_table_with_the_names_of_its_columns(
    qtbot: QtBot, theme: Theme
) -> None:
    yes = Prediction(index=0, output=(0.7,), label="yes", confidence=0.7)
    panel, questions = panel_on(qtbot, theme, _ROW, answering(yes))
    field = panel.row.field(0)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()

    qtbot.keyClicks(field, "6,2")

    written = Path(questions.asked[-1][1]["input"]).read_text().splitlines()
    assert written == ["length,colour", '"6,2",red']
    assert panel.bars.rows == [("yes", pytest.approx(0.7)), ("no", pytest.approx(0.3))]


def test_that_a_dropped_file_of_many_rows_is_answered_in_a_table_that_can_be_saved(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    many = [Prediction(index=n, output=(0.25, 0.75), label="yes", confidence=0.75) for n in range(3)]
    panel, questions = panel_on(qtbot, theme, _ROW, answering(*many))
    file = tmp_path / "rows.csv"
    file.write_text("length,colour\n1,red\n2,red\n3,blue\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
    QApplication.sendEvent(panel, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(panel, QDropEvent(QPointF(20, 20), copy, data, left, none))

    assert questions.asked[-1][1]["input"] == str(file)
    assert panel.table.rows.rowCount() == 3
    with qtbot.waitSignal(panel.save_requested) as saved:
        qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    lines = saved.args[0].splitlines()
    assert lines[:2] == ["example,answer,sure,no,yes", "1,yes,0.75,0.25,0.75"]


def test_that_a_series_asks_for_rows_in_their_order_and_takes_pasted_ones(qtbot: QtBot, theme: Theme) -> None:
    form = InputForm(kind="file", shape=(24, 1), columns=(InputColumn(name="load"),), window=24)
    two = [Prediction(index=n, output=(n + 0.5,)) for n in range(2)]
    panel, questions = panel_on(qtbot, theme, form, answering(*two))
    assert "a table with “load”: 24 rows or more, in their order" in text(panel, "try_hint")

    QApplication.clipboard().setText("load\n" + "1\n" * 25)
    qtbot.mouseClick(panel.paste, Qt.MouseButton.LeftButton)

    assert Path(questions.asked[-1][1]["input"]).read_text().startswith("load\n1\n")
    assert [panel.table.rows.index(row, 0).data() for row in range(2)] == ["2", "1"]
    assert panel.table.rows.index(0, 1).data() == "1.5"
    assert panel.table.rows.columnCount() == 2


def test_that_a_picture_on_the_clipboard_is_pasted(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme, _DIGITS, answering(_ONE))
    image = QImage(30, 20, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    panel.setFocus()

    qtbot.keySequence(panel, QKeySequence(QKeySequence.StandardKey.Paste))

    assert QImage(questions.asked[-1][1]["input"]).width() == 30
    QGuiApplication.clipboard().clear()


def test_that_what_does_not_fit_is_said_in_the_panel_and_nothing_is_lost(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    problem = error("predict.file", "file", "rows.csv: expected the columns length, colour.", "Name them.")
    panel, _ = panel_on(qtbot, theme, _ROW, refusal(problem))

    panel.take_file(tmp_path / "rows.csv")

    assert "expected the columns" in panel._notes.text()
    assert panel.row.values() == ("5.1", "red")
    assert not panel.bars.isVisible()


def test_that_an_empty_clipboard_is_said(qtbot: QtBot, theme: Theme) -> None:
    panel, _ = panel_on(qtbot, theme, _DIGITS, answering(_ONE))
    QGuiApplication.clipboard().clear()

    qtbot.mouseClick(panel.paste, Qt.MouseButton.LeftButton)

    assert "nothing on the clipboard" in panel._notes.text()


def test_that_a_model_without_classes_answers_with_its_numbers(qtbot: QtBot, theme: Theme) -> None:
    form = msgspec.structs.replace(_ROW, classes=())
    panel, _ = panel_on(qtbot, theme, form, answering(Prediction(index=0, output=(3.25,))))

    assert panel.bars.rows == [("y", 3.25)]
    assert as_table(panel.predictions, ()) == "example,answer,sure,y\n1,,,3.25\n"


def test_that_the_pad_is_empty_after_clear(qtbot: QtBot, theme: Theme) -> None:
    panel, _ = panel_on(qtbot, theme, _DIGITS, answering(_ONE))
    qtbot.mousePress(panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
    qtbot.mouseRelease(panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))

    qtbot.mouseClick(panel.clear, Qt.MouseButton.LeftButton)

    assert not panel.pad.has_ink
    assert not panel.bars.isVisible()
    assert panel.pad.grab().toImage().pixelColor(100, 60).lightness() == 0


_BOTH = msgspec.structs.replace(
    _DIGITS,
    outputs=(
        OutputForm(name="digit", form="classes", names=("0", "1")),
        OutputForm(name="marks", form="labels", names=("round", "tall"), threshold=0.5),
        OutputForm(name="size", form="quantities", names=("cm",)),
    ),
)
_SAID = msgspec.structs.replace(_ONE, others=(Said(output=(0.8, 0.3), label="round"), Said(output=(4.25,))))


def test_that_every_output_answers_with_its_name(qtbot: QtBot, theme: Theme) -> None:
    panel, _ = panel_on(qtbot, theme, _BOTH, answering(_SAID))

    qtbot.mousePress(panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
    qtbot.mouseRelease(panel.pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))

    assert text(panel, "try_answer") == "digit: 1 · 90.0%"
    assert panel.others.texts == ["marks: round", "size: 4.250"]
    bars = [bars.rows for bars in panel.others.findChildren(AnswerBars)]
    assert bars == [[("round", 0.8), ("tall", 0.3)], [("cm", 4.25)]]
    panel.grab()


def test_that_many_answers_of_several_outputs_are_saved_with_all_of_them(qtbot: QtBot, theme: Theme) -> None:
    panel, _ = panel_on(qtbot, theme, _BOTH, answering(_SAID, msgspec.structs.replace(_SAID, index=1)))

    panel.take_file(Path("many.npy"))

    assert panel.table.rows.rowCount() == 2
    with qtbot.waitSignal(panel.save_requested) as saved:
        qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert saved.args[0].splitlines()[:2] == [
        "example,answer,sure,0,1,marks answer,marks sure,marks round,"
        "marks tall,size answer,size sure,size cm",
        "1,1,0.9,0.1,0.9,round,,0.8,0.3,,,4.25",
    ]


def test_that_another_model_of_the_run_answers_the_same_example(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme, _DIGITS, answering(_ONE))
    panel.take_file(Path("seven.png"))

    panel.set_run(Path("/runs/1"), "epoch-0003")

    asked = [(fields["which"], fields["input"]) for kind, fields in questions.asked if kind == "predict"]
    assert asked == [("best", "seven.png"), ("epoch-0003", "seven.png")]
    panel.hide()
    panel.set_run(Path("/runs/1"), "epoch-0004")
    with qtbot.waitExposed(panel):
        panel.show()
    assert questions.asked[-1][1]["which"] == "epoch-0004"
