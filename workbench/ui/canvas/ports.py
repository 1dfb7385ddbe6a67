"""How many ports a card shows, which input a link lands on, and which links are refused."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind
from workbench.project.edits import would_close_a_cycle
from workbench.project.graph import Graph, Link


def input_count(kind: Kind | None, taken: Iterable[int]) -> int:
    """Return the inputs to show: every linked one, and a free one where the layer takes more."""
    used = max(taken, default=-1) + 1
    if kind is None:
        return max(1, used)
    if kind.max_inputs == 1 or kind.max_inputs == 0:
        return max(kind.max_inputs, used)
    wanted = max(kind.inputs, used + 1)
    limited = wanted if kind.max_inputs is None else min(wanted, kind.max_inputs)
    return max(limited, used)


def output_count(kind: Kind | None, taken: Iterable[int], given: int = 0) -> int:
    """Return the outputs to show: all that the layer gives as configured, and every linked one.

    ``given`` is 0 while Keras has not said it; then the kind's count stands in.
    """
    return max(given or (kind.outputs if kind else 1), max(taken, default=-1) + 1)


def takes_input(catalog: Catalog, kind: str) -> bool:
    """Tell whether a layer of that kind can be fed; one that Keras doesn't know may."""
    return not catalog.has("layer", kind) or catalog.kind("layer", kind).max_inputs != 0


def first_free_input(count: int, taken: Iterable[int]) -> int | None:
    """Return the lowest input without a link; None when all of ``count`` are taken."""
    used = set(taken)
    return next((index for index in range(count) if index not in used), None)


def refusal(graph: Graph, link: Link) -> str:
    """Return why a link can't be drawn, in words; empty when it can."""
    if link.source == link.target:
        return _tr("A layer can't feed itself.")
    if link in graph.links:
        return _tr("These two are connected already.")
    if would_close_a_cycle(graph, link.source, link.target):
        return _tr("This link would close a cycle: data can't flow in a circle.")
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Ports", text)
