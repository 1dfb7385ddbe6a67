"""A layer of the augmentation in the list: sliders for how strong it is, and its whole form below."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.project.spec import ParamValue, Spec
from workbench.ui.data.augment.strengths import STRENGTHS
from workbench.ui.data.forms.editors import CalmSlider
from workbench.ui.inspector.editors import show
from workbench.ui.theme import Theme, mono_font
from workbench.ui.training.settings_entry import Entry

_STEPS = 1000


class _Strength(NamedTuple):
    slider: CalmSlider
    figure: QLabel
    low: float
    high: float


class AugmentEntry(Entry):
    """An entry whose sliders stay in sight while its form is closed."""

    def __init__(
        self, group: Group, catalog: Catalog, theme: Theme, *, can_move: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(group, catalog, theme, can_move=can_move, parent=parent)
        self._strengths: dict[str, _Strength] = {}
        self._sliders_of = ""
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 0, 10, 4)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(self._grid)

    def show_spec(self, spec: Spec) -> None:
        if spec.kind != self._sliders_of:
            self._sliders_of = spec.kind
            self._make_sliders(spec.kind)
        super().show_spec(spec)
        for name in self._strengths:
            self._follow(name)

    def sliders(self) -> dict[str, CalmSlider]:
        """Return the sliders by the parameters that they pull."""
        return {name: strength.slider for name, strength in self._strengths.items()}

    def _entitle(self) -> None:
        """Leave out of the heading what the sliders show."""
        told = [
            f"{show.label(name)} {show.listing(value)}"
            for name, value in self.spec.params.items()
            if name not in self._strengths and not isinstance(value, Spec)
        ]
        self.fold.set_title(" · ".join([self.spec.kind, *told[:2]]))

    def _make_sliders(self, kind: str) -> None:
        while item := self._grid.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._strengths = {}
        for line, (name, low, high) in enumerate(STRENGTHS.get(kind, ())):
            label, figure, slider = QLabel(show.label(name), self), QLabel(self), CalmSlider(self)
            label.setProperty("role", "muted")
            label.setBuddy(slider)
            figure.setFont(mono_font())
            figure.setFixedWidth(40)
            slider.setObjectName(f"slider_{name}")
            slider.setAccessibleName(f"{kind}: {show.label(name)}")
            for column, widget in enumerate((label, slider, figure)):
                self._grid.addWidget(widget, line, column)
            self._grid.setColumnStretch(1, 1)
            self._strengths[name] = _Strength(slider, figure, low, high)
            slider.valueChanged.connect(partial(self._on_slider_changed, name))

    def _follow(self, name: str) -> None:
        """Bring a slider to the parameter's value; a range is shown by its upper end."""
        strength = self._strengths[name]
        number = _upper(self.spec.params.get(name, self._default(name)))
        strength.figure.setText("–" if number is None else f"{number:.3g}")
        if number is not None:
            with QSignalBlocker(strength.slider):
                share = (number - strength.low) / (strength.high - strength.low)
                strength.slider.setValue(round(share * _STEPS))

    def _default(self, name: str) -> ParamValue:
        kind = self._catalog.kind(self._group, self.spec.kind)
        return kind.param(name).default if kind.has_param(name) else None

    def _on_slider_changed(self, name: str, place: int) -> None:
        strength = self._strengths[name]
        number = round(strength.low + (strength.high - strength.low) * place / _STEPS, 3)
        self.spec = self.spec.with_param(name, number)
        self._follow_spec()
        strength.figure.setText(f"{number:.3g}")
        self._entitle()
        self.changed.emit(name)


def _upper(value: ParamValue) -> float | None:
    """Return a number, or the end of a range of two."""
    if isinstance(value, tuple):
        value = value[-1] if value and isinstance(value[-1], int | float) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]
