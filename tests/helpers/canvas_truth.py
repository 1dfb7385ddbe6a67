"""What a canvas must show of a document: exactly that, and nothing besides."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from workbench.project.block_view import view
from workbench.project.notes import notes_within
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.notes.note_item import NoteItem
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


def assert_shows(scene: Scene, document: Document) -> None:
    """Fail where the scene's items differ from the document in nodes, links, places, names or selection."""
    seen = view(document.project.graph, scene.sight.inside)
    graph = seen.graph
    assert set(scene.frames) == {block.id for block in graph.blocks}
    cards = {item.node_id: item for item in scene.items() if isinstance(item, NodeItem)}
    curves = {item.link: item for item in scene.items() if isinstance(item, LinkItem)}
    assert set(cards) == graph.ids()
    assert set(curves) == set(graph.links)
    notes = {item.note: item for item in scene.items() if isinstance(item, NoteItem)}
    assert set(notes) == set(
        notes_within(document.project.all_notes, document.project.graph, scene.sight.inside)
    )
    assert all(item.pos() == QPointF(note.at.x, note.at.y) for note, item in notes.items())
    assert all(item.isSelected() == (note.id in scene.notes.chosen) for note, item in notes.items())
    assert len([item for item in scene.items() if isinstance(item, NodeItem | LinkItem)]) == len(cards) + len(
        curves
    )
    for node in graph.nodes:
        card = cards[node.id]
        assert card.isVisible()
        assert card.pos() == QPointF(node.at.x, node.at.y)
        if seen.is_block(node.id):
            assert card.face.kind == node.name
        else:
            assert card.face.kind == node.spec.kind
            assert node.name in (card.face.name or card.face.summary)
        assert card.isSelected() == (node.id in document.selection)
    for link, curve in curves.items():
        start = cards[link.source].output_point(link.output)
        assert curve.isVisible()
        assert curve.ends == (start, cards[link.target].input_point(link.input))
