"""What an evaluation shows beside the report: curves, threshold, examples behind cells, residuals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import exposed
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.foundation.errors import error, warning
from workbench.protocol.judgement import (
    ClassReport,
    Evaluation,
    Figure,
    Importance,
    Importances,
    OutputJudged,
    ShownRow,
    ShownRows,
)
from workbench.protocol.messages import ImportanceMeasured, Progress, RowsShown
from workbench.runs import epoch_weights, evaluations, models
from workbench.runs.folder import RunFolder
from workbench.runs.scores import Scores, write
from workbench.ui.results.judgement import JudgementView
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
RUN = Path("/runs/1")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> Iterator[JudgementView]:
    view = exposed(qtbot, JudgementView(theme), 1000, 700)
    view.set_run(RUN, "best")
    yield view


def text(view: QWidget, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert label is not None
    return label.text()


def press(qtbot: QtBot, view: QWidget, name: str) -> None:
    button = view.findChild(QPushButton, name) or view.findChild(QToolButton, name)
    assert button is not None and button.isVisible() and button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def binary(path: Path) -> OutputJudged:
    """Six examples of no and yes; the fourth is wrong at 0.5 and the sixth is surely wrong."""
    true = np.array([0, 0, 1, 1, 1, 0])
    said = np.array([[0.1], [0.3], [0.8], [0.4], [0.9], [0.95]], dtype=np.float32)
    matrix = np.array([[2, 1], [1, 2]])
    write(path, Scores(np.arange(10, 16), true, said, matrix))
    return OutputJudged(
        name="y", form="classes", names=("no", "yes"), scores=str(path), scored=6, threshold=0.5,
        are_probabilities=True, figures=(Figure(name="accuracy", value=0.667, low=0.33, high=1.0),),
    )  # fmt: skip


def judged(*outputs: OutputJudged, matrix: tuple[tuple[int, ...], ...] = ()) -> Evaluation:
    return Evaluation(
        split="validation", examples=6, loss=0.5, metrics={}, outputs=outputs,
        classes=outputs[0].names if matrix else (), confusion_matrix=matrix,
        report=(ClassReport(label="no", precision=0.67, recall=0.67, f1=0.67, support=3),) if matrix else (),
    )  # fmt: skip


def test_that_a_binary_answer_has_curves_and_a_threshold_with_its_cost(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))
    press(qtbot, view, "tab_curves")

    assert "accuracy 0.667 (0.330 – 1.000)" in text(view, "judgement_more")
    assert view.curves.roc.accessibleName() == "ROC · area 0.667"
    assert text(view, "threshold_cost") == "Cost 2: 1 false alarms, 1 misses"

    slider = view.curves.threshold.slider
    slider.setFocus()
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert view.curves.threshold.threshold == pytest.approx(0.3)
    assert text(view, "threshold_cost") == "Cost 2: 2 false alarms, 0 misses"


def test_that_the_cheapest_threshold_follows_the_costs(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))
    press(qtbot, view, "tab_curves")
    field = view.curves.threshold.false_negative
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "50")
    qtbot.keyClick(field, Qt.Key.Key_Tab)

    press(qtbot, view, "cheapest_button")

    assert view.curves.threshold.threshold == pytest.approx(0.4, abs=1e-6)
    assert text(view, "threshold_cost") == "Cost 1: 1 false alarms, 0 misses"


def test_that_a_click_on_a_cell_shows_the_examples_behind_it(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    def shown(fields: dict[str, tuple[int, ...]]) -> RowsShown:
        rows = tuple(
            ShownRow(row=row, label="no", key=str(row + 100), cells=(f"{row}", "a")) for row in fields["rows"]
        )
        return RowsShown(id=1, shown=ShownRows(rows=rows, columns=("x", "kind")))

    questions = ScriptedQuestions(view, rows=shown)
    view.connect_questions(questions)
    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))
    at = view.report.confusion.cell_center(0, 1).toPoint()

    qtbot.mouseClick(view.report.confusion, Qt.MouseButton.LeftButton, pos=at)

    assert view.tabs.current == "examples"
    assert text(view, "examples_title") == "true no, predicted yes"
    table = view.examples.table.rows
    assert [table.index(0, column).data() for column in range(6)] == ["115", "no", "yes", "95.0%", "15", "a"]
    with qtbot.waitSignal(view.set_aside_requested) as asked:
        place = view.examples.table.visualRect(table.index(0, 0)).center()
        qtbot.mouseClick(view.examples.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        press(qtbot, view, "set_aside_example")
    assert asked.args == [("115",)]

    press(qtbot, view, "all_mistakes")
    assert text(view, "examples_title") == "Most confidently wrong"
    assert [row.key for row in view.examples._shown] == ["115", "113"]


def test_that_examples_are_pictures_where_they_are_some(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    image = QImage(8, 8, QImage.Format.Format_Grayscale8)
    image.fill(90)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    content = bytes(buffer.data().data())
    rows = tuple(ShownRow(row=row, label="no", key=str(row), image=content) for row in (15, 13))
    questions = ScriptedQuestions(view, rows=lambda _: RowsShown(id=1, shown=ShownRows(rows=rows)))
    view.connect_questions(questions)

    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))

    model = view.examples.pictures.model()
    assert [model.index(row, 0).data() for row in range(2)] == ["no → yes\n95.0%", "yes → no\n60.0%"]


def test_that_examples_that_can_not_be_shown_are_listed_all_the_same(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    view.connect_questions(ScriptedQuestions(view, rows=refusal(error("a", "data", "The data is gone."))))

    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))
    press(qtbot, view, "tab_examples")

    assert "The data is gone." in view.examples._notes.text()
    assert view.examples.table.rows.index(0, 1).data() == "no"


def test_that_answers_that_are_gone_leave_the_report(view: JudgementView, tmp_path: Path) -> None:
    output = binary(tmp_path / "a.npz")
    (tmp_path / "a.npz").write_bytes(b"damaged")

    view.show_evaluation(judged(output, matrix=((2, 1), (1, 2))))

    assert view.report.confusion.isVisible()
    assert not view.tabs.is_offered("curves")
    assert not view.tabs.is_offered("examples")


def test_that_several_labels_have_a_matrix_each(qtbot: QtBot, view: JudgementView, tmp_path: Path) -> None:
    path = tmp_path / "labels.npz"
    true = np.array([[1, 0], [0, 1], [1, 1]], dtype=np.float32)
    said = np.array([[0.9, 0.2], [0.4, 0.7], [0.2, 0.8]], dtype=np.float32)
    matrices = np.array([[[1, 0], [1, 1]], [[1, 0], [0, 2]]])
    write(path, Scores(np.arange(3), true, said, matrices))
    output = OutputJudged(
        name="tags", form="labels", names=("cat", "dog"), scores=str(path), scored=3, threshold=0.5,
        are_probabilities=True,
    )  # fmt: skip

    view.show_evaluation(judged(output))
    box = view.findChild(QComboBox, "report_label")
    assert box is not None and box.isVisible()
    assert view.report.confusion.accessibleDescription().startswith("true not cat, predicted not cat: 1 of 1")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(view.report.confusion, Qt.Key.Key_Right)

    assert view.report.confusion.accessibleDescription().startswith("true not dog, predicted dog: 0 of 1")


def test_that_quantities_show_predicted_against_true_and_residuals(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    path = tmp_path / "y.npz"
    true, said = np.array([[1.0], [2.0], [4.0]]), np.array([[1.5], [2.0], [3.0]])
    write(path, Scores(np.arange(3), true.astype("f4"), said.astype("f4"), np.zeros((0, 0), dtype=np.int64)))
    output = OutputJudged(name="y", form="quantities", names=("price",), scores=str(path), scored=3)

    view.show_evaluation(judged(output))
    press(qtbot, view, "tab_quantities")

    assert text(view, "quantities_figures") == "R² 0.732   MAE 0.500   RMSE 0.645"
    assert view.quantities.residuals.lines[1].y.tolist() == [0.5, 0.0, -1.0]
    assert not view.tabs.is_offered("curves")


def test_that_importance_is_measured_when_it_is_asked_for(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    columns = (Importance(name="petal", mean=0.4, deviation=0.02), Importance(name="id", mean=0, deviation=0))
    found = Importances(score="accuracy", baseline=0.96, examples=23, repeats=5, columns=columns)
    questions = ScriptedQuestions(view, importance=lambda _: ImportanceMeasured(id=1, importances=found))
    view.connect_questions(questions)
    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))
    press(qtbot, view, "tab_importance")

    press(qtbot, view, "measure_importance")

    assert ("importance", {"run": str(RUN), "split": "validation", "which": "best"}) in questions.asked
    assert view.importance.bars.accessibleDescription() == "petal 0.400, id 0.000"
    assert "By how much accuracy (0.960) falls" in text(view, "importance_words")


def test_that_measuring_tells_how_many_columns_are_done(
    qtbot: QtBot, view: JudgementView, tmp_path: Path
) -> None:
    questions = ScriptedQuestions(view)
    view.connect_questions(questions)
    view.show_evaluation(judged(binary(tmp_path / "a.npz"), matrix=((2, 1), (1, 2))))
    press(qtbot, view, "tab_importance")
    press(qtbot, view, "measure_importance")

    questions.progressed.emit(Progress(id=1, what="measuring", done=3, total=12))

    assert text(view, "importance_words") == "Measuring… 3 of 12 columns"


def test_that_a_test_part_judged_again_is_warned_of(view: JudgementView, tmp_path: Path) -> None:
    told = warning("evaluate.test_again", "run", "Judged 2 times: expected once.", "Use validation.")
    evaluation = Evaluation(split="test", examples=1, loss=0.1, metrics={}, problems=(told,))

    view.show_evaluation(evaluation)

    notes = view.findChild(QWidget, "judgement_problems")
    assert notes is not None and notes.isVisible()


def test_that_what_was_found_is_there_when_a_run_is_opened_again(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    for part in (folder.artifacts, folder.checkpoints):
        part.mkdir()
    (folder.checkpoints / "best.keras").write_bytes(b"model")
    found = Evaluation(split="test", examples=5, loss=0.25, metrics={"accuracy": 0.9})
    evaluations.keep(found, folder.artifacts)

    assert evaluations.newest(folder) == found

    (folder.artifacts / "evaluation-test-best.json").write_bytes(b"{")
    assert evaluations.newest(folder) is None


def test_that_a_cell_of_another_output_shows_the_examples_behind_that_one(
    view: JudgementView, tmp_path: Path
) -> None:
    view.connect_questions(ScriptedQuestions(view))
    first = binary(tmp_path / "a.npz")
    other = replace(binary(tmp_path / "b.npz"), name="other", names=("cold", "warm"))
    view.show_evaluation(judged(first, other, matrix=((2, 1), (1, 2))))

    view.choose_output("other")
    view.show_cell(0, 1)

    assert text(view, "examples_title") == "true cold, predicted warm"
    view.choose_output("none of them")
    view.choose_output("y")
    view.show_cell(0, 1)
    assert text(view, "examples_title") == "true no, predicted yes"


def test_that_an_evaluation_says_of_which_epoch_its_model_is(view: JudgementView, tmp_path: Path) -> None:
    view.show_evaluation(replace(judged(binary(tmp_path / "a.npz")), which="epoch-0012"))

    assert text(view, "judgement_words") == "6 examples of the validation set, model of epoch 12"


def test_that_an_evaluation_of_an_epoch_is_found_again_and_a_damaged_one_passed_over(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    for path in (folder.artifacts, folder.checkpoints):
        path.mkdir()
    epoch_weights.write(models.weights_file(folder, "epoch-0012"), [np.zeros(1)])
    told = replace(judged(binary(tmp_path / "a.npz")), which="epoch-0012")
    evaluations.keep(told, folder.artifacts)
    (folder.artifacts / "evaluation-test-last.json").write_text("torn")

    assert evaluations.newest(folder) == told
    models.weights_file(folder, "epoch-0012").unlink()
    assert evaluations.newest(folder) is None
