"""The explorers, with real mouse and keys, answered as the engine would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.explorers import REPLIES, asked, curve, explore, page
from tests.helpers.pages import choose, click, in_front, line, retype, text
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.foundation.errors import error
from workbench.project.edits import SetParam
from workbench.project.spec import Spec
from workbench.ui.document.document import Document
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.explore.explorers import Explorers
from workbench.ui.explore.subject import TOPICS
from workbench.ui.explore.subjects import of_layer, of_project
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_that_every_topic_is_reached_by_keys_and_asks_keras(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "activation"))
    dialog.topics.setFocus()
    for topic in TOPICS[1:]:
        qtbot.keyClick(dialog.topics, Qt.Key.Key_Down)
        assert dialog.topic == topic
        qtbot.waitUntil(lambda topic=topic: dialog.stack.currentWidget() is dialog.pages.get(topic, dialog))

    assert {kind for kind, _ in questions.asked} >= set(REPLIES)


def test_that_an_activation_is_chosen_and_its_parameter_pulled(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "activation"))
    explorer = page(dialog, "activation")

    choose(qtbot, explorer.kinds, "layer LeakyReLU")
    slider = explorer.sliders["negative_slope"].slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageUp)

    layer = asked(questions, "activation").layer
    assert layer.kind == "LeakyReLU"
    assert layer.params["negative_slope"] == pytest.approx(0.4)
    assert line(explorer, "field_negative_slope").text() == "0.4"


def test_that_a_place_of_the_curve_is_pointed_at_and_read(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "activation"))
    explorer = page(dialog, "activation")

    at = explorer.plot.point_at(-2.0, 0.0).toPoint()
    qtbot.mouseClick(explorer.plot, Qt.MouseButton.LeftButton, pos=at)

    assert asked(questions, "activation").at[0] == pytest.approx(-2.0, abs=0.05)
    assert text(explorer, "told_activation").startswith("f(-2")
    qtbot.keyClick(explorer.plot, Qt.Key.Key_Right)
    assert asked(questions, "activation").at[0] == pytest.approx(-1.9, abs=0.05)


def test_that_a_layers_activation_is_explored_and_used_as_one_step(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    hidden = next(node for node in document.project.graph.nodes if "activation" in node.spec.params)
    subject = of_layer(document, hidden.id, "activation")
    assert subject is not None
    explore(qtbot, dialog, subject)
    explorer, before = page(dialog, "activation"), document.project
    assert text(dialog, "explore_place") == f"activation of {hidden.name}"
    assert not dialog.use.isEnabled()

    choose(qtbot, explorer.function.editor.combo, "gelu")
    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert document.project.graph.node(hidden.id).spec.params["activation"] == "gelu"
    assert not dialog.use.isEnabled()
    choose(qtbot, explorer.kinds, "layer LeakyReLU")
    assert not dialog.use.isEnabled()
    assert "another layer's activation" in dialog.use.toolTip()
    document.undo_stack.undo()
    assert document.project == before


def test_that_using_it_where_the_layer_is_gone_changes_nothing_and_says_so(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    from workbench.project.edits import DeleteItems

    hidden = next(node for node in document.project.graph.nodes if "activation" in node.spec.params)
    subject = of_layer(document, hidden.id, "activation")
    assert subject is not None
    explore(qtbot, dialog, subject)
    choose(qtbot, page(dialog, "activation").function.editor.combo, "gelu")
    document.do(DeleteItems((hidden.id,)))
    before = document.project

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert document.project == before
    assert text(dialog, "explore_place").startswith("It is not there any more")


def test_that_an_initializer_is_drawn_for_the_layers_own_kernel_again_and_again(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    dense = next(node for node in document.project.graph.nodes if node.spec.kind == "Dense")
    document.do(SetParam(dense.id, "kernel_initializer", Spec("HeNormal")))
    subject = of_layer(document, dense.id, "kernel_initializer")
    assert subject is not None
    explore(qtbot, dialog, subject)
    explorer = page(dialog, "initializer")

    click(qtbot, explorer, "draw_again")
    retype(qtbot, line(explorer, "field_kernel_shape"), "64 x 32")

    question = asked(questions, "initializer")
    assert (question.initializer, question.shape, question.seed) == (Spec("HeNormal"), (64, 32), 1)
    assert "it vanishes" in text(explorer, "told_initializer")


def test_that_the_courses_neuron_is_typed_and_its_arithmetic_written_out(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "neuron"))
    explorer = page(dialog, "neuron")
    for name, typed in (("x1", "2"), ("x2", "3"), ("w1", "0"), ("w2", "1"), ("b", "4")):
        retype(qtbot, line(explorer, f"field_{name}"), typed)

    question = asked(questions, "neuron")
    assert (question.inputs, question.weights, question.bias) == ((2.0, 3.0), (0.0, 1.0), 4.0)
    told = text(explorer, "told_neuron")
    assert "0·2 + 1·3 + 4 = 7" in told
    assert "sigmoid(7) = 0.9991" in told
    at = explorer.field.place_of(-1.0, 1.0).toPoint()
    qtbot.mouseClick(explorer.field, Qt.MouseButton.LeftButton, pos=at)
    assert asked(questions, "neuron").inputs == pytest.approx((-1.0, 1.0), abs=0.05)


def test_that_a_rate_is_shaped_on_a_copy_and_used_as_one_step(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    before = document.project
    explore(qtbot, dialog, of_project(document, "rate"))
    explorer = page(dialog, "rate")
    choose(qtbot, explorer.card.combo, "Step drop")
    assert document.project == before
    assert explorer.plot.drawing is not None

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert type(document.project.training.rate).__name__ == "StepDrop"
    assert document.project.training.epochs == before.training.epochs
    document.undo_stack.undo()
    assert document.project == before
    choose(qtbot, explorer.card.combo, "Keras schedule (optimizer)")
    assert explorer.schedule.isVisible()
    choose(qtbot, explorer.schedule.combo, "ExponentialDecay")
    assert explorer.value().optimizer.params["learning_rate"].kind == "ExponentialDecay"


def test_that_a_refusal_is_said_where_it_was_asked(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    questions.replies["initializer"] = refusal(error("explore.refused", "explore", "Expected a kernel."))
    explore(qtbot, dialog, of_project(document, "initializer"))

    assert "Expected a kernel." in page(dialog, "initializer").notes.text()


def test_that_the_pictures_follow_the_theme(
    qtbot: QtBot, dialog: ExploreDialog, document: Document, theme: Theme
) -> None:
    def corner(widget: QWidget) -> QColor:
        return widget.grab().toImage().pixelColor(widget.width() // 2, widget.height() // 3)

    for topic in ("optimizer", "neuron"):
        explore(qtbot, dialog, of_project(document, topic))
        view = page(dialog, topic).view if topic == "optimizer" else page(dialog, topic).field
        theme.set_dark(True)
        dark = corner(view)
        theme.set_dark(False)
        assert corner(view) != dark


def test_that_an_answer_that_comes_after_the_end_is_let_go(
    qtbot: QtBot, document: Document, theme: Theme
) -> None:
    from workbench.ui.document.engine_client import EngineClient

    window = in_front(qtbot, QWidget(), 200, 100)
    engine = EngineClient(document)
    explorers = Explorers(document, engine, theme, window, document)
    explorers.open()
    dialog = explorers.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "activation" in dialog.pages)
    late = dialog.pages["activation"]._on_answered
    with qtbot.waitSignal(dialog.destroyed):
        click(qtbot, dialog, "explore_close")

    late(curve({"question": type("Asked", (), {"at": (1.0,)})}))

    assert explorers.dialog is None
