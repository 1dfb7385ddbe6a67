"""Layers' figures of a training against plain Keras, and that taking them changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from msgspec.structs import replace

from tests.helpers.blocks import grouped
from tests.helpers.trainings import Trained, chain, go, iris, train, weights
from workbench.engine.training import looks
from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.project.data import Bundled, DataSpec
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Checkpoints, Execution, Head
from workbench.runs import layer_figures
from workbench.runs.controls import SetEpochs
from workbench.runs.events import Advice, EpochEnded, RunFinished
from workbench.runs.folder import create
from workbench.runs.journal import JournalWriter
from workbench.runs.layer_figures import EpochFigures, LayerFigures, Spread

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

_EVERY = Checkpoints(layers="every")


def _repeated() -> Project:
    """A repeated block with dropout between two layers."""
    drawing = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 6, "activation": "tanh"}),
        Spec("Dense", {"units": 6, "activation": "relu", "activity_regularizer": Spec("L2", {"l2": 0.1})}),
        Spec("Dropout", {"rate": 0.4}),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    drawing = replace(drawing, style="functional")
    return iris().with_graph(grouped(drawing, "block", "n2", "n3", repeat=2))


def _forked() -> Project:
    """Two inputs and outputs with losses of their own, a layer that is called twice, weighted examples."""
    l1 = Spec("L1", {"l1": 0.01})
    shared = Spec("Dense", {"units": 8, "activation": "relu", "activity_regularizer": l1})
    nodes = (
        _node("i", Spec("Input", {"shape": (4,)})),
        _node("j", Spec("Input", {"shape": (4,)})),
        _node("h", shared),
        replace(_node("k", shared), name="h", shares="h"),
        _node("c", Spec("Concatenate")),
        _node("d", Spec("Dropout", {"rate": 0.25})),
        _node("a", Spec("Dense", {"units": 3, "activation": "softmax"})),
        _node("b", Spec("Dense", {"units": 3, "activation": "sigmoid", "kernel_regularizer": l1})),
    )
    links = (
        Link("i", "h"),
        Link("j", "k"),
        Link("h", "c"),
        Link("k", "c", input=1),
        Link("c", "d"),
        Link("d", "a"),
        Link("d", "b"),
    )
    heads = (
        Head(output="a", loss=Spec("SparseCategoricalCrossentropy"), weight=0.7),
        Head(output="b", loss=Spec("CategoricalCrossentropy"), weight=2.0),
    )
    project = iris(heads=heads).with_graph(Graph(nodes=nodes, links=links))
    return project.with_data(replace(project.data, class_weight="balanced"))


def _node(name: str, spec: Spec) -> Node:
    return Node(id=name, spec=spec, name=name, at=Point(0, 0))


def _digits(*layers: Spec, **training: Any) -> Callable[[], Project]:
    end = Spec("Dense", {"units": 10, "activation": "softmax"})
    graph = chain(Spec("Input", {"shape": (8, 8, 1)}), *layers, end)
    data = DataSpec(source=Bundled("digits"))
    return lambda: iris(**training).with_graph(graph).with_data(data)


_SMALLER = Spec("Rescaling", {"scale": 1 / 16})
_CONV: tuple[Spec, ...] = (
    Spec("Conv2D", {"filters": 5, "kernel_size": 3, "kernel_regularizer": Spec("L2", {"l2": 0.02})}),
    Spec("BatchNormalization"),
    Spec("ReLU"),
    Spec("MaxPooling2D"),
    Spec("Flatten"),
)
_SEQUENCE: tuple[Spec, ...] = (
    Spec("Reshape", {"target_shape": (8, 8)}),
    Spec("Bidirectional", {"layer": Spec("LSTM", {"units": 4})}),
)
_NETWORKS: dict[str, Callable[[], Project]] = {
    "several inputs and outputs, weighted examples": _forked,
    "convolution and batch normalisation": _digits(*_CONV),
    "recurrent": _digits(*_SEQUENCE),
    "blocks": _repeated,
    "mixed precision": _digits(_SMALLER, *_CONV, precision="mixed_float16"),
}


@pytest.mark.parametrize("name", _NETWORKS)
def test_that_gradients_and_outputs_are_a_gradient_tapes(name: str, tmp_path: Path) -> None:
    model, batch, measuring = _measuring(_NETWORKS[name](), tmp_path)
    before = [np.array(variable) for variable in (*model.variables, *model.optimizer.variables)]

    found = measuring.look(1, {})

    after = [np.array(variable) for variable in (*model.variables, *model.optimizer.variables)]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    close = {"rtol": 2e-2, "atol": 2e-3} if name == "mixed precision" else {"rtol": 1e-4, "atol": 1e-6}
    loss, outputs, gradients = _plain(model, batch)
    assert found.loss == pytest.approx(loss, rel=close["rtol"])
    compared = 0
    for layer in found.layers:
        assert layer.node
        if layer.name in outputs:
            _assert_alike(layer.output, outputs[layer.name], **close)
            compared += 1
        for weight in layer.weights:
            value, gradient = gradients[layer.name, weight.name]
            _assert_alike(weight.values, value, rtol=1e-6, atol=0)
            assert (weight.gradient is None) == (gradient is None)
            if gradient is not None:
                _assert_alike(weight.gradient, gradient, **close)
    assert compared >= 2
    assert len({layer.name for layer in found.layers}) == len(found.layers)


@pytest.fixture(scope="module")
def whole(keras_here: None, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A run whose layers were looked at after each of four epochs."""
    return train(iris(checkpoints=_EVERY, epochs=4), tmp_path_factory.mktemp("whole"))


def test_that_a_training_is_the_same_whether_its_layers_are_measured_or_not(
    whole: Trained, tmp_path: Path
) -> None:
    plain = train(iris(checkpoints=Checkpoints(layers="off"), epochs=4), tmp_path)

    models = [weights(run.folder.checkpoints / "last.keras") for run in (plain, whole)]
    assert all(np.array_equal(a, b) for a, b in zip(*models, strict=True))
    assert not (plain.folder.artifacts / layer_figures.NAME).exists()
    assert not any(epoch.layers for epoch in plain.all(EpochEnded))


def test_that_every_layer_is_told_by_its_node_after_every_epoch(whole: Trained) -> None:
    found = _figures(whole)

    assert [figures.epoch for figures in found] == [1, 2, 3, 4]
    assert [layer.node for layer in found[0].layers] == ["n1", "n2", "n3"]
    assert all(layer.update and layer.update < 1 for figures in found for layer in _with_weights(figures))
    first, drop, last = found[-1].layers
    assert (first.activation, last.activation) == ("relu", "softmax")
    assert first.dead is not None and first.saturated is None and last.saturated is not None
    assert drop.output is not None and drop.output.zeros > 0.1 and drop.gradient is None


def test_that_a_streamed_run_that_goes_on_has_the_figures_of_one_that_never_paused(
    whole: Trained, tmp_path: Path
) -> None:
    streamed = Execution(residence="streamed")
    half = train(iris(checkpoints=_EVERY, epochs=2, execution=streamed), tmp_path)
    steering = Steering()
    steering.obey(SetEpochs(value=4))

    resumed = go(half.folder, steering, resume=True)

    assert _figures(resumed) == _figures(whole)


def test_that_the_last_epoch_is_looked_at_with_how_far_its_last_step_moved_the_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "_LITTLE", 1e9)

    done = train(iris(epochs=20), tmp_path)

    kept = [epoch.epoch for epoch in done.all(EpochEnded) if epoch.layers]
    assert kept[-1] == 19
    assert [figures.epoch - 1 for figures in _figures(done)] == kept
    assert all(layer.update for layer in _with_weights(_figures(done)[-1]))


def test_that_layers_that_cannot_be_measured_are_told_once_and_end_no_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tensorflow as tf

    from workbench.engine.training.measuring import Measuring

    def out_of_memory(*_: object) -> None:
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")

    monkeypatch.setattr(Measuring, "look", out_of_memory)
    done = train(iris(checkpoints=_EVERY, epochs=2), tmp_path)

    assert done.only(RunFinished).ending == "completed"
    assert [each.problem.code for each in done.all(Advice)] == ["layers.unmeasured"]
    assert not any(epoch.layers for epoch in done.all(EpochEnded))


def test_that_the_last_step_is_told_as_a_share_of_the_weights(tmp_path: Path) -> None:
    model, _, measuring = _measuring(iris(), tmp_path)
    before = measuring.weights()
    dense = model.get_layer("dense_1")
    dense.set_weights([1.25 * value for value in dense.get_weights()])

    first, _, last = measuring.look(1, before).layers

    assert (first.update, last.update) == (pytest.approx(0.2), 0.0)


def test_that_a_full_file_gets_only_the_last_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.engine.training.figures._MOST_BYTES", 100)
    done = train(iris(checkpoints=_EVERY, epochs=5), tmp_path)

    assert [figures.epoch for figures in _figures(done)] == [1, 2, 5]
    assert [each.problem.code for each in done.all(Advice)] == ["layers.full"]


def test_that_long_weights_are_sampled_all_over() -> None:
    import tensorflow as tf

    from workbench.engine.training.spreads import MOST_NUMBERS, sample, spread

    values = np.random.default_rng(0).normal(0.1, 1, (512, 256)).astype(np.float32)
    values[:, 0] = 50.0  # every so many-th number would hit one column alone, or none
    numbers = sample(tf.constant(values))

    assert len(numbers) <= MOST_NUMBERS
    assert np.array_equal(numbers, sample(values))
    found = spread(numbers, values.size)
    assert (found.size, found.sampled) == (values.size, len(numbers))
    assert found.norm == pytest.approx(np.linalg.norm(values), rel=0.05)
    assert found.mean == pytest.approx(values.mean(), abs=0.05)


_FLOATS = st.floats(-1e6, 1e6, width=32) | st.sampled_from([np.nan, np.inf, -np.inf, 0.0])


@given(arrays(np.float32, st.integers(1, 60), elements=_FLOATS))
def test_that_a_spread_is_numpys_of_the_finite_numbers(values: np.ndarray) -> None:
    from workbench.engine.training.spreads import sample, spread

    found = spread(sample(values), values.size)

    finite = values[np.isfinite(values)].astype(np.float64)
    assert found.broken == values.size - finite.size
    if finite.size:
        assert (found.low, found.high) == (finite.min(), finite.max())
        assert found.mean == pytest.approx(finite.mean(), rel=1e-9, abs=1e-9)
        assert found.std == pytest.approx(finite.std(), rel=1e-6, abs=1e-6)
        assert sum(found.counts) == finite.size
        assert np.all(np.diff(found.edges) >= 0)


def _figures(run: Trained) -> list[EpochFigures]:
    return [layer_figures.of_epoch(run.folder, epoch) for epoch in run.all(EpochEnded) if epoch.layers]


def _with_weights(figures: EpochFigures) -> list[LayerFigures]:
    return [layer for layer in figures.layers if layer.weights]


def _measuring(project: Project, home: Path) -> tuple[Any, Any, Any]:
    """Return a compiled model of a project, a batch, and what looks into its layers with that."""
    from workbench.engine.training.compiled import Source
    from workbench.engine.training.measuring import Measuring
    from workbench.engine.training.prepare import prepare
    from workbench.engine.training.stepping import rehearse

    folder = create(project, home=home, base=home)
    writer = JournalWriter(folder.journal)
    try:
        job = prepare(folder.project(), folder, Teller(writer))
    finally:
        writer.close()
    batch = Source(job.train).batch(np.arange(24, dtype=np.int32))
    rehearse(job.model, batch)
    return job.model, batch, Measuring(job.model, project.graph, batch)


def _plain(
    model: Any, batch: Any
) -> tuple[float, dict[str, np.ndarray], dict[tuple[str, str], tuple[np.ndarray, np.ndarray | None]]]:
    """Return loss, layers' outputs and by (layer, weight) value and gradient, as plain Keras has them."""
    import keras
    import tensorflow as tf

    from workbench.engine.model.inside import layers_of

    x, y, _, sample_weight = batch
    layers = [layer for layer in model.layers if not isinstance(layer, keras.Model)]
    once = [layer for layer in layers if len(layer._inbound_nodes) == 1]
    inside = keras.Model(model.inputs, {"": model.outputs, **{layer.name: layer.output for layer in once}})
    values = [np.array(variable) for variable in model.variables]
    with tf.GradientTape() as tape:
        outputs = inside(x, training=True)
        answers = outputs.pop("")
        answers = answers[0] if len(answers) == 1 else answers
        loss = model.compute_loss(x=x, y=y, y_pred=answers, sample_weight=sample_weight, training=True)
        scaled = model.optimizer.scale_loss(loss)
    slopes = tape.gradient(scaled, model.trainable_variables)
    scale = float(model.optimizer.scale_loss(1.0))
    by_variable = {
        id(variable): None if slope is None else np.array(tf.convert_to_tensor(slope)) / scale
        for variable, slope in zip(model.trainable_variables, slopes, strict=True)
    }
    was = {id(variable): value for variable, value in zip(model.variables, values, strict=True)}
    weights = {
        (layer.name, variable.path.partition(f"{layer.name}/")[2]): (
            was[id(variable)],
            by_variable.get(id(variable)),
        )
        for layer in layers_of(model)
        for variable in layer.weights
    }
    return float(loss), {name: np.array(output) for name, output in outputs.items()}, weights


def _assert_alike(found: Spread | None, values: np.ndarray, *, rtol: float, atol: float) -> None:
    assert found is not None
    values = values.astype(np.float64)
    assert (found.size, found.sampled, found.broken) == (values.size, values.size, 0)
    figures = [found.mean, found.std, found.low, found.high, found.norm]
    plain = [values.mean(), values.std(), values.min(), values.max(), np.linalg.norm(values)]
    assert np.allclose(figures, plain, rtol=rtol, atol=atol)
    assert sum(found.counts) == values.size
    assert found.zeros == pytest.approx(np.mean(values == 0), abs=0.02)
