"""What is said of blocks that can't be models of their own, before Keras is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec.structs import replace

from tests.helpers.blocks import grouped, nested_graphs
from tests.helpers.drawings import chain, graph, node
from workbench.catalog.catalog import Catalog
from workbench.checks.topology import topology
from workbench.project.block_view import ports_of
from workbench.project.blocks import members
from workbench.project.graph import Graph
from workbench.project.nesting import all_ports, levels, without_blocks
from workbench.project.repeats import unroll


def _residual() -> Graph:
    return graph(
        node("in", "Input", shape=(4,)),
        node("a", "Dense", units=4),
        node("b", "Dense", units=4),
        node("add", "Add"),
        node("out", "Dense", units=1),
        ways="in>a a>b b>add in>add:1 add>out",
    )


def _told(drawing: Graph, catalog: Catalog) -> dict[str, tuple[str, str]]:
    """Return code and message of what is pinned to each block."""
    found = [problem for problem in topology(drawing, catalog) if problem.where.startswith("block:")]
    return {problem.where: (problem.code, problem.message) for problem in found}


def test_that_a_block_that_can_be_a_model_is_not_spoken_of(catalog: Catalog) -> None:
    inner = grouped(_residual(), "inner", "a", "b")
    assert list(topology(grouped(inner, "outer", "inner", "add", repeat=3), catalog)) == []


def test_that_a_block_with_a_way_out_and_back_in_is_told(catalog: Catalog) -> None:
    code, message = _told(grouped(_residual(), "block", "a", "add"), catalog)["block:block"]
    assert code == "block.circle"
    assert "leads out of the block “block” and back in" in message


def test_that_two_blocks_which_wait_for_each_other_are_told(catalog: Catalog) -> None:
    drawing = graph(
        node("in", "Input", shape=(4,)),
        *(node(name, "Dense", units=4) for name in ("a1", "a2", "b1", "b2")),
        ways="in>a1 in>b2 a1>b1 b2>a2",
    )
    told = _told(grouped(grouped(drawing, "A", "a1", "a2"), "B", "b1", "b2"), catalog)
    assert {where: code for where, (code, _) in told.items()} == {
        "block:A": "block.circle",
        "block:B": "block.circle",
    }
    assert "“A” and “B” each need" in told["block:A"][1]


def test_that_a_repeat_of_what_has_several_ways_in_is_told_with_their_number(catalog: Catalog) -> None:
    drawing = graph(
        *(node(name, "Input", shape=(4,)) for name in ("left", "right")),
        node("sum", "Add"),
        ways="left>sum right>sum:1",
    )
    code, message = _told(grouped(drawing, "block", "sum", repeat=2), catalog)["block:block"]
    assert code == "block.repeat"
    assert "received 2 in and 1 out" in message


@pytest.mark.parametrize("repeat", [0, -3, 1001])
def test_that_a_number_of_repeats_from_a_file_is_told(repeat: int, catalog: Catalog) -> None:
    told = _told(grouped(_residual(), "block", "a", "b", repeat=repeat), catalog)
    assert told["block:block"][0] == "block.repeat"


def test_that_repeats_that_multiply_beyond_all_bounds_are_told_at_the_outermost(catalog: Catalog) -> None:
    inner = grouped(_residual(), "inner", "a", repeat=1000)
    told = _told(grouped(inner, "outer", "inner", "b", repeat=1000), catalog)
    assert list(told) == ["block:outer"]
    assert "1,001,003 layers" in told["block:outer"][1]


@pytest.mark.parametrize(
    ("name", "code"),
    [("a b", "block.bad-name"), ("<b>x</b>", "block.bad-name"), ("out", "block.duplicate-name")],
)
def test_that_a_name_that_keras_can_not_take_is_told(name: str, code: str, catalog: Catalog) -> None:
    drawing = grouped(_residual(), "block", "a", "b")
    named = replace(drawing, blocks=(replace(drawing.blocks[0], name=name),))
    assert _told(named, catalog)["block:block"][0] == code


def test_that_two_blocks_of_one_name_are_told(catalog: Catalog) -> None:
    drawing = grouped(grouped(_residual(), "one", "a"), "two", "b")
    named = replace(drawing, blocks=tuple(replace(block, name="same") for block in drawing.blocks))
    assert [code for code, _ in _told(named, catalog).values()] == ["block.duplicate-name"] * 2


def test_that_an_input_in_a_block_is_told(catalog: Catalog) -> None:
    told = _told(grouped(_residual(), "block", "in", "a"), catalog)
    assert told["block:block"][0] == "block.input"


def test_that_blocks_within_blocks_have_an_end(catalog: Catalog) -> None:
    drawing = _residual()
    for number in range(13):
        drawing = grouped(drawing, f"B{number}", f"B{number - 1}" if number else "a")
    told = _told(drawing, catalog)
    assert list(told) == ["block:B0"]
    assert told["block:B0"][0] == "block.too-deep"


def test_that_a_layer_shared_with_the_outside_is_said_and_no_error(catalog: Catalog) -> None:
    drawing = chain(node("in", "Input", shape=(4,)), node("a", "Dense", units=4), node("b", "Dense", units=4))
    shared = replace(drawing.node("b"), shares="a", name="a")
    drawing = replace(drawing, nodes=(*drawing.nodes[:2], shared))
    (problem,) = topology(grouped(drawing, "block", "b"), catalog)
    assert (problem.severity, problem.code, problem.where) == ("info", "block.shared", "block:block")
    assert list(topology(grouped(drawing, "block", "a", "b"), catalog)) == []


@given(nested_graphs())
def test_that_all_ports_at_once_are_those_of_each_block(drawing: Graph) -> None:
    assert all_ports(drawing) == {block.id: ports_of(drawing, block.id) for block in drawing.blocks}


@given(nested_graphs())
def test_that_every_level_has_each_of_its_cards_once_in_order_or_in_a_circle(drawing: Graph) -> None:
    found = levels(drawing)
    assert set(found) == {None, *(block.id for block in drawing.blocks)}
    for level, each in found.items():
        nodes = {node.id for node in drawing.nodes if node.block == level}
        blocks = {block.id for block in drawing.blocks if block.parent == level}
        assert set(each.steps) | set(each.circle) <= nodes | blocks
        assert len(set(each.steps)) == len(each.steps)
        if not each.circle:
            assert set(each.steps) == nodes | blocks
        place = {card: number for number, card in enumerate(each.steps)}
        at = {
            member.id: place.get(card)
            for card in each.steps
            for member in ([drawing.node(card)] if card in nodes else members(drawing, card))
        }
        for link in drawing.links:
            before, after = at.get(link.source), at.get(link.target)
            assert before is None or after is None or before <= after


@given(nested_graphs())
def test_that_blocks_taken_away_leave_every_layer_and_link(drawing: Graph) -> None:
    gone = {block.id for block in drawing.blocks[::2]}
    left = without_blocks(drawing, gone)
    assert [node.id for node in left.nodes] == [node.id for node in drawing.nodes]
    assert left.links == drawing.links
    assert not gone & {block.id for block in left.blocks}
    assert not gone & {node.block for node in left.nodes}


def test_that_copies_in_copies_are_named_by_their_numbers_from_the_outside_in() -> None:
    inner = grouped(
        chain(node("in", "Input"), *(node(name, "Dense") for name in ("a", "b", "out"))),
        "inner",
        "a",
        repeat=2,
    )
    found = unroll(grouped(inner, "outer", "inner", "b", repeat=2)).graph
    assert [each.name for each in found.nodes] == ["in", "a", "a_1_2", "a_2", "a_2_2", "b", "b_2", "out"]
    assert [each.name for each in found.blocks] == [
        *("inner", "inner_1_2", "inner_2", "inner_2_2"),
        *("outer", "outer_2"),
    ]
