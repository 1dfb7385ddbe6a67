"""The layered layout, whatever the graph."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.graphs import node
from workbench.project.graph import Graph, Link
from workbench.project.layout import COLUMN, layered
from workbench.project.spec import Spec

WIDTH, HEIGHT = 208.0, 54.0


def _graph(count: int, *links: tuple[int, int]) -> Graph:
    ends: dict[int, int] = {}
    drawn = []
    for source, target in links:
        drawn.append(Link(f"n{source}", f"n{target}", 0, ends.get(target, 0)))
        ends[target] = ends.get(target, 0) + 1
    return Graph(nodes=tuple(node(f"n{i}", Spec("Add")) for i in range(count)), links=tuple(drawn))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_that_no_card_covers_another_and_every_layer_lies_below_what_feeds_it(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 14))
    numbers = st.integers(0, count - 1)
    pairs = data.draw(
        st.sets(st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1]), max_size=20)
    )
    graph = _graph(count, *sorted(pairs))

    places = layered(graph)

    for one, other in itertools.combinations(places.values(), 2):
        assert abs(one.x - other.x) > WIDTH or abs(one.y - other.y) > HEIGHT
    assert all(places[link.target].y >= places[link.source].y + HEIGHT for link in graph.links)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_that_any_drawing_can_be_laid_out_cycles_and_lost_ends_included(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 8))
    numbers = st.integers(0, 9)
    graph = _graph(count, *data.draw(st.lists(st.tuples(numbers, numbers), max_size=12)))

    assert set(layered(graph)) == graph.ids()


def test_that_branches_stand_in_the_order_of_the_inputs_that_they_feed() -> None:
    graph = _graph(6, (0, 1), (0, 2), (0, 3), (0, 4), (3, 5), (1, 5), (4, 5), (2, 5))

    places = layered(graph)

    across = [places[f"n{number}"].x for number in (3, 1, 4, 2)]
    assert [right - left for left, right in itertools.pairwise(across)] == [COLUMN] * 3
    assert places["n0"].x == places["n5"].x == sum(across) / 4


def test_that_a_layer_beside_a_chain_of_two_stands_halfway_down() -> None:
    graph = _graph(5, (0, 1), (1, 2), (2, 4), (0, 3), (3, 4))

    places = layered(graph)

    assert places["n3"].y == (places["n1"].y + places["n2"].y) / 2


def test_that_an_input_stands_right_above_the_first_layer_that_takes_it() -> None:
    graph = _graph(5, (0, 1), (1, 2), (2, 3), (4, 3))

    places = layered(graph)

    assert places["n4"].y == places["n2"].y
