"""Which part of the graph the canvas shows: all of it from the top, or one block on its own."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from workbench.project.block_view import View, view
from workbench.project.blocks import ancestry, members
from workbench.project.graph import Block, BlockId, Graph, NodeId, Point
from workbench.ui.document.document import Document


class Sight(QObject):
    """Follows the document. ``changed`` carries where one looked before and looks now, None being the top.

    What is selected is at sight: whoever selects a layer out of sight is shown the block that it is in, and
    a layer that disappears in a collapsed block hands its selection to the block's card.
    """

    changed = Signal(object, object)  # BlockId | None, twice

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._way: tuple[BlockId, ...] = ()
        self._seen: View | None = None
        self._seen_of: Graph | None = None
        document.project_changed.connect(self._on_project_changed)
        document.selection_changed.connect(self._on_selection_changed)
        document.path_changed.connect(self._on_path_changed)

    @property
    def inside(self) -> BlockId | None:
        """The block that one looks at on its own; None from the top."""
        return self._way[-1] if self._way else None

    @property
    def seen(self) -> View:
        """What is to be seen of the document's graph."""
        graph = self._document.project.graph
        if self._seen is None or self._seen_of is not graph:
            self._seen, self._seen_of = view(graph, self.inside), graph
        return self._seen

    @property
    def graph(self) -> Graph:
        """The cards and links at sight, and the open blocks."""
        return self.seen.graph

    def way(self) -> tuple[Block, ...]:
        """Return the blocks from the outermost one down to where one looks."""
        return tuple(self._document.project.graph.block(block) for block in self._way)

    def cards(self, ids: Collection[NodeId | BlockId]) -> frozenset[NodeId]:
        """Return the cards at sight of nodes, of collapsed blocks and of all that is in open ones."""
        seen, graph = self.seen, self._document.project.graph
        if not graph.blocks:
            return frozenset(seen.card.keys() & set(ids))
        ways, chosen = ancestry(graph), set(ids)
        return frozenset(
            node.id
            for node in seen.graph.nodes
            if node.id in chosen or not chosen.isdisjoint(ways.get(node.block, ()))
        )

    def taken_inputs(self, card: NodeId) -> list[int]:
        """Return the inputs of a card that something feeds, at sight or not."""
        return self.all_taken_inputs().get(card, [])

    def all_taken_inputs(self) -> dict[NodeId, list[int]]:
        """Return the inputs that something feeds, at sight or not, of every card."""
        taken: dict[NodeId, list[int]] = {node.id: [] for node in self.graph.nodes}
        fed = {(link.target, link.input) for link in self._document.project.graph.links}
        for node, index in fed:
            if node in taken:
                taken[node].append(index)
        for block, ports in self.seen.ports.items():
            taken[block] = [index for index, ends in enumerate(ports.inputs) if fed.issuperset(ends)]
        return taken

    def homes(self, ids: Collection[NodeId | BlockId]) -> dict[NodeId | BlockId, Point]:
        """Return where these nodes and blocks are now, as they may be moved from."""
        graph = self._document.project.graph
        nodes = {node.id: node.at for node in graph.nodes if node.id in ids}
        return nodes | {block.id: block.at for block in graph.blocks if block.id in ids}

    def is_open(self, block: BlockId) -> bool:
        """Tell whether a block is shown as a frame around what is in it."""
        return any(block == other.id for other in self.graph.blocks)

    def enter(self, block: BlockId | None) -> None:
        """Look at a block on its own, or from the top; what gets out of sight is selected no longer."""
        self._look(block)
        self._document.select(filter(self._is_at_sight, self._document.selection))

    def _look(self, block: BlockId | None) -> None:
        before = self.inside
        self._way = ancestry(self._document.project.graph)[block]
        if self.inside != before:
            self._seen = None
            self.changed.emit(before, self.inside)

    def leave(self, *, steps: int = 1) -> bool:
        """Go so many blocks up and select the one that was left; False at the top."""
        if not self._way:
            return False
        up = self._way[-steps:]
        self.enter(self._way[-steps - 1] if len(self._way) > steps else None)
        self._document.select({up[0]})
        return True

    def reveal(self, item: NodeId | BlockId) -> None:
        """Look where a node or block is at sight, if it is not already."""
        if self._is_at_sight(item):
            return
        graph = self._document.project.graph
        ways = ancestry(graph)
        around = ways[item][:-1] if item in ways else ways.get(graph.node(item).block, ())
        collapsed = {block.id for block in graph.blocks if block.is_collapsed}
        self._look(next((block for block in reversed(around) if block in collapsed), None))

    def _is_at_sight(self, item: NodeId | BlockId) -> bool:
        seen = self.seen
        return seen.card.get(item) == item or item in seen.ports or self.is_open(item)

    def _on_project_changed(self) -> None:
        graph = self._document.project.graph
        ways = ancestry(graph)
        kept = next((block for block in reversed(self._way) if block in ways), None)
        before = self.inside
        self._way = ways[kept]
        if kept != before:
            self._seen = None
            self.changed.emit(before, kept)

    def keep_selection(self) -> None:
        """Let what disappeared in a collapsed block hand its selection to the block's card."""
        seen, chosen = self.seen, self._document.selection
        hidden = {item: seen.card[item] for item in chosen if seen.card.get(item, item) != item}
        graph = self._document.project.graph
        for block in graph.blocks:
            if block.id in chosen and not self._is_at_sight(block.id):
                first = members(graph, block.id)[0].id
                if first in seen.card:
                    hidden[block.id] = seen.card[first]
        if hidden:
            self._document.select((chosen - hidden.keys()) | set(hidden.values()))

    def _on_selection_changed(self) -> None:
        chosen = self._document.selection
        if chosen and self._document.project.graph.blocks and not any(map(self._is_at_sight, chosen)):
            self.reveal(min(chosen))

    def _on_path_changed(self) -> None:
        if self._document.undo_stack.count() == 0:
            self.enter(None)
