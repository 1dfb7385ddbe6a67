"""Models within a saved model come back as blocks, their weights with them; hostile ones are refused."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.blocks import grouped
from tests.helpers.drawings import graph, node
from tests.helpers.graphs import chain, dense, given
from tests.helpers.keras_files import functional, layer, write
from tests.unit.test_block_models import residual, states, two_ends, words
from workbench.catalog.catalog import Catalog, bundled
from workbench.checks.blocks import DEEPEST
from workbench.engine.importing.network import Network, read_network
from workbench.engine.importing.reading import read_model
from workbench.foundation.errors import WorkbenchError
from workbench.project.edits import Ungroup
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.project.repeats import unroll

_FOR_EVER = 30.0  # seconds of a processor: what a bomb would take, not what a slow machine does

slow = pytest.mark.slow
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Layer '.*' .of type Functional. was passed an input with a mask"),
]


def _deep(depth: int) -> Graph:
    drawing = chain(given(4), dense(4), dense(1))
    for number in range(depth):
        drawing = grouped(drawing, f"B{number}", f"B{number - 1}" if number else "n1")
    return drawing


def _copies_of_a_layer_called_twice() -> Graph:
    drawing = chain(given(4), dense(4), dense(4), dense(1))
    again = replace(drawing.node("n2"), shares="n1", name="n1")
    nodes = tuple(again if each.id == "n2" else each for each in drawing.nodes)
    return grouped(replace(drawing, nodes=nodes), "twice", "n1", "n2", repeat=3)


def _an_end_in_a_repeated_block() -> Graph:
    drawing = graph(
        *(node("in", "Input", shape=(4,)), node("deep", "Dense", units=4), node("wide", "Dense", units=2)),
        ways="in>deep in>wide",
    )
    return grouped(drawing, "block", "deep", repeat=3)


def _repeats_in_repeats() -> Graph:
    inner = grouped(chain(given(4), dense(4), dense(4), dense(1)), "inner", "n1", repeat=2)
    return grouped(inner, "outer", "inner", "n2", repeat=3)


def _copies_whose_names_are_taken() -> Graph:
    drawing = chain(given(4), *[dense(4)] * 4)
    blocked = grouped(grouped(drawing, "block", "n1", repeat=3), "block_2", "n2")
    return grouped(grouped(blocked, "only", "n3", repeat=2), "around", "only", repeat=2)


DRAWINGS = {
    "blocks in a repeated block": residual(4),
    "repeats in repeats": _repeats_in_repeats(),
    "two ends of a block": two_ends(),
    "an end in a repeated block": _an_end_in_a_repeated_block(),
    "masks across borders": words(),
    "the states of a block": states(),
    "a layer called twice in each copy": _copies_of_a_layer_called_twice(),
    "copies whose names are taken": _copies_whose_names_are_taken(),
    "as deep as it goes": _deep(DEEPEST),
}


def _told(drawing: Graph) -> Any:
    """Return what a graph says without ids, places and what is open on the canvas."""
    names = {each.id: each.name for each in (*drawing.nodes, *drawing.blocks)}
    calls = {each.id: f"{each.name}/{each.shares is not None}" for each in drawing.nodes}
    return (
        {(calls[each.id], str(each.spec), names.get(each.block or "")) for each in drawing.nodes},
        {(calls[e.source], e.output, calls[e.target], e.input) for e in drawing.links},
        {(each.name, names.get(each.parent or ""), each.repeat) for each in drawing.blocks},
        [each.name for each in drawing.inputs()],
        [each.name for each in drawing.outputs()],
    )


@slow
@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_that_blocks_come_back_as_they_were(drawing: Graph, catalog: Catalog) -> None:
    from workbench.engine.model.build import build
    from workbench.engine.model.weightless import weightless

    with weightless():
        back = _read(build(drawing), catalog).graph
    assert _told(back) == _told(drawing)


@slow
def test_that_the_weights_of_every_copy_are_kept_also_when_its_block_is_taken_apart(
    tmp_path: Path, catalog: Catalog
) -> None:
    from workbench.engine.importing.initial import begin_with
    from workbench.engine.model.build import build
    from workbench.engine.model.inside import layers_of

    drawing = residual(3)
    trained = build(drawing)
    trained.set_weights([np.random.default_rng(1).random(w.shape) for w in trained.get_weights()])
    trained.save(tmp_path / "m.keras")
    imported = read_model(tmp_path / "m.keras", catalog).project
    given_ = {each.name: each.get_weights() for each in layers_of(trained)}

    apart = Ungroup(next(b.id for b in imported.graph.blocks if b.name == "inner")).apply(imported)
    flat = Ungroup(next(b.id for b in apart.graph.blocks)).apply(apart)
    for project, layers in ((imported, 3 * 3 + 2), (apart, 3 * 3 + 2), (flat, 3 + 2)):
        again = build(project.graph)
        (told,) = begin_with(again, tmp_path / "m.keras")
        assert "anew" not in told.message
        taken = [each for each in layers_of(again) if each.weights]
        assert len(taken) == layers
        for each in taken:
            assert all(map(np.array_equal, each.get_weights(), given_[each.name]))


@slow
def test_that_stacks_and_models_that_keras_users_nest_come_back_as_blocks(
    tmp_path: Path, catalog: Catalog
) -> None:
    import keras

    from workbench.engine.importing.initial import begin_with
    from workbench.engine.model.build import build

    base = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="d")], name="base")
    base.trainable = False
    model = keras.Sequential([keras.Input((4,)), base, keras.layers.Dense(2, name="d")], name="m")
    model.save(tmp_path / "m.keras")
    imported = read_model(tmp_path / "m.keras", catalog).project

    assert [(each.name, each.block, each.spec.is_frozen) for each in imported.graph.nodes[1:]] == [
        ("d_1", "base", True),
        ("d", None, False),
    ]
    again = build(imported.graph)
    begin_with(again, tmp_path / "m.keras")
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    np.testing.assert_allclose(again(x), model(x), rtol=1e-6)


@slow
def test_that_a_model_called_twice_is_two_blocks_with_one_set_of_weights(
    tmp_path: Path, catalog: Catalog
) -> None:
    import keras

    from workbench.engine.importing.initial import begin_with
    from workbench.engine.model.build import build

    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    tower = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)], name="tower")
    model = keras.Model([left, right], keras.layers.Subtract(name="less")([tower(left), tower(right)]))
    model.save(tmp_path / "m.keras")
    imported = read_model(tmp_path / "m.keras", catalog).project

    assert [block.name for block in imported.graph.blocks] == ["tower", "tower_1"]
    assert [bool(each.shares) for each in imported.graph.nodes if each.block] == [False, False, True, True]
    again = build(imported.graph)
    begin_with(again, tmp_path / "m.keras")
    x = [np.random.default_rng(n).normal(size=(5, 4)).astype("float32") for n in range(2)]
    assert again.count_params() == model.count_params()
    np.testing.assert_allclose(again(x), model(x), rtol=1e-6, atol=1e-7)


@slow
def test_that_losses_of_ends_in_a_block_come_back(tmp_path: Path, catalog: Catalog) -> None:
    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model
    from workbench.project.spec import Spec
    from workbench.project.training import Head, TrainingSpec

    heads = (
        Head(output="first", loss=Spec("Huber"), weight=0.5),
        Head(output="second", loss=Spec("MeanAbsoluteError")),
        Head(output="last", loss=Spec("MeanSquaredError")),
    )
    project = Project(graph=two_ends(), training=TrainingSpec(heads=heads))
    model = build(project.graph)
    compile_model(model, project)
    model.save(tmp_path / "m.keras")
    assert read_model(tmp_path / "m.keras", catalog).project.training.heads == heads


def _inner(config: dict[str, Any], name: str, after: str) -> dict[str, Any]:
    """Return a model as a layer of another one, called on the output of ``after``."""
    return {
        **layer("Functional", {}, name, after),
        "module": "keras.src.models.functional",
        "registered_name": "Functional",
        "config": {**config["config"], "name": name},
    }


def _outer(*entries: dict[str, Any], end: str) -> dict[str, Any]:
    config = functional()
    layers = [*config["config"]["layers"], *entries]
    call = 1 if entries[-1]["class_name"] == "Functional" else 0
    return {**config, "config": {**config["config"], "layers": layers, "output_layers": [[end, call, 0]]}}


DENSE = functional(("Dense", {"units": 4}))


def _bomb(depth: int, calls: int) -> dict[str, Any]:
    """Return a model that calls a model several times, which calls one several times ..."""
    config = DENSE
    for number in range(depth):
        entry = _inner(config, f"m{number}", "given")
        entry["inbound_nodes"] = entry["inbound_nodes"] * calls
        config = _outer(entry, end=f"m{number}")
    return config


def _circle() -> dict[str, Any]:
    """Return models that hand their input on, each to the other."""
    config = functional()
    return _outer(
        _inner(config, "a", "b"),
        _inner(config, "b", "a"),
        layer("Dense", {"units": 1}, "end", "a"),
        end="end",
    )


def _many(count: int) -> list[dict[str, Any]]:
    return [_inner(DENSE, f"m{n}", f"m{n - 1}" if n else "given") for n in range(count)]


def _with_a_missing_output() -> dict[str, Any]:
    end = layer("Dense", {"units": 1}, "end", "m")
    end["inbound_nodes"][0]["args"][0]["config"]["keras_history"] = ["m", 0, 5]
    return _outer(_inner(DENSE, "m", "given"), end, end="end")


HOSTILE: dict[str, tuple[dict[str, Any] | str, str]] = {
    "too deep": (_bomb(DEEPEST + 1, 1), "deep"),
    "far too deep": (
        '{"class_name": "Functional", "module": "keras", "config": {"layers": [' * 100_000 + "]}}" * 100_000,
        "150,000 objects",
    ),
    "called again and again": (_bomb(10, 4), "5,000"),
    "calls without end": (_bomb(DEEPEST, 200), "5,000"),
    "a hundred thousand models": (
        '{"class_name": "Functional", "module": "keras", "config": {"layers": ['
        + ",".join(['{"class_name": "Functional", "module": "keras", "config": {"layers": []}}'] * 100_000)
        + "]}}",
        "150,000 objects",
    ),
    "thousands of models in a model each": (_outer(*_many(2_000), end="m1999"), "5,000"),
    "a circle of models": (_circle(), "without end"),
    "another number of inputs": (
        _outer({**_inner(DENSE, "m", "given"), "inbound_nodes": [{"args": [], "kwargs": {}}]}, end="m"),
        "number of inputs",
    ),
    "an output that isn't there": (_with_a_missing_output(), "isn't there"),
    "a lambda within": (
        _outer(_inner(functional(("Lambda", {"function": "x"})), "m", "given"), end="m"),
        "Lambda",
    ),
    "a class of ones own": (
        _outer({**_inner(DENSE, "m", "given"), "registered_name": "my>Net"}, end="m"),
        "my>Net",
    ),
    "training set": (
        _outer(
            {
                **_inner(DENSE, "m", "given"),
                "inbound_nodes": [
                    {**_inner(DENSE, "m", "given")["inbound_nodes"][0], "kwargs": {"training": True}}
                ],
            },
            end="m",
        ),
        "training",
    ),
    "no layers within": (_outer(_inner({"config": {"layers": []}}, "m", "given"), end="m"), "layers"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_hostile_models_within_a_model_are_refused_at_once(tmp_path: Path, name: str) -> None:
    config, word = HOSTILE[name]
    path = write(tmp_path / "m.keras", config)
    began = time.process_time()
    with pytest.raises(WorkbenchError) as caught:
        read_model(path, bundled())
    assert time.process_time() - began < _FOR_EVER
    assert word in caught.value.problems[0].message
    assert caught.value.problems[0].where == "file"


def test_that_the_good_models_of_these_tests_are_taken(catalog: Catalog) -> None:
    for depth in (1, DEEPEST):
        found = read_network(_bomb(depth, 1), catalog).graph
        assert len(found.blocks) == depth
        assert [each.spec.kind for each in found.nodes] == ["Input", "Dense"]


def test_that_a_model_called_as_if_never_trained_is_told(tmp_path: Path, catalog: Catalog) -> None:
    entry = _inner(DENSE, "base", "given")
    entry["inbound_nodes"][0]["kwargs"] = {"training": False, "mask": None}
    imported = read_model(write(tmp_path / "m.keras", _outer(entry, end="base")), catalog)
    (problem,) = imported.problems
    assert (problem.severity, problem.where) == ("warning", "graph")
    assert "“base” with training=False" in problem.message


def test_that_alike_models_in_a_row_under_names_of_their_own_stay_models(catalog: Catalog) -> None:
    entries = [_inner(DENSE, "a", "given"), _inner(DENSE, "b", "a"), _inner(DENSE, "c", "b")]
    found = read_network(_outer(*entries, end="c"), catalog).graph
    assert [(block.name, block.repeat) for block in found.blocks] == [("a", 1), ("b", 1), ("c", 1)]
    assert unroll(found).graph == found


def _read(model: Any, catalog: Catalog) -> Network:
    return read_network(json.loads(model.to_json()), catalog)
