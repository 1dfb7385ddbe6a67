"""What is good and bad in the figures of a layer, in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from workbench.runs.layer_figures import LayerFigures, Spread
from workbench.ui.layers.history import Row
from workbench.ui.live import words

Level = Literal["good", "watch", "bad", "plain"]
SIGNS: dict[Level, str] = {"good": "✓", "watch": "!", "bad": "✕", "plain": ""}
_DEAD, _SOME_DEAD = 0.5, 0.1
_SATURATED, _SOME_SATURATED = 0.5, 0.2
_VANISHED, _EXPLODED = 1e-4, 1e3
_TINY_STEP, _SMALL_STEP, _LARGE_STEP, _HUGE_STEP = 1e-6, 1e-5, 3e-2, 2e-1


@dataclass(frozen=True)
class Verdict:
    """``text`` says it in a few words, ``why`` in a sentence or two."""

    level: Level
    text: str
    why: str = ""

    @property
    def signed(self) -> str:
        """The words behind their sign, so that no colour has to say it alone."""
        return f"{SIGNS[self.level]} {self.text}".strip()


def of_gradient(row: Row) -> Verdict:
    """Judge the norm of the loss's gradient by the layer's weights."""
    why = _tr(
        "The norm of the loss's gradient by this layer's weights. Next to nothing beside other layers' "
        "(below 1/10,000), the layer stays as it began; far above its own weights, a step throws it away."
    )
    layer = row.layer
    if layer.gradient is None:
        return Verdict("plain", _tr("nothing trained here"), why)
    if not layer.is_finite:
        return Verdict("bad", _tr("NaN or infinite"), why)
    if layer.gradient == 0:
        return Verdict("bad", _tr("none: nothing is learned here"), why)
    if layer.weight and layer.gradient >= _EXPLODED * layer.weight:
        return Verdict("bad", _tr("explodes: far above the weights"), why)
    if row.strongest and layer.gradient <= _VANISHED * row.strongest:
        return Verdict("bad", _tr("vanishes beside other layers'"), why)
    return Verdict("good", _tr("in proportion"), why)


def of_update(layer: LayerFigures) -> Verdict:
    """Judge what the last step of the epoch changed, as a share of the weights."""
    why = _tr(
        "How far the epoch's last step moved the weights, as a share of their size. About 0.001 is usual; "
        "far less learns slowly, far more forgets what was learned: change the learning rate."
    )
    share = layer.update
    if share is None:
        return Verdict("plain", _tr("not measured"), why)
    if share > _HUGE_STEP:
        return Verdict("bad", _tr("far too large steps"), why)
    if share > _LARGE_STEP:
        return Verdict("watch", _tr("large steps"), why)
    if share < _TINY_STEP:
        return Verdict("bad", _tr("hardly moves"), why)
    if share < _SMALL_STEP:
        return Verdict("watch", _tr("small steps"), why)
    return Verdict("good", _tr("steps of a usual size"), why)


def of_dead(layer: LayerFigures) -> Verdict:
    """Judge the share of the units that gave zero for every example."""
    why = _tr(
        "The share of units that gave zero for all {0} examples. A dead relu passes no gradient and can't "
        "come back: leaky_relu, a smaller learning rate or he_normal weights help."
    ).format(words.count(layer.examples))
    if layer.dead is None:
        return Verdict("plain", _tr("no relu here"), why)
    if layer.dead >= _DEAD:
        return Verdict("bad", _tr("most units are dead"), why)
    if layer.dead >= _SOME_DEAD:
        return Verdict("watch", _tr("some units are dead"), why)
    return Verdict("good", _tr("units are alive") if layer.dead else _tr("all units are alive"), why)


def of_saturation(layer: LayerFigures) -> Verdict:
    """Judge the share of values near an end of sigmoid or tanh; a softmax that is sure is no fault."""
    if layer.saturated is None:
        why = _tr("The share of sigmoid's or tanh's values that are near an end, where nothing is learned.")
        return Verdict("plain", _tr("no sigmoid or tanh here"), why)
    if layer.activation == "softmax":
        why = _tr("The share of examples of whose class the network is all but certain.")
        return Verdict("plain", _tr("of the answers are certain"), why)
    why = _tr(
        "The share of {0}'s values that are near an end, where its slope is next to nothing: those pass no "
        "gradient. Scale the inputs, begin with smaller weights, or use relu."
    ).format(layer.activation)
    if layer.saturated >= _SATURATED:
        return Verdict("bad", _tr("most values are at an end"), why)
    if layer.saturated >= _SOME_SATURATED:
        return Verdict("watch", _tr("many values are at an end"), why)
    return Verdict("good", _tr("values have room"), why)


def in_words(spread: Spread) -> str:
    """Return how numbers spread: ``mean 0.01, deviation 0.3, from -1.1 to 0.9, 12 % zero``."""
    text = _tr("mean {0}, deviation {1}, from {2} to {3}").format(
        *(words.reading(each) for each in (spread.mean, spread.std, spread.low, spread.high))
    )
    if spread.zeros:
        text = _tr("{0}, {1} exactly zero").format(text, words.percent(spread.zeros))
    if spread.broken:
        text = _tr("{0}, {1} NaN or infinite").format(text, words.count(spread.broken))
    return text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Layers", text)
