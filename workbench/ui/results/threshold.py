"""A threshold that is pulled: what it makes of the answers, and what its mistakes cost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.runs import rating
from workbench.ui.data.forms.editors import CalmSlider
from workbench.ui.live import words
from workbench.ui.live.confusion import ConfusionView
from workbench.ui.live.labels import plain_label
from workbench.ui.theme import Theme, mono_font

_STEPS = 1000
_SIDE = 230


class ThresholdPanel(QWidget):
    """``moved`` carries the threshold. The matrix, the rates and the cost follow it."""

    moved = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threshold_panel")
        self._positive = np.zeros(0, dtype=bool)
        self._scores: NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        self._low, self._high = 0.0, 1.0
        self._threshold = 0.5
        self._matrix: NDArray[np.int64] = np.zeros((2, 2), dtype=np.int64)
        self._names = ("0", "1")
        self.slider = CalmSlider(self)
        self.slider.setObjectName("threshold_slider")
        self.slider.setAccessibleName(self.tr("Threshold"))
        self.slider.setRange(0, _STEPS)
        self.slider.setPageStep(50)
        self._value = plain_label("threshold_value", role="figure")
        self._words = plain_label("threshold_words", role="muted")
        self._words.setWordWrap(True)
        self._rates = plain_label("threshold_rates", role="figure")
        self._rates.setFont(mono_font(9.5))
        self._cost = plain_label("threshold_cost", bold=True)
        self.false_positive = self._cost_field("cost_false_positive", self.tr("Cost of a false alarm"))
        self.false_negative = self._cost_field("cost_false_negative", self.tr("Cost of a miss"))
        self.cheapest = QPushButton(self.tr("Cheapest threshold"))
        self.cheapest.setObjectName("cheapest_button")
        self.cheapest.setToolTip(self.tr("Move to the threshold whose mistakes cost least on these examples"))
        self.confusion = ConfusionView(theme)
        self.confusion.setObjectName("threshold_confusion")
        self.confusion.setFixedSize(_SIDE + 60, _SIDE)
        self.slider.valueChanged.connect(self._on_slider_value_changed)
        self.cheapest.clicked.connect(self._on_cheapest_clicked)
        self._arrange()

    @property
    def threshold(self) -> float:
        return self._threshold

    @property
    def matrix(self) -> NDArray[np.int64]:
        """The confusion matrix (2, 2) at the threshold."""
        return self._matrix

    def show_scores(
        self,
        is_positive: NDArray[np.bool_],
        scores: NDArray[np.float32],
        names: tuple[str, str],
        threshold: float,
        *,
        are_probabilities: bool,
    ) -> None:
        """Show scores (n,) of which those from ``threshold`` on count as ``names[1]``."""
        self._positive, self._scores, self._names = is_positive, scores, names
        if are_probabilities or not len(scores):
            self._low, self._high = 0.0, 1.0
        else:
            self._low, self._high = float(scores.min()), float(scores.max())
        self._words.setText(
            self.tr(
                "Scores from the threshold on count as “{0}”. A false alarm says so wrongly, a miss fails to."
            ).format(names[1])
        )
        self.set_threshold(threshold)

    def set_threshold(self, threshold: float) -> None:
        """Move the slider there; what it shows is exact, between its steps too."""
        span = (self._high - self._low) or 1.0
        step = round((min(max(threshold, self._low), self._high) - self._low) / span * _STEPS)
        self.slider.blockSignals(True)
        self.slider.setValue(step)
        self.slider.blockSignals(False)
        self._show(threshold)

    def _cost_field(self, name: str, title: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setRange(0, 1_000_000)
        field.setDecimals(2)
        field.setValue(1.0)
        field.setFixedWidth(120)
        field.valueChanged.connect(self._on_cost_value_changed)
        return field

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(plain_label("threshold_title", self.tr("Threshold"), bold=True))
        head.addWidget(self.slider, 1)
        head.addWidget(self._value)
        costs = QGridLayout()
        costs.setHorizontalSpacing(8)
        for row, (text, field) in enumerate(
            (
                (self.tr("false alarm costs"), self.false_positive),
                (self.tr("miss costs"), self.false_negative),
            )
        ):
            label = QLabel(text)
            label.setBuddy(field)
            costs.addWidget(label, row, 0)
            costs.addWidget(field, row, 1)
        costs.addWidget(self.cheapest, 0, 2, 2, 1)
        costs.setColumnStretch(3, 1)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(head)
        left.addWidget(self._words)
        left.addWidget(self._rates)
        left.addLayout(costs)
        left.addWidget(self._cost)
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addLayout(left, 1)
        layout.addWidget(self.confusion, 0, Qt.AlignmentFlag.AlignTop)

    def _show(self, threshold: float) -> None:
        self._threshold = threshold
        matrix = self._matrix = rating.matrix_at(self._positive, self._scores, threshold)
        self.confusion.set_matrix(matrix, self._names, self.tr("At this threshold"))
        rates = rating.rates(matrix)
        self._value.setText(f"{threshold:.3f}")
        self._rates.setText(
            self.tr("precision {0}   recall {1}   F1 {2}   accuracy {3}").format(
                *(f"{figure[1]:.3f}" for figure in (rates.precision, rates.recall, rates.f1)),
                words.reading(rating.accuracy(matrix)),
            )
        )
        false_alarms, misses = int(matrix[0, 1]), int(matrix[1, 0])
        cost = false_alarms * self.false_positive.value() + misses * self.false_negative.value()
        self._cost.setText(
            self.tr("Cost {0}: {1} false alarms, {2} misses").format(
                f"{cost:,.10g}", words.count(false_alarms), words.count(misses)
            )
        )
        self.moved.emit(threshold)

    def _on_slider_value_changed(self, step: int) -> None:
        self._show(self._low + (self._high - self._low) * step / _STEPS)

    def _on_cost_value_changed(self, _value: float) -> None:
        self._show(self._threshold)

    def _on_cheapest_clicked(self) -> None:
        found = rating.cheapest(
            self._positive,
            self._scores,
            false_positive=self.false_positive.value(),
            false_negative=self.false_negative.value(),
        )
        self.set_threshold(found if np.isfinite(found) else float(np.nextafter(self._high, np.inf)))
