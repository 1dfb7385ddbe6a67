"""All that is drawn of one layer: three histograms over time and four figures with what to think of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.runs.layer_figures import LayerFigures, Spread, WeightFigures
from workbench.ui.layers import verdicts
from workbench.ui.layers.history import Row
from workbench.ui.layers.spread_view import Spreads, SpreadView
from workbench.ui.layers.trend_view import Trend, TrendView
from workbench.ui.layers.verdicts import Verdict
from workbench.ui.live import words
from workbench.ui.theme import Theme

_TRENDS, _TRENDS_NARROW = 290, 176
_SMALL = 0.01
"""Two digits do for what is smaller, so that the figure stays clear of its name."""
_NARROW = 760
"""Below this width the figures have no lines beside them: the pictures need the room."""
Of = Callable[[LayerFigures], Spread | None]


class Pictures(QWidget):
    """``epoch_picked`` when the mouse stands somewhere in time."""

    epoch_picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weights = SpreadView(theme, "weight_spread", self.tr("Weights"))
        self.gradients = SpreadView(theme, "gradient_spread", self.tr("Gradients"))
        self.outputs = SpreadView(theme, "output_spread", self.tr("Outputs"))
        self.gradient = TrendView(theme, "gradient_trend", self.tr("Gradient norm"))
        self.update_share = TrendView(theme, "update_trend", self.tr("Update / weights"))
        self.dead = TrendView(theme, "dead_trend", self.tr("Dead units"))
        self.saturated = TrendView(theme, "saturated_trend", self.tr("Saturated"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for view in (self.weights, self.gradients, self.outputs):
            view.epoch_picked.connect(self.epoch_picked)
            row.addWidget(view, 1)
        self._trends = QWidget()
        self._trends.setMinimumWidth(_TRENDS_NARROW)  # a least width, so that the panel can shrink again
        column = QVBoxLayout(self._trends)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for trend in (self.gradient, self.update_share, self.dead, self.saturated):
            column.addWidget(trend, 1)
        column.addStretch(0)
        row.addWidget(self._trends)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._trends.setMaximumWidth(_TRENDS if self.width() >= _NARROW else _TRENDS_NARROW)

    def show_layer(
        self, rows: Sequence[Row], now: LayerFigures | None, *, weight: str, at: int | None, last: int
    ) -> None:
        """Show a layer's ``rows`` over epochs 1 to ``last``, and as it is ``now``, at the epoch ``at``.

        ``weight`` names the weight whose values and gradients are shown.
        """
        none = self.tr("The layer has no weights.")
        still = self.tr("No gradient reaches this weight: it is not trained.")
        ways: tuple[tuple[SpreadView, Of, str], ...] = (
            (self.weights, lambda layer: _values(layer, weight), none),
            (self.gradients, lambda layer: _gradient(layer, weight), still if weight else none),
            (self.outputs, lambda layer: layer.output, self.tr("Its outputs were not measured.")),
        )
        for view, of, lack in ways:
            found = tuple((row.epoch, spread) for row in rows if (spread := of(row.layer)) is not None)
            is_there = now is not None and of(now) is not None
            text = lack if now is not None and not is_there else self.tr("Being read…")
            view.show_spreads(
                Spreads(rows=found, now=None if now is None else of(now), at=at, last=last, lack=text)
            )
        self._show_trends(rows, now, at, last)

    def _show_trends(self, rows: Sequence[Row], now: LayerFigures | None, at: int | None, last: int) -> None:
        strongest = next((row.strongest for row in reversed(rows) if at is None or row.epoch <= at), None)
        nothing = Verdict("plain", "–")
        of_gradient = nothing if now is None else verdicts.of_gradient(Row(at or last, now, strongest))

        def show(
            view: TrendView,
            of: Callable[[LayerFigures], float | None],
            judge: Callable[[LayerFigures], Verdict],
            *,
            is_share: bool,
        ) -> None:
            value = None if now is None else of(now)
            told = words.percent if is_share else _three_digits
            view.show_trend(
                Trend(
                    points=tuple((row.epoch, y) for row in rows if (y := of(row.layer)) is not None),
                    at=at,
                    last=last,
                    figure="" if value is None else told(value),
                    verdict=nothing if now is None else judge(now),
                    is_log=not is_share,
                    most=1.0 if is_share else None,
                )
            )

        show(self.gradient, lambda layer: layer.gradient, lambda _layer: of_gradient, is_share=False)
        show(self.update_share, lambda layer: layer.update, verdicts.of_update, is_share=False)
        show(self.dead, lambda layer: layer.dead, verdicts.of_dead, is_share=True)
        show(self.saturated, lambda layer: layer.saturated, verdicts.of_saturation, is_share=True)


def _three_digits(value: float) -> str:
    return f"{value:.3g}" if abs(value) >= _SMALL else f"{value:.2g}"


def _weight(layer: LayerFigures, name: str) -> WeightFigures | None:
    return next((each for each in layer.weights if each.name == name), None)


def _values(layer: LayerFigures, name: str) -> Spread | None:
    found = _weight(layer, name)
    return None if found is None else found.values


def _gradient(layer: LayerFigures, name: str) -> Spread | None:
    found = _weight(layer, name)
    return None if found is None else found.gradient
