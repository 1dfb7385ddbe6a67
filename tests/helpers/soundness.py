"""What holds of every graph, however it was edited."""

from __future__ import annotations

from workbench.project.chain import chain_order
from workbench.project.graph import Graph
from workbench.project.sharing import layer_of


def assert_sound(graph: Graph) -> None:
    """Fail where ids, names, links, shared layers, blocks or a stack's order contradict themselves."""
    nodes, blocks = {node.id: node for node in graph.nodes}, {block.id: block for block in graph.blocks}
    assert len(nodes) == len(graph.nodes)
    assert len(graph.taken_ids()) == len(graph.nodes) + len(graph.blocks)
    owners = [node for node in graph.nodes if node.shares is None]
    assert len(graph.names()) == len(owners) + len(graph.blocks)
    for node in graph.nodes:
        owner = nodes[layer_of(node)]
        assert owner.shares is None
        assert (node.spec, node.name) == (owner.spec, owner.name)
    assert all(link.source in nodes and link.target in nodes for link in graph.links)
    ends = [(link.target, link.input) for link in graph.links]
    assert len(ends) == len(set(ends))
    assert {node.block for node in graph.nodes} <= {None, *blocks}
    assert {block.parent for block in graph.blocks} <= {None, *blocks}
    if graph.style == "sequential":
        assert chain_order(graph) == graph.nodes
        assert not graph.blocks
