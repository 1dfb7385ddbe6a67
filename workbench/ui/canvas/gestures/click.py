"""What a press on a card does to the selection, before anything moves."""

from __future__ import annotations

from workbench.project.graph import NodeId


def pressed(node: NodeId, selection: frozenset[NodeId], *, adds: bool) -> frozenset[NodeId]:
    """Return the selection after a press: toggled with a modifier, kept when the card is in it."""
    if adds:
        return selection ^ {node}
    return selection if node in selection else frozenset({node})


def clicked(node: NodeId, selection: frozenset[NodeId], *, adds: bool) -> frozenset[NodeId]:
    """Return the selection after a release without a drag: that card alone, unless a modifier toggled it."""
    return selection if adds else frozenset({node})
