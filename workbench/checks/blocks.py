"""Blocks as models of their own: can each be one, and can it be repeated?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.checks import places
from workbench.foundation.errors import Problem, error
from workbench.foundation.ids import is_identifier
from workbench.project.block_view import Ports
from workbench.project.blocks import ancestry, leaves_and_returns, members
from workbench.project.clip import MOST_REPEATS
from workbench.project.graph import Block, Graph
from workbench.project.nesting import all_ports, levels, shared_outside
from workbench.project.repeats import MOST_NODES, unrolled_size
from workbench.project.sharing import layer_of

DEEPEST = 12
"""How many blocks may stand one in another: what an imported file may hold, and a script stays readable."""


def blocks(graph: Graph, *, is_cyclic: bool) -> Iterator[Problem]:
    """Yield the problems of a graph's blocks; ``is_cyclic`` when the layers themselves run in a circle."""
    if not graph.blocks:
        return
    yield from _names(graph)
    yield from _places(graph)
    if not is_cyclic:
        yield from _circles(graph)
    yield from _repeats(graph)
    yield from _shared(graph)


def _names(graph: Graph) -> Iterator[Problem]:
    counts = Counter(block.name for block in graph.blocks)
    layers = {node.name for node in graph.nodes if node.shares is None}
    for block in graph.blocks:
        where = places.of_block(block)
        if not is_identifier(block.name):
            message = (
                f"A block's name takes a letter and then letters, digits and underscores, at most 64: "
                f"received “{block.name}”."
            )
            yield error("block.bad-name", where, message, "Rename the block.")
        elif counts[block.name] > 1:
            message = f"{counts[block.name]} blocks are named “{block.name}”: expected every name once."
            yield error("block.duplicate-name", where, message, "Rename one of them.")
        elif block.name in layers:
            message = f"A block and a layer are named “{block.name}”: expected every name once."
            yield error("block.duplicate-name", where, message, "Rename one of them.")


def _places(graph: Graph) -> Iterator[Problem]:
    ways = ancestry(graph)
    with_inputs = {node.block: node for node in graph.inputs() if node.block is not None}
    for block in graph.blocks:
        where = places.of_block(block)
        if len(ways[block.id]) > DEEPEST:
            message = f"“{block.name}” stands {len(ways[block.id]) - 1} blocks deep: expected at most"
            hint = "Ungroup one of the blocks around it."
            yield error("block.too-deep", where, f"{message} {DEEPEST - 1}.", hint)
        if block.id in with_inputs:
            message = (
                f"The Input “{with_inputs[block.id].name}” stands in the block “{block.name}”: expected "
                "Inputs outside of blocks, for data comes in there."
            )
            yield error("block.input", where, message, "Move the Input out of the block, or ungroup it.")


def _circles(graph: Graph) -> Iterator[Problem]:
    by_id = {block.id: block for block in graph.blocks}
    for level in levels(graph).values():
        circle = [by_id[card] for card in level.circle if card in by_id]
        for block in circle:
            if leaves_and_returns(graph, {node.id for node in members(graph, block.id)}):
                message = (
                    f"A way leads out of the block “{block.name}” and back in: expected all layers on it "
                    "in the block, for a model within a model runs as one."
                )
                hint = "Move the layers on that way into the block, or ungroup it."
            else:
                others = " and ".join(f"“{other.name}”" for other in circle if other is not block)
                message = (
                    f"The blocks “{block.name}” and {others} each need what the other gives: expected one "
                    "to be done before the other begins."
                )
                hint = "Ungroup one of them, or group them differently."
            yield error("block.circle", places.of_block(block), message, hint)


def _repeats(graph: Graph) -> Iterator[Problem]:
    ports = all_ports(graph)
    for block in graph.blocks:
        where, around = places.of_block(block), ports.get(block.id, Ports())
        if not 1 <= block.repeat <= MOST_REPEATS:
            message = f"“{block.name}”: expected 1 to {MOST_REPEATS:,} repeats, received {block.repeat:,}."
            yield error("block.repeat", where, message, "Set how often it is repeated.")
        elif block.repeat > 1 and (len(around.inputs), len(around.outputs)) != (1, 1):
            message = (
                f"“{block.name}” can't be repeated, for each copy takes what the one before it gives: "
                "expected one tensor in and one out, "
                f"received {len(around.inputs)} in and {len(around.outputs)} out."
            )
            hint = "Group it so that one link enters and one output leaves, or repeat it once."
            yield error("block.repeat", where, message, hint)
    size = unrolled_size(graph)
    if size > MOST_NODES:
        message = f"With all repeats the network has {size:,} layers: expected at most {MOST_NODES:,}."
        for block in _outermost_repeated(graph):
            yield error("block.too-many", places.of_block(block), message, "Repeat it less often.")


def _outermost_repeated(graph: Graph) -> Iterator[Block]:
    ways = ancestry(graph)
    repeated = {block.id for block in graph.blocks if block.repeat > 1}
    for block in graph.blocks:
        if block.id in repeated and not repeated.intersection(ways[block.id][:-1]):
            yield block


def _shared(graph: Graph) -> Iterator[Problem]:
    repeated = {block.id for block in graph.blocks if block.repeat > 1}
    ways = ancestry(graph)
    by_id = {node.id: node for node in graph.nodes}
    for block_id, node in shared_outside(graph).items():
        block, owner = graph.block(block_id), by_id.get(layer_of(node))
        message = (
            f"“{node.name}” is called inside and outside of the block “{block.name}”, which Keras' files "
            "can't keep in a model within a model: in the model and its code the block's layers stand alone."
        )
        if owner is not None and repeated & set(ways.get(owner.block, ())):
            message += f" The calls outside take the layer of the first copy of “{block.name}”."
        hint = "Group all of its calls into one block, or leave it so: the network computes the same."
        where = places.of_block(block)
        yield Problem(severity="info", code="block.shared", where=where, message=message, hint=hint)
