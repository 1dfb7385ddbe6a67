"""A network of keras.applications as a clip: one closed block with all its layers, and no Input."""

from __future__ import annotations

import json
from typing import Any

import keras
from msgspec.structs import replace

from workbench.engine.applications.functions import offers, weightless_model
from workbench.engine.applications.spelling import spelled
from workbench.engine.importing import plain
from workbench.engine.importing.names import project_names
from workbench.engine.importing.network import Network, read_network
from workbench.engine.model.inside import layers_of
from workbench.engine.model.offered import offered
from workbench.foundation.ids import fresh_id
from workbench.project.block_view import ports_of
from workbench.project.clip import Clip
from workbench.project.graph import Application, Block, Graph, Link, Node, Point
from workbench.project.layout_levels import tidied_inside
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.applications import NetworkOffer


def drawn(application: Application, *, brightest: float = 0.0) -> Clip:
    """Return a network as one closed block, laid out inside, that says what it was made of.

    Each layer with weights says its ``origin``, so that it finds them whatever it is called later. Where
    ``brightest``, the largest value of a pixel in the data, is given, a layer in front turns pixels into
    those that ImageNet's weights expect, if one can: none changes the order of colours.

    Raises:
        WorkbenchError: Keras refuses the options, or something in it can't be drawn.
    """
    model = weightless_model(application)
    network = read_network(saved_layers(model, application.network), offered())
    graph = _without_inputs(network.graph)
    block = _block(graph, application)
    weighted = {layer.name for layer in layers_of(model) if layer.count_params()}
    nodes = tuple(
        replace(
            node,
            block=node.block or block.id,
            origin=origin if (origin := _origin(node, network)) in weighted else None,
        )
        for node in graph.nodes
    )
    blocks = tuple(replace(inner, parent=inner.parent or block.id) for inner in graph.blocks)
    whole = replace(graph, style="functional", nodes=nodes, blocks=(block, *blocks))
    offer = next(offer for offer in offers() if offer.name == application.network)
    tidy = tidied_inside(_prepared(whole, block, offer, brightest))
    return Clip(nodes=tidy.nodes, links=tidy.links, blocks=tidy.blocks)


def saved_layers(model: Any, name: str) -> dict[str, Any]:
    """Return a model as Keras saves it, with nothing in it but layers of the palette."""
    return spelled(plain.parse(json.dumps(keras.saving.serialize_keras_object(model)).encode(), name))


def _prepared(graph: Graph, block: Block, offer: NetworkOffer, brightest: float) -> Graph:
    """Return the graph with a layer in front that turns pixels of the data into the expected ones."""
    if brightest <= 0 or offer.is_bgr:
        return graph
    scales = [(white - black) / brightest for black, white in zip(offer.black, offer.white, strict=True)]
    if len(set(scales)) == len(set(offer.black)) == 1:
        if scales[0] == 1.0 and offer.black[0] == 0.0:
            return graph
        params: dict[str, ParamValue] = {"scale": scales[0]}
        spec = Spec("Rescaling", {**params, "offset": offer.black[0]} if offer.black[0] else params)
    else:
        means = tuple(-black / scale for black, scale in zip(offer.black, scales, strict=True))
        spec = Spec("Normalization", {"mean": means, "variance": tuple(scale**-2 for scale in scales)})
    (ends,) = ports_of(graph, block.id).inputs
    name = fresh_id("pixels", graph.taken_ids() | graph.names())
    first = Node(id=name, spec=spec, name=name, at=Point(0.0, 0.0), block=block.id)
    links = tuple(Link(name, node, 0, index) for node, index in ends)
    return replace(graph, nodes=(first, *graph.nodes), links=(*links, *graph.links))


def _origin(node: Node, network: Network) -> str:
    path = network.paths.get(node.name, ())
    return path[-1] if path else node.name


def _without_inputs(graph: Graph) -> Graph:
    inputs = {node.id for node in graph.inputs()}
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.id not in inputs),
        links=tuple(link for link in graph.links if link.source not in inputs),
    )


def _block(graph: Graph, application: Application) -> Block:
    (stem,) = project_names([application.network.lower()])
    return Block(
        id=fresh_id(stem, graph.taken_ids()),
        name=fresh_id(stem, graph.names()),
        at=Point(0.0, 0.0),
        application=application,
    )
