"""What is predicted in the explorer of losses, and what should be: one number, or one for each class."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.catalog.loss_forms import BINARY, ONE_HOT, SPARSE, WANTS_SIGMOID, WANTS_SOFTMAX
from workbench.ui.explore.bars import ClassBars
from workbench.ui.explore.number_slider import NumberSlider
from workbench.ui.explore.page import under
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.theme import Theme

_ONE, _FEW, _MORE = 1, 3, 5
_NEAREST = 0.001
_LOGITS, _SIGNED, _QUANTITIES, _SHARES = (-6.0, 6.0), (-2.0, 2.0), (0.0, 3.0), (0.0, 1.0)
_POSITIVE = frozenset({"Poisson", "MeanSquaredLogarithmicError", "MeanAbsolutePercentageError"})


class LossPrediction(QWidget):
    """``changed`` tells that the prediction or the target is another."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = [0.9]
        self._true = 0
        self._extent = _SHARES
        self._are_shares, self._are_logits = True, False
        self._kinds: tuple[str, ...] = ()
        self.count = CalmComboBox(self)
        self.count.setObjectName("loss_outputs")
        self.count.setAccessibleName(self.tr("What is predicted"))
        self.count.addItem(self.tr("one number"), _ONE)
        for classes in (_FEW, _MORE):
            self.count.addItem(self.tr("{0} classes").format(classes), classes)
        self.predicted = NumberSlider(
            "predicted", self.tr("predicted, y'"), theme, low=0.0, high=1.0, value=0.9, parent=self
        )
        self.target = NumberSlider(
            "target", self.tr("true, y"), theme, low=0.0, high=1.0, value=0.0, parent=self
        )
        self.bars = ClassBars(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (
            under(self.tr("predicted is"), self.count, self),
            self.target,
            self.predicted,
            self.bars,
        ):
            layout.addWidget(widget)
        self.count.activated.connect(self._on_count_activated)
        self.predicted.changed.connect(self._on_predicted_changed)
        self.target.changed.connect(self.changed)
        self.bars.pulled.connect(self._on_bars_pulled)
        self.bars.chosen.connect(self._on_bars_chosen)
        self._show()

    @property
    def values(self) -> tuple[float, ...]:
        """What is predicted."""
        return tuple(self._values)

    @property
    def true(self) -> float:
        """The number that should be predicted, or the number of the true class."""
        return self.target.value if self.is_one else float(self._true)

    @property
    def is_one(self) -> bool:
        return len(self._values) == 1

    @property
    def moved(self) -> int:
        """The number that the curves go along: the true class' own."""
        return 0 if self.is_one else self._true

    @property
    def are_shares(self) -> bool:
        """Whether several numbers are probabilities, which add up to one."""
        return self._are_shares

    def extent(self) -> tuple[float, float]:
        """Return from where to where the moved number goes, without ends where a logarithm has none."""
        low, high = self._extent
        if self._are_shares:
            return low + _NEAREST, high - _NEAREST
        return min(low, self._values[self.moved]), max(high, self._values[self.moved])

    def suit(self, kinds: Sequence[str], *, are_logits: bool, has_changed: bool) -> None:
        """Take the form that losses are made for: the range, and how many numbers where ``has_changed``."""
        if has_changed:
            wanted = _FEW if kinds[0] in SPARSE | ONE_HOT else _ONE
            if (wanted == _ONE) != self.is_one:
                self.count.setCurrentIndex(self.count.findData(wanted))
                self._values = [0.9] if wanted == _ONE else _first(wanted)
        self._kinds, self._are_logits = tuple(kinds), are_logits
        takes_shares = any(kind in WANTS_SIGMOID | WANTS_SOFTMAX for kind in kinds)
        self._are_shares = not are_logits and (takes_shares or not self.is_one)
        self._extent = _SHARES
        if are_logits:
            self._extent = _LOGITS
        elif self.is_one and not takes_shares:
            is_signed = any(kind in BINARY for kind in kinds)
            is_positive = any(kind in _POSITIVE for kind in kinds)
            self._extent = _SIGNED if is_signed else _QUANTITIES if is_positive else _LOGITS
        if self._are_shares and not self.is_one:
            self._values = _as_shares(self._values)
        elif self._are_shares:
            self._values = [min(max(self._values[0], 0.0), 1.0)]
        self._show()

    def move_to(self, value: float) -> None:
        """Predict another value in the place of the number that the curves go along."""
        if self.is_one:
            self._on_predicted_changed(value)
            self.predicted.set_value(self._values[0])
        else:
            self._on_bars_pulled(self._true, value)

    def _show(self) -> None:
        self.predicted.setVisible(self.is_one)
        self.target.setVisible(self.is_one)
        self.bars.setVisible(not self.is_one)
        if self.is_one:
            self.predicted.set_range(*self._extent)
            self.predicted.set_value(self._values[0])
            is_choice = self._are_shares or self._extent == _LOGITS
            self.target.set_range(*(_SHARES if is_choice else self._extent))
        else:
            self._true = min(self._true, len(self._values) - 1)
            self.bars.show_values(self._values, true=self._true, extent=self._extent)

    def _on_count_activated(self, index: int) -> None:
        count = int(self.count.itemData(index))
        self._values = [0.9] if count == _ONE else _first(count)
        self.suit(self._kinds, are_logits=self._are_logits, has_changed=False)
        self.changed.emit()

    def _on_predicted_changed(self, value: float) -> None:
        self._values = [min(max(value, 0.0), 1.0) if self._are_shares else value]
        self.changed.emit()

    def _on_bars_pulled(self, bar: int, value: float) -> None:
        if self._are_shares:
            others = [one for place, one in enumerate(self._values) if place != bar]
            total = sum(others)
            shares = [one / total if total > 0 else 1 / len(others) for one in others]
            self._values = [float(f"{share * (1 - value):.4g}") for share in shares]
            self._values.insert(bar, value)
        else:
            self._values[bar] = value
        self._show()
        self.changed.emit()

    def _on_bars_chosen(self, bar: int) -> None:
        self._true = bar
        self._show()
        self.changed.emit()


def _first(count: int) -> list[float]:
    """Return shares that fall from class to class."""
    weights = [2.0**-place for place in range(count)]
    return [float(f"{weight / sum(weights):.3g}") for weight in weights]


def _as_shares(values: Sequence[float]) -> list[float]:
    if all(0 <= value <= 1 for value in values) and math.isclose(sum(values), 1.0, abs_tol=0.01):
        return list(values)
    highest = max(values)
    powers = [math.exp(value - highest) for value in values]
    return [float(f"{power / sum(powers):.3g}") for power in powers]
