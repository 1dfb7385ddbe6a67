"""What every editor is: a widget that shows a parameter's value and says when the user changed it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors import show


class Editor(QWidget):
    """Shows one parameter. ``edited`` carries a valid new value; ``refused`` says why what stands there
    is none, or is empty when all is well again; ``returned`` says why what stood there was none, when the
    value in force is back in its place.

    Showing the value that is already there changes nothing, so that typing is never disturbed.
    """

    edited = Signal(object)
    refused = Signal(str)
    returned = Signal(str)
    explore_wanted = Signal(str)
    """A parameter of the object that is edited here, by the names that lead to it."""
    is_short = True
    """Whether half the width of a form is enough."""

    def __init__(self, param: Param, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.param = param
        self._value: ParamValue = None
        self._is_fresh = True

    def show_value(self, value: ParamValue) -> None:
        """Bring the widget to ``value`` without emitting anything."""
        is_shown = not self._is_fresh and self.means_same(value, self._value)
        self._is_fresh = False
        self._value = value
        if not is_shown:
            self._display(value)

    def forget(self) -> None:
        """Let the next ``show_value`` rewrite the widget whatever stands in it."""
        self._is_fresh = True

    def means_same(self, one: ParamValue, other: ParamValue) -> bool:
        """Tell whether two values of this parameter mean the same to Keras."""
        return show.same(one, other)

    def set_suggestions(self, texts: tuple[str, ...]) -> None:
        """Offer values that make sense here; editors without a free text take none."""

    def _display(self, value: ParamValue) -> None:
        raise NotImplementedError

    def _take(self, value: ParamValue) -> None:
        """Remember and announce what the user set."""
        self.refused.emit("")
        self._is_fresh = False
        if not show.same(value, self._value):
            self._value = value
            self.edited.emit(value)

    def _set_field(self, field: QWidget) -> None:
        """Name the widget that takes the keyboard, for tests and screen readers."""
        field.setObjectName(f"field_{self.param.name}")
        field.setAccessibleName(show.label(self.param.name))
        self.setFocusProxy(field)
