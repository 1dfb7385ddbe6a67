"""What a run's layers did over time: read from the run's folder, drawn, judged, and following the moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.layer_figures import drawn_epoch, drawn_layer, spread_of
from tests.helpers.pages import choose, click, exposed, text
from workbench.runs import layer_figures
from workbench.runs.layer_figures import EpochFigures, LayerFigures, Spread
from workbench.ui.layers import density, verdicts
from workbench.ui.layers.history import Row
from workbench.ui.layers.panel import LayersPanel
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.session import RunSession
from workbench.ui.theme import Theme
from workbench.ui.training.elided import ElidedLabel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

LEFT = Qt.MouseButton.LeftButton


def _written(path: Path, *, epochs: int = 6, every: int = 1) -> WrittenRun:
    run = WrittenRun(path, classes=("cat", "dog"))
    run.begin(epochs=epochs)
    for epoch in range(epochs):
        layers = drawn_epoch(epoch + 1) if epoch % every == 0 else None
        run.end_epoch(epoch, layers=layers)
    return run


@pytest.fixture
def run(tmp_path: Path) -> WrittenRun:
    written = _written(tmp_path / "run")
    written.finish(epochs=6)
    written.close()
    return written


@pytest.fixture
def live(qtbot: QtBot, theme: Theme, run: WrittenRun) -> Iterator[LivePanel]:
    yield from _shown(qtbot, theme, run)


def _shown(qtbot: QtBot, theme: Theme, run: WrittenRun) -> Iterator[LivePanel]:
    panel = exposed(qtbot, LivePanel(theme), 1280, 300)
    session = RunSession(run.folder)
    with qtbot.waitSignal(session.over):
        panel.set_session(session)
    click(qtbot, panel, "show_layers")
    qtbot.waitUntil(lambda: not panel.layers.history.is_reading)
    yield panel
    session.close()


def _epochs(panel: LayersPanel) -> list[int]:
    return [row.epoch for row in panel.history.rows]


def test_that_a_layers_weights_gradients_and_outputs_are_drawn_over_the_epochs(
    qtbot: QtBot, live: LivePanel
) -> None:
    layers = live.layers
    qtbot.waitUntil(lambda: len(layers.pictures.outputs.shown.rows) == 6)

    for view in (layers.pictures.weights, layers.pictures.gradients, layers.pictures.outputs):
        assert [epoch for epoch, _ in view.shown.rows] == [1, 2, 3, 4, 5, 6]
        assert view.shown.now == view.shown.rows[-1][1]
    assert layers.layer.currentText() == "dense · Dense"
    assert layers.weight.currentText() == "kernel"
    assert layers.pictures.weights.shown.now == drawn_epoch(6).layers[0].weights[0].values


def test_that_another_layer_and_another_weight_are_chosen(qtbot: QtBot, live: LivePanel) -> None:
    choose(qtbot, live.layers.layer, "dense_2 · Dense")
    choose(qtbot, live.layers.weight, "bias")
    qtbot.waitUntil(lambda: len(live.layers.pictures.gradients.shown.rows) == 6)

    wanted = drawn_epoch(6).layers[2].weights[1]
    assert live.layers.pictures.weights.shown.now == wanted.values
    assert live.layers.pictures.gradients.shown.now == wanted.gradient


def test_that_what_is_selected_on_the_canvas_is_the_layer_that_is_shown(
    qtbot: QtBot, live: LivePanel
) -> None:
    live.layers.follow_selection({"nothing that was measured"})
    assert live.layers.layer.currentData() == "dense"

    live.layers.follow_selection({"dense_1"})

    assert live.layers.layer.currentData() == "dense_1"
    assert live.layers.shown == drawn_epoch(6).layers[1]


def test_that_the_layers_follow_the_slider_and_a_click_in_a_picture_moves_it(
    qtbot: QtBot, live: LivePanel
) -> None:
    slider, weights = live.timeline.slider, live.layers.pictures.weights
    qtbot.mouseClick(slider, LEFT, pos=slider.place(2).toPoint())
    assert weights.shown.at == 2
    assert weights.shown.now == drawn_epoch(2).layers[0].weights[0].values

    qtbot.mouseClick(weights, LEFT, pos=weights.place(5).toPoint())

    assert live.moment.epoch == 5
    assert slider.value() == 5
    assert weights.shown.now == drawn_epoch(5).layers[0].weights[0].values


def test_that_an_epoch_without_figures_is_shown_by_the_one_before_it(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    run = _written(tmp_path / "rare", epochs=9, every=4)
    run.finish(epochs=9)
    run.close()
    shown = _shown(qtbot, theme, run)
    panel = next(shown)

    qtbot.mouseClick(panel.timeline.slider, LEFT, pos=panel.timeline.slider.place(7).toPoint())

    assert panel.layers.pictures.weights.shown.at == 5
    about = panel.layers.findChild(ElidedLabel, "layer_about")
    assert about is not None and "epoch 7 has none, the nearest is 5" in about.full_text
    assert "layers (nearest: epoch 5)" in panel.timeline.text
    next(shown, None)


@pytest.mark.parametrize("damage", ["bytes", "cut"])
def test_that_a_damaged_record_is_told_and_the_rest_is_shown(
    qtbot: QtBot, theme: Theme, run: WrittenRun, damage: str
) -> None:
    path = run.folder.artifacts / layer_figures.NAME
    content = bytearray(path.read_bytes())
    if damage == "bytes":
        content[len(content) // 2] ^= 0xFF
    path.write_bytes(content if damage == "bytes" else content[: len(content) - 40])
    shown = _shown(qtbot, theme, run)
    panel = next(shown)
    qtbot.waitUntil(lambda: text(panel, "layers_lacking") != "")

    assert text(panel, "layers_lacking") == "✕ 1 of its epochs can't be read"
    assert len(_epochs(panel.layers)) == 5
    next(shown, None)


def test_that_a_file_that_is_gone_is_told(qtbot: QtBot, theme: Theme, run: WrittenRun) -> None:
    (run.folder.artifacts / layer_figures.NAME).unlink()
    shown = _shown(qtbot, theme, run)
    panel = next(shown)

    assert "damaged or gone" in text(panel, "layers_empty")
    next(shown, None)


def test_that_a_run_without_figures_says_so(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "plain")
    run.begin(epochs=1)
    run.end_epoch(0)
    run.finish(epochs=1)
    run.close()
    shown = _shown(qtbot, theme, run)
    panel = next(shown)

    assert "kept no figures of its layers" in text(panel, "layers_empty")
    next(shown, None)


def test_that_nothing_is_read_before_somebody_looks(qtbot: QtBot, theme: Theme, run: WrittenRun) -> None:
    panel = exposed(qtbot, LivePanel(theme), 1280, 300)
    session = RunSession(run.folder)
    with qtbot.waitSignal(session.over):
        panel.set_session(session)

    assert not _epochs(panel.layers)
    click(qtbot, panel, "show_layers")
    qtbot.waitUntil(lambda: len(_epochs(panel.layers)) == 6)
    click(qtbot, panel, "show_curves")
    assert not panel.layers.history.is_reading
    session.close()


def test_that_a_long_run_is_read_at_evenly_spread_epochs_and_its_newest(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    run = WrittenRun(tmp_path / "long")
    run.begin(epochs=500)
    for epoch in range(500):
        run.end_epoch(epoch, layers=drawn_epoch(epoch + 1, names=("dense",)))
    run.finish(epochs=500)
    run.close()
    shown = _shown(qtbot, theme, run)
    panel = next(shown)
    qtbot.waitUntil(lambda: not panel.layers.history.is_reading)

    epochs = _epochs(panel.layers)
    assert epochs == [*range(1, 501, 4), 500]
    next(shown, None)


def test_that_a_layer_without_weights_shows_its_outputs(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    plain = replace(drawn_layer("flatten"), kind="Flatten", weights=(), gradient=None, update=None)
    run = WrittenRun(tmp_path / "plain")
    run.begin(epochs=1)
    run.end_epoch(0, layers=EpochFigures(epoch=1, examples=64, layers=(plain,)))
    run.finish(epochs=1)
    run.close()
    shown = _shown(qtbot, theme, run)
    panel = next(shown)

    pictures = panel.layers.pictures
    qtbot.waitUntil(lambda: len(pictures.outputs.shown.rows) == 1)
    assert pictures.weights.shown.lack == "The layer has no weights."
    assert pictures.outputs.shown.now == plain.output
    assert not panel.layers.weight.isVisible()
    next(shown, None)


GOOD = drawn_layer("dense")


@pytest.mark.parametrize(
    ("layer", "strongest", "level"),
    [
        (GOOD, 1.0, "good"),
        (replace(GOOD, gradient=0.0), 1.0, "bad"),
        (replace(GOOD, gradient=1e-6), 1.0, "bad"),
        (replace(GOOD, gradient=1e6, weight=1.0), 1e6, "bad"),
        (replace(GOOD, is_finite=False), 1.0, "bad"),
        (replace(GOOD, gradient=None), 1.0, "plain"),
    ],
)
def test_that_gradients_are_judged_beside_weights_and_other_layers(
    layer: LayerFigures, strongest: float, level: str
) -> None:
    assert verdicts.of_gradient(Row(1, layer, strongest)).level == level


@pytest.mark.parametrize(
    ("share", "level"),
    [(1e-3, "good"), (5e-6, "watch"), (1e-7, "bad"), (0.05, "watch"), (0.5, "bad"), (None, "plain")],
)
def test_that_updates_are_judged_by_their_share_of_the_weights(share: float | None, level: str) -> None:
    assert verdicts.of_update(replace(GOOD, update=share)).level == level


@pytest.mark.parametrize(
    ("change", "levels"),
    [
        ({"dead": 0.0}, ("good", "plain")),
        ({"dead": 0.2}, ("watch", "plain")),
        ({"dead": 0.6}, ("bad", "plain")),
        ({"dead": None, "activation": "tanh", "saturated": 0.1}, ("plain", "good")),
        ({"dead": None, "activation": "sigmoid", "saturated": 0.3}, ("plain", "watch")),
        ({"dead": None, "activation": "sigmoid", "saturated": 0.9}, ("plain", "bad")),
        ({"dead": None, "activation": "softmax", "saturated": 0.9}, ("plain", "plain")),
    ],
)
def test_that_dead_units_and_saturation_are_judged_and_a_sure_softmax_is_not(
    change: dict[str, object], levels: tuple[str, str]
) -> None:
    layer = replace(GOOD, **change)

    assert (verdicts.of_dead(layer).level, verdicts.of_saturation(layer).level) == levels


@given(arrays.arrays(np.float64, st.integers(1, 40), elements=st.floats(-1e6, 1e6, width=32)))
def test_that_all_numbers_are_somewhere_in_the_picture(values: np.ndarray) -> None:
    shown = density.density([(1, spread_of(values))])

    assert shown is not None
    assert shown.shares.sum() == pytest.approx(1.0)
    assert shown.low < values.min() and values.max() < shown.high


def test_that_the_strongest_colour_stands_where_most_numbers_are(theme: Theme) -> None:
    low = Spread(size=9, sampled=9, low=0.0, high=1.0, counts=(9, 0, 0, 0))
    high = Spread(size=9, sampled=9, low=0.0, high=1.0, counts=(0, 0, 0, 9))
    made = density.density([(2, low), (4, high)])
    assert made is not None
    base, full = QColor("#000000"), QColor("#FFFFFF")

    picture = density.image(made, 4, 40, base, full)

    foot, top = picture.height() - 10, 10
    assert picture.pixelColor(0, foot) == base, "nothing is known before the first epoch"
    assert picture.pixelColor(20, foot) == full and picture.pixelColor(20, top) == base


def test_that_the_layer_is_chosen_by_keys_alone(qtbot: QtBot, live: LivePanel) -> None:
    box = live.layers.findChild(QComboBox, "layer_choice")
    assert box is not None

    qtbot.keyClick(box, Qt.Key.Key_Down)

    assert live.layers.shown == drawn_epoch(6).layers[1]


def test_that_the_sides_are_exchanged_by_the_buttons_and_nothing_else_is_lost(
    qtbot: QtBot, live: LivePanel
) -> None:
    qtbot.mouseClick(live.timeline.slider, LEFT, pos=live.timeline.slider.place(3).toPoint())
    click(qtbot, live, "show_curves")
    assert live.curves.isVisible() and not live.layers.isVisible()
    assert live.curves.pinned_epoch == 3

    click(qtbot, live, "show_layers")
    assert live.layers.pictures.outputs.shown.at == 3
