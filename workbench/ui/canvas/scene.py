"""The graph as items: a pure view of ``document.project.graph``, kept up to date by difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QWidget

from workbench.project.graph import BlockId, Link, NodeId, Point
from workbench.project.notes import NoteId
from workbench.ui.canvas.face_maker import FaceMaker
from workbench.ui.canvas.faces import FrameFace, LinkFace, NodeFace
from workbench.ui.canvas.frame_item import FrameItem
from workbench.ui.canvas.frames import frames
from workbench.ui.canvas.geometry import CARD, bounds
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.look import Look
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.notes.note_layer import NoteLayer
from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

_EXTENT = 200_000.0
_DIMMED = 0.25


class Scene(QGraphicsScene):
    """Shows a document. Gestures may lift items for a preview; ``settle`` puts everything back."""

    settled = Signal()
    """The items show the document again, which may have changed."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._theme = document, theme
        self.sight = Sight(document, self)
        self._faces = FaceMaker(document, self.sight)
        self._nodes: dict[NodeId, NodeItem] = {}
        self._frames: dict[BlockId, FrameItem] = {}
        self._links: dict[Link, LinkItem] = {}
        self._touching: dict[NodeId, list[LinkItem]] = {}
        self._lifted: set[NodeId] = set()
        self._strayed: set[NodeId] = set()
        self._is_active = False
        # Kept here, not asked of the items: Qt tells of its selection even while it takes them down.
        self._chosen_links: frozenset[Link] = frozenset()
        self.look = Look(theme)
        self.notes = NoteLayer(self, document, theme, lambda: self.sight.inside)
        self.setSceneRect(-_EXTENT / 2, -_EXTENT / 2, _EXTENT, _EXTENT)
        document.project_changed.connect(self.settle)
        document.project_changed.connect(self.sight.keep_selection)
        document.analysis_changed.connect(self._refresh)
        document.problems_changed.connect(self._refresh)
        document.selection_changed.connect(self._on_selection_changed)
        theme.changed.connect(self._on_theme_changed)
        self.sight.changed.connect(self.settle)
        self.sight.changed.connect(self.notes.settle)
        self.settle()
        self._on_selection_changed()

    @property
    def nodes(self) -> Mapping[NodeId, NodeItem]:
        return self._nodes

    @property
    def links(self) -> Mapping[Link, LinkItem]:
        return self._links

    @property
    def frames(self) -> Mapping[BlockId, FrameItem]:
        """The open blocks."""
        return self._frames

    def block_at(self, at: QPointF) -> BlockId | None:
        """Return the block that a place is in: the innermost open one there, else the one that is shown."""
        around = [frame for frame in self._frames.values() if frame.area.contains(at)]
        deepest = max(around, key=lambda frame: frame.face.depth, default=None)
        return deepest.block if deepest is not None else self.sight.inside

    def selected_links(self) -> frozenset[Link]:
        return self._chosen_links & self._links.keys()

    def bounds(self) -> QRectF:
        """Return the rectangle around all cards, frames and notes."""
        area = bounds(item.face.at for item in self._nodes.values())
        for frame in self._frames.values():
            area = area.united(frame.area)
        return area.united(self.notes.bounds())

    def settle(self) -> None:
        """Show the document as it is, with every card in its place."""
        self._strayed |= self._lifted
        self._lifted.clear()
        self._refresh()

    def lift(self, places: Mapping[NodeId, Point]) -> None:
        """Show nodes above the others and elsewhere than the document says, until ``settle``."""
        for node, at in places.items():
            self._nodes[node].lift(at)
        self._follow(places)

    def glide(self, places: Mapping[NodeId, Point]) -> None:
        """Show nodes on their way to where the document says, until ``settle``."""
        for node, at in places.items():
            self._nodes[node].setPos(at.x, at.y)
        self._follow(places)

    def choose(
        self, nodes: Iterable[NodeId | BlockId], links: Iterable[Link] = (), notes: Iterable[NoteId] = ()
    ) -> None:
        """Select nodes and blocks in the document, and links and notes here."""
        self._document.select(nodes)
        self._chosen_links = frozenset(links)
        self._mark((item, link in self._chosen_links) for link, item in self._links.items())
        self.notes.choose(notes)

    def preview_selection(self, nodes: frozenset[NodeId]) -> None:
        """Show other nodes as selected than the document says, until ``restore_selection``."""
        self._mark((item, node in nodes) for node, item in self._nodes.items())
        self._mark((frame, block in nodes) for block, frame in self._frames.items())

    def restore_selection(self) -> None:
        self.preview_selection(self._document.selection)

    def dim_all_but(self, nodes: Collection[NodeId], links: Collection[Link]) -> None:
        """Let everything else step back, until ``undim``."""
        for node, card in self._nodes.items():
            card.setOpacity(1.0 if node in nodes else _DIMMED)
        for link, item in self._links.items():
            item.setOpacity(1.0 if link in links else _DIMMED)

    def undim(self) -> None:
        self.dim_all_but(self._nodes, self._links)

    def set_active(self, active: bool) -> None:
        """Show whether the keyboard acts on the canvas."""
        self._is_active = active
        for item in self._nodes.values():
            item.set_active(active)
        for frame in self._frames.values():
            frame.set_active(active)

    def _mark(self, marks: Iterable[tuple[QGraphicsItem, bool]]) -> None:
        """Show items as selected or not, and tell of it once: of thousands, one by one takes seconds."""
        changed = [(item, selected) for item, selected in marks if item.isSelected() != selected]
        if not changed:
            return
        with QSignalBlocker(self):
            for item, selected in changed:
                item.setSelected(selected)
        self.selectionChanged.emit()

    def _follow(self, strayed: Collection[NodeId]) -> None:
        """Let links and frames go along with nodes that are not in their places."""
        self._lifted.update(strayed)
        for item in {item.link: item for node in strayed for item in self._touching.get(node, ())}.values():
            self._route(item)
        self._place_frames()

    def _refresh(self) -> None:
        """Add, remove and update what differs from the document."""
        nodes, links, open_blocks = self._faces.make()
        moved, self._strayed = self._strayed, set()
        for gone in [node for node in self._nodes if node not in nodes]:
            self.removeItem(self._nodes.pop(gone))
            moved.add(gone)
        for unlinked in [link for link in self._links if link not in links]:
            self.removeItem(self._links.pop(unlinked))
        for node_id, face in nodes.items():
            if self._show_node(node_id, face):
                moved.add(node_id)
        touching: dict[NodeId, list[LinkItem]] = {}
        for link, link_face in links.items():
            item = self._show_link(link, link_face, moved)
            touching.setdefault(link.source, []).append(item)
            touching.setdefault(link.target, []).append(item)
        self._touching = touching
        self._show_frames(open_blocks)
        self.settled.emit()

    def _show_node(self, node_id: NodeId, face: NodeFace) -> bool:
        """Show one card and tell whether its ports may lie elsewhere than before."""
        item = self._nodes.get(node_id)
        is_new = item is None or item.face is not face
        if item is None:
            item = NodeItem(node_id, face, self.look)
            item.set_active(self._is_active)
            self._nodes[node_id] = item
            self.addItem(item)
            item.setSelected(node_id in self._document.selection)
        elif is_new:
            item.show_face(face)
        if node_id not in self._lifted:
            item.settle()
        return is_new

    def _show_frames(self, faces: Mapping[BlockId, FrameFace]) -> None:
        for gone in [block for block in self._frames if block not in faces]:
            self.removeItem(self._frames.pop(gone))
        for block, face in faces.items():
            frame = self._frames.get(block)
            if frame is None:
                frame = self._frames[block] = FrameItem(block, face, self.look)
                frame.set_active(self._is_active)
                self.addItem(frame)
                frame.setSelected(block in self._document.selection)
            else:
                frame.show_face(face)
        self._place_frames()

    def _place_frames(self) -> None:
        """Put every frame around what is in it, wherever that is just now."""
        if self._frames:
            places = {node: CARD.translated(item.pos()) for node, item in self._nodes.items()}
            for block, area in frames(self.sight.graph, places).items():
                self._frames[block].set_area(area)

    def _show_link(self, link: Link, face: LinkFace, moved: Collection[NodeId]) -> LinkItem:
        item = self._links.get(link)
        is_new = item is None
        if item is None:
            item = LinkItem(link, face, self.look)
            self._links[link] = item
            self.addItem(item)
        elif item.face is not face:
            item.show_face(face)
        if is_new or link.source in moved or link.target in moved:
            self._route(item)
        return item

    def _route(self, item: LinkItem) -> None:
        source, target = self._nodes.get(item.link.source), self._nodes.get(item.link.target)
        item.setVisible(source is not None and target is not None)
        if source is not None and target is not None:
            item.route(source.output_point(item.link.output), target.input_point(item.link.input))

    def _on_selection_changed(self) -> None:
        self.restore_selection()
        self._chosen_links = frozenset()
        self._mark((item, False) for item in self._links.values())

    def _on_theme_changed(self) -> None:
        self.look = Look(self._theme)
        for node in self._nodes.values():
            node.relook(self.look)
        for link in self._links.values():
            link.relook(self.look)
        for frame in self._frames.values():
            frame.relook(self.look)
        self.update()
