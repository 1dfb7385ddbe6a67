"""Objects in a generated form: activations, initializers, schedules, wrapped layers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.forms import Heard, Show, combo, line, message, shower
from tests.helpers.pages import choose, retype
from workbench.catalog.catalog import Catalog
from workbench.project.spec import Spec
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def show(qtbot: QtBot, catalog: Catalog, theme: Theme) -> Show:
    return shower(qtbot, catalog, theme)


def test_that_an_activation_shows_its_curve_and_formula(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    choose(qtbot, combo(form, "activation"), "relu")
    assert heard.changes == [("activation", "relu")]
    assert form.findChild(QLabel, "curve_formula").text() == "max(0, x)"
    assert form.row("activation").editor.card.plot.is_drawn


def test_that_a_formula_of_ones_own_is_checked_while_it_is_typed(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    choose(qtbot, combo(form, "activation"), "Formula…")
    assert heard.changes == [("activation", "formula:1/(1+exp(-x))")]
    field = form.findChild(QLineEdit, "formula_activation")
    retype(qtbot, field, "x*tanh(x)")
    assert heard.changes[-1] == ("activation", "formula:x*tanh(x)")
    told = len(heard.changes)

    retype(qtbot, field, "open('x')")

    assert "received “open('x')”" in message(form, "activation")
    assert all("open" not in str(value) for _, value in heard.changes[told:])


def test_that_an_initializer_opens_a_form_of_its_own(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    choose(qtbot, combo(form, "kernel_initializer"), "VarianceScaling")
    assert heard.changes == [("kernel_initializer", Spec("VarianceScaling"))]
    nested = form.row("kernel_initializer").findChild(SpecForm, "nested_form")

    retype(qtbot, line(nested, "scale"), "2")

    assert heard.changes[-1] == ("kernel_initializer", Spec("VarianceScaling", {"scale": 2.0}))


def test_that_choosing_the_default_object_again_is_a_reset(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8, kernel_initializer=Spec("HeNormal"))
    heard = Heard(form)
    choose(qtbot, combo(form, "kernel_initializer"), "GlorotUniform")
    assert heard.resets == ["kernel_initializer"]


def test_that_a_learning_rate_is_a_number_or_a_schedule(qtbot: QtBot, show: Show) -> None:
    form = show("Adam", "optimizer")
    heard = Heard(form)
    retype(qtbot, line(form, "learning_rate_number"), "0.02")
    assert heard.changes[-1] == ("learning_rate", 0.02)

    choose(qtbot, combo(form, "learning_rate"), "ExponentialDecay")

    name, schedule = heard.changes[-1]
    assert (name, schedule.kind) == ("learning_rate", "ExponentialDecay")
    assert schedule.params["initial_learning_rate"] == 0.02
    assert not line(form, "learning_rate_number").isVisible()


def test_that_a_learning_rate_in_words_is_refused_where_it_was_given(qtbot: QtBot, show: Show) -> None:
    form = show("Adam", "optimizer")
    heard = Heard(form)
    retype(qtbot, line(form, "learning_rate_number"), "fast")
    assert heard.changes == []
    assert "received “fast”" in message(form, "learning_rate")


def test_that_a_wrapped_layer_nests_as_deep_as_keras_does(qtbot: QtBot, show: Show) -> None:
    form = show("TimeDistributed", layer=Spec("Bidirectional", {"layer": Spec("LSTM", {"units": 4})}))
    heard = Heard(form)
    retype(qtbot, line(form, "units"), "9")
    inner = Spec("Bidirectional", {"layer": Spec("LSTM", {"units": 9})})
    assert heard.changes == [("layer", inner)]


def test_that_a_list_of_objects_grows_and_shrinks(qtbot: QtBot, show: Show) -> None:
    form = show("StackedRNNCells", cells=(Spec("LSTMCell", {"units": 4}),))
    heard = Heard(form)
    qtbot.mouseClick(form.findChild(QWidget, "remove_cells_0"), Qt.MouseButton.LeftButton)
    assert heard.changes == [("cells", ())]
    qtbot.mouseClick(form.row("cells").editor.add_button, Qt.MouseButton.LeftButton)
    assert len(heard.changes[-1][1]) == 1
