"""The analysis of whole graphs: figures, problems in words, speed and memory."""

import random
import resource

import msgspec
import pytest

from tests.helpers.graphs import chain, dense, given, node
from workbench.engine.model import analyse
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def analyser():
    from workbench.engine.model.analyse import Analyser

    return Analyser()


def _vgg16() -> Graph:
    specs = [given(224, 224, 3)]
    for convolutions, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
        specs += [Spec("Conv2D", {"filters": filters, "kernel_size": 3, "padding": "same"})] * convolutions
        specs.append(Spec("MaxPooling2D"))
    return chain(*specs, Spec("Flatten"), dense(4096), dense(4096), dense(5))


@pytest.mark.parametrize(("name", "params"), [("mlp-31", [0, 15, 16]), ("xor-functional", [0, 3, 0, 4])])
def test_that_bundled_networks_have_the_parameters_counted_by_hand(analyser, name, params) -> None:
    project, _ = open_project(name)
    analysis = analyser.analyse(project)
    assert [layer.params for layer in analysis.layers] == params
    assert analysis.params == sum(params)
    assert analysis.problems == ()


def test_that_vgg16_is_analysed_without_its_weights(analyser) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    analysis = analyser.analyse_graph(_vgg16())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert analysis.params == analysis.trainable_params == 134_281_029
    assert analysis.layer("n22").output_shapes == ((None, 5),)
    assert grown < 50_000  # KiB


def test_that_later_models_do_not_allocate_what_was_only_looked_at(analyser) -> None:
    from workbench.engine.model.build import build

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    analyser.analyse_graph(_vgg16())
    build(chain(given(4), dense(2)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_that_after_an_edit_keras_is_asked_only_about_what_it_changed(
    analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    trace = analyse.trace
    monkeypatch.setattr(
        analyse, "trace", lambda spec, *rest, **named: asked.append(spec.kind) or trace(spec, *rest, **named)
    )
    graph = _vgg16()
    analyser.analyse_graph(graph)
    project = Project(graph=graph)
    edited = project.with_node(
        node("n1", Spec("Conv2D", {"filters": 65, "kernel_size": 3, "padding": "same"}))
    )

    asked.clear()
    analysis = analyser.analyse(edited)
    # The edited layer, and the one that now gets 65 channels.
    assert asked == ["Conv2D", "Conv2D"]
    assert analysis.params == 134_281_029 + 28 + 9 * 64


def test_that_a_chain_of_a_thousand_layers_is_analysed(analyser) -> None:
    analysis = analyser.analyse_graph(chain(given(4), *[dense(4)] * 1000))
    assert analysis.params == 20_000
    assert analysis.problems == ()


def test_that_multiply_adds_and_bytes_are_those_of_one_example(analyser) -> None:
    convolution = Spec("Conv2D", {"filters": 8, "kernel_size": 3})
    analysis = analyser.analyse_graph(chain(given(10, 10, 2), convolution, Spec("Flatten"), dense(5)))
    assert analysis.layer("n1").flops == 8 * 8 * (3 * 3 * 2) * 8
    assert analysis.layer("n3").flops == 8 * 8 * 8 * 5
    assert analysis.layer("n1").memory == 8 * 8 * 8 * 4


def test_that_half_precision_halves_the_bytes(analyser) -> None:
    graph = chain(given(4), dense(8))
    assert analyser.analyse_graph(graph).layer("n1").memory == 32
    assert analyser.analyse_graph(graph, precision="mixed_float16").layer("n1").memory == 16


def test_that_a_shape_that_does_not_fit_is_told_once_and_at_its_cause(analyser) -> None:
    convolution = Spec("Conv2D", {"filters": 3, "kernel_size": 3})
    analysis = analyser.analyse_graph(chain(given(4), convolution, Spec("Flatten"), dense(2)))

    (problem,) = analysis.problems
    assert problem.code == "shape-mismatch"
    assert problem.where == "node:n1"
    assert "(None, 4)" in problem.message
    assert "expected at least 4 axes, received 2" in problem.message
    assert [layer.output_shapes for layer in analysis.layers[1:]] == [(), (), ()]


def test_that_several_causes_are_all_told(analyser) -> None:
    graph = chain(given(4), dense(0), dense(3), Spec("Dropout", {"rate": 7}))
    places = {problem.where for problem in analyser.analyse_graph(graph).problems}
    assert places == {"node:n1.units", "node:n3.rate"}


@pytest.mark.parametrize(
    ("graph", "code", "where"),
    [
        (Graph(), "graph.empty", "graph"),
        (chain(dense(3)), "graph.no-input", "graph"),
        (chain(given(3)), "graph.no-output", "graph"),
        (chain(Spec("Input"), dense(3)), "spec.missing", "node:n0.shape"),
        (chain(given(0), dense(3)), "bad-shape", "node:n0.shape"),
        (chain(given(3), Spec("Lambda")), "spec.unknown-kind", "node:n1"),
        (chain(given(3), Spec("Dense", {"units": 3, "speed": 1})), "spec.unknown-param", "node:n1.speed"),
        (chain(given(3), Spec("Dense", {"units": "many"})), "bad-parameter", "node:n1.units"),
        (chain(given(3), dense(10**12), dense(10**12)), "too-large", "node:n1"),
        (chain(given(3), dense(2, "formula:open(x)")), "bad-formula", "node:n1.activation"),
    ],
)
def test_that_a_wrong_graph_is_told_in_its_place(analyser, graph, code, where) -> None:
    problems = analyser.analyse_graph(graph).problems
    assert (code, where) in {(problem.code, problem.where) for problem in problems}


def test_that_a_cycle_is_pinned_to_its_layers(analyser) -> None:
    graph = chain(given(3), Spec("Add"), dense(3))
    looped = msgspec.structs.replace(graph, links=(*graph.links, Link("n2", "n1", 0, 1)))
    problems = analyser.analyse_graph(looped).problems
    assert {problem.where for problem in problems if problem.code == "graph.cycle"} == {"node:n1", "node:n2"}


def test_that_an_unconnected_layer_does_not_hide_the_rest(analyser) -> None:
    graph = chain(given(3), dense(2))
    apart = msgspec.structs.replace(graph, nodes=(*graph.nodes, node("apart", dense(4))))
    analysis = analyser.analyse_graph(apart)
    assert [(problem.code, problem.where) for problem in analysis.problems] == [
        ("node.unconnected", "node:apart")
    ]
    assert analysis.params == 8


def test_that_an_output_that_does_not_exist_is_told_at_the_link(analyser) -> None:
    graph = chain(given(3), dense(2), dense(2))
    wrong = msgspec.structs.replace(graph, links=(graph.links[0], Link("n1", "n2", 1, 0)))
    assert [problem.where for problem in analyser.analyse_graph(wrong).problems] == ["link:n1.1->n2.0"]


def test_that_the_states_of_a_recurrent_layer_are_further_outputs(analyser) -> None:
    encoder = Spec("LSTM", {"units": 5, "return_state": True})
    nodes = (
        node("a", given(7, 3)),
        node("b", given(2, 3)),
        node("encoder", encoder),
        node("decoder", encoder),
    )
    states = (Link("encoder", "decoder", 1, 1), Link("encoder", "decoder", 2, 2))
    links = (Link("a", "encoder"), Link("b", "decoder"), *states)
    analysis = analyser.analyse_graph(Graph(nodes=nodes, links=links))
    assert analysis.problems == ()
    assert analysis.layer("decoder").input_shapes == ((None, 2, 3), (None, 5), (None, 5))


def test_that_looking_at_a_network_leaves_the_random_numbers_alone(analyser) -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    analyser.analyse_graph(chain(given(11), dense(13), Spec("Dropout", {"rate": 0.25})))
    assert random.random() == expected


def test_that_keras_is_not_asked_about_more_layers_than_can_be_looked_at(analyser) -> None:
    analysis = analyser.analyse_graph(chain(given(4), *[dense(4)] * 5_000))

    assert [problem.code for problem in analysis.problems] == ["graph.too-many"]
    assert analysis.layers == ()


@pytest.mark.parametrize(
    ("layer", "place"),
    [
        (Spec("LSTM", {"units": 3, "stateful": True}), "node:n1.stateful"),
        (Spec("Bidirectional", {"layer": Spec("GRU", {"units": 3, "stateful": True})}), "node:n1"),
    ],
)
def test_that_a_stateful_layer_is_refused_in_words(analyser, layer: Spec, place: str) -> None:
    problems = analyser.analyse_graph(chain(given(5, 2), layer, dense(2))).problems

    assert [(problem.code, problem.where) for problem in problems] == [("layer.stateful", place)]
    assert "Switch stateful off" in problems[0].hint
