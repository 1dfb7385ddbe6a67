"""The generated form as a whole, with real keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.forms import Heard, Show, combo, line, shower
from tests.helpers.pages import choose, retype
from workbench.catalog.catalog import Catalog
from workbench.project.spec import Spec
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def show(qtbot: QtBot, catalog: Catalog, theme: Theme) -> Show:
    return shower(qtbot, catalog, theme)


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
