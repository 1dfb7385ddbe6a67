"""The heat map: cards coloured by what they cost, from near and far, in both themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.blocks import grouped
from tests.helpers.canvas import LEFT, Canvas, branched, show_canvas
from tests.helpers.journals import WrittenRun
from tests.helpers.pages import exposed
from workbench.catalog.catalog import Catalog
from workbench.project.edits import SetParam
from workbench.project.graph import Block, Graph, Point
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.runs.layer_figures import EpochFigures, LayerFigures
from workbench.ui import preferences
from workbench.ui.canvas.frames import CHEVRON
from workbench.ui.canvas.heat import CHOICES, HeatBy, costs, gradients, scale_of
from workbench.ui.canvas.heat_colors import STEPS, contrast, luminance, ramp, tint
from workbench.ui.canvas.heat_legend import HeatLegend
from workbench.ui.layers.gradient_watch import GradientWatch
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.session import RunSession
from workbench.ui.theme import DARK, LIGHT, Colors, Theme

PARAMS = {"image": 0, "left": 36, "right": 3_600, "join": 0, "out": 360_000}
CORNER = QPointF(200, 48)
"""A place on a card that nothing is written on."""


def _analysis(params: dict[str, int]) -> Analysis:
    layers = tuple(
        LayerAnalysis(
            id=id_,
            name=id_,
            kind="Dense",
            output_shapes=((None, 4),),
            params=count,
            trainable_params=count,
            flops=2 * count,
            memory=16,
        )
        for id_, count in params.items()
    )
    return Analysis(layers=layers, params=sum(params.values()))


def _shown(qtbot: QtBot, catalog: Catalog) -> Canvas:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.set_analysis(_analysis(PARAMS))
    return canvas


def _choose(canvas: Canvas, by: HeatBy) -> None:
    action = canvas.view.findChild(QAction, f"canvas.heat.{by}")
    assert isinstance(action, QAction)
    action.trigger()


def _painted(canvas: Canvas, node: str, at: QPointF = CORNER) -> QColor:
    """Return the colour at a place of a card on the screen."""
    place = canvas.to_view(canvas.scene.nodes[node].pos() + at)
    return canvas.view.viewport().grab().toImage().pixelColor(place)


def _legend(canvas: Canvas) -> HeatLegend:
    legend = canvas.view.findChild(HeatLegend)
    assert isinstance(legend, HeatLegend)
    return legend


@pytest.mark.parametrize("zoom", [1.0, 0.4, 0.15])
@pytest.mark.parametrize("colors", [DARK, LIGHT], ids=["dark", "light"])
def test_that_cards_are_painted_by_their_cost_at_every_zoom(
    qtbot: QtBot, catalog: Catalog, zoom: float, colors: Colors
) -> None:
    canvas = _shown(qtbot, catalog)
    theme = canvas.document.findChild(Theme)
    assert isinstance(theme, Theme)
    theme.set_dark(colors is DARK)
    canvas.view.zoom.set_scale(zoom)

    _choose(canvas, "params")

    is_dark = theme.is_dark
    assert _painted(canvas, "left") == ramp(0, is_dark=is_dark)
    assert _painted(canvas, "out") == ramp(1, is_dark=is_dark)
    middle = tint(0.5, is_dark=is_dark, figure="").block.color()
    assert _painted(canvas, "right") == middle
    nothing = colors.line if zoom < 0.2 else colors.card
    assert _painted(canvas, "join") == QColor(nothing)


def test_that_the_marks_of_a_closed_block_are_written_in_the_ink_of_its_colour(
    qtbot: QtBot, catalog: Catalog
) -> None:
    graph = grouped(branched(), "both", "left", "right", repeat=3)
    graph = replace(graph, blocks=tuple(replace(block, is_collapsed=True) for block in graph.blocks))
    canvas = show_canvas(qtbot, catalog, graph)
    canvas.document.set_analysis(_analysis({**PARAMS, "left": 360_000}))
    _choose(canvas, "params")
    card = canvas.scene.nodes["both"]
    assert card.tint is not None and card.tint.ink is not None

    at = canvas.to_view(card.pos() + CHEVRON.topLeft() + QPointF(0, 3))
    sign = canvas.view.viewport().grab().toImage().copy(at.x(), at.y(), 24, 24)

    colors = [sign.pixelColor(x, y) for x in range(24) for y in range(24)]
    ink, usual = card.tint.ink, canvas.scene.look.port.color()
    assert min(_apart(color, ink) for color in colors) < min(_apart(color, usual) for color in colors)


def _apart(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def test_that_the_map_is_off_at_first_and_off_again_shows_the_families(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = _shown(qtbot, catalog)
    before = canvas.view.viewport().grab().toImage()
    assert not _legend(canvas).isVisible()

    _choose(canvas, "macs")
    assert canvas.view.viewport().grab().toImage() != before
    assert _legend(canvas).isVisible()
    close = canvas.view.findChild(QToolButton, "heatLegend.close")
    assert isinstance(close, QToolButton)
    qtbot.mouseClick(close, LEFT)

    assert not _legend(canvas).isVisible()
    assert canvas.view.viewport().grab().toImage() == before


def test_that_the_colours_and_the_legend_follow_the_analysis(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = _shown(qtbot, catalog)
    _choose(canvas, "params")
    assert [label.text() for label in _legend(canvas).ticks] == ["36", "3,600", "360.0 k"]
    assert "log scale" in _legend(canvas).unit.text()

    canvas.document.do(SetParam("left", "units", 8))
    canvas.document.set_analysis(_analysis({**PARAMS, "left": 1_000_000, "out": 900_000, "right": 800_000}))

    assert _painted(canvas, "left") == ramp(1, is_dark=True)
    assert [label.text() for label in _legend(canvas).ticks] == ["0", "500.0 k", "1.0 M"]
    assert "log scale" not in _legend(canvas).unit.text()


def test_that_the_legend_says_so_while_nothing_is_known(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    _choose(canvas, "memory")

    assert _legend(canvas).isVisible()
    assert "nothing" in _legend(canvas).unit.text()
    assert not _legend(canvas).ticks[0].isVisible()


def test_that_a_layer_in_trouble_and_a_selected_one_stay_marked_from_far(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = _shown(qtbot, catalog)
    canvas.view.zoom.set_scale(0.15)
    _choose(canvas, "params")

    canvas.document.select({"out"})

    assert _painted(canvas, "out") == ramp(1, is_dark=True)
    assert _painted(canvas, "out", QPointF(100, -7)) == QColor(DARK.accent)


@given(least=st.integers(1, 10**9), times=st.floats(1, 10**6), parts=st.lists(st.floats(0, 1), min_size=1))
def test_that_shares_lie_between_nothing_and_all_in_the_order_of_the_costs(
    least: int, times: float, parts: list[float]
) -> None:
    most = int(least * times)
    listed = sorted([least, most, *(least + int((most - least) * part) for part in parts)])
    scale = scale_of([0, *listed])
    assert scale is not None
    shares = [scale.share(cost) for cost in listed]
    assert shares == sorted(shares)
    assert shares[0] >= 0
    assert shares[-1] == pytest.approx(1)


def test_that_a_network_without_costs_has_no_scale() -> None:
    assert scale_of([]) is None
    assert scale_of([0, 0]) is None


@pytest.mark.parametrize("is_dark", [True, False])
def test_that_the_ramp_keeps_its_order_in_grey_and_away_from_the_canvas(is_dark: bool) -> None:
    steps = [luminance(ramp(number / STEPS, is_dark=is_dark)) for number in range(STEPS + 1)]
    assert steps == sorted(steps, reverse=not is_dark)
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize("is_dark", [True, False])
def test_that_the_writing_on_every_colour_can_be_read(is_dark: bool) -> None:
    for number in range(STEPS):
        made = tint(number / (STEPS - 1), is_dark=is_dark, figure="1")
        assert made.ink is not None
        assert contrast(made.ink, made.block.color()) >= 4.5


def test_that_a_block_costs_what_its_layers_cost() -> None:
    plain = branched()
    nodes = tuple(
        replace(node, block={"left": "inner", "right": "outer"}.get(node.id)) for node in plain.nodes
    )
    blocks = (
        Block(id="outer", name="outer", at=Point(0, 0)),
        Block(id="inner", name="inner", at=Point(0, 0), parent="outer"),
    )
    graph = Graph(nodes=nodes, links=plain.links, blocks=blocks)

    analysis = _analysis(PARAMS)
    known = costs(graph, analysis, "params")
    assert known["inner"] == 36
    assert known["outer"] == 3_636

    layers = tuple(replace(layer, copies=2) if layer.id == "left" else layer for layer in analysis.layers)
    known = costs(graph, replace(analysis, layers=layers), "params")
    assert (known["left"], known["inner"], known["outer"]) == (72, 72, 3_672)


def test_that_each_choice_has_its_entry_with_a_mark_on_what_is_shown(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = _shown(qtbot, catalog)
    for by in CHOICES:
        _choose(canvas, by)
        assert canvas.view.heat.by == by
        marked = [
            action.objectName() for action in canvas.view.actions_table.heat.actions() if action.isChecked()
        ]
        assert marked == [f"canvas.heat.{by}"]


def test_that_the_choice_is_kept_for_the_next_window(workbench_home: Path) -> None:
    assert preferences.heat_map() == "off"
    preferences.remember_heat_map("memory")
    assert preferences.heat_map() == "memory"
    preferences.remember_heat_map("nonsense")
    assert preferences.heat_map() == "off"
    assert not preferences.is_summary_open()
    preferences.remember_summary(True)
    assert preferences.is_summary_open()


def test_that_the_menu_opens_from_the_bar_on_the_canvas(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = _shown(qtbot, catalog)
    button = canvas.view.findChild(QToolButton, "zoomBar.heat")
    assert isinstance(button, QToolButton)
    assert button.menu() is canvas.view.actions_table.heat
    menu = canvas.view.actions_table.heat
    menu.popup(button.mapToGlobal(button.rect().topLeft()))
    qtbot.waitUntil(menu.isVisible)

    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)

    assert canvas.view.heat.by == "params"
    menu.close()


def _measured(epoch: int = 3, **norms: float) -> EpochFigures:
    layers = tuple(
        LayerFigures(node=node, name=node, kind="Dense", gradient=norm) for node, norm in norms.items()
    )
    return EpochFigures(epoch=epoch, examples=64, layers=layers)


def test_that_cards_are_painted_by_the_gradients_of_a_run(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = _shown(qtbot, catalog)
    _choose(canvas, "gradients")
    legend = _legend(canvas)
    assert legend.unit.text() == "no run of this network has measured them yet"
    assert _painted(canvas, "out") == QColor(DARK.card)

    canvas.view.heat.set_measured(_measured(left=0.001, right=0.01, out=0.1), "digits")

    assert _painted(canvas, "left") == ramp(0, is_dark=True)
    assert _painted(canvas, "out") == ramp(1, is_dark=True)
    assert [label.text() for label in legend.ticks] == ["0.001", "0.01", "0.1"]
    assert legend.unit.text() == "of the loss, “digits”, epoch 3, log scale"
    card = canvas.scene.nodes["right"]
    assert card.tint is not None and card.tint.figure == "0.01"

    canvas.view.heat.set_measured(None, "")
    assert _painted(canvas, "out") == QColor(DARK.card)


def test_that_a_blocks_gradient_is_that_of_all_its_layers_and_strangers_and_nan_have_none() -> None:
    plain = branched()
    nodes = tuple(
        replace(node, block="both" if node.id in ("left", "right") else None) for node in plain.nodes
    )
    graph = Graph(nodes=nodes, links=plain.links, blocks=(Block(id="both", name="both", at=Point(0, 0)),))
    measured = _measured(left=3.0, right=4.0, elsewhere=9.0).layers
    broken = LayerFigures(node="out", name="out", kind="Dense", gradient=7.0, is_finite=False)
    other = LayerFigures(node="join", name="other", kind="LSTM", gradient=7.0)

    assert gradients(graph, (*measured, broken, other)) == {"left": 3.0, "right": 4.0, "both": 5.0}


def test_that_the_map_has_the_gradients_of_the_watched_run_at_the_moment(
    qtbot: QtBot, catalog: Catalog, tmp_path: Path
) -> None:
    canvas = _shown(qtbot, catalog)
    panel = exposed(qtbot, LivePanel(Theme()), 1000, 300)
    GradientWatch(canvas.view.heat, [panel.layers], canvas.view)
    run = WrittenRun(tmp_path / "run", title="watched")
    run.begin(epochs=3)
    for epoch in range(3):
        run.end_epoch(epoch, layers=_measured(epoch + 1, left=1.0, out=2.0 + epoch))
    run.finish(epochs=3)
    run.close()
    session = RunSession(run.folder)
    with qtbot.waitSignal(session.over):
        panel.set_session(session)
    assert canvas.view.heat.measured == (None, ""), "while the map shows something else nothing is read"

    _choose(canvas, "gradients")
    qtbot.waitUntil(lambda: "epoch 3" in _legend(canvas).unit.text())
    slider = panel.timeline.slider
    qtbot.mouseClick(slider, LEFT, pos=slider.place(2).toPoint())
    qtbot.waitUntil(lambda: "epoch 2" in _legend(canvas).unit.text())

    assert "“watched”" in _legend(canvas).unit.text()
    assert _legend(canvas).ticks[2].text() == "3"
    panel.set_session(None)
    qtbot.waitUntil(lambda: canvas.view.heat.measured[0] is None)
    session.close()
