"""What Keras says of a graph with its repeats spelled out, told of the graph as it is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from workbench.foundation.errors import Problem
from workbench.project.block_view import End, Ports
from workbench.project.blocks import ancestry
from workbench.project.graph import BlockId, Graph, NodeId
from workbench.project.nesting import all_ports
from workbench.project.repeats import Copies, Unrolled, unroll
from workbench.protocol.analysis import BlockAnalysis, Cost, LayerAnalysis, Shape


def spelled_out(graph: Graph) -> Unrolled:
    """Return the graph without repeats; as it is where there would be too many, which the checks tell."""
    try:
        return unroll(graph)
    except ValueError:
        return Unrolled(graph, {}, {})


def originals(layers: Sequence[LayerAnalysis], spelled: Unrolled) -> tuple[LayerAnalysis, ...]:
    """Return the layers of the drawing, each as its first copy is, with the shapes of its last one."""
    if not spelled.copies:
        return tuple(layers)
    copies: dict[NodeId, list[LayerAnalysis]] = defaultdict(list)
    for layer in sorted(layers, key=lambda layer: _numbers(spelled.copies.get(layer.id, ()))):
        copies[spelled.origin.get(layer.id, layer.id)].append(layer)
    return tuple(_with_copies(layer, copies[layer.id]) for layer in layers if layer.id not in spelled.origin)


def _with_copies(layer: LayerAnalysis, copies: Sequence[LayerAnalysis]) -> LayerAnalysis:
    if len(copies) == 1:
        return layer
    known = replace(layer, copies=len(copies), last_shapes=copies[-1].output_shapes)
    total = Cost(
        params=sum(each.params for each in copies),
        trainable_params=sum(each.trainable_params for each in copies),
        flops=sum(each.flops for each in copies),
        memory=sum(each.memory for each in copies),
    )
    return known if total == known.cost else replace(known, sum_of_copies=total)


def blocks_of(graph: Graph, layers: Sequence[LayerAnalysis], spelled: Unrolled) -> tuple[BlockAnalysis, ...]:
    """Return the sums and the ports' shapes of every block; ``layers`` are those of the spelled out graph."""
    if not graph.blocks:
        return ()
    ways = ancestry(graph)
    home = {node.id: ways.get(node.block, ()) for node in graph.nodes}
    within: dict[BlockId, list[LayerAnalysis]] = defaultdict(list)
    for layer in layers:
        node, copy = spelled.origin.get(layer.id, layer.id), dict(spelled.copies.get(layer.id, ()))
        for block in home[node]:
            within[block].append(layer)
            if copy.get(block, 1) > 1:
                break  # the blocks within are told of their first copies only
    into, ports = _places(graph), all_ports(graph)
    return tuple(
        _summed(block.id, within[block.id], ports.get(block.id, Ports()), spelled, into)
        for block in graph.blocks
    )


def _summed(
    block: BlockId,
    inside: Sequence[LayerAnalysis],
    ports: Ports,
    spelled: Unrolled,
    into: Mapping[End, int],
) -> BlockAnalysis:
    first: dict[NodeId, LayerAnalysis] = {}
    last: dict[NodeId, LayerAnalysis] = {}
    for layer in sorted(inside, key=lambda layer: _numbers(spelled.copies.get(layer.id, ()))):
        node = spelled.origin.get(layer.id, layer.id)
        first.setdefault(node, layer)
        last[node] = layer
    return BlockAnalysis(
        id=block,
        layers=len(inside),
        copies=max((dict(spelled.copies.get(each.id, ())).get(block, 1) for each in inside), default=1),
        input_shapes=tuple(_at(first[e[0][0]].input_shapes, into.get(e[0], -1)) for e in ports.inputs),
        output_shapes=tuple(_at(last[node].output_shapes, output) for node, output in ports.outputs),
        params=sum(layer.params for layer in inside),
        trainable_params=sum(layer.trainable_params for layer in inside),
        flops=sum(layer.flops for layer in inside),
        memory=sum(layer.memory for layer in inside),
    )


def told_of_originals(problems: Iterable[Problem], graph: Graph, spelled: Unrolled) -> list[Problem]:
    """Return the problems pinned to what is drawn; what only a further copy has says which one."""
    if not spelled.copies:
        return list(problems)
    names = {block.id: block.name for block in graph.blocks}
    drawn = {f"link:{e.source}.{e.output}->{e.target}.{e.input}" for e in graph.links}
    found: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        place, copy = _original(problem.where, spelled, drawn)
        if copy:
            words = ", ".join(f"copy {number} of “{names[block]}”" for block, number in copy)
            problem = replace(problem, where=place, message=f"In {words}: {problem.message}")
        found.setdefault((problem.code, place), problem)
    return list(found.values())


def _original(where: str, spelled: Unrolled, drawn: set[str]) -> tuple[str, Copies]:
    """Return a place in the drawing, and the copies that it is in where it is in further ones."""
    kind, _, rest = where.partition(":")
    if kind == "node":
        node, dot, param = rest.partition(".")
        return f"node:{spelled.origin.get(node, node)}{dot}{param}", _further(node, spelled)
    if kind != "link" or where in drawn:
        return where, ()
    start, _, end = rest.partition("->")
    (source, _, output), (target, _, number) = start.rpartition("."), end.rpartition(".")
    ends = spelled.origin.get(source, source), spelled.origin.get(target, target)
    place = f"link:{ends[0]}.{output}->{ends[1]}.{number}"
    copy = _further(target, spelled) or _further(source, spelled)
    return place if place in drawn else f"node:{ends[1]}", copy


def _further(node: NodeId, spelled: Unrolled) -> Copies:
    return spelled.copies[node] if node in spelled.origin else ()


def _numbers(copy: Copies) -> tuple[int, ...]:
    return tuple(number for _, number in copy)


def _places(graph: Graph) -> Mapping[End, int]:
    """Return at which place among a node's inputs each of its links ends."""
    ends: dict[NodeId, list[int]] = defaultdict(list)
    for link in graph.links:
        ends[link.target].append(link.input)
    return {(node, index): n for node, inputs in ends.items() for n, index in enumerate(sorted(inputs))}


def _at(shapes: Sequence[Shape], place: int) -> Shape:
    return shapes[place] if 0 <= place < len(shapes) else ()
