"""Filters and feature maps: choosing layer, channel, page and example, and one of them large."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, click, exposed
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.foundation.errors import error
from workbench.protocol.filters import PAGE, Filters, MapLayer, Plane
from workbench.protocol.messages import FiltersShown, Response
from workbench.ui.results.filters import FilterPanel
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_LAYERS = (
    MapLayer(name="conv", kind="Conv2D", maps=30, kernels=30, inputs=3),
    MapLayer(name="pool", kind="MaxPooling2D", maps=30),
)


def plane(number: int, values: np.ndarray) -> Plane:
    return Plane(
        number=number, height=values.shape[0], width=values.shape[1], depth=values.shape[2],
        values=values.astype(np.float32).tobytes(), low=float(values.min()), high=float(values.max()),
        mean=float(values.mean()),
    )  # fmt: skip


def kernel(number: int) -> Plane:
    return plane(number, np.array([[[-1.0], [1.0]], [[0.0], [number / 30]]]))


def feature_map(number: int) -> Plane:
    return plane(number, np.arange(16.0).reshape(4, 4, 1) + number)


def answered(fields: dict[str, Any]) -> Response:
    """Answer as the engine does for a network of two layers."""
    layer = next(one for one in _LAYERS if one.name == (fields["layer"] or "conv"))
    first = fields["first"]
    numbers = range(first, min(first + PAGE, 30))
    has_example = fields.get("row", -1) >= 0
    kernels = tuple(map(kernel, numbers)) if layer.kernels else ()
    return FiltersShown(
        id=1,
        filters=Filters(
            layers=_LAYERS, layer=layer.name, first=first, channel=fields["channel"],
            kernels=kernels, kernel_range=(-1.0, 1.0),
            maps=tuple(map(feature_map, numbers)) if has_example else (), map_range=(0.0, 45.0),
            large=feature_map(fields["large"]) if fields["large"] >= 0 else None,
            label="seven" if has_example else "",
        ),
    )  # fmt: skip


def panel_on(qtbot: QtBot, theme: Theme, reply: Any = answered) -> tuple[FilterPanel, ScriptedQuestions]:
    panel = FilterPanel(theme)
    questions = ScriptedQuestions(panel, filters=reply)
    panel.connect_questions(questions)
    panel.set_run(Path("/runs/1"), "best")
    assert questions.asked == [], "nothing is asked for a page that nobody sees"
    return exposed(qtbot, panel, 1100, 800), questions


def text(panel: FilterPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def press(qtbot: QtBot, widget: Any, at: int) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.place_of(at).center())


def test_that_a_run_shows_the_first_layers_kernels_and_the_maps_of_a_row(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme)

    asked = questions.asked[-1][1]
    assert (asked["run"], asked["which"], asked["layer"], asked["row"]) == ("/runs/1", "best", "", 0)
    assert (len(panel.kernels.planes), len(panel.maps.planes)) == (PAGE, PAGE)
    assert text(panel, "kernels_title") == "Kernels, weights -1.000 … 1.000"
    assert text(panel, "filter_label") == "Target: seven"
    drawn = panel.kernels.grab().toImage()
    corner = panel.kernels.place_of(0).topLeft()
    low, high = drawn.pixelColor(corner + QPoint(12, 12)), drawn.pixelColor(corner + QPoint(45, 12))
    assert high.blue() > high.red() and low.red() > low.blue()


def test_that_a_click_on_a_kernel_shows_it_large_with_its_numbers(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme)
    count = len(questions.asked)

    press(qtbot, panel.kernels, 3)

    assert panel.large.isVisible()
    assert panel.large.plane is not None and panel.large.plane.number == 3
    assert panel.large.text_at(QPoint(40, 60)) == "row 1, column 1: -1.000"
    assert panel.large.text_at(QPoint(240, 260)) == "row 2, column 2: 0.100"
    assert len(questions.asked) == count, "a kernel is there already"
    panel.grab()
    press(qtbot, panel.kernels, 3)
    assert not panel.large.isVisible()


def test_that_enter_on_a_map_asks_for_it_exactly(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme)
    panel.maps.setFocus()

    qtbot.keyClick(panel.maps, Qt.Key.Key_Right)
    assert panel.maps.accessibleDescription().startswith("2: ø 8.500")
    qtbot.keyClick(panel.maps, Qt.Key.Key_Return)

    assert questions.asked[-1][1]["large"] == 1
    assert panel.large.plane == feature_map(1)
    assert panel.large.text_at(QPoint(5, 30)) == "row 1, column 1: 1.000"


def test_that_layers_channels_and_pages_are_chosen(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme)

    choose(qtbot, panel.channel, "input 2")
    assert questions.asked[-1][1]["channel"] == 1
    click(qtbot, panel, "filters_behind")
    assert [one.number for one in panel.maps.planes] == list(range(PAGE, 30))
    assert text(panel, "filter_page") == "25 – 30 of 30"
    assert not panel.behind.isEnabled()
    choose(qtbot, panel.layer, "pool")

    assert (questions.asked[-1][1]["layer"], questions.asked[-1][1]["first"]) == ("pool", 0)
    assert not panel.kernels.isVisible()
    assert text(panel, "filter_hint") == "MaxPooling2D has no kernels of its own."


def test_that_the_layer_follows_the_canvas_where_it_has_maps(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme)

    panel.follow({"dense"})
    panel.follow({"conv", "pool"})
    assert panel.layer.currentText() == "conv"
    panel.follow({"pool"})

    assert questions.asked[-1][1]["layer"] == "pool"
    assert panel.layer.currentText() == "pool"


def test_that_another_model_or_moment_asks_again_for_the_same_layer(qtbot: QtBot, theme: Theme) -> None:
    panel, questions = panel_on(qtbot, theme)
    choose(qtbot, panel.layer, "pool")

    panel.set_run(Path("/runs/1"), "epoch-0004")
    panel.set_moment(3, is_live=True)
    panel.set_moment(3, is_live=True)

    told = [(fields["which"], fields["layer"]) for _, fields in questions.asked[-3:]]
    assert told == [("best", "pool"), ("epoch-0004", "pool"), ("last", "pool")]


def test_that_without_an_example_the_kernels_are_shown_and_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    panel, _ = panel_on(qtbot, theme)

    choose(qtbot, panel.given.kind, "typed numbers")

    assert panel.kernels.isVisible()
    assert not panel.maps.isVisible()
    assert text(panel, "filter_hint").startswith("Choose a row, draw, or drop a picture")


def test_that_an_example_that_can_not_be_had_is_told_beside_the_kernels(qtbot: QtBot, theme: Theme) -> None:
    gone = error("data.missing", "data.source", "digits.csv is not there.", "Find it.")

    def reply(fields: dict[str, Any]) -> Response:
        found = answered({**fields, "row": -1})
        assert isinstance(found, FiltersShown)
        return replace(found, filters=replace(found.filters, problems=(gone,)))

    panel, _ = panel_on(qtbot, theme, reply)

    assert panel.kernels.isVisible()
    assert "digits.csv is not there" in panel._notes.text()


def test_that_a_damaged_model_is_told_and_nothing_else_is_shown(qtbot: QtBot, theme: Theme) -> None:
    damaged = error("run.model_damaged", "run", "best.keras can't be loaded.")
    panel, _ = panel_on(qtbot, theme, refusal(damaged))

    assert "can't be loaded" in panel._notes.text()
    assert not panel.kernels.isVisible()
    assert not panel.maps.isVisible()
    assert text(panel, "filter_hint") == ""


def test_that_a_panel_that_waits_for_its_answer_says_so(qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(theme)
    panel.set_run(Path("/runs/1"), "best")
    exposed(qtbot, panel, 1100, 800)

    assert text(panel, "filter_hint") == "Looking at the network's layers…"
