"""The Model mode: palette or outline, canvas with the summary under it, inspector."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.ui.canvas.keeping import Keeping
from workbench.ui.canvas.my_blocks import MyBlocks
from workbench.ui.canvas.palette import LayerPalette
from workbench.ui.canvas.view import CanvasView
from workbench.ui.document.document import Document
from workbench.ui.focus import focus_first
from workbench.ui.inspector.inspector import Inspector
from workbench.ui.outline.panel import Outline
from workbench.ui.probe.panel import ProbePanel
from workbench.ui.sidebar import Sidebar
from workbench.ui.summary.panel import SummaryPanel
from workbench.ui.theme import Theme


class ModelPage(QWidget):
    """Where the network is drawn."""

    gallery_requested = Signal()
    summary_shown = Signal(bool)

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
        self.summary = SummaryPanel(document, theme, self)
        self.probe = ProbePanel(document, self.canvas.graph_scene(), theme, self)
        sight, self.shelf = self.canvas.graph_scene().sight, self.canvas.shelf
        self.palette_list = LayerPalette(document, theme, sight=sight, shelf=self.shelf)
        self._my_blocks = MyBlocks(self)
        self._keep_blocks(document)
        self.outline = Outline(document, theme)
        self.sidebar = Sidebar()
        self.inspector = Inspector(document, theme, request_docs)
        self.inspector.setFixedWidth(300)
        self.setFocusProxy(self.canvas)
        self.canvas.sample_requested.connect(self.gallery_requested)
        self.inspector.block.enter_requested.connect(sight.enter)
        self._join_outline()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._left_column())
        layout.addWidget(_line())
        layout.addWidget(self._centre(), 1)
        layout.addWidget(_line())
        layout.addWidget(self.inspector)

    @Slot(bool)
    def show_summary(self, wanted: bool) -> None:
        """Open or close the summary of the network under the canvas."""
        if wanted == self.is_summary_open():
            return
        if not wanted and self.summary.isAncestorOf(self.focusWidget() or self):
            self.canvas.setFocus()
        self.summary.setVisible(wanted)
        self.summary_shown.emit(wanted)

    def toggle_probe(self) -> None:
        """Open the probe with the keyboard in it, or close it."""
        is_wanted = not self.probe.isVisibleTo(self)
        self.probe.setVisible(is_wanted)
        (self.probe.given.kind if is_wanted else self.canvas).setFocus()

    def is_summary_open(self) -> bool:
        return self.summary.isVisibleTo(self)

    def _centre(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.canvas)
        splitter.addWidget(self.summary)
        splitter.addWidget(self.probe)
        self.probe.hide()
        self.probe.close_wanted.connect(self.toggle_probe)
        self.probe.left.connect(self.canvas.setFocus)
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([480, 220, 220])
        self.summary.hide()
        self.summary.table.chosen.connect(self.canvas.bring)
        self.summary.table.place_wanted.connect(self._on_summary_place_wanted)
        self.summary.close_wanted.connect(lambda: self.show_summary(False))
        self.summary.left.connect(self.canvas.setFocus)
        return splitter

    @Slot(str)
    def _on_summary_place_wanted(self, node: str) -> None:
        self.canvas.reveal(node)
        self.canvas.setFocus()

    def show_outline(self) -> None:
        """Put the keyboard on the outline; from there, back on the canvas."""
        if self.outline.isAncestorOf(self.focusWidget() or self):
            self.sidebar.show_page("palette")
            self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.sidebar.show_page("outline")
        self.outline.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def inspect(self) -> None:
        """Put the keyboard on the first parameter of what is selected."""
        focus_first(self.inspector.fields())

    def rename(self) -> None:
        """Put the keyboard on the name of the selected layer."""
        focus_first(self.inspector.name_field())

    def panes(self) -> list[QWidget]:
        """Return the parts of the page that the keyboard goes to one after another."""
        return [self.canvas, self.summary, self.probe, self.inspector, self.sidebar]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.canvas.hasFocus():
            self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def _join_outline(self) -> None:
        """Let the canvas' commands on layers work in the outline too, and its Enter open the inspector."""
        table = self.canvas.actions_table
        for action in (table.cut, table.copy, table.paste, table.duplicate, table.share, table.delete):
            self.outline.layers.addAction(action)
        for source in (self.outline.layers, self.canvas.keys):
            source.inspect_requested.connect(self.inspect)
        self.canvas.keys.rename_requested.connect(self.rename)

    def _keep_blocks(self, document: Document) -> None:
        """Let parts of networks be kept in the palette and come from there."""
        blocks, sight = self._my_blocks, self.canvas.graph_scene().sight
        keeping = Keeping(self, document=document, sight=sight, shelf=self.shelf, blocks=blocks)
        keeping.told.connect(self.canvas.message)
        self.canvas.actions_table.blocks.save_requested.connect(keeping.save)
        self.palette_list.menu_wanted.connect(keeping.show_menu)
        self.palette_list.offer_picked.connect(self.canvas.placing.begin)
        self.shelf.add(blocks)
        blocks.reload()

    def reload_blocks(self) -> None:
        """Look again at what the user keeps in the palette."""
        self._my_blocks.reload()

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
        self.sidebar.add(
            "palette", self.tr("Palette"), self.palette_list, tip=self.tr("Layers to add to the network")
        )
        self.sidebar.add(
            "outline",
            self.tr("Outline"),
            self.outline,
            tip=self.tr("The layers of the network as a list (Ctrl+U)"),
        )
        layout.addWidget(self.sidebar, 1)
        return column


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "vline")
    return line
