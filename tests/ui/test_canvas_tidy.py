"""The layered layout."""

from tests.helpers.canvas import branched, node
from workbench.project.graph import Graph, Link, Point
from workbench.ui.canvas.geometry import HEIGHT, STEP, WIDTH, free_place
from workbench.ui.canvas.tidy import tidy


def test_that_every_layer_lies_below_what_feeds_it() -> None:
    graph = branched()

    places = tidy(graph)

    assert set(places) == graph.ids()
    assert all(places[link.target].y >= places[link.source].y + HEIGHT for link in graph.links)


def test_that_no_card_covers_another_and_all_are_on_the_grid() -> None:
    places = list(tidy(branched()).values())

    for index, one in enumerate(places):
        assert one.x % STEP == one.y % STEP == 0
        for other in places[index + 1 :]:
            assert abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT


def test_that_a_single_chain_is_straight() -> None:
    nodes = tuple(node(name, "Dense", x, x, units=1) for name, x in (("a", 0), ("b", 90), ("c", 30)))

    places = tidy(Graph(nodes=nodes, links=(Link("a", "b"), Link("b", "c"))))

    assert len({at.x for at in places.values()}) == 1
    assert places["a"].y < places["b"].y < places["c"].y


def test_that_a_broken_graph_can_be_tidied_too() -> None:
    nodes = (node("a", "Dense", units=1), node("b", "Dense", units=1))
    links = (Link("a", "b"), Link("b", "a"), Link("a", "gone"))

    assert set(tidy(Graph(nodes=nodes, links=links))) == {"a", "b"}
    assert tidy(Graph()) == {}


def test_that_a_free_place_is_found_to_the_right() -> None:
    graph = Graph(nodes=(node("a", "Dense", 0, 0, units=1),))

    beside = free_place(graph, Point(0, 0))

    assert beside.x >= WIDTH
    assert free_place(graph, Point(0, 200)) == Point(0, 200)
