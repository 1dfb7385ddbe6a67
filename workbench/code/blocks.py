"""A graph's blocks as functions can make them: repeats as loops where the copies' names allow it."""

from __future__ import annotations

from workbench.foundation.errors import WorkbenchError, error
from workbench.project.blocks import ancestry
from workbench.project.graph import Block, Graph, Node
from workbench.project.nesting import levels, shared_outside, without_blocks
from workbench.project.repeats import Unrolled, copy_suffix, unroll

_REPEATS_IN_REPEATS = 2


def readable(graph: Graph) -> Graph:
    """Return the graph for which each block becomes one function, and each repeat of one a loop.

    Where copies don't have the names of the original and a number, they are spelled out; blocks that share
    a layer with the outside stand dissolved, as in the model that the engine builds.

    Raises:
        WorkbenchError: blocks that wait for each other, or more copies than a network can have.
    """
    if not graph.blocks:
        return graph
    _check_circles(graph)
    try:
        spelled = unroll(graph)
    except ValueError as failure:
        raise WorkbenchError(
            error("code.too_many", "graph", str(failure), "Repeat blocks less often.")
        ) from failure
    if _has_loops(graph, spelled):
        return graph
    return without_blocks(spelled.graph, shared_outside(spelled.graph))


def _has_loops(graph: Graph, spelled: Unrolled) -> bool:
    if shared_outside(graph):
        return False
    repeated = {copy for copies in spelled.copies.values() for copy, _ in copies}
    if any(block.repeat != 1 and block.id not in repeated for block in graph.blocks):
        return False
    ways = ancestry(graph)
    if any(len(repeated.intersection(way)) > _REPEATS_IN_REPEATS for way in ways.values()):
        return False
    drawn: tuple[Node | Block, ...] = (*graph.nodes, *graph.blocks)
    made: tuple[Node | Block, ...] = (*spelled.graph.nodes, *spelled.graph.blocks)
    names = {item.id: item.name for item in drawn}
    return all(_is_numbered(item, names, spelled) for item in made)


def _is_numbered(item: Node | Block, names: dict[str, str], spelled: Unrolled) -> bool:
    """Tell whether a copy has its original's name with the numbers behind it that a loop would put there."""
    original = spelled.origin.get(item.id)
    if original is None:
        return True
    owner = item.shares if isinstance(item, Node) else None
    if owner is not None and owner not in spelled.origin:
        return True
    copy = spelled.copies[item.id if owner is None else owner]
    return item.name == names[original] + copy_suffix([number for _, number in copy])


def _check_circles(graph: Graph) -> None:
    by_id = {block.id: block for block in graph.blocks}
    for level in levels(graph).values():
        for card in level.circle:
            if card in by_id:
                message = (
                    f"A way leads out of the block “{by_id[card].name}” and back in: expected one model."
                )
                raise WorkbenchError(error("code.circle", f"block:{card}", message, "Ungroup the block."))
