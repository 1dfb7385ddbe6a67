"""Graphs as Keras models."""

import numpy as np
import pytest

from tests.helpers.graphs import chain, dense, given, node
from workbench.foundation.errors import WorkbenchError
from workbench.project.graph import Graph, Link
from workbench.project.samples import open_project
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow


def _branches() -> Graph:
    nodes = (node("a", given(2)), node("b", given(2)), node("less", Spec("Subtract")), node("end", dense(1)))
    return Graph(nodes=nodes, links=(Link("b", "less", 0, 1), Link("a", "less", 0, 0), Link("less", "end")))


def test_that_a_model_has_the_names_of_the_drawing() -> None:
    from workbench.engine.model.build import build

    project, _ = open_project("xor-functional")
    model = build(project.graph, name="xor")
    assert model.name == "xor"
    assert [layer.name for layer in model.layers] == [node.name for node in project.graph.nodes]
    assert model.count_params() == 7


def test_that_the_order_of_links_is_the_order_of_arguments() -> None:
    from workbench.engine.model.build import build

    model = build(_branches())
    kernel, bias = model.get_layer("end").get_weights()
    left, right = np.array([[5.0, 1.0]], "float32"), np.array([[2.0, 3.0]], "float32")
    assert np.allclose(model([left, right]), (left - right) @ kernel + bias)


def test_that_a_seed_gives_the_weights_that_plain_keras_gives() -> None:
    import keras

    from workbench.engine.model.build import build

    keras.utils.set_random_seed(3)
    ours = build(chain(given(4), dense(5), Spec("Dropout", {"rate": 0.5}), dense(2))).get_weights()
    keras.utils.set_random_seed(3)
    layers = [keras.Input((4,)), keras.layers.Dense(5), keras.layers.Dropout(0.5), keras.layers.Dense(2)]
    plain = keras.Sequential(layers).get_weights()
    assert all(np.array_equal(one, other) for one, other in zip(ours, plain, strict=True))


def test_that_all_problems_are_raised_together() -> None:
    from workbench.engine.model.build import build

    with pytest.raises(WorkbenchError) as caught:
        build(chain(given(4), dense(0), Spec("Dropout", {"rate": 7})))
    assert {problem.where for problem in caught.value.problems} == {"node:n1.units", "node:n2.rate"}


def test_that_two_layers_of_one_name_are_refused() -> None:
    from workbench.engine.model.build import build

    twins = Graph(
        nodes=(node("a", given(2)), *(_named("same", name) for name in ("b", "c"))),
        links=(Link("a", "b"), Link("b", "c")),
    )
    with pytest.raises(WorkbenchError, match="named “same”"):
        build(twins)


def _named(name: str, node_id: str):
    import msgspec

    return msgspec.structs.replace(node(node_id, dense(1)), name=name)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras' own saving
def test_that_a_network_of_our_own_layers_survives_saving(tmp_path) -> None:
    import keras

    from workbench.engine.model.build import build

    model = build(
        chain(
            given(3),
            Spec("Maxout", {"units": 4, "kernel_constraint": Spec("MaxNorm", {"max_value": 3})}),
            dense(4, "formula:1/(1+exp(x))"),
            Spec("ThresholdedReLU", {"theta": 0.1}),
            Spec("HeavisideStep", {"threshold": 0.2}),
        )
    )
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    examples = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
    assert np.array_equal(model(examples), again(examples))
