"""The explorers, with real mouse and keys, answered as the engine would."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, click, in_front, line, retype, text
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import SetParam
from workbench.project.spec import Spec
from workbench.protocol.exploring import (
    ActivationCurve,
    InitializerDrawn,
    LossesCompared,
    LossFigures,
    NeuronAnswer,
    RaceRun,
    Way,
)
from workbench.protocol.messages import Explored, Response
from workbench.protocol.probing import Ground
from workbench.ui import preferences
from workbench.ui.document.document import Document
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.explore.explorers import Explorers
from workbench.ui.explore.subject import TOPICS, Subject, Topic
from workbench.ui.explore.subjects import of_layer, of_project
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_STEPS = 121


def curve(fields: dict[str, Any]) -> Response:
    x = np.linspace(-4, 4, 9)
    at = fields["question"].at[0]
    told = ActivationCurve(
        x=tuple(x), y=tuple(x / 2), slope=(0.5,) * 9, at_y=(at / 2,), at_slope=(0.5,), has_neighbours=False
    )
    return Explored(id=1, answer=told)


def losses(fields: dict[str, Any]) -> Response:
    question = fields["question"]
    count = len(question.predicted)
    told = tuple(
        LossFigures(
            kind=spec.kind, value=0.81, slopes=(1.8,) * count, along=(0.0, 1.0), slopes_along=(0.0, 2.0)
        )
        for spec in question.losses
    )
    return Explored(id=1, answer=LossesCompared(x=(question.low, question.high), losses=told))


def draws(_fields: dict[str, Any]) -> Response:
    told = InitializerDrawn(
        counts=(1, 3, 1),
        low=-1,
        high=1,
        mean=0,
        deviation=0.5,
        fan_in=4,
        fan_out=4,
        width=4,
        variances=(1.0, 1e-4),
    )
    return Explored(id=1, answer=told)


def race(fields: dict[str, Any]) -> Response:
    question = fields["question"]
    x, y = question.start
    ways = tuple(
        Way(optimizer=spec, x=tuple(np.linspace(x, 0, _STEPS)), y=tuple(np.linspace(y, 0, _STEPS)))
        for spec in question.optimizers
    )
    return Explored(id=1, answer=RaceRun(ways=ways))


def neuron(fields: dict[str, Any]) -> Response:
    question = fields["question"]
    (x, y), (first, second) = question.inputs, question.weights
    ground = Ground(name="sigmoid", low=0, high=1, shades=bytes(range(4)))
    total = first * x + second * y + question.bias
    return Explored(id=1, answer=NeuronAnswer(total=total, output=0.9991, ground=ground))


REPLIES = {"activation": curve, "loss": losses, "initializer": draws, "optimizer": race, "neuron": neuron}


@pytest.fixture
def questions(document: Document) -> ScriptedQuestions:
    return ScriptedQuestions(document, **REPLIES)


@pytest.fixture
def dialog(
    qtbot: QtBot, document: Document, questions: ScriptedQuestions, theme: Theme, catalog: Catalog
) -> ExploreDialog:
    made = ExploreDialog(catalog, theme, questions, lambda topic: of_project(document, topic))
    return in_front(qtbot, made, 1080, 680)


def asked(questions: ScriptedQuestions, topic: Topic) -> Any:
    return [fields["question"] for kind, fields in questions.asked if kind == topic][-1]


def page(dialog: ExploreDialog, topic: Topic) -> Any:
    return dialog.pages[topic]


def explore(qtbot: QtBot, dialog: ExploreDialog, subject: Subject) -> None:
    """Begin with a subject, and wait until its page is there: it is made in a turn of its own."""
    dialog.explore(subject)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.pages.get(subject.topic, dialog))


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


def test_that_the_courses_two_losses_are_asked_for_by_typing(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "loss"))
    explorer = page(dialog, "loss")
    choose(qtbot, explorer.picker.combo, "MeanSquaredError")
    choose(qtbot, explorer.beside, "BinaryCrossentropy")

    retype(qtbot, line(explorer, "field_predicted"), "0.25")
    retype(qtbot, line(explorer, "field_predicted"), "0.9")

    question = asked(questions, "loss")
    assert [loss.kind for loss in question.losses] == ["MeanSquaredError", "BinaryCrossentropy"]
    assert (question.predicted, question.target) == ((0.9,), 0.0)
    cells = [[explorer.table.item(row, column).text() for column in range(3)] for row in range(2)]
    assert cells[0] == ["MeanSquaredError", "0.8100", "1.8000"]
    assert cells[1][0] == "BinaryCrossentropy"


def test_that_the_arrow_keys_move_along_a_loss(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "loss"))
    explorer = page(dialog, "loss")
    choose(qtbot, explorer.picker.combo, "MeanSquaredError")

    explorer.values.setFocus()
    for _ in range(3):
        qtbot.keyClick(explorer.values, Qt.Key.Key_Left)

    assert asked(questions, "loss").predicted[0] < 0.9


def test_that_bars_of_classes_are_pulled_and_stay_shares(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "loss"))
    explorer = page(dialog, "loss")
    bars = explorer.prediction.bars
    assert len(explorer.prediction.values) == 3

    start, end = bars.place_of(1, 0.3).toPoint(), bars.place_of(1, 0.8).toPoint()
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(bars, end)
    qtbot.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=end)
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(start.x(), bars.height() - 6))

    question = asked(questions, "loss")
    assert question.predicted[1] == pytest.approx(0.8, abs=0.02)
    assert sum(question.predicted) == pytest.approx(1.0, abs=0.01)
    assert question.target == 1.0
    qtbot.keyClick(bars, Qt.Key.Key_Up)
    assert asked(questions, "loss").predicted[1] > question.predicted[1]
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert asked(questions, "loss").target == 2.0


def test_that_a_loss_is_used_in_the_project_as_one_step(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    before = document.project
    explore(qtbot, dialog, of_project(document, "loss"))
    choose(qtbot, page(dialog, "loss").picker.combo, "CategoricalFocalCrossentropy")

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert document.project.training.loss == Spec("CategoricalFocalCrossentropy")
    document.undo_stack.undo()
    assert document.project == before


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


def test_that_a_race_starts_where_the_mouse_says_and_at_the_rate_of_the_slider(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "optimizer"))
    explorer = page(dialog, "optimizer")
    view = explorer.view

    start, end = view.place_of(0.0, 0.0).toPoint(), view.place_of(1.0, -1.0).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    retype(qtbot, line(explorer, "field_race_rate"), "0.3")
    choose(qtbot, explorer.surface, "a saddle")

    question = asked(questions, "optimizer")
    assert question.surface == "saddle"
    before = [fields["question"] for kind, fields in questions.asked if kind == "optimizer"][-2]
    assert before.start == pytest.approx((1.0, -1.0), abs=0.03)
    assert {spec.params["learning_rate"] for spec in before.optimizers} == {0.3}
    assert before.optimizers[0].kind == document.project.training.optimizer.kind


def test_that_a_race_is_played_paused_and_stepped(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "optimizer"))
    clock = page(dialog, "optimizer").clock

    click(qtbot, clock, "race_play")
    qtbot.waitUntil(lambda: 2 < clock.step < 120)
    click(qtbot, clock, "race_play")
    at = clock.step
    assert not clock.is_playing
    click(qtbot, clock, "race_step")
    assert clock.step == at + 1
    click(qtbot, clock, "race_play")
    dialog.close()
    assert not clock.is_playing


def test_that_nothing_moves_by_itself_where_motion_is_reduced(
    qtbot: QtBot, dialog: ExploreDialog, document: Document, workbench_home: object
) -> None:
    preferences.remember_reduced_motion(True)
    explore(qtbot, dialog, of_project(document, "optimizer"))
    clock = page(dialog, "optimizer").clock
    click(qtbot, clock, "race_step")
    assert clock.step == 0

    click(qtbot, clock, "race_play")

    assert clock.step == 120
    assert not clock.is_playing


def test_that_using_an_optimizer_leaves_the_projects_learning_rate(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "optimizer"))
    explorer = page(dialog, "optimizer")
    before = document.project.training.optimizer.params.get("learning_rate")
    retype(qtbot, line(explorer, "field_race_rate"), "0.7")
    choose(qtbot, explorer.picker.combo, "RMSprop")

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert document.project.training.optimizer.kind == "RMSprop"
    assert document.project.training.optimizer.params.get("learning_rate") == before


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
