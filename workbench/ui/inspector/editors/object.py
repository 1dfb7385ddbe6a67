"""The editor for an object inside an object: which kind, and that kind's own form below it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.catalog.kinds import Kind, Param
from workbench.project.spec import ParamValue, Spec
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.editors.context import Context, NestedForm
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.editors.options import Option, canonical, group_of, options, takes_number

_RATE = "initial_learning_rate"


class ObjectEditor(Editor):
    """Initializers, regularizers, constraints, schedules, and the layers that wrappers wrap."""

    is_short = False

    def __init__(self, param: Param, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(param, parent)
        self._context = context
        self._options = list(options(param, context.catalog))
        self.combo = CalmComboBox(self)
        for option in self._options:
            self.combo.addItem(option.label)
        self._set_field(self.combo)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.combo)
        self.number = self._new_number()
        self.form: NestedForm | None = None
        self.combo.activated.connect(self._on_combo_activated)

    def _new_number(self) -> LineEditor | None:
        if not takes_number(self.param):
            return None
        param = Param(
            name=f"{self.param.name}_number",
            editor="float",
            default=self.param.default,
            minimum=self.param.minimum,
            maximum=self.param.maximum,
        )
        number = LineEditor(param, self._context.theme, self)
        number.edited.connect(self._take)
        number.refused.connect(self.refused)
        number.returned.connect(self.returned)
        self._layout.addWidget(number)
        return number

    def _display(self, value: ParamValue) -> None:
        spec = canonical(value, self.param, self._context.catalog)
        index = self._index(spec)
        self.combo.setCurrentIndex(index)
        is_number = index >= 0 and self._options[index].is_number
        if self.number is not None:
            self.number.setVisible(is_number)
            if is_number:
                self.number.show_value(value)
        self._show_form(spec if isinstance(spec, Spec) else None)
        self.refused.emit("")

    def _show_form(self, spec: Spec | None) -> None:
        group = group_of(spec.kind, self.param, self._context.catalog) if spec is not None else None
        if spec is None or group is None:
            if self.form is not None:
                self.form.widget().hide()
            return
        if self.form is None:
            self.form = self._context.new_form(self)
            self.form.param_changed.connect(self._on_nested_changed)
            self.form.param_reset.connect(self._on_nested_reset)
            self.form.explore_wanted.connect(self.explore_wanted)
            self._layout.addWidget(self.form.widget())
        self.form.set_spec(group, spec)
        self.form.widget().setVisible(not self.form.is_empty())

    def _index(self, value: ParamValue) -> int:
        for index, option in enumerate(self._options):
            if _fits(option, value):
                return index
        if value is None:
            return -1
        label = value.kind if isinstance(value, Spec) else str(value)
        self._options.append(Option(label, value))
        self.combo.addItem(label)
        return len(self._options) - 1

    def forget(self) -> None:
        super().forget()
        if self.number is not None:
            self.number.forget()
        if self.form is not None:
            self.form.forget_typing()

    def means_same(self, one: ParamValue, other: ParamValue) -> bool:
        catalog = self._context.catalog
        return super().means_same(canonical(one, self.param, catalog), canonical(other, self.param, catalog))

    def _on_combo_activated(self, index: int) -> None:
        option = self._options[index]
        if _fits(option, canonical(self._value, self.param, self._context.catalog)):
            return
        value = self._start(option.kind) if option.kind is not None else option.value
        self._display(value)
        self._take(value)

    def _start(self, kind: Kind) -> Spec:
        """Begin an object of a kind; a schedule goes on from the rate that was set."""
        params = kind.starting_params()
        if _RATE in params and isinstance(self._value, int | float):
            params[_RATE] = self._value
        return Spec(kind.name, params)

    def _on_nested_changed(self, name: str, value: ParamValue) -> None:
        self._set_spec(self._spec().with_param(name, value))

    def _on_nested_reset(self, name: str) -> None:
        self._set_spec(self._spec().without_param(name))

    def _spec(self) -> Spec:
        spec = canonical(self._value, self.param, self._context.catalog)
        if not isinstance(spec, Spec):
            raise TypeError(f"Expected a nested object while its form is shown, received {spec!r}.")
        return spec

    def _set_spec(self, spec: Spec) -> None:
        self._show_form(spec)
        self._take(spec)


def _fits(option: Option, value: ParamValue) -> bool:
    if isinstance(value, Spec):
        return option.kind is not None and option.kind.name == value.kind
    if option.kind is not None:
        return False
    if option.is_number:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return option.value == value
