"""The Model mode: palette, canvas, inspector."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.ui.canvas.palette import LayerPalette
from workbench.ui.canvas.view import CanvasView
from workbench.ui.document.document import Document
from workbench.ui.inspector.inspector import Inspector
from workbench.ui.theme import Theme


class ModelPage(QWidget):
    """Where the network is drawn."""

    gallery_requested = Signal()

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("model-page")
        self.canvas = CanvasView(document, theme, self)
        self.palette_list = LayerPalette(document, theme)
        self.inspector = Inspector(document, theme, request_docs)
        self.inspector.setFixedWidth(300)
        self.setFocusProxy(self.canvas)
        self.canvas.sample_requested.connect(self.gallery_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._left_column())
        layout.addWidget(_line())
        layout.addWidget(self.canvas, 1)
        layout.addWidget(_line())
        layout.addWidget(self.inspector)

    def _left_column(self) -> QWidget:
        column = QFrame(self)
        column.setProperty("role", "panel")
        column.setFixedWidth(232)
        templates = QPushButton(self.tr("Templates…"), column)
        templates.setObjectName("templates")
        templates.setToolTip(self.tr("Begin from one of the bundled networks"))
        templates.clicked.connect(self.gallery_requested)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 0)
        top.addWidget(templates)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.palette_list, 1)
        return column


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "vline")
    return line
