"""The graph editor: turns events into gestures, and what they come to into edits."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QMenu, QWidget

from workbench.project.graph import BlockId, NodeId
from workbench.ui.canvas.actions import CanvasActions
from workbench.ui.canvas.adding import add_layer
from workbench.ui.canvas.announcing import Announcer
from workbench.ui.canvas.background import paint_background
from workbench.ui.canvas.block_commands import BlockCommands
from workbench.ui.canvas.bringing import bring
from workbench.ui.canvas.clipboard import Clipboard
from workbench.ui.canvas.commands import Commands
from workbench.ui.canvas.edge_scroll import EdgeScroll
from workbench.ui.canvas.finder import Finder
from workbench.ui.canvas.focus_marks import FocusMarks
from workbench.ui.canvas.following import Following
from workbench.ui.canvas.geometry import GRID, STEP
from workbench.ui.canvas.gestures.gesture import Pointer
from workbench.ui.canvas.gestures.pan import Pan
from workbench.ui.canvas.glide import Glide
from workbench.ui.canvas.hand import Hand
from workbench.ui.canvas.heat_map import HeatMap
from workbench.ui.canvas.hits import block_on, hit, item_of
from workbench.ui.canvas.hover import Hover
from workbench.ui.canvas.key_actions import KeyActions
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.looks import Looks
from workbench.ui.canvas.notes.note_commands import NoteCommands
from workbench.ui.canvas.notes.note_item import NoteItem
from workbench.ui.canvas.overlay import Overlay
from workbench.ui.canvas.picking import drop_for, gesture_for
from workbench.ui.canvas.placing import Placing
from workbench.ui.canvas.quick.connecting import Connecting
from workbench.ui.canvas.quick.typing import QuickTyping
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.canvas.walking import Walker
from workbench.ui.canvas.zoom import Zoom
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_COMMAND_KEYS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class CanvasView(QGraphicsView):
    """Shows and edits the graph of a document. ``message`` says in words what a gesture can't do."""

    message = Signal(str)
    sample_requested = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_space_down, self._was_shown = False, False
        self._scene = Scene(document, theme, self)
        self.heat = HeatMap(self._scene, document, theme, self)
        self._commands = Commands(self._scene, document)
        self._hand = Hand(self._scene, document, self.viewport())
        self._hand.message.connect(self.message)
        self._edge = EdgeScroll(self, self._hand)
        self._pointer_at: QPointF | None = None
        self._clipboard = Clipboard(self._scene, document, lambda: self._pointer_at, self)
        self._clipboard.refused.connect(self.message)
        self._clipboard.pasted.connect(lambda area: self.ensureVisible(area, 24, 24))
        self.walker = Walker(self, self._scene, document)
        announcer = Announcer(self, scene=self._scene, document=document, walker=self.walker)
        announcer.said.connect(self.message)
        self.shelf = Shelf(self)
        self._typing = QuickTyping(
            self,
            document,
            theme,
            sight=self._scene.sight,
            shelf=self.shelf,
            chosen_link=self.walker.chosen_link,
        )
        self._typing.refused.connect(self.message)
        self._hand.link_loose.connect(self._typing.begin_at)
        self._finder = Finder(document, self.reveal, self)
        self._hover = Hover(self._scene, Following(self._scene, document, self), self.viewport())
        self._dress()
        self.zoom = Zoom(self)
        self.glide = Glide(self, scene=self._scene, document=document, zoom=self.zoom)
        self._focus_marks = FocusMarks(
            self, scene=self._scene, document=document, walker=self.walker, theme=theme
        )
        connecting = Connecting(self, scene=self._scene, document=document, walker=self.walker)
        connecting.told.connect(self.message)
        self._notes = NoteCommands(
            self, scene=self._scene, document=document, zoom=self.zoom, pointer=lambda: self._pointer_at
        )
        self._notes.told.connect(self.message)
        self.keys = KeyActions(
            self,
            walker=self.walker,
            zoom=self.zoom,
            connecting=connecting,
            replace=self._typing.begin_replacing,
            notes=self._notes,
        )
        self.placing = Placing(self._scene, document, self.shelf)
        self.placing.told.connect(self.message)
        self._typing.offer_wanted.connect(lambda key, link: self.placing.begin(key, None, link))
        self._hand.wished.connect(lambda wish: self.placing.begin(wish.key, wish.at, wish.link))
        self._blocks = BlockCommands(self._scene, document)
        self._blocks.told.connect(self.message)
        self.looks = Looks(self, self._scene.sight, self.zoom, self.fit)
        self.actions_table = CanvasActions(
            self,
            commands=self._commands,
            clipboard=self._clipboard,
            type_layer=lambda: self._typing.begin(),
            scene=self._scene,
            document=document,
            find=self._finder.open,
            fit=self.fit,
            full_size=self.zoom.reset,
            tidy=self.tidy,
            heat=self.heat,
            keys=self.keys,
            blocks=self._blocks,
        )
        self._overlay = Overlay(
            self,
            document=document,
            theme=theme,
            scene=self._scene,
            zoom=self.zoom,
            actions=self.actions_table,
            heat=self.heat,
        )
        self._overlay.sample_requested.connect(self.sample_requested)
        document.selection_changed.connect(self._on_selection_changed)
        document.path_changed.connect(self._on_path_changed)
        theme.changed.connect(self.resetCachedContent)

    def actions_for_menu(self) -> list[QAction]:
        """Return the canvas' commands, for menus and the command palette."""
        return self.actions_table.all()

    def graph_scene(self) -> Scene:
        return self._scene

    @property
    def inside(self) -> BlockId | None:
        """The block that is shown on its own; None for the whole network."""
        return self._scene.sight.inside

    def add_layer(self, kind: str) -> None:
        """Add a layer behind the selected one, or at the end."""
        add_layer(self._document, self._scene.sight, kind)

    def reveal(self, node: NodeId) -> None:
        """Select a node and scroll to it."""
        self._scene.choose({node})

    def bring(self, nodes: Iterable[NodeId]) -> None:
        """Show these layers, all at once."""
        cards = self._scene.nodes
        shown = self._scene.sight.seen.cards(nodes)
        bring(self, self.zoom, [cards[card] for card in cards if card in shown])

    def fit(self) -> None:
        """Show the whole graph."""
        self.zoom.fit(self._scene.bounds())

    def tidy(self) -> None:
        """Lay a functional graph out in layers, or what is selected of it, and show that."""
        part = self._commands.part_to_tidy()
        self.glide.over(self._commands.tidy, (lambda: self.bring(part)) if part else self.fit)

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._hand.is_busy:
            return
        self._hover.leave()
        pointer = self._pointer(event.position().toPoint(), event.modifiers())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (is_left and self._is_space_down):
            self._hand.begin(Pan(self), pointer)
        elif is_left:
            self._hand.begin(gesture_for(self._scene, self._document, pointer), pointer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.mapToScene(event.position().toPoint())
        found = hit(self._scene, at)
        if event.button() == Qt.MouseButton.LeftButton and (block := block_on(self._scene, at)) is not None:
            self._scene.sight.enter(block)
        elif isinstance(found, LinkItem) and event.button() == Qt.MouseButton.LeftButton:
            self._commands.cut_link(found.link)
        elif found is None and self._notes.can_write() and self._note_at(event) is not None:
            self._notes.write()
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event.position().toPoint(), event.modifiers())
        self._pointer_at = pointer.scene
        if self._hand.is_busy:
            self._hand.move(pointer)
            self._edge.follow(event.position().toPoint(), event.modifiers())
        elif not self._is_space_down and self._document.project.graph.style == "functional":
            self._hover.over(pointer.scene)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._hand.end(self._pointer(event.position().toPoint(), event.modifiers()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.leave()
        self._pointer_at = None
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        is_touchpad = event.phase() != Qt.ScrollPhase.NoScrollPhase
        if is_touchpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            gone = event.pixelDelta() or event.angleDelta() / 4
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - gone.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - gone.y())
        else:
            self.zoom.by(event.angleDelta().y() / 120, event.position().toPoint())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                anchor = event.position().toPoint()
                self.zoom.set_scale(self.zoom.scale * (1 + event.value()), anchor)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = hit(self._scene, self.mapToScene(event.pos()), ports=False)
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        under = item_of(found)
        if by_mouse and under is not None and under not in self._document.selection:
            self._scene.choose({under})
        note = self._scene.notes.at(self.mapToScene(event.pos())) if by_mouse and found is None else None
        if note is not None and note.note.id not in self._scene.notes.chosen:
            self._scene.choose((), notes={note.note.id})
        menu = QMenu(self)
        menu.setObjectName("canvas.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions_for_menu())
        menu.popup(event.globalPos())

    # a drag from the palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        gesture = drop_for(self._scene, self._document, self.shelf, event.mimeData())
        if gesture is None:
            event.ignore()
            return
        self._edge.enter()
        self._hand.begin(gesture, self._pointer(event.position().toPoint(), event.modifiers()))
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._hand.is_busy:
            self._hand.move(self._pointer(event.position().toPoint(), event.modifiers()))
            self._edge.follow(event.position().toPoint(), event.modifiers())
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hand.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._hand.is_busy:
            self._hand.end(self._pointer(event.position().toPoint(), event.modifiers()))
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self._hand.is_busy:
                self._hand.cancel()
            elif self._document.selection or self._scene.selected_links() or self._scene.notes.chosen:
                self._commands.select_none()
            else:
                self._scene.sight.leave()
        elif key in _ARROWS:
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._commands.nudge(*_ARROWS[key], step=STEP if is_fine else GRID)
        elif key == Qt.Key.Key_Space:
            self._is_space_down = True
            self._show_cursor()
        elif event.text().isalpha() and not event.modifiers() & _COMMAND_KEYS:
            self._typing.begin(event.text())
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_space_down = False
            self._show_cursor()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._commands.step_through(forward=forward) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._scene.set_active(True)
        self._scene.notes.set_active(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_space_down = False
        self._scene.set_active(False)
        self._scene.notes.set_active(False)

    # how it looks

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_background(painter, QRectF(rect), self._scene.look, self.devicePixelRatioF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._overlay.place()
        self._finder.place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.fit()

    def _dress(self) -> None:
        self.setScene(self._scene)
        self.setObjectName("canvas")
        self.setAccessibleName(self.tr("Graph editor"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.viewport().setMouseTracking(True)

    def _show_cursor(self) -> None:
        self.viewport().setCursor(
            Qt.CursorShape.OpenHandCursor if self._is_space_down else Qt.CursorShape.ArrowCursor
        )

    def _pointer(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> Pointer:
        return Pointer(self.mapToScene(at), at, modifiers)

    def _on_path_changed(self) -> None:
        if self._document.undo_stack.count() == 0:
            self.looks.forget()
            self.fit()

    def _note_at(self, event: QMouseEvent) -> NoteItem | None:
        return self._scene.notes.at(self.mapToScene(event.position().toPoint()))

    def _on_selection_changed(self) -> None:
        chosen = self._document.selection
        faces = [item for node, item in self._scene.nodes.items() if node in chosen]
        if len(faces) == 1 and not self._hand.is_busy and self._was_shown:
            self.ensureVisible(faces[0], 24, 24)
