"""Which links a layer may be given, each as a row of words, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.project.graph import Graph, Link, NodeId
from workbench.ui.canvas.faces import NodeFace
from workbench.ui.canvas.ports import first_free_input


@dataclass(frozen=True)
class Offer:
    """A link that could be drawn, and what it is called."""

    link: Link
    words: str


def offers(
    graph: Graph,
    faces: Mapping[NodeId, NodeFace],
    fed: Mapping[NodeId, Collection[int]],
    source: NodeId,
) -> list[Offer]:
    """Return the links from ``source`` that close no circle: to a free input where a layer has one.

    ``graph`` holds the cards at sight, ``fed`` the inputs of each that something feeds, at sight or not.
    Where all inputs of a layer are taken, there is one for each, in the place of what feeds it now. Free
    inputs come first, then what stands below, then what is near.
    """
    barred = _all_that_feed(graph, source) | {source}
    home = faces[source].at
    found: list[tuple[bool, bool, float, Offer]] = []
    for node in graph.nodes:
        face = faces.get(node.id)
        if face is None or node.id in barred or not face.inputs:
            continue
        away = abs(face.at.x - home.x) + abs(face.at.y - home.y)
        for output in range(faces[source].outputs):
            for offer in _to(graph, face, fed[node.id], source=source, output=output, target=node.id):
                is_taken = offer.link.input in fed[node.id]
                found.append((is_taken, face.at.y < home.y, away, offer))
    return [offer for *_, offer in sorted(found, key=lambda entry: entry[:3])]


def _to(
    graph: Graph, face: NodeFace, fed: Collection[int], *, source: NodeId, output: int, target: NodeId
) -> list[Offer]:
    feeding = {link.input: link for link in graph.into(target)}
    name = face.name or graph.node(target).name
    called = name if face.is_block else f"{name} · {face.kind}"
    if output:
        called = _tr("{0}, from output {1}").format(called, output + 1)
    free = first_free_input(face.inputs, fed)
    if free is not None:
        words = called if face.inputs == 1 else _tr("{0}, input {1}").format(called, free + 1)
        return [Offer(Link(source, target, output, free), words)]
    return [
        Offer(
            Link(source, target, output, number),
            _tr("{0}, in the place of {1}").format(called, graph.node(old.source).name),
        )
        for number, old in sorted(feeding.items())
        if (old.source, old.output) != (source, output)
    ]


def _all_that_feed(graph: Graph, node: NodeId) -> set[NodeId]:
    sources: dict[NodeId, list[NodeId]] = {}
    for link in graph.links:
        sources.setdefault(link.target, []).append(link.source)
    seen: set[NodeId] = set()
    pending = [node]
    while pending:
        for source in sources.get(pending.pop(), ()):
            if source not in seen:
                seen.add(source)
                pending.append(source)
    return seen


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connecting", text)
