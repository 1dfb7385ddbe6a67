"""The training page beside a document, with real keys and clicks."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, click, in_front, line, retype, text
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error, warning
from workbench.project.edits import SetTraining
from workbench.project.samples import open_project
from workbench.project.spec import Spec
from workbench.project.training import Head
from workbench.protocol.facts import DataFacts
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme
from workbench.ui.training.settings import TrainingPage
from workbench.ui.training.settings_columns import Columns

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> TrainingPage:
    return opened(qtbot, document, theme)


def opened(qtbot: QtBot, document: Document, theme: Theme) -> TrainingPage:
    return in_front(qtbot, TrainingPage(document, theme, lambda group, kind: None), 1280, 700)


def add(qtbot: QtBot, page: TrainingPage, group: str, kind: str) -> None:
    """Open the menu behind the button and click the entry."""
    click(qtbot, page, f"add_{group}")
    menu = page.findChild(QMenu, f"menu_{group}")
    assert menu is not None and menu.isVisible()
    action = next(action for action in menu.actions() if action.text() == kind)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_that_epochs_are_typed_and_undone_as_one_step(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    before = document.project
    retype(qtbot, line(page, "field_epochs"), "125")
    assert document.project.training.epochs == 125
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.project == before
    assert line(page, "field_epochs").text() == str(before.training.epochs)


@pytest.mark.parametrize("name", ["epochs", "batch_size"])
@pytest.mark.parametrize("typed", ["0", "many", "1.5", "100000000000000000000"])
def test_that_numbers_that_make_no_sense_are_refused_and_the_field_returns_to_what_holds(
    qtbot: QtBot, page: TrainingPage, document: Document, name: str, typed: str
) -> None:
    field, before = line(page, f"field_{name}"), getattr(document.project.training, name)
    retype(qtbot, field, typed)
    assert field.property("invalid") is True

    qtbot.keyClick(field, Qt.Key.Key_Tab)

    assert getattr(document.project.training, name) == before
    assert field.text() == str(before)
    assert field.property("invalid") is False
    said = text(page, f"message_{name}")
    assert f"received “{typed}”" in said
    assert said.endswith(f"{before} stays.")


def test_that_a_refused_text_is_brought_back_by_undoing_in_the_field(
    qtbot: QtBot, page: TrainingPage
) -> None:
    field = line(page, "field_epochs")
    retype(qtbot, field, "3O")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() != "3O"

    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert field.text() == "3O"
    assert "received “3O”" in text(page, "message_epochs")


def test_that_the_steps_of_an_epoch_follow_the_batch_size(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    assert text(page, "steps_per_epoch") == ""
    document.set_facts(DataFacts(input_shape=(8, 8, 1), task="classification", training=1257))
    retype(qtbot, line(page, "field_batch_size"), "28")
    assert text(page, "steps_per_epoch") == "45 steps an epoch: 1,257 examples in batches of 28"


def test_that_another_optimizer_keeps_the_learning_rate(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    retype(qtbot, line(page, "field_learning_rate_number"), "0.02")
    choose(qtbot, page.optimizer.combo, "SGD")
    assert document.project.training.optimizer == Spec("SGD", {"learning_rate": 0.02})
    assert document.undo_stack.undoText() == "Change optimizer"


def test_that_a_schedule_can_stand_for_the_learning_rate(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    box = page.findChild(QComboBox, "field_learning_rate")
    assert box is not None
    choose(qtbot, box, "CosineDecay")
    rate = document.project.training.optimizer.params["learning_rate"]
    assert isinstance(rate, Spec) and rate.kind == "CosineDecay"
    assert line(page, "field_decay_steps").isVisible()


def test_that_metrics_are_added_and_removed(qtbot: QtBot, page: TrainingPage, document: Document) -> None:
    add(qtbot, page, "metric", "F1Score")
    assert [metric.kind for metric in document.project.training.metrics] == ["accuracy", "F1Score"]
    click(qtbot, page, "remove_metric_0")
    assert [metric.kind for metric in document.project.training.metrics] == ["F1Score"]
    document.undo_stack.undo()
    assert [metric.kind for metric in page.metrics.specs()] == ["accuracy", "F1Score"]


def test_that_a_callback_is_added_set_moved_and_removed(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    document.do(SetTraining(replace(document.project.training, callbacks=())))
    add(qtbot, page, "callback", "TerminateOnNaN")
    add(qtbot, page, "callback", "EarlyStopping")
    stopping = page.findChild(QWidget, "callback_1")
    assert stopping is not None
    retype(qtbot, line(stopping, "field_patience"), "5")
    click(qtbot, page, "up_callback_1")
    assert document.project.training.callbacks == (
        Spec("EarlyStopping", {"patience": 5}),
        Spec("TerminateOnNaN"),
    )
    click(qtbot, page, "remove_callback_1")
    assert document.project.training.callbacks == (Spec("EarlyStopping", {"patience": 5}),)


def test_that_a_monitor_offers_the_metrics_that_will_exist(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    document.do(SetTraining(replace(document.project.training, callbacks=(Spec("EarlyStopping"),))))
    entry = page.findChild(QWidget, "callback_0")
    assert entry is not None
    assert entry.findChild(QComboBox, "field_monitor") is None, "a closed entry has no rows yet"
    click(qtbot, entry, "toggle_callback")
    box = entry.findChild(QComboBox, "field_monitor")
    assert box is not None
    offered = [box.itemText(i) for i in range(box.count())]
    assert offered == ["accuracy", "loss", "val_accuracy", "val_loss"]

    add(qtbot, page, "metric", "F1Score")

    assert "val_f1_score" in [box.itemText(i) for i in range(box.count())]


def test_that_problems_stand_at_their_fields(qtbot: QtBot, page: TrainingPage, document: Document) -> None:
    document.do(SetTraining(replace(document.project.training, callbacks=(Spec("EarlyStopping"),))))
    document.set_problems(
        (
            error("a", "training.batch_size", "Batch size: expected at most 4."),
            error("b", "training.callbacks.0.monitor", "Watches nothing."),
            warning("c", "training.optimizer.learning_rate", "Very high."),
            error("d", "training.loss", "Does not fit."),
            error("e", "training.metrics.0", "Unknown."),
        )
    )
    assert text(page, "message_batch_size") == "✕ Batch size: expected at most 4."
    qtbot.waitUntil(lambda: text(page, "message_monitor") == "✕ Watches nothing.")
    assert text(page, "message_learning_rate") == "⚠ Very high."
    assert page.loss.notes.text() == "✕ Does not fit."
    first = page.findChild(QWidget, "metric_0")
    assert first is not None and "Unknown." in text(first, "problem")


def test_that_devices_are_offered_by_name(qtbot: QtBot, page: TrainingPage, document: Document) -> None:
    page.set_devices((("cpu", "some processor"), ("gpu:0", "some card")))
    choose(qtbot, page.fit.device.combo, "GPU:0 · some card")
    assert document.project.training.device == "gpu:0"


def test_that_each_of_several_outputs_may_have_its_own_loss(
    qtbot: QtBot, catalog: Catalog, theme: Theme
) -> None:
    project = open_project("xor-functional")[0]
    output = project.graph.outputs()[0]
    second = replace(output, id="second", name="second")
    links = tuple(replace(link, target="second") for link in project.graph.into(output.id))
    graph = replace(project.graph, nodes=(*project.graph.nodes, second), links=(*project.graph.links, *links))
    document = Document(project.with_graph(graph), catalog)
    page = opened(qtbot, document, theme)
    box = page.findChild(QCheckBox, "own_loss_second")
    assert box is not None

    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    loss = project.training.loss
    assert document.project.training.heads == (Head(output="second", loss=loss),)
    head = page.findChild(QWidget, "head_second")
    assert head is not None
    retype(qtbot, line(head, "field_weight"), "0.3")
    assert document.project.training.heads == (Head(output="second", loss=loss, weight=0.3),)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))

    assert document.project.training.heads == ()


def test_that_a_single_output_has_no_heads(page: TrainingPage) -> None:
    assert not [box for box in page.findChildren(QCheckBox) if box.objectName().startswith("own_loss")]


def test_that_documentation_is_a_line_and_tooltips(page: TrainingPage) -> None:
    page.set_docs("optimizer", "Adam", "Optimizer that\nadapts.\n\nMore.", {"beta_1": "First <moment>."})
    assert page.optimizer.summary.text() == "Optimizer that adapts."
    assert "First &lt;moment&gt;." in line(page, "field_beta_1").toolTip()


def test_that_the_columns_follow_the_width(qtbot: QtBot, page: TrainingPage) -> None:
    columns = page.findChild(Columns)
    assert columns is not None and columns.count == 3
    page.resize(760, 700)
    qtbot.waitUntil(lambda: columns.count == 2)
    loss, fit = page.loss.mapTo(page, QPoint()), page.fit.mapTo(page, QPoint())
    assert loss.x() == fit.x(), "the second column has the optimizer and its rate"
    page.resize(1280, 700)
    qtbot.waitUntil(lambda: columns.count == 3)
    loss, fit = page.loss.mapTo(page, QPoint()), page.fit.mapTo(page, QPoint())
    assert loss.x() < fit.x() and loss.y() == fit.y()


def test_that_a_large_window_shows_four_columns_and_the_rare_parameters(
    qtbot: QtBot, page: TrainingPage
) -> None:
    columns = page.findChild(Columns)
    assert columns is not None and page.findChild(QWidget, "field_epsilon") is None

    page.resize(2560, 1300)

    qtbot.waitUntil(lambda: columns.count == 4)
    assert line(page, "field_epsilon").isVisible()
    right = page.callbacks.mapTo(page, QPoint(page.callbacks.width(), 0)).x()
    assert right > 0.9 * page.width()
