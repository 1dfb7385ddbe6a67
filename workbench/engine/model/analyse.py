"""Shapes, parameters and problems of a whole graph, computed anew only where an edit changed them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import keras
import msgspec

from workbench.checks.parameters import spec_problems
from workbench.checks.topology import TOO_MANY, topology
from workbench.engine.applications.lacking import lacking
from workbench.engine.model.capacity import memory_problem
from workbench.engine.model.copies import blocks_of, originals, spelled_out, told_of_originals
from workbench.engine.model.offered import offered
from workbench.engine.model.tracing import Tensor, Traced, trace, trace_input
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project.graph import Graph, Link, Node, NodeId
from workbench.project.ordering import in_order, links_by_target
from workbench.project.project import Project
from workbench.project.sharing import layer_of
from workbench.project.spec import Spec
from workbench.protocol.analysis import Analysis, LayerAnalysis

_log = logging.getLogger(__name__)
_HERE = "node:"
_REMEMBERED = 20_000
# A node with one of these has no shape of its own; other problems of the drawing don't hinder it.
_BLOCKING = frozenset(
    {"node.unconnected", "node.inputs", "node.input-gap", "graph.cycle", "link.input-taken", "link.self-loop"}
    | {"share.missing", "share.not-owner", "share.input"}
)


class Analyser:
    """Analyses graphs and remembers every layer by its spec and its inputs."""

    def __init__(self) -> None:
        self._known: dict[bytes, Traced | tuple[Problem, ...]] = {}

    def analyse(self, project: Project) -> Analysis:
        """Return the analysis of a project's graph; it never raises for a wrong graph."""
        return self.analyse_graph(project.graph, precision=project.training.precision)

    def analyse_graph(self, graph: Graph, *, precision: str | None = None) -> Analysis:
        """Return the analysis under a Keras dtype policy, by default the one in force."""
        with _policy(precision):
            return self._analyse(graph)

    def _analyse(self, graph: Graph) -> Analysis:
        problems = list(topology(graph, offered()))
        if any(problem.code == TOO_MANY for problem in problems):
            return Analysis(problems=tuple(problems))
        blocked = {_node_of(problem) for problem in problems if problem.code in _BLOCKING}
        spelled = spelled_out(graph)
        blocked |= {copy for copy, node in spelled.origin.items() if node in blocked}
        layers, found, traced = self._layers(spelled.graph, blocked)
        held = [traced[node.id] for node in spelled.graph.nodes if node.id in traced and not node.shares]
        problems += [
            problem for problem in told_of_originals(found, graph, spelled) if problem not in problems
        ]
        too_large = memory_problem(sum(layer.params for layer in layers), "The network", "graph")
        problems += [too_large] if too_large else []
        problems += lacking(graph)
        return Analysis(
            layers=originals(layers, spelled),
            blocks=blocks_of(graph, layers, spelled),
            params=sum(layer.params for layer in layers),
            trainable_params=sum(layer.trainable_params for layer in layers),
            flops=sum(layer.flops for layer in layers),
            memory=sum(layer.memory for layer in layers),
            weight_bytes=sum(each.bytes for each in held),
            trainable_bytes=sum(each.trainable_bytes for each in held),
            problems=tuple(problems),
        )

    def _layers(
        self, graph: Graph, blocked: Collection[NodeId]
    ) -> tuple[list[LayerAnalysis], list[Problem], Mapping[NodeId, Traced]]:
        """Return what Keras says of every node, in topological order, what can't work, and the traces."""
        problems: dict[Problem, None] = {}
        links = links_by_target(graph)
        traced: dict[NodeId, Traced] = {}
        built: dict[NodeId, tuple[Tensor, ...]] = {}
        layers: list[LayerAnalysis] = []
        ordered = in_order(graph)
        for node in ordered:
            into = links.get(node.id, ())
            inputs, missing = _inputs(into, traced)
            if node.id not in blocked and not missing:
                found = self._trace(node, inputs, built.get(layer_of(node), inputs))
                if isinstance(found, Traced):
                    traced[node.id] = found
                    built.setdefault(layer_of(node), inputs)
                else:
                    problems |= dict.fromkeys(found)
            elif node.id not in blocked:
                problems |= dict.fromkeys(_no_such_outputs(into, traced))
                problems |= dict.fromkeys(_spec_problems(node))
            layers.append(_layer(node, inputs, traced.get(node.id)))
        placed = {node.id for node in ordered}
        layers.extend(_layer(node, (), None) for node in graph.nodes if node.id not in placed)
        return layers, list(problems), traced

    def _trace(
        self, node: Node, inputs: tuple[Tensor, ...], first: tuple[Tensor, ...]
    ) -> Traced | tuple[Problem, ...]:
        """Trace one call; ``first`` is what the layer took where it was built, here or elsewhere."""
        policy = keras.config.dtype_policy().name
        before = () if first == inputs else first
        key = msgspec.json.encode((node.spec, inputs, before, policy))
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = _ask_keras(node.spec, inputs, before)
        found = self._known[key]
        return found if isinstance(found, Traced) else tuple(_pinned(problem, node) for problem in found)


def _ask_keras(
    spec: Spec, inputs: Sequence[Tensor], before: Sequence[Tensor]
) -> Traced | tuple[Problem, ...]:
    wrong = tuple(spec_problems(spec, "layer", _HERE, offered()))
    if wrong:
        return wrong
    try:
        return trace_input(spec, _HERE) if spec.kind == "Input" else trace(spec, inputs, _HERE, before=before)
    except WorkbenchError as failure:
        return failure.problems


def _spec_problems(node: Node) -> tuple[Problem, ...]:
    found = spec_problems(node.spec, "layer", _HERE, offered())
    return tuple(_pinned(problem, node) for problem in found)


def _pinned(problem: Problem, node: Node) -> Problem:
    """Return a remembered problem with the node's id in its place; a parameter is its layer's owner's."""
    param = problem.where.removeprefix(_HERE)
    return msgspec.structs.replace(problem, where=f"{_HERE}{layer_of(node) if param else node.id}{param}")


def _inputs(links: Sequence[Link], traced: Mapping[NodeId, Traced]) -> tuple[tuple[Tensor, ...], bool]:
    """Return the tensors that links bring, and whether any is missing."""
    tensors = []
    for link in links:
        outputs = traced[link.source].outputs if link.source in traced else ()
        if 0 <= link.output < len(outputs):
            tensors.append(outputs[link.output])
    return tuple(tensors), len(tensors) < len(links)


def _no_such_outputs(links: Sequence[Link], traced: Mapping[NodeId, Traced]) -> Iterator[Problem]:
    for link in links:
        if link.source not in traced:
            continue
        count = len(traced[link.source].outputs)
        if not 0 <= link.output < count:
            message = f"This link starts at output {link.output + 1} of a layer that has {count}."
            where = f"link:{link.source}.{link.output}->{link.target}.{link.input}"
            yield error("link.no-such-output", where, message, "Delete the link, or change the layer.")


def _node_of(problem: Problem) -> NodeId:
    if problem.where.startswith("link:"):
        return problem.where.rpartition("->")[2].rpartition(".")[0]
    return problem.where.removeprefix(_HERE)


def _layer(node: Node, inputs: Sequence[Tensor], traced: Traced | None) -> LayerAnalysis:
    known = traced or Traced(outputs=())
    is_owner = node.shares is None
    return LayerAnalysis(
        id=node.id,
        name=node.name,
        kind=node.spec.kind,
        input_shapes=tuple(tensor.shape for tensor in inputs),
        output_shapes=tuple(tensor.shape for tensor in known.outputs),
        params=known.params if is_owner else 0,
        trainable_params=known.trainable_params if is_owner else 0,
        flops=known.flops,
        memory=known.memory,
    )


@contextmanager
def _policy(precision: str | None) -> Iterator[None]:
    """Put a dtype policy in force; one that Keras doesn't know is the training check's business."""
    before = keras.config.dtype_policy()
    try:
        if precision is not None:
            keras.config.set_dtype_policy(precision)
    except ValueError:
        _log.info("No dtype policy is called %r.", precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
