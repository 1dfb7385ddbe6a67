"""How checks spell the ``where`` of a problem."""

from __future__ import annotations

from workbench.project.graph import Block, Link, Node


def of_node(node: Node, param: str = "") -> str:
    return f"node:{node.id}.{param}" if param else f"node:{node.id}"


def of_link(link: Link) -> str:
    return f"link:{link.source}.{link.output}->{link.target}.{link.input}"


def of_block(block: Block) -> str:
    return f"block:{block.id}"
