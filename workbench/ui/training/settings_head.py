"""One output of a network with several: the common loss, or a loss and a weight of its own."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group, Param
from workbench.project.spec import Spec
from workbench.project.training import Head
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.inspector.row import FormRow
from workbench.ui.theme import Theme
from workbench.ui.training.settings_picker import SpecPicker


class HeadRow(QWidget):
    """``changed`` carries the new head, None for the common loss, and what was changed.

    A head that was only just wished for comes with a loss of no kind.
    """

    changed = Signal(object, str)

    def __init__(
        self,
        output: str,
        catalog: Catalog,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"head_{output}")
        self._head = Head(output=output, loss=Spec(""))
        self.box = QCheckBox(self)
        self.box.setObjectName(f"own_loss_{output}")
        self.notes = ProblemNotes(name=f"problems_head_{output}", parent=self)
        weight = Param(name="weight", editor="float", default=1.0, minimum=0.0)
        self.weight = FormRow(LineEditor(weight, theme, self), self)
        self.picker = SpecPicker("loss", catalog, theme, request_docs, name=f"loss_{output}", parent=self)
        self._body = QWidget(self)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(22, 0, 0, 0)
        body.addWidget(self.picker)
        body.addWidget(self.weight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.box, self.notes, self._body):
            layout.addWidget(widget)
        self.box.clicked.connect(self._on_box_clicked)
        self.picker.changed.connect(self._on_loss_changed)
        self.weight.changed.connect(self._on_weight_changed)
        self.weight.reset.connect(lambda: self._on_weight_changed(1.0))

    def show_head(self, name: str, head: Head | None) -> None:
        self.box.setText(self.tr("{output} has a loss of its own").format(output=name))
        self.box.setAccessibleName(self.box.text())
        self.box.setChecked(head is not None)
        self._body.setVisible(head is not None)
        if head is not None:
            self._head = head
            self.picker.show_spec(head.loss)
            self.weight.show_value(head.weight)

    def _on_box_clicked(self, is_own: bool) -> None:
        self.changed.emit(Head(output=self._head.output, loss=Spec("")) if is_own else None, "")

    def _on_loss_changed(self, spec: Spec, field: str) -> None:
        self.changed.emit(replace(self._head, loss=spec), field)

    def _on_weight_changed(self, weight: float) -> None:
        self.changed.emit(replace(self._head, weight=float(weight)), "weight")
