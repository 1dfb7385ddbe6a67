"""What the network is to become good at: one loss, or one of its own for each of several outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.graph import Graph, Node
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec
from workbench.ui.inspector.notes import by_field
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card
from workbench.ui.training.settings_head import HeadRow
from workbench.ui.training.settings_picker import SpecPicker


class LossCard(Card):
    """``changed`` carries the training with another loss, and what was changed."""

    changed = Signal(object, str)
    explore_wanted = Signal(str)
    """The output whose loss is to be explored; none is the common one."""

    def __init__(
        self,
        catalog: Catalog,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(QCoreApplication.translate("LossCard", "Loss"), name="loss", parent=parent)
        self._catalog, self._theme, self._request_docs = catalog, theme, request_docs
        self._training = TrainingSpec()
        self._heads: dict[str, HeadRow] = {}
        self._may_explore = False
        self.picker = SpecPicker("loss", catalog, theme, request_docs, name="loss", parent=self)
        self.content.addWidget(self.picker)
        self.picker.changed.connect(self._on_loss_changed)

    def let_explore(self) -> None:
        """Offer the explorer beside the common loss and beside those of single outputs."""
        self._may_explore = True
        self.picker.let_explore(self.tr("the loss"))
        self.picker.explore_wanted.connect(lambda _name: self.explore_wanted.emit(""))

    def show_training(self, training: TrainingSpec, graph: Graph) -> None:
        self._training = training
        self.picker.show_spec(training.loss)
        outputs = [node for node in graph.outputs() if node.spec.kind != "Input"]
        own = {head.output: head for head in training.heads}
        self._match(outputs if len(outputs) > 1 else [])
        for node in outputs:
            if node.id in self._heads:
                self._heads[node.id].show_head(node.name, own.get(node.id))

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Take all problems of the training and show those of the losses."""
        at_loss = [p for p in problems if f"{p.where}.".startswith("training.loss.")]
        general, fields = by_field(at_loss, "training.loss")
        self.notes.show_problems(general)
        self.picker.show_problems(fields)
        for number, head in enumerate(self._training.heads):
            place = f"training.heads.{number}"
            own = [p for p in problems if f"{p.where}.".startswith(f"{place}.")]
            if head.output in self._heads:
                self._heads[head.output].notes.show_problems(own)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        for picker in (self.picker, *(head.picker for head in self._heads.values())):
            picker.set_docs(kind, text, params)

    def _match(self, outputs: list[Node]) -> None:
        wanted = [node.id for node in outputs]
        for gone in [output for output in self._heads if output not in wanted]:
            self._heads.pop(gone).deleteLater()
        for node in outputs:
            if node.id not in self._heads:
                self._heads[node.id] = self._new_head(node.id)

    def _new_head(self, output: str) -> HeadRow:
        row = HeadRow(output, self._catalog, self._theme, self._request_docs, self)
        row.changed.connect(lambda head, field: self._on_head_changed(output, head, field))
        if self._may_explore:
            row.picker.let_explore(self.tr("the loss of this output"))
            row.picker.explore_wanted.connect(lambda _name: self.explore_wanted.emit(output))
        self.content.addWidget(row)
        return row

    def _on_loss_changed(self, spec: Spec, field: str) -> None:
        self.changed.emit(replace(self._training, loss=spec), f"loss.{field}" if field else "")

    def _on_head_changed(self, output: str, head: Head | None, field: str) -> None:
        heads = [old for old in self._training.heads if old.output != output]
        if head is not None:
            place = next((i for i, o in enumerate(self._training.heads) if o.output == output), len(heads))
            given = head if head.loss.kind else replace(head, loss=self._training.loss)
            heads.insert(place, given)
        self.changed.emit(
            replace(self._training, heads=tuple(heads)), f"head.{output}.{field}" if field else ""
        )
