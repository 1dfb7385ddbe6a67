"""A saved Functional or Sequential model as a graph."""

from __future__ import annotations

from typing import Any, NamedTuple

from workbench.catalog.catalog import Catalog
from workbench.engine.importing.entries import common_policy, distinct, name_of, spec_of
from workbench.engine.importing.functional import MOST_NODES, FunctionalReader
from workbench.engine.importing.inputs import read_shape
from workbench.engine.importing.refusal import quoted, refused
from workbench.engine.importing.specs import SpecReader
from workbench.foundation.errors import WorkbenchError
from workbench.foundation.ids import fresh_id
from workbench.project.chain import rechain
from workbench.project.graph import Graph, Node, Point
from workbench.project.spec import Spec

_FUNCTIONAL = ("keras", "keras.models", "keras.src.models.functional", "keras.src.engine.functional")
_SEQUENTIAL = ("keras", "keras.models", "keras.src.models.sequential")
_ORIGIN = Point(0.0, 0.0)


class Network(NamedTuple):
    """A graph, the dtype policy of its layers, and its layers' names in the file by those in the graph."""

    graph: Graph
    policy: str
    names: dict[str, str]


def read_network(saved: dict[str, Any], catalog: Catalog) -> Network:
    """Return the network of a ``config.json``; the nodes have no places yet.

    Raises:
        WorkbenchError: a class that isn't on the list, or what a graph can't express, named by its layer.
    """
    name, module, config = saved.get("class_name"), saved.get("module"), saved.get("config")
    if saved.get("registered_name") not in (None, name) or not isinstance(config, dict):
        raise _no_model(saved)
    entries = config.get("layers")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise refused("The model has no layers: expected a Functional or Sequential model with some.")
    if not 0 < len(entries) <= MOST_NODES:
        raise refused(f"Expected from 1 to {MOST_NODES:,} layers, received {len(entries):,}.")
    policy = common_policy(entries)
    reader = SpecReader(catalog, policy=policy)
    if name == "Sequential" and module in _SEQUENTIAL:
        graph, names = _sequential(reader, config, entries)
    elif name == "Functional" and module in _FUNCTIONAL:
        graph, names = FunctionalReader(reader, catalog, config, entries).graph()
    else:
        raise _no_model(saved)
    return Network(graph, policy, {ours: theirs for theirs, ours in names.items()})


def _sequential(
    reader: SpecReader, config: dict[str, Any], entries: list[dict[str, Any]]
) -> tuple[Graph, dict[str, str]]:
    names = [name_of(entry) for entry in entries]
    specs = [spec_of(reader, entry) for entry in entries]
    if specs[0].kind != "Input":
        names.insert(0, fresh_id("input", names))
        specs.insert(0, _input_from_build(config))
    given = distinct(names)
    nodes = tuple(
        Node(id=given[name], spec=spec, name=given[name], at=_ORIGIN)
        for name, spec in zip(names, specs, strict=True)
    )
    return rechain(nodes, top=_ORIGIN), given


def _input_from_build(config: dict[str, Any]) -> Spec:
    shape = config.get("build_input_shape")
    if not isinstance(shape, list) or not shape:
        raise refused(
            "The model has never been built: expected an input shape, received none.",
            "Call model.build(input_shape) or fit it before saving.",
        )
    return Spec("Input", {"shape": read_shape(shape[1:], "The model's input")})


def _no_model(saved: dict[str, Any]) -> WorkbenchError:
    received = ".".join(str(saved.get(key)) for key in ("module", "class_name"))
    return refused(
        f"Expected a Functional or Sequential model of Keras 3, received {quoted(received)}.",
        "Nothing was imported and nothing was run. Models of other classes hold code that can't be drawn.",
    )
