"""A saved Functional or Sequential model as a graph, the models within it as blocks."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec.structs import replace

from workbench.catalog.catalog import Catalog
from workbench.engine.importing.drawing import Path, draw
from workbench.engine.importing.entries import common_policy
from workbench.engine.importing.models import ModelReader, all_entries, entries_of, is_model
from workbench.engine.importing.refusal import quoted, refused
from workbench.engine.importing.repeats import folded, in_order
from workbench.engine.importing.specs import SpecReader
from workbench.project.chain import rechain
from workbench.project.graph import Graph, NodeId, Point

_ORIGIN = Point(0.0, 0.0)


class Network(NamedTuple):
    """A graph and the dtype policy of its layers.

    ``paths`` are the layers' names in the file, behind those of the models around them, by the names that
    the layers have here; further copies of repeated blocks have theirs as ``unroll`` names them. ``outputs``
    are the nodes that give the outputs, by Keras' names of these. ``inference`` are the models in it that
    the file calls with ``training=False``.
    """

    graph: Graph
    policy: str
    paths: dict[str, Path]
    outputs: dict[str, NodeId]
    inference: tuple[str, ...] = ()


def read_network(saved: dict[str, Any], catalog: Catalog) -> Network:
    """Return the network of a ``config.json``; the nodes have no places yet.

    Raises:
        WorkbenchError: a class that isn't on the list, or what a graph can't express, named by its layer.
    """
    if not is_model(saved) or not isinstance(saved.get("config"), dict):
        received = ".".join(str(saved.get(key)) for key in ("module", "class_name"))
        raise refused(
            f"Expected a Functional or Sequential model of Keras 3, received {quoted(received)}.",
            "Nothing was imported and nothing was run. "
            "Models of other classes hold code that can't be drawn.",
        )
    entries_of(saved)
    policy = common_policy(all_entries(saved))
    reader = ModelReader(SpecReader(catalog, policy=policy), catalog)
    model = reader.read(saved)
    drawn = draw(model)
    if model.is_stack and not drawn.graph.blocks:
        return Network(
            rechain(drawn.graph.nodes, top=_ORIGIN), policy, drawn.paths, {n: o for o, n in drawn.outputs}
        )
    graph, originals = folded(drawn.graph) if drawn.graph.blocks else (drawn.graph, {})
    outputs = [(originals.get(node, node), name) for node, name in drawn.outputs]
    nodes = in_order(in_order(graph.nodes, drawn.inputs), [node for node, _ in outputs])
    found = replace(graph, nodes=nodes)
    ends = {name: node for node, name in outputs}
    return Network(found, policy, drawn.paths, ends, tuple(reader.inference))
