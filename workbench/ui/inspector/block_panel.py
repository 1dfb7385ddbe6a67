"""The selected block: name, repeats, figures, freezing, and the layers in it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.project.block_view import BLOCK_KIND
from workbench.project.blocks import members
from workbench.project.clip import MOST_REPEATS
from workbench.project.edits import Edit, RenameBlock, RepeatBlock, ResetParams, SetParams, Together
from workbench.project.graph import Block, BlockId, Node, NodeId
from workbench.project.repeats import can_repeat
from workbench.project.spec import Spec
from workbench.ui.document.document import Document
from workbench.ui.inspector import words
from workbench.ui.inspector.block_weights import BlockWeights
from workbench.ui.inspector.figures import Figures
from workbench.ui.inspector.header import Header
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.theme import Theme

_MOST_ROWS, _ROW = 12, 24


class RepeatField(QSpinBox):
    """A number that the wheel changes only while one types in it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class BlockPanel(QWidget):
    """Edits one block through the document. ``enter_requested``: it is to be shown on its own."""

    enter_requested = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._block: BlockId | None = None
        self.header = Header(theme, self)
        self.header.name.setAccessibleName(self.tr("Name of the block"))
        self.notes = ProblemNotes(name="block_problems", parent=self)
        self.repeat, self.repeat_reason = RepeatField(self), QLabel(self)
        self.figures = Figures(name="block_figures", parent=self)
        self.freeze = self._button("block_freeze", self.tr("Freeze all"))
        self.unfreeze = self._button("block_unfreeze", self.tr("Unfreeze all"))
        self.enter = self._button("block_enter", self.tr("Open on its own"))
        self.weights = BlockWeights(document, self)
        self.layers = QListWidget(self)
        self._lay_out()
        self.header.name_given.connect(lambda name: self.header.refuse_name(self._why_not(name)))
        self.header.name_left.connect(self._on_name_left)
        self.repeat.valueChanged.connect(self._on_repeat_changed)
        self.freeze.clicked.connect(lambda: self._document.do(self._freezing(frozen=True)))
        self.unfreeze.clicked.connect(lambda: self._document.do(self._freezing(frozen=False)))
        self.enter.clicked.connect(lambda: self.enter_requested.emit(self._block))
        self.layers.itemActivated.connect(self._on_layer_activated)

    def show_block(self, block: Block) -> None:
        """Show a block as the project has it; a name that is being typed stays."""
        is_other, self._block = block.id != self._block, block.id
        card = Node(id=block.id, spec=Spec(BLOCK_KIND), name=block.name, at=block.at)
        self.header.show_node(card, family="block", params=self._params_words(), is_other=is_other)
        self._show_repeat(block)
        self.weights.show_block(block)
        nodes = members(self._document.project.graph, block.id)
        self._show_layers(nodes)
        self._show_freezing(nodes)
        self.refresh()

    def forget(self) -> None:
        """Show no block; the next one is shown afresh."""
        self._block = None

    def refresh(self) -> None:
        """Show figures and problems as they are now."""
        if self._block is None:
            return
        self.header.params.setText(self._params_words())
        self.notes.show_problems(self._document.problems_at(f"block:{self._block}"))
        analysis = self._document.analysis
        known = analysis.block(self._block) if analysis is not None else None
        lines = [(self.tr("layers"), words.count(self.layers.count()))]
        if known is not None:
            lines = [
                (self.tr("layers"), words.count(known.layers)),
                (self.tr("trainable"), words.count(known.trainable_params)),
                (self.tr("in"), words.shapes(known.input_shapes)),
                (self.tr("out"), words.shapes(known.output_shapes)),
                (self.tr("work"), self.tr("{n} multiply-adds").format(n=words.large(known.flops))),
                (self.tr("memory"), self.tr("{size} an example").format(size=words.size(known.memory))),
            ]
        self.figures.show_figures(lines)

    def _params_words(self) -> str:
        analysis = self._document.analysis
        known = analysis.block(self._block) if analysis is not None and self._block is not None else None
        if known is None:
            return self.tr("not computed yet")
        text = self.tr("{n} parameters").format(n=words.count(known.params))
        return (
            text if known.copies == 1 else self.tr("{text} in {n} copies").format(text=text, n=known.copies)
        )

    def _show_repeat(self, block: Block) -> None:
        may = can_repeat(self._document.project.graph, block.id)
        self.repeat.blockSignals(True)
        self.repeat.setValue(block.repeat)
        self.repeat.blockSignals(False)
        self.repeat.setEnabled(may or block.repeat > 1)
        self.repeat_reason.setVisible(not may)

    def _show_layers(self, nodes: Collection[Node]) -> None:
        rows = [(node.id, f"{node.spec.kind}  {node.name}") for node in nodes]
        shown = [
            (item.data(Qt.ItemDataRole.UserRole), item.text())
            for row in range(self.layers.count())
            if (item := self.layers.item(row)) is not None
        ]
        if rows == shown:
            return
        self.layers.clear()
        for node, text in rows:
            item = QListWidgetItem(text, self.layers)
            item.setData(Qt.ItemDataRole.UserRole, node)
        self.layers.setFixedHeight(min(len(rows), _MOST_ROWS) * _ROW + 6)

    def _show_freezing(self, nodes: Collection[Node]) -> None:
        may = [node for node in nodes if self._can_freeze(node)]
        frozen = sum(node.spec.is_frozen for node in may)
        self.freeze.setEnabled(frozen < len(may))
        self.unfreeze.setEnabled(frozen > 0)
        self.freeze.setToolTip(
            self.tr("Training leaves the weights of these layers as they are: {0} of {1} are frozen").format(
                frozen, len(may)
            )
        )

    def _can_freeze(self, node: Node) -> bool:
        catalog, kind = self._document.catalog, node.spec.kind
        return catalog.has("layer", kind) and catalog.kind("layer", kind).has_param("trainable")

    def _freezing(self, *, frozen: bool) -> Edit:
        assert self._block is not None
        inside = members(self._document.project.graph, self._block)
        nodes: frozenset[NodeId] = frozenset(node.id for node in inside if self._can_freeze(node))
        edit = SetParams(nodes, "trainable", False) if frozen else ResetParams(nodes, "trainable")
        label = self.tr("Freeze block") if frozen else self.tr("Unfreeze block")
        return Together((edit,), label)

    def _on_repeat_changed(self, repeat: int) -> None:
        if self._block is not None:
            self._document.do(RepeatBlock(self._block, repeat))

    def _on_name_left(self, name: str) -> None:
        refusal = self._why_not(name)
        self.header.refuse_name(refusal)
        if self._block is not None and not refusal:
            self._document.do(RenameBlock(self._block, name))

    def _why_not(self, name: str) -> str:
        """Return the words that the edit itself would refuse the name with."""
        if self._block not in {block.id for block in self._document.project.graph.blocks}:
            return ""
        try:
            RenameBlock(self._block or "", name).apply(self._document.project)
        except ValueError as refusal:
            return str(refusal)
        return ""

    def _on_layer_activated(self, item: QListWidgetItem) -> None:
        self._document.select({item.data(Qt.ItemDataRole.UserRole)})

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _lay_out(self) -> None:
        self.repeat.setObjectName("block_repeat")
        self.repeat.setAccessibleName(self.tr("Repeat the block"))
        self.repeat.setRange(1, MOST_REPEATS)
        self.repeat.setKeyboardTracking(False)
        self.repeat.lineEdit().setTextMargins(8, 0, 0, 0)
        self.repeat.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.repeat.setToolTip(
            self.tr("So many copies one behind the other, each with weights of its own, 1 to {0}").format(
                f"{MOST_REPEATS:,}"
            )
        )
        self.repeat_reason.setObjectName("block_repeat_reason")
        self.repeat_reason.setProperty("role", "muted")
        self.repeat_reason.setWordWrap(True)
        self.repeat_reason.setText(
            self.tr("Only a block with one input and one output can be repeated: each copy feeds the next.")
        )
        self.layers.setObjectName("block_layers")
        self.layers.setAccessibleName(self.tr("Layers of the block"))
        self.layers.setToolTip(self.tr("Enter or a double click shows the layer"))
        label = QLabel(self.tr("Repeat"), self)
        label.setBuddy(self.repeat)
        repeating = QHBoxLayout()
        repeating.addWidget(label)
        repeating.addWidget(self.repeat, 1)
        freezing = QHBoxLayout()
        freezing.setSpacing(8)
        freezing.addWidget(self.freeze)
        freezing.addWidget(self.unfreeze)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.notes)
        layout.addLayout(repeating)
        layout.addWidget(self.repeat_reason)
        layout.addWidget(self.figures)
        layout.addWidget(self.weights)
        layout.addLayout(freezing)
        layout.addWidget(self.enter)
        layout.addWidget(self.layers)
