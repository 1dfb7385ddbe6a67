"""What a network is, in one short word: two graphs with the same word can take each other's weights."""

from __future__ import annotations

import hashlib

import msgspec

from workbench.project.graph import Graph


def architecture_of(graph: Graph) -> str:
    """Return a digest of layers, links and blocks; places, names and the order of drawing have no part."""
    parts = (
        sorted((node.id, node.spec, node.shares or "", node.block or "") for node in graph.nodes),
        sorted((link.source, link.output, link.target, link.input) for link in graph.links),
        sorted((block.id, block.parent or "", block.repeat) for block in graph.blocks),
    )
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()
