"""The generated form, with real keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group, Kind, Param
from workbench.project.spec import Spec
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
Show = Callable[..., SpecForm]


class Heard:
    """What a form has said, in order; ``spec`` follows as the document would."""

    def __init__(self, form: SpecForm) -> None:
        self.changes: list[tuple[str, Any]] = []
        self.resets: list[str] = []
        form.param_changed.connect(lambda name, value: self.changes.append((name, value)))
        form.param_reset.connect(self.resets.append)


@pytest.fixture
def show(qtbot: QtBot, catalog: Catalog, theme: Theme) -> Show:
    def make(kind: str, group: Group = "layer", own: Catalog | None = None, **params: Any) -> SpecForm:
        form = SpecForm(own or catalog, theme)
        qtbot.addWidget(form)
        form.resize(280, 700)
        form.set_spec(group, Spec(kind, params))
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return make


def line(form: QWidget, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, f"field_{name}")
    assert found is not None
    return found


def combo(form: QWidget, name: str) -> QComboBox:
    found = form.findChild(QComboBox, f"field_{name}")
    assert found is not None
    return found


def message(form: QWidget, name: str) -> str:
    found = form.findChild(QLabel, f"message_{name}")
    assert found is not None
    return found.text() if not found.isHidden() else ""


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, Qt.Key.Key_Delete)


def choose(qtbot: QtBot, box: QComboBox, entry: str) -> None:
    """Pick an entry as a hand does: open the list, go to the row, press Enter."""
    index = box.findText(entry)
    assert index >= 0, f"{entry} is not in the list"
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    view = box.view()
    view.setCurrentIndex(box.model().index(index, box.modelColumn()))
    qtbot.keyClick(view, Qt.Key.Key_Return)


def tiny(*params: Param) -> Catalog:
    kind = Kind(group="layer", name="Thing", family="core", params=params)
    return Catalog(keras="0", kinds=(kind,))


def test_that_every_kind_of_the_catalog_gets_a_form(qtbot: QtBot, show: Show, catalog: Catalog) -> None:
    form = show("Dense")
    for kind in catalog.kinds:
        form.set_spec(kind.group, Spec(kind.name, kind.starting_params()))
        shown = {param.name for param in kind.params if param.required or not param.advanced}
        assert shown <= {param.name for param in kind.params if form.findChild(QWidget, f"row_{param.name}")}


def test_that_needed_parameters_come_first_and_rare_ones_are_folded(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    assert line(form, "units").mapTo(form, QPoint()).y() < combo(form, "activation").mapTo(form, QPoint()).y()
    assert form.findChild(QWidget, "row_dtype") is None

    qtbot.mouseClick(form.findChild(QWidget, "toggle_more_Dense"), Qt.MouseButton.LeftButton)

    assert form.row("dtype").isVisible()


def test_that_typing_a_number_changes_the_parameter_at_every_key(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    retype(qtbot, line(form, "units"), "128")
    assert heard.changes == [("units", 1), ("units", 12), ("units", 128)]


@pytest.mark.parametrize(("typed", "value"), [("1e-4", 0.0001), ("0,5", 0.5), (".25", 0.25)])
def test_that_a_float_takes_exponents_and_commas(qtbot: QtBot, show: Show, typed: str, value: float) -> None:
    form = show("Adam", "optimizer")
    qtbot.mouseClick(form.findChild(QWidget, "toggle_more_Adam"), Qt.MouseButton.LeftButton)
    heard = Heard(form)
    retype(qtbot, line(form, "epsilon"), typed)
    assert heard.changes[-1] == ("epsilon", value)
    assert message(form, "epsilon") == ""


def test_that_invalid_text_is_refused_in_words_and_emits_nothing(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    retype(qtbot, line(form, "units"), "lots")
    assert heard.changes == []
    assert message(form, "units") == "Expected a whole number, received “lots”."
    assert line(form, "units").property("invalid") is True

    retype(qtbot, line(form, "units"), "16")

    assert message(form, "units") == ""
    assert line(form, "units").property("invalid") is False
    assert heard.changes[-1] == ("units", 16)


def test_that_a_number_out_of_range_is_refused(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    retype(qtbot, line(form, "units"), "0")
    assert heard.changes == []
    assert message(form, "units") == "Expected at least 1, received “0”."


def test_that_a_number_half_typed_is_not_blamed_until_the_field_is_left(qtbot: QtBot, show: Show) -> None:
    form = show("Dropout", rate=0.5)
    retype(qtbot, line(form, "rate"), "1e-")
    assert message(form, "rate") == ""
    qtbot.keyClick(line(form, "rate"), Qt.Key.Key_Return)
    assert "received “1e-”" in message(form, "rate")


def test_that_what_is_typed_outlives_the_echo_of_the_same_value(qtbot: QtBot, show: Show) -> None:
    form = show("Conv2D", filters=4, kernel_size=(3, 3))
    field = line(form, "kernel_size")
    retype(qtbot, field, "5x")
    field.setCursorPosition(1)
    form.set_spec("layer", Spec("Conv2D", {"filters": 4, "kernel_size": 5}))
    assert (field.text(), field.cursorPosition(), field.hasFocus()) == ("5x", 1, True)

    form.set_spec("layer", Spec("Conv2D", {"filters": 4, "kernel_size": (7, 7)}))

    assert field.text() == "7 × 7"
    assert line(form, "kernel_size") is field


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("28 × 28 × 1", (28, 28, 1)),
        ("28,28,1", (28, 28, 1)),
        ("28x28x1", (28, 28, 1)),
        ("(None, 3)", (None, 3)),
        ("7", (7,)),
    ],
)
def test_that_a_shape_is_read_however_it_is_written(
    qtbot: QtBot, show: Show, typed: str, value: tuple[int | None, ...]
) -> None:
    form = show("Input", shape=(2,))
    heard = Heard(form)
    retype(qtbot, line(form, "shape"), typed)
    assert heard.changes[-1] == ("shape", value)


def test_that_a_shape_is_tidied_when_the_field_is_left(qtbot: QtBot, show: Show) -> None:
    form = show("Input", shape=(2,))
    retype(qtbot, line(form, "shape"), "8x8x1")
    qtbot.keyClick(line(form, "shape"), Qt.Key.Key_Return)
    assert line(form, "shape").text() == "8 × 8 × 1"


def test_that_a_size_may_be_one_number_or_one_per_axis(qtbot: QtBot, show: Show) -> None:
    form = show("Conv2D", filters=4, kernel_size=(3, 3))
    heard = Heard(form)
    retype(qtbot, line(form, "kernel_size"), "5")
    retype(qtbot, line(form, "kernel_size"), "5x2")
    assert heard.changes[0] == ("kernel_size", 5)
    assert heard.changes[-1] == ("kernel_size", (5, 2))


def test_that_arrow_keys_step_numbers_and_sizes(qtbot: QtBot, show: Show) -> None:
    form = show("Conv2D", filters=4, kernel_size=(3, 3))
    heard = Heard(form)
    qtbot.keyClick(line(form, "filters"), Qt.Key.Key_Up)
    qtbot.keyClick(line(form, "kernel_size"), Qt.Key.Key_PageUp)
    qtbot.keyClick(line(form, "filters"), Qt.Key.Key_PageDown)
    assert heard.changes == [("filters", 5), ("kernel_size", (13, 13)), ("filters", 1)]


def test_that_a_click_on_the_small_arrow_steps_up(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    stepper = line(form, "units").findChild(QWidget, "stepper")
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=QPoint(10, 4))
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=QPoint(10, stepper.height() - 4))
    assert heard.changes == [("units", 9), ("units", 8)]


def test_that_the_wheel_turns_only_the_field_with_the_focus(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    heard = Heard(form)
    combo(form, "activation").setFocus()
    turn(line(form, "units"))
    turn(combo(form, "kernel_initializer"))
    assert heard.changes == []

    line(form, "units").setFocus()
    turn(line(form, "units"))

    assert heard.changes == [("units", 9)]


def turn(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_that_a_check_box_and_a_choice_change_their_parameters(qtbot: QtBot, show: Show) -> None:
    form = show("Conv2D", filters=4, kernel_size=3)
    heard = Heard(form)
    box = form.findChild(QCheckBox, "field_use_bias")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    choose(qtbot, combo(form, "padding"), "same")
    assert heard.changes == [("use_bias", False), ("padding", "same")]


def test_that_a_changed_value_is_marked_and_can_be_reset(qtbot: QtBot, show: Show) -> None:
    form = show("Conv2D", filters=4, kernel_size=3, padding="same")
    heard = Heard(form)
    row = form.row("padding")
    assert (row.reset_button.isVisible(), row.label.property("role")) == (True, "heading")
    assert form.row("filters").reset_button.isHidden()

    qtbot.mouseClick(row.reset_button, Qt.MouseButton.LeftButton)

    assert heard.resets == ["padding"]
    assert combo(form, "padding").currentText() == "valid"
    assert row.reset_button.isHidden()


def test_that_giving_the_default_is_a_reset(qtbot: QtBot, show: Show) -> None:
    form = show("Conv2D", filters=4, kernel_size=3, strides=2)
    heard = Heard(form)
    retype(qtbot, line(form, "strides"), "1")
    assert (heard.changes, heard.resets) == ([], ["strides"])
    assert line(form, "strides").text() == "1"


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


def test_that_lists_and_json_are_read_and_refused(qtbot: QtBot, show: Show) -> None:
    own = tiny(
        Param(name="axes", editor="ints"),
        Param(name="anything", editor="value"),
        Param(name="words", editor="texts"),
        Param(name="range", editor="floats", default=(0, 255)),
    )
    form = show("Thing", own=own)
    heard = Heard(form)
    retype(qtbot, line(form, "axes"), "1")
    retype(qtbot, line(form, "words"), "a")
    retype(qtbot, line(form, "range"), "0 1")
    assert heard.changes == [("axes", (1,)), ("words", ("a",)), ("range", (0.0,)), ("range", (0.0, 1.0))]
    retype(qtbot, line(form, "anything"), "{broken")
    assert "Expected JSON" in message(form, "anything")
    retype(qtbot, line(form, "anything"), "[1]")
    assert heard.changes[-1] == ("anything", (1,))


def test_that_clearing_a_field_that_may_be_none_sets_none(qtbot: QtBot, show: Show) -> None:
    own = tiny(Param(name="limit", editor="float", default=1.0, nullable=True))
    form = show("Thing", own=own)
    heard = Heard(form)
    retype(qtbot, line(form, "limit"), "")
    assert heard.changes == [("limit", None)]


def test_that_another_kind_rebuilds_the_form_and_an_unknown_one_is_told(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    form.set_spec("layer", Spec("Flatten"))
    assert form.findChild(QWidget, "row_data_format") is None or not form.is_empty()
    form.set_spec("layer", Spec("NoSuchLayer"))
    assert any("NoSuchLayer" in label.text() for label in form.findChildren(QLabel))


def test_that_documentation_becomes_escaped_tooltips(qtbot: QtBot, show: Show) -> None:
    form = show("Dense", units=8)
    form.set_docs("A layer.", {"units": "Size of <img src=x> & more"})
    assert "&lt;img src=x&gt; &amp; more" in line(form, "units").toolTip()


def test_that_suggestions_make_a_list_that_still_takes_text(
    qtbot: QtBot, catalog: Catalog, theme: Theme
) -> None:
    form = SpecForm(catalog, theme)
    qtbot.addWidget(form)
    form.set_suggestions("monitor", ("loss", "val_loss"))
    form.set_spec("callback", Spec("EarlyStopping"))
    form.show()
    heard = Heard(form)
    box = combo(form, "monitor")
    assert [box.itemText(i) for i in range(box.count())] == ["loss", "val_loss"]
    field = box.lineEdit()
    assert field is not None
    retype(qtbot, field, "val_f1")
    assert heard.changes[-1] == ("monitor", "val_f1")
