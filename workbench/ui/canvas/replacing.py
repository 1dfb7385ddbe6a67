"""Making another layer of one that stands in the graph."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind, Param
from workbench.foundation.ids import fresh_id, snake_case
from workbench.project.edits import SetNodeSpec
from workbench.project.graph import Graph, Node
from workbench.project.spec import ParamValue, Spec


def replacement(graph: Graph, catalog: Catalog, node: Node, kind: str) -> SetNodeSpec:
    """Return the edit that makes a layer of another kind of a node.

    Its links stay, and the parameters that mean the same to both kinds; a name that only said the old
    kind says the new one.
    """
    new = catalog.kind("layer", kind)
    old = catalog.kind("layer", node.spec.kind) if catalog.has("layer", node.spec.kind) else None
    kept = {
        name: value for name, value in node.spec.params.items() if old and _carries(old, new, name, value)
    }
    return SetNodeSpec(node.id, Spec(new.name, {**new.starting_params(), **kept}), _name(graph, node, new))


def refusal(graph: Graph, catalog: Catalog, node: Node, kind: str) -> str:
    """Return why a layer of that kind can't take the place of a node, in words; empty when it can."""
    most = catalog.kind("layer", kind).max_inputs
    linked = len(graph.into(node.id))
    if most is None or linked <= most:
        return ""
    if most == 0:
        return _tr("{0} takes no input, but “{1}” is fed by another layer.").format(kind, node.name)
    words = _tr("{0} takes {1} input at most, but {2} links lead to “{3}”.")
    return words.format(kind, most, linked, node.name)


def _carries(old: Kind, new: Kind, name: str, value: ParamValue) -> bool:
    if not (old.has_param(name) and new.has_param(name)):
        return False
    before, after = old.param(name), new.param(name)
    return before.editor == after.editor and _is_choice(after, value)


def _is_choice(param: Param, value: ParamValue) -> bool:
    return param.editor != "choice" or value in param.choices or (value is None and param.nullable)


def _name(graph: Graph, node: Node, new: Kind) -> str | None:
    own = re.fullmatch(rf"{re.escape(snake_case(node.spec.kind))}(_\d+)?", node.name)
    if own is None or node.spec.kind == new.name:
        return None
    return fresh_id(snake_case(new.name), graph.names())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Replacing", text)
