"""Numbers, sizes, shapes and lists in a generated form, typed and stepped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.forms import Heard, Show, combo, line, message, shower, tiny
from tests.helpers.pages import retype
from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Param
from workbench.project.spec import Spec
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def show(qtbot: QtBot, catalog: Catalog, theme: Theme) -> Show:
    return shower(qtbot, catalog, theme)


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
