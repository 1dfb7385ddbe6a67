"""What is wrong with the drawing itself, before Keras is asked: ends, ways, names, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.catalog.catalog import Catalog
from workbench.checks import places
from workbench.checks.blocks import blocks
from workbench.checks.reach import in_cycles, reached_from_inputs
from workbench.checks.sharing import sharing
from workbench.foundation.errors import Problem, error
from workbench.foundation.ids import is_identifier
from workbench.project.chain import chain_order
from workbench.project.clip import MOST_NODES
from workbench.project.graph import Graph, Link, Node, NodeId
from workbench.project.ordering import links_by_target

TOO_MANY = "graph.too-many"
"""The code of the problem for which Keras isn't asked: looking at such a network would take minutes."""

_FIRST_LAYER = "Add a layer behind the Input: a Dense with as many units as there are classes, for example."


def topology(graph: Graph, catalog: Catalog) -> Iterator[Problem]:
    """Yield the problems of the drawing, each at the node or link that must change."""
    if not graph.nodes:
        yield error("graph.empty", "graph", "The network has no layers.", "Drag an Input onto the canvas.")
        return
    if len(graph.nodes) > MOST_NODES:
        message = f"The network has {len(graph.nodes):,} layers: expected at most {MOST_NODES:,}."
        hint = "Delete some; where a part comes again and again, make it a block that repeats."
        yield error(TOO_MANY, "graph", message, hint)
    yield from _ends(graph)
    yield from _names(graph)
    yield from sharing(graph)
    yield from _links(graph)
    cyclic = in_cycles(graph)
    yield from _cycles(cyclic)
    yield from blocks(graph, is_cyclic=bool(cyclic))
    yield from _unconnected(graph, frozenset(node.id for node in cyclic))
    yield from _ports(graph, catalog)
    if graph.style == "sequential":
        yield from _chain(graph)


def _ends(graph: Graph) -> Iterator[Problem]:
    if not graph.inputs():
        message = "The network has no input: expected at least one Input layer, received none."
        yield error("graph.no-input", "graph", message, "Add an Input with the shape of one example.")
    if not any(node.spec.kind != "Input" for node in graph.outputs()):
        message = "The network has no output: expected a layer that nothing follows, received none."
        has_layers = any(node.spec.kind != "Input" for node in graph.nodes)
        hint = "Leave the outputs of the last layer unconnected." if has_layers else _FIRST_LAYER
        yield error("graph.no-output", "graph", message, hint)


def _names(graph: Graph) -> Iterator[Problem]:
    owners = [node for node in graph.nodes if node.shares is None]
    counts = Counter(node.name for node in owners)
    for node in owners:
        if not is_identifier(node.name):
            message = (
                f"A layer's name takes a letter and then letters, digits and underscores, at most 64: "
                f"received “{node.name}”."
            )
            yield error("node.bad-name", places.of_node(node), message, "Rename the layer.")
        elif counts[node.name] > 1:
            message = f"{counts[node.name]} layers are named “{node.name}”: expected every name once."
            yield error("node.duplicate-name", places.of_node(node), message, "Rename one of them.")


def _links(graph: Graph) -> Iterator[Problem]:
    taken = Counter((link.target, link.input) for link in graph.links)
    names = {node.id: node.name for node in graph.nodes}
    for link in graph.links:
        where = places.of_link(link)
        if not (link.source in names and link.target in names):
            missing = link.target if link.source in names else link.source
            message = f"This link ends at a layer that doesn't exist: “{missing}”."
            yield error("link.dangling", where, message, "Delete the link.")
        elif link.source == link.target:
            message = f"“{names[link.source]}” is linked to itself."
            yield error("link.self-loop", where, message, "Delete the link.")
        elif taken[link.target, link.input] > 1:
            message = (
                f"Input {link.input + 1} of “{names[link.target]}” has "
                f"{taken[link.target, link.input]} links: expected one."
            )
            yield error("link.input-taken", where, message, "Delete all but one, or merge them first.")


def _cycles(cyclic: tuple[Node, ...]) -> Iterator[Problem]:
    for node in cyclic:
        message = f"“{node.name}” is part of a cycle: its output comes back to its own input."
        hint = "Delete one link of the cycle."
        yield error("graph.cycle", places.of_node(node), message, hint)


def _unconnected(graph: Graph, cyclic: frozenset[NodeId]) -> Iterator[Problem]:
    """Tell what no input leads to; of what follows in a block, only where it begins."""
    reached = reached_from_inputs(graph)
    used = {link.source for link in graph.links}
    within = {node.id for node in graph.nodes if node.block is not None}
    follows = {link.target for link in graph.links if link.source in within and link.target in within}
    for node in graph.nodes:
        if node.spec.kind == "Input":
            if node.id not in used and len(graph.nodes) > 1:
                message = f"Nothing follows the input “{node.name}”."
                yield error("node.unused-input", places.of_node(node), message, "Connect it, or delete it.")
        elif node.id not in reached and node.id not in cyclic and node.id not in follows:
            message = f"“{node.name}” is not connected to any input of the network."
            hint = "Draw a link to it from an Input or from a layer that follows one."
            yield error("node.unconnected", places.of_node(node), message, hint)


def _ports(graph: Graph, catalog: Catalog) -> Iterator[Problem]:
    into = links_by_target(graph)
    for node in graph.nodes:
        links = into.get(node.id, ())
        if not links or not catalog.has("layer", node.spec.kind):
            if links and node.spec.kind == "Input":
                yield _count(node, "no inputs", len(links))
            continue
        kind = catalog.kind("layer", node.spec.kind)
        if len(links) < kind.inputs:
            yield _count(node, f"at least {kind.inputs} inputs", len(links))
        elif kind.max_inputs is not None and len(links) > kind.max_inputs:
            yield _count(node, _most(kind.max_inputs), len(links))
        else:
            yield from _gaps(node, links)


def _most(count: int) -> str:
    return {0: "no inputs", 1: "one input"}.get(count, f"at most {count} inputs")


def _count(node: Node, expected: str, received: int) -> Problem:
    message = f"“{node.name}” ({node.spec.kind}) takes {expected}, received {received}."
    return error("node.inputs", places.of_node(node), message, "Add or delete links to it.")


def _gaps(node: Node, links: tuple[Link, ...]) -> Iterator[Problem]:
    inputs = sorted({link.input for link in links})
    if inputs != list(range(len(inputs))):
        message = (
            f"The links to “{node.name}” end at its inputs {', '.join(str(n + 1) for n in inputs)}: "
            f"expected 1 to {len(inputs)} without a gap."
        )
        yield error("node.input-gap", places.of_node(node), message, "Connect the inputs from the first on.")


def _chain(graph: Graph) -> Iterator[Problem]:
    order = chain_order(graph)
    if order is None or [node.id for node in order] != [node.id for node in graph.nodes]:
        message = "A sequential network is one chain of layers: received branches, gaps or another order."
        yield error("graph.not-a-chain", "graph", message, "Turn the network into a functional one.")
