"""The weights that a block begins with which was made of a network of keras.applications."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.project.applications import IMAGENET
from workbench.project.edits import SetBlockWeights
from workbench.project.graph import Block, BlockId
from workbench.ui.dialogs.weights_choice import WeightsChoice
from workbench.ui.document.document import Document


class BlockWeights(QWidget):
    """Edits them through the document. ``imagenet_wanted`` carries the application to fetch weights for."""

    imagenet_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("block_weights")
        self._document = document
        self._block: BlockId | None = None
        self._origin, self.choice = QLabel(self), WeightsChoice(self)
        self._origin.setProperty("role", "muted")
        self._origin.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._origin)
        layout.addWidget(self.choice)
        self.choice.changed.connect(self._on_choice_changed)

    def show_block(self, block: Block) -> None:
        """Show a block's weights; nothing where it was made of no network of Keras."""
        application = block.application
        self.setVisible(application is not None)
        self._block = block.id if application is not None else None
        if application is not None:
            self._origin.setText(self.tr("Weights of {0}").format(application.network))
            self.choice.show_weights(application.weights, self._document.base)

    def _on_choice_changed(self) -> None:
        if self._block is None or not self.choice.is_valid():
            return
        weights = self.choice.weights()
        application = self._document.project.graph.block(self._block).application
        if application is None or application.weights == weights:
            return
        self._document.do(SetBlockWeights(self._block, weights))
        if weights == IMAGENET:
            self.imagenet_wanted.emit(self._document.project.graph.block(self._block).application)
