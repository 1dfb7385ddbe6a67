"""A part of a graph on its own, as readable text: what copying takes along and pasting brings back."""

from __future__ import annotations

import math
from collections.abc import Collection

import msgspec

from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import is_identifier
from workbench.project.blocks import whole_blocks, with_blocks_held
from workbench.project.graph import Block, Graph, Link, Node, NodeId, Point
from workbench.project.notes import Note
from workbench.project.sharing import with_owners

LIMIT = 8 << 20
MOST_NODES = 5_000
MOST_REPEATS = 1_000
_MOST_PORTS = 1_000
_FARTHEST = 100_000.0


class Clip(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nodes in their drawing order, the links among them, the blocks that hold nothing else, and notes."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()

    def as_graph(self) -> Graph:
        """Return the clip as a graph of its own."""
        return Graph(nodes=self.nodes, links=self.links, blocks=self.blocks)


def clip(graph: Graph, nodes: Collection[NodeId]) -> Clip:
    """Return those nodes of a graph with the links among them."""
    part = Graph(
        nodes=with_owners(tuple(node for node in graph.nodes if node.id in nodes)),
        links=tuple(link for link in graph.links if link.source in nodes and link.target in nodes),
        blocks=whole_blocks(graph, nodes),
    )
    held = with_blocks_held(part)
    return Clip(nodes=held.nodes, links=held.links, blocks=held.blocks)


def dumps(taken: Clip) -> str:
    """Return a clip as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(taken), indent=2).decode()


def loads(text: str | bytes) -> Clip:
    """Parse a clip; WorkbenchError (where ``graph``) says why a text is none."""
    if not text.strip():
        raise _refuse("expected the text of some layers, received none")
    if len(text) > LIMIT:
        raise _refuse(f"expected at most {LIMIT >> 20} MiB of text")
    try:
        found = msgspec.json.decode(text, type=Clip)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as failure:
        raise _refuse(str(failure)) from failure
    _check_nodes(found)
    _check_notes(found)
    _check_links(found)
    held = with_blocks_held(found.as_graph())
    return msgspec.structs.replace(found, nodes=held.nodes, blocks=held.blocks)


def _check_nodes(found: Clip) -> None:
    least = 0 if found.notes else 1
    if not least <= len(found.nodes) <= MOST_NODES:
        raise _refuse(f"expected 1 to {MOST_NODES:,} layers, received {len(found.nodes):,}")
    kinds = [node.spec.kind for node in found.nodes]
    items: tuple[Node | Block, ...] = (*found.nodes, *found.blocks)
    for text in (*kinds, *(text for item in items for text in (item.id, item.name))):
        if not is_identifier(text):
            words = "expected ids, names and kinds of letters, digits and underscores"
            raise _refuse(f"{words}, received {text[:80]!r}")
    for item in items:
        if not _is_on_canvas(item.at):
            raise _refuse(f"expected “{item.name}” at a place on the canvas")
    if len({item.id for item in items}) < len(items):
        raise _refuse("expected every id once, received one twice")
    for block in found.blocks:
        if not 1 <= block.repeat <= MOST_REPEATS:
            raise _refuse(f"expected “{block.name}” repeated 1 to {MOST_REPEATS:,} times")


def _check_notes(found: Clip) -> None:
    if len(found.notes) > MOST_NODES:
        raise _refuse(f"expected at most {MOST_NODES:,} notes, received {len(found.notes):,}")
    if not all(_is_on_canvas(note.at) for note in found.notes):
        raise _refuse("expected every note at a place on the canvas")


def _is_on_canvas(at: Point) -> bool:
    return all(math.isfinite(axis) and abs(axis) <= _FARTHEST for axis in (at.x, at.y))


def _check_links(found: Clip) -> None:
    ids = {node.id for node in found.nodes}
    for link in found.links:
        if link.source not in ids or link.target not in ids:
            raise _refuse("expected links between the layers of the text, received one that leads elsewhere")
        if not (0 <= link.output < _MOST_PORTS and 0 <= link.input < _MOST_PORTS):
            raise _refuse(f"expected outputs and inputs numbered from 0 to {_MOST_PORTS - 1}")
    ends = {(link.target, link.input) for link in found.links}
    if len(ends) < len(found.links):
        raise _refuse("expected one link at each input, received two")
    if _has_cycle(found):
        raise _refuse("expected links that close no cycle: a layer can't feed itself")


def _has_cycle(found: Clip) -> bool:
    """Take away layers that nothing feeds until none is left; what stays behind stands in a circle."""
    onward: dict[NodeId, list[NodeId]] = {}
    feeds = {node.id: 0 for node in found.nodes}
    for link in found.links:
        onward.setdefault(link.source, []).append(link.target)
        feeds[link.target] += 1
    free = [node for node, count in feeds.items() if not count]
    taken = 0
    while free:
        taken += 1
        for target in onward.get(free.pop(), ()):
            feeds[target] -= 1
            if not feeds[target]:
                free.append(target)
    return taken < len(feeds)


def _refuse(reason: str) -> WorkbenchError:
    return WorkbenchError(
        error(
            "clip.broken",
            "graph",
            f"What is on the clipboard is no part of a network: {reason}.",
            "Copy layers on the canvas first. Nothing was changed.",
        )
    )
