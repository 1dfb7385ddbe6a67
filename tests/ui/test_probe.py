"""The probe: an example typed, its way through the layers on the canvas, weights changed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, exposed
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.samples import open_project
from workbench.protocol.messages import ProbeRead, Response
from workbench.protocol.probing import LayerReading, Reading, WeightArray
from workbench.runs import epoch_weights, models
from workbench.runs.folder import RunFolder
from workbench.ui.document.document import Document
from workbench.ui.live.moment import Moment
from workbench.ui.model_page import ModelPage
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def answered(fields: dict[str, Any]) -> Response:
    """Answer as the engine does for the course's neuron, whose last weight may be changed by hand."""
    bias = next((change.value for change in fields["changes"]), 4.0)
    weights = (
        WeightArray(name="kernel", shape=(2, 1), values=(0.0, 1.0)),
        WeightArray(name="bias", shape=(1,), values=(bias,)),
    )
    value = 0.9991 if bias == 4 else 0.5
    neuron = LayerReading(
        layer="neuron", shape=(1,), mean=value, minimum=value, maximum=value, values=(value,), weights=weights
    )
    return ProbeRead(id=1, reading=Reading(shape=(2,), given=fields["values"], layers=(neuron,)))


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, catalog: Catalog) -> Iterator[ModelPage]:
    document = Document(open_project("neuron")[0], catalog)
    page = exposed(qtbot, ModelPage(document, theme, lambda _group, _kind: None), 1200, 800)
    yield page
    page.setParent(None)


def text(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def opened(page: ModelPage, **replies: Any) -> ScriptedQuestions:
    questions = ScriptedQuestions(page, **replies)
    page.probe.connect_questions(questions)
    page.toggle_probe()
    return questions


def type_numbers(qtbot: QtBot, page: ModelPage, typed: str) -> None:
    field = page.probe.given.numbers
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, typed)


def test_that_typed_numbers_flow_through_the_layers_on_the_canvas(qtbot: QtBot, page: ModelPage) -> None:
    questions = opened(page, probe=answered)

    type_numbers(qtbot, page, "2 3")

    assert questions.asked[-1][1]["values"] == (2.0, 3.0)
    assert questions.asked[-1][1]["run"] == ""
    (item,) = page.probe.readings.items
    assert item.lines == ["0.9991"]
    card = next(one for one in page.canvas.graph_scene().nodes.values() if one.face.at.y == item.pos().y())
    assert item.pos().x() > card.pos().x() + 200
    assert text(page, "probe_answer").startswith("(2.000, 3.000) → 0.9991")

    page.toggle_probe()
    assert page.probe.readings.items == []


def test_that_a_weight_typed_over_is_asked_with_and_flows(qtbot: QtBot, page: ModelPage) -> None:
    questions = opened(page, probe=answered)
    type_numbers(qtbot, page, "2 3")
    document = page.probe._document
    neuron = next(node for node in document.project.graph.nodes if node.name == "neuron")
    document.select((neuron.id,))
    table = page.probe.weights.table
    assert [table.verticalHeaderItem(row).text() for row in range(3)] == ["kernel 1", "kernel 2", "bias"]

    table.setFocus()
    table.setCurrentCell(2, 0)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "-3")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(questions.asked[-1][1]["changes"]) == 1)
    (change,) = questions.asked[-1][1]["changes"]
    assert (change.layer, change.place, change.value) == ("neuron", 2, -3.0)
    assert page.probe.readings.items[0].lines == ["0.5000"]
    assert "1 weights changed by hand" in text(page, "probe_told")
    qtbot.mouseClick(page.probe.reset, Qt.MouseButton.LeftButton)
    assert questions.asked[-1][1]["changes"] == ()


def test_that_a_wrong_number_is_said_at_the_field_and_not_asked(qtbot: QtBot, page: ModelPage) -> None:
    questions = opened(page, probe=answered)
    type_numbers(qtbot, page, "2")
    asked = len(questions.asked)

    qtbot.keyClicks(page.probe.given.numbers, "x")

    assert len(questions.asked) == asked
    assert text(page, "probe_refusal") == "Expected numbers, received “2x”."


def test_that_a_refusal_takes_the_readings_away_and_says_why(qtbot: QtBot, page: ModelPage) -> None:
    questions = opened(page, probe=answered)
    type_numbers(qtbot, page, "2 3")
    assert page.probe.readings.items
    questions.replies["probe"] = refusal(error("probe.unfit", "probe", "Expected 2 numbers, received 3."))

    qtbot.keyClicks(page.probe.given.numbers, " 4")

    assert page.probe.readings.items == []
    assert "Expected 2 numbers" in page.probe._notes.text()


def test_that_a_dropped_picture_is_probed(page: ModelPage, tmp_path: Path) -> None:
    questions = opened(page, probe=answered_to_a_file)
    image = QImage(20, 20, QImage.Format.Format_Grayscale8)
    image.fill(120)
    path = str(tmp_path / "digit.png")
    assert image.save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    given = page.probe.given

    entered = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(given, entered)
    QApplication.sendEvent(given, QDropEvent(QPointF(5, 5), copy, data, left, none))

    assert entered.isAccepted()
    assert questions.asked[-1][1]["file"] == path
    assert given.chosen == "picture"


def answered_to_a_file(_fields: dict[str, Any]) -> Response:
    return ProbeRead(id=1, reading=Reading(shape=(2,), given=(0.0, 0.0), layers=()))


def test_that_a_runs_model_is_that_of_the_epoch_that_is_looked_at(
    qtbot: QtBot, page: ModelPage, tmp_path: Path
) -> None:
    folder, moment = RunFolder(tmp_path), Moment()
    for epoch in (2, 4):
        epoch_weights.write(models.weights_file(folder, models.epoch_name(epoch)), [np.zeros(1)])
    questions = opened(page, probe=answered)
    page.probe.offer_run(tmp_path, "neuron", moment)
    type_numbers(qtbot, page, "2 3")
    choose(qtbot, page.probe.source, "best model of neuron")
    assert (questions.asked[-1][1]["run"], questions.asked[-1][1]["which"]) == (str(tmp_path), "best")

    moment.stand_at(5)

    assert page.probe.source.currentText() == "model of epoch 4 of neuron"
    assert questions.asked[-1][1]["which"] == "epoch-0004"
    moment.stand_at(None)
    assert questions.asked[-1][1]["which"] == "best"
