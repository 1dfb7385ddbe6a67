"""Small projects and random edits for tests that need no Keras."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from workbench.project.clip import clip
from workbench.project.edits import (
    AddNode,
    Connect,
    DeleteItems,
    DuplicateNodes,
    Edit,
    MoveInChain,
    MoveNodes,
    PasteNodes,
    RenameNode,
    SetParam,
    SetParams,
    SetStyle,
    ShareLayer,
    new_node,
)
from workbench.project.graph import Link, Point
from workbench.project.project import Project

KINDS = ("Input", "Dense", "Flatten", "Concatenate", "Dropout")
places = st.builds(Point, st.floats(-999, 999), st.floats(-999, 999))


def apply_if_it_fits(project: Project, edit: Edit) -> Project:
    """Return the project after ``edit``, or as it was where the edit refuses with ValueError."""
    try:
        return edit.apply(project)
    except ValueError:
        return project


def _made(make: Callable[..., Edit], *parts: st.SearchStrategy[object]) -> st.SearchStrategy[Edit]:
    """``st.builds`` without its look at type hints, which a recursive alias defeats."""
    return st.tuples(*parts).map(lambda drawn: make(*drawn))


@st.composite
def edits_of(draw: st.DrawFn, project: Project) -> Edit:
    """Draw an edit that could be made by hand on ``project``."""
    graph = project.graph
    add = _made(lambda kind, at: AddNode(new_node(graph, kind, at)), st.sampled_from(KINDS), places)
    choices: list[st.SearchStrategy[Edit]] = [
        add,
        _made(SetStyle, st.sampled_from(("sequential", "functional"))),
    ]
    if graph.nodes:
        ids = st.sampled_from([node.id for node in graph.nodes])
        some = st.frozensets(ids, min_size=1, max_size=3)
        choices += [
            add,
            _made(DeleteItems, some),
            _made(MoveNodes, st.dictionaries(ids, places, min_size=1)),
            _made(DuplicateNodes, some, places),
            _made(lambda nodes, by: PasteNodes(clip(graph, nodes), by), some, places),
            _made(ShareLayer, ids, places),
            _made(RenameNode, ids, st.sampled_from(("hidden", "out", "x1", "9bad"))),
            _made(SetParam, ids, st.just("units"), st.integers(1, 9)),
            _made(SetParams, some, st.just("units"), st.integers(1, 9)),
            _made(Connect, st.builds(Link, ids, ids, st.just(0), st.integers(0, 2))),
            _made(MoveInChain, ids, st.integers(0, 3)),
        ]
    return draw(st.one_of(choices))
