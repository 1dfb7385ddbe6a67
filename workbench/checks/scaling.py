"""Inputs that reach the first weights unscaled: pixels of 0 to 255, columns of very different ranges."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.foundation.errors import warning
from workbench.project.edits.remedies import ScaleColumns, ScaleImages
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.protocol.facts import ColumnFacts, DataFacts
from workbench.protocol.findings import Finding

_SCALES = frozenset(
    {"Rescaling", "Normalization", "BatchNormalization", "LayerNormalization", "GroupNormalization"}
)
_PASSES = frozenset(
    {
        "Input",
        "Flatten",
        "Reshape",
        "Permute",
        "Resizing",
        "CenterCrop",
        "ZeroPadding2D",
        "ZeroPadding1D",
        "Dropout",
        "Identity",
        "Activation",
    }
)
_LIKE_PIXELS = 32
_APART = 100
_FAR = 1000


def unscaled(project: Project, facts: DataFacts) -> Iterator[Finding]:
    """Yield what should be scaled, where neither the preparation nor the network does it."""
    weighty = _first_weights(project.graph)
    if not weighty:
        return
    if len(facts.input_shape) == 3:
        yield from _pixels(project, facts, weighty)
    else:
        yield from _columns(project, facts, weighty)


def _pixels(project: Project, facts: DataFacts, weighty: str) -> Iterator[Finding]:
    if project.data.preparation.images != "none" or facts.maximum <= _LIKE_PIXELS:
        return
    message = (
        f"The images come with pixels from {facts.minimum:g} to {facts.maximum:g} and reach “{weighty}” "
        "unscaled: expected numbers of about 0 to 1. Learning is slow so, or fails."
    )
    hint = "Scale them in the preparation, or put a Rescaling layer (scale 1/255) behind the input."
    problem = warning("lint.unscaled-images", "data.preparation", message, hint)
    yield Finding(problem=problem, remedy=ScaleImages("zero_to_one"))


def _columns(project: Project, facts: DataFacts, weighty: str) -> Iterator[Finding]:
    preparation = project.data.preparation
    raw = [
        column
        for column in facts.columns
        if column.role in ("feature", "both")
        and column.kind == "number"
        and (preparation.column(column.name).scaling or preparation.scaling) == "none"
    ]
    spread = [column for column in raw if column.deviation]
    if not spread:
        return
    widest, narrowest = max(spread, key=_deviation), min(spread, key=_deviation)
    farthest = max(spread, key=_distance)
    if _deviation(widest) >= _APART * _deviation(narrowest):
        what = (
            f"“{widest.name}” varies by about {_deviation(widest):.3g}, "
            f"“{narrowest.name}” by {_deviation(narrowest):.3g}"
        )
    elif _distance(farthest) >= _FAR:
        what = f"“{farthest.name}” goes from {farthest.minimum:.6g} to {farthest.maximum:.6g}"
    else:
        return
    message = f"The columns reach “{weighty}” unscaled: {what}. The large ones drown the others."
    hint = "Scale the columns in the preparation, or put a Normalization layer behind the input."
    problem = warning("lint.unscaled-columns", "data.preparation", message, hint)
    yield Finding(problem=problem, remedy=ScaleColumns("standard"))


def _deviation(column: ColumnFacts) -> float:
    return column.deviation or 0.0


def _distance(column: ColumnFacts) -> float:
    return max(abs(column.minimum or 0.0), abs(column.maximum or 0.0))


def _first_weights(graph: Graph) -> str:
    """Return the name of a layer that the inputs reach before anything scales them; empty without one.

    Behind a layer that is not known to leave the scale alone nothing is claimed.
    """
    waiting = [node.id for node in graph.inputs()]
    seen = set(waiting)
    while waiting:
        node = graph.node(waiting.pop())
        if node.spec.kind in _SCALES:
            continue
        if node.spec.kind.startswith(("Dense", "Conv", "Separable", "LSTM", "GRU", "SimpleRNN")):
            return node.name
        if node.spec.kind in _PASSES or node.spec.kind.startswith("Random"):
            following = [link.target for link in graph.out_of(node.id) if link.target not in seen]
            seen.update(following)
            waiting += following
    return ""
