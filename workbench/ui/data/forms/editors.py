"""Editors that only the data page has: choices in words, shares, a number with a slider, a path."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.data.forms.fields import Choice
from workbench.ui.inspector.editors import parse, show
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.editors.grammar import Grammar
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.theme import Theme

_STEPS = 1000


def _step(value: ParamValue, by: int, param: Param) -> ParamValue:
    start = value if isinstance(value, int | float) else 0.0
    return min(max(round(start + by, 6), 0.0), 100.0)


PERCENT = Grammar(
    read=lambda text, param: parse.real(text.strip().rstrip("%"), minimum=0, maximum=100),
    write=lambda value: show.number(value).removesuffix(".0"),
    step=_step,
    is_begun=parse.is_begun_number,
)


class WordsEditor(Editor):
    """One of several values, each told in words."""

    def __init__(self, param: Param, choices: tuple[Choice, ...], parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self._choices: list[Choice] = []
        self.combo = CalmComboBox(self)
        self._set_field(self.combo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.set_choices(choices)
        self.combo.activated.connect(self._on_combo_activated)

    def set_choices(self, choices: tuple[Choice, ...]) -> None:
        """Offer these from now on; the value stays."""
        if list(choices) == self._choices:
            return
        self._choices = list(choices)
        self.combo.clear()
        self.combo.addItems([words for _, words in choices])
        self._display(self._value)

    def _display(self, value: ParamValue) -> None:
        values = [choice for choice, _ in self._choices]
        if value not in values and value is not None and self._choices:
            self._choices.append((value, str(value)))
            self.combo.addItem(str(value))
            values.append(value)
        self.combo.setCurrentIndex(values.index(value) if value in values else -1)

    def _on_combo_activated(self, index: int) -> None:
        self._take(self._choices[index][0])


class CalmSlider(QSlider):
    """A slider that a wheel turns only while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, _STEPS)
        self.setSingleStep(_STEPS // 100)
        self.setPageStep(_STEPS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SliderEditor(LineEditor):
    """A number that is typed, stepped or pulled; the slider covers the usual range only."""

    def __init__(
        self, param: Param, theme: Theme, limits: tuple[float, float], parent: QWidget | None = None
    ) -> None:
        super().__init__(param, theme, parent)
        self._limits = limits
        self.slider = CalmSlider(self)
        self.slider.setObjectName(f"slider_{param.name}")
        self.slider.setAccessibleName(show.label(param.name))
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.slider)
        self.slider.valueChanged.connect(self._on_slider_changed)

    def _display(self, value: ParamValue) -> None:
        super()._display(value)
        self._follow(value)

    def _take(self, value: ParamValue) -> None:
        self._follow(value)
        super()._take(value)

    def _follow(self, value: ParamValue) -> None:
        low, high = self._limits
        if isinstance(value, int | float) and not isinstance(value, bool):
            with QSignalBlocker(self.slider):
                self.slider.setValue(round((float(value) - low) / (high - low) * _STEPS))

    def _on_slider_changed(self, place: int) -> None:
        low, high = self._limits
        number = low + (high - low) * place / _STEPS
        value: ParamValue = round(number) if self.param.editor == "int" else round(number, 3)
        self._tidy(show.number(value))
        self._take(value)


class PathEditor(LineEditor):
    """A path that is typed, or chosen with the button beside it."""

    browse_requested = Signal()

    def __init__(self, param: Param, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(param, theme, parent)
        self.button = QToolButton(self)
        self.button.setText("…")
        self.button.setObjectName(f"browse_{param.name}")
        self.button.setToolTip(self.tr("Choose…"))
        self.button.setAccessibleName(self.tr("Choose {name}").format(name=show.label(param.name)))
        line = QHBoxLayout()
        line.setSpacing(4)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(line)
        line.addWidget(self.line, 1)
        line.addWidget(self.button)
        self.button.clicked.connect(self.browse_requested)
