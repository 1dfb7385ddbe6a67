"""The weights of classes on the data page, with real keys."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, in_front
from workbench.catalog.catalog import Catalog
from workbench.project.data import Bundled, DataSpec
from workbench.project.edits import SetData
from workbench.project.project import Project
from workbench.protocol.facts import DataFacts
from workbench.ui.data.class_weights import WEIGHT, ClassWeightsModel
from workbench.ui.data.page import DataPage
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
FACTS = DataFacts(
    input_shape=(4,),
    task="classification",
    classes=("zero", "one", "two"),
    counts=(30, 10, 20),
    part_counts=((20, 6, 14), (5, 2, 3), (5, 2, 3)),
    examples=60,
    training=40,
    validation=10,
    test=10,
)


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    document = Document(Project(data=DataSpec(source=Bundled("iris"))), catalog)
    document.set_facts(FACTS)
    return document


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> DataPage:
    page = DataPage(document, theme, lambda _group, _kind: None)
    return in_front(qtbot, page, 1280, 900)


def weigh(qtbot: QtBot, page: DataPage, row: int, text: str) -> None:
    """Go to the weight of a row with the arrows, type over it, and press Enter."""
    table = page.learn.weights
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(row):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    for _ in range(WEIGHT):
        qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    (editor,) = _open_editors(page)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not _open_editors(page))  # Qt takes what was typed a turn later


def _open_editors(page: DataPage) -> list[QLineEdit]:
    return [editor for editor in page.learn.weights.findChildren(QLineEdit) if editor.isVisible()]


def test_that_each_class_is_given_a_weight_by_keys_and_each_is_one_step_of_undo(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    box = page.findChild(QComboBox, "field_class_weight")
    assert box is not None and box.currentText() == "every example counts alike"
    assert not page.learn.weights.isVisible()

    choose(qtbot, box, "a weight for each class")
    assert page.learn.weights.isVisible()
    weigh(qtbot, page, 1, "2,5")
    weigh(qtbot, page, 2, "0.5")
    assert document.project.data.class_weight == {"one": 2.5, "two": 0.5}
    weigh(qtbot, page, 1, "1")
    assert document.project.data.class_weight == {"two": 0.5}

    document.undo_stack.undo()
    assert document.project.data.class_weight == {"one": 2.5, "two": 0.5}
    index = page.learn.weights.rows.index(1, WEIGHT)
    assert index.data() == "2.5"


def test_that_own_weights_go_on_from_balanced_ones(qtbot: QtBot, page: DataPage, document: Document) -> None:
    box = page.findChild(QComboBox, "field_class_weight")
    assert box is not None
    choose(qtbot, box, "every class counts alike")
    assert document.project.data.class_weight == "balanced"

    choose(qtbot, box, "a weight for each class")

    assert document.project.data.class_weight == {"zero": 0.667, "one": 2.22, "two": 0.952}


def test_that_what_is_no_weight_is_refused_where_it_was_typed(
    qtbot: QtBot, page: DataPage, document: Document
) -> None:
    document.do(SetData(data=replace(document.project.data, class_weight={"one": 2.0})))

    weigh(qtbot, page, 0, "-3")

    assert document.project.data.class_weight == {"one": 2.0}
    assert "The weight of “zero”" in page.learn.notes.text()
    weigh(qtbot, page, 0, "3")
    assert page.learn.notes.text() == ""
    assert document.project.data.class_weight == {"one": 2.0, "zero": 3.0}


def test_that_the_table_keeps_qts_rules(qapp: object, qtmodeltester: ModelTester) -> None:
    model = ClassWeightsModel()
    model.show_classes(FACTS, {"one": 2.0, "of another data set": 3.0})
    qtmodeltester.check(model)

    assert model.rowCount() == 4
    model.show_classes(FACTS, {})
    assert model.rowCount() == 3
    assert [model.index(row, 1).data() for row in range(3)] == ["20", "6", "14"]
