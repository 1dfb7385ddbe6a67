"""What the keys and menus do to blocks, each in at most one edit."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from workbench.project.blocks import members
from workbench.project.edits import (
    CollapseBlock,
    Edit,
    GroupNodes,
    MoveNodes,
    Together,
    Ungroup,
    group_refusal,
    new_block,
)
from workbench.project.graph import Block, BlockId, Graph, NodeId
from workbench.project.project import Project
from workbench.ui.canvas.frames import card_in_place_of, corner, frames_of
from workbench.ui.canvas.geometry import card_at
from workbench.ui.canvas.room import make_room, turned
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class BlockCommands(QObject):
    """Commands on the selected blocks, and on what may become one. ``told`` says in words what can't be."""

    told = Signal(str)

    def __init__(self, scene: Scene, document: Document) -> None:
        super().__init__(scene)
        self._scene, self._document = scene, document

    def chosen(self) -> tuple[Block, ...]:
        """Return the selected blocks, in the graph's order."""
        selection = self._document.selection
        return tuple(block for block in self._document.project.graph.blocks if block.id in selection)

    def group(self) -> None:
        """Make one block of what is selected, shown as a card, and select it."""
        graph, sight = self._document.project.graph, self._scene.sight
        nodes = self._document.selected_nodes()
        refusal = group_refusal(graph, nodes)
        self.told.emit(refusal)
        if refusal:
            return
        cards = [node.at for node in sight.graph.nodes if node.id in sight.cards(self._document.selection)]
        area = card_at(cards[0])
        for at in cards:
            area = area.united(card_at(at))
        for chosen, frame in frames_of(sight.graph).items():
            if chosen in self._document.selection:
                area = area.united(frame)
        block = replace(new_block(graph, nodes), at=corner(card_in_place_of(area)))
        made = GroupNodes(nodes, block, sight.inside)
        grouped = made.apply(self._document.project).graph
        places = make_room(grouped, block.id, sight.inside, area, card_at(block.at))
        self._document.do(Together((made, MoveNodes(places)), GroupNodes.label))
        self._scene.choose({block.id})

    def ungroup(self) -> None:
        """Take the selected blocks apart and select what was in them."""
        project, chosen = self._document.project, self.chosen()
        if not chosen:
            return
        edits: list[Edit] = []
        inside: set[NodeId | BlockId] = set()
        for block in chosen:
            step = _taken_apart(project.graph, block.id, self._scene.sight.inside)
            edits.append(step)
            inside |= _contents(project.graph, block.id)
            project = step.apply(project)
        self._document.do(Together(tuple(edits), Ungroup.label))
        self._scene.choose(inside - {block.id for block in chosen})

    def turn(self, blocks: Collection[BlockId] | None = None) -> None:
        """Open the selected blocks in their places, or close them."""
        wanted = [block.id for block in self.chosen()] if blocks is None else list(blocks)
        if not wanted:
            return
        label = self.tr("Open block") if self._is_closed(wanted[0]) else self.tr("Close block")
        self._document.do(turning(self._document.project, wanted, self._scene.sight.inside, label))
        self._scene.choose(wanted)

    def enter(self) -> None:
        """Show the selected block on its own."""
        chosen = self.chosen()
        if len(chosen) == 1:
            self._scene.sight.enter(chosen[0].id)

    def leave(self) -> None:
        """Go back to what is around the block that is shown."""
        self._scene.sight.leave()

    def _is_closed(self, block: BlockId) -> bool:
        return self._document.project.graph.block(block).is_collapsed


def turning(project: Project, blocks: Collection[BlockId], inside: BlockId | None, label: str) -> Edit:
    """Return the edit that opens or closes several blocks as the first of them needs it."""
    is_opening = project.graph.block(next(iter(blocks))).is_collapsed
    edits: list[Edit] = []
    for block in blocks:
        if project.graph.block(block).is_collapsed == is_opening:
            step = turned(project.graph, block, inside, label=label)
            edits.append(step)
            project = step.apply(project)
    return edits[0] if len(edits) == 1 else Together(tuple(edits), label)


def _taken_apart(graph: Graph, block: BlockId, inside: BlockId | None) -> Edit:
    """Return the edit that takes a block apart; what was out of sight in it is given room first."""
    apart = Ungroup(block)
    if not graph.block(block).is_collapsed:
        return apart
    return Together((turned(graph, block, inside, label=CollapseBlock.label), apart), Ungroup.label)


def _contents(graph: Graph, block: BlockId) -> set[NodeId | BlockId]:
    """Return what stands right in a block: its own nodes, and the blocks in it."""
    nodes = {node.id for node in members(graph, block) if node.block == block}
    return nodes | {other.id for other in graph.blocks if other.parent == block}
