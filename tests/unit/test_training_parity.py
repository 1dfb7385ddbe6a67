"""Our loop against plain ``model.fit``: equal first weights and batches give equal weights and figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers import plain_keras
from tests.helpers.trainings import chain, iris, train, weights
from workbench.project.data import DataSpec, Table
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Execution, Head
from workbench.runs.events import EpochEnded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

Make = Callable[[Path], Project]
_OFF = Execution(xla="off")
_OPTIMIZERS = (
    Spec("Adam", {"amsgrad": True}),
    Spec("SGD", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    Spec("RMSprop", {"momentum": 0.5, "centered": True}),
    Spec("AdamW", {"weight_decay": 0.01}),
    Spec("Adadelta", {"learning_rate": 1.0}),
    Spec("Adafactor", {"learning_rate": 0.01}),
    Spec("Adagrad", {"learning_rate": 0.1}),
    Spec("Adamax"),
    Spec("Ftrl", {"learning_rate": 0.1}),
    Spec("Lamb"),
    Spec("Lion"),
    Spec("Muon", {"learning_rate": 0.01}),
    Spec("Nadam"),
    Spec("ScheduleFreeAdamW"),
)


def _node(name: str, kind: str, row: int, **params: Any) -> Node:
    return Node(id=name, spec=Spec(kind, params), name=name, at=Point(0, row))


def small(**training: Any) -> Make:
    return lambda home: iris(**training)


def deep(*layers: Spec, activation: str | None = "softmax", **training: Any) -> Make:
    """A network on iris with these layers between input and output."""
    end = Spec("Dense", {"units": 3, "activation": activation})
    graph = chain(Spec("Input", {"shape": (4,)}), *layers, end)
    return lambda home: iris(**training).with_graph(graph)


def forked(
    *,
    weighted: bool = False,
    balanced: bool = False,
    classes: dict[str, float] | None = None,
    **training: Any,
) -> Make:
    """Two inputs, two outputs with losses and weights of their own, regularised."""
    nodes = (
        _node("i", "Input", 0, shape=(4,)),
        _node("j", "Input", 0, shape=(4,)),
        _node("c", "Concatenate", 1),
        _node("h", "Dense", 2, units=8, activation="relu", kernel_regularizer=Spec("L2", {"l2": 0.01})),
        _node("d", "Dropout", 3, rate=0.25),
        _node("a", "Dense", 4, units=3, activation="softmax"),
        _node("b", "Dense", 4, units=3, activation="sigmoid", activity_regularizer=Spec("L1", {"l1": 0.01})),
    )
    links = (
        Link("i", "c"),
        Link("j", "c", input=1),
        Link("c", "h"),
        Link("h", "d"),
        Link("d", "a"),
        Link("d", "b"),
    )
    heads = (
        Head(output="a", loss=Spec("SparseCategoricalCrossentropy"), weight=0.7),
        Head(output="b", loss=Spec("CategoricalCrossentropy"), weight=2.0),
    )

    def made(home: Path) -> Project:
        project = iris(heads=heads, **training).with_graph(Graph(nodes=nodes, links=links))
        return _with_weights(project, home, weighted=weighted, balanced=balanced, classes=classes)

    return made


def counted(
    *,
    weighted: bool = True,
    balanced: bool = False,
    classes: dict[str, float] | None = None,
    **training: Any,
) -> Make:
    """Examples with weights of their own, or of their classes."""
    return lambda home: _with_weights(
        iris(**training), home, weighted=weighted, balanced=balanced, classes=classes
    )


def curve(**training: Any) -> Make:
    """A regression."""

    def made(home: Path) -> Project:
        graph = chain(
            Spec("Input", {"shape": (4,)}),
            Spec("Dense", {"units": 8, "activation": "tanh"}),
            Spec("Dense", {"units": 1}),
        )
        settings: dict[str, Any] = {
            "loss": Spec("Huber"),
            "metrics": (Spec("MeanAbsoluteError"),),
            **training,
        }
        project = _with_weights(iris(**settings).with_graph(graph), home, weighted=True)
        source = project.data.source
        assert isinstance(source, Table)
        source = replace(source, target="quantity", ignored=("species",))
        return project.with_data(replace(project.data, source=source))

    return made


def digits(*layers: Spec, **training: Any) -> Make:
    end = Spec("Dense", {"units": 10, "activation": "softmax"})
    graph = chain(Spec("Input", {"shape": (8, 8, 1)}), *layers, end)
    settings = {"batch_size": 64, **training}
    return lambda home: _of_digits(iris(**settings).with_graph(graph))


_PLATEAU = Spec("ReduceLROnPlateau", {"monitor": "loss", "patience": 1, "min_delta": 10.0, "factor": 0.5})
_STOPPING = Spec(
    "EarlyStopping",
    {"monitor": "val_loss", "patience": 1, "min_delta": 10.0, "restore_best_weights": True},
)
_CLASSES = {"setosa": 0.5, "virginica": 3.0}
_TELLING: dict[str, Make] = {
    "weights, several inputs and outputs": forked(
        weighted=True, balanced=True, weighted_metrics=(Spec("accuracy"),), metrics=(Spec("accuracy"),)
    ),
    "everything that changes the model": deep(
        Spec("Dense", {"units": 8, "trainable": False}),
        Spec("BatchNormalization"),
        Spec("Activation", {"activation": "relu"}),
        Spec("Dropout", {"rate": 0.3}),
        optimizer=Spec(
            "Nadam",
            {
                "clipnorm": 0.5,
                "use_ema": True,
                "ema_momentum": 0.9,
                "ema_overwrite_frequency": 5,
                "gradient_accumulation_steps": 2,
            },
        ),
        callbacks=(_PLATEAU, _STOPPING),
    ),
    "mixed precision with loss scaling": small(precision="mixed_float16"),
    "weights of classes, in Keras' own way": counted(weighted=False, classes=_CLASSES),
}
_ALL: dict[str, Make] = {
    **{spec.kind: small(optimizer=spec) for spec in _OPTIMIZERS},
    "several outputs": forked(),
    "class weights, several outputs": forked(balanced=True),
    "sample weights, several outputs": forked(weighted=True),
    "sample weights": counted(),
    "sample and class weights": counted(balanced=True),
    "weights of examples and classes": counted(classes=_CLASSES),
    "weights of classes, several outputs": forked(classes=_CLASSES, weighted=True),
    "a weighted mean as loss": counted(
        loss=Spec("SparseCategoricalCrossentropy", {"reduction": "mean_with_sample_weight"})
    ),
    "a sum as loss": counted(loss=Spec("SparseCategoricalCrossentropy", {"reduction": "sum"})),
    "weighted metrics": counted(weighted_metrics=(Spec("SparseCategoricalCrossentropy"), Spec("accuracy"))),
    "regression with weights": curve(weighted_metrics=(Spec("MeanSquaredError"),)),
    "losses of layers": deep(
        Spec(
            "Dense",
            {
                "units": 8,
                "activation": "relu",
                "kernel_regularizer": Spec("L1L2", {"l1": 0.01, "l2": 0.02}),
                "bias_regularizer": Spec("L2"),
                "activity_regularizer": Spec("L2", {"l2": 0.01}),
            },
        ),
    ),
    "constraints": deep(
        Spec(
            "Dense",
            {
                "units": 8,
                "kernel_constraint": Spec("MaxNorm", {"max_value": 0.5}),
                "bias_constraint": Spec("NonNeg"),
            },
        ),
        Spec("ActivityRegularization", {"l2": 0.01}),
        Spec("SpectralNormalization", {"layer": Spec("Dense", {"units": 4})}),
        optimizer=Spec("SGD", {"learning_rate": 0.1, "momentum": 0.5, "weight_decay": 0.01}),
    ),
    "logits": deep(
        Spec("Dense", {"units": 8, "activation": "tanh"}),
        activation=None,
        loss=Spec("SparseCategoricalCrossentropy", {"from_logits": True}),
    ),
    "metrics with many parts": deep(
        Spec("Dense", {"units": 8, "activation": "relu"}),
        loss=Spec("CategoricalCrossentropy", {"label_smoothing": 0.1}),
        metrics=(Spec("Precision"), Spec("AUC"), Spec("F1Score"), Spec("TopKCategoricalAccuracy", {"k": 2})),
    ),
    "clipnorm": small(optimizer=Spec("Adam", {"clipnorm": 0.1})),
    "global clipnorm": small(optimizer=Spec("SGD", {"learning_rate": 0.5, "global_clipnorm": 0.1})),
    "clipvalue": small(optimizer=Spec("SGD", {"learning_rate": 0.5, "clipvalue": 0.01})),
    "gradient accumulation": small(optimizer=Spec("Adam", {"gradient_accumulation_steps": 3})),
    "EMA": small(optimizer=Spec("Adam", {"use_ema": True, "ema_momentum": 0.9})),
    "EMA that overwrites": small(
        optimizer=Spec("SGD", {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 4})
    ),
    "EMA that is judged": small(
        optimizer=Spec("Adam", {"use_ema": True, "ema_momentum": 0.9}), callbacks=(Spec("SwapEMAWeights"),)
    ),
    "bfloat16": small(precision="mixed_bfloat16"),
    "float64": small(precision="float64"),
    "mixed precision, accumulated, averaged, clipped": small(
        precision="mixed_float16",
        optimizer=Spec(
            "AdamW",
            {"gradient_accumulation_steps": 2, "use_ema": True, "global_clipnorm": 0.5, "weight_decay": 0.02},
        ),
    ),
    "a callback at each batch": small(callbacks=(Spec("TensorBoard", {"update_freq": "batch"}),)),
    "noise": deep(
        Spec("GaussianNoise", {"stddev": 0.2}),
        Spec("Dense", {"units": 8}),
        Spec("BatchNormalization"),
        Spec("AlphaDropout", {"rate": 0.2}),
    ),
    "a cosine": small(
        optimizer=Spec(
            "SGD",
            {"learning_rate": Spec("CosineDecay", {"initial_learning_rate": 0.3, "decay_steps": 15})},
        )
    ),
    "a plateau": small(callbacks=(_PLATEAU,)),
    "a formula": small(callbacks=(Spec("LearningRateScheduler", {"schedule": "lr * 0.5"}),)),
    "early stopping": small(epochs=5, callbacks=(_STOPPING,)),
    "a picture": digits(
        Spec("Conv2D", {"filters": 8, "kernel_size": 3}),
        Spec("BatchNormalization"),
        Spec("MaxPooling2D"),
        Spec("SpatialDropout2D", {"rate": 0.1}),
        Spec("Flatten"),
    ),
    "a sequence": digits(
        Spec("Reshape", {"target_shape": (8, 8)}),
        Spec("GRU", {"units": 8, "dropout": 0.1, "recurrent_dropout": 0.1}),
    ),
}


@pytest.mark.parametrize("name", list(_TELLING))
def test_that_a_training_equals_plain_keras(name: str, tmp_path: Path) -> None:
    check(_TELLING[name], tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("name", list(_ALL))
def test_that_every_kind_of_training_equals_plain_keras(name: str, tmp_path: Path) -> None:
    check(_ALL[name], tmp_path)


def check(make: Make, home: Path) -> None:
    project = make(home)
    project = project.with_training(replace(project.training, execution=_OFF))
    ours = train(project, home)
    assert ours.code == 0
    mine, epochs = weights(ours.folder.checkpoints / "last.keras"), ours.all(EpochEnded)
    theirs, history = plain_keras.fit(project, home)

    assert set(epochs[0].values) == set(history) - {"learning_rate"}
    for name in epochs[0].values:
        values = [event.values[name] for event in epochs]
        assert values == pytest.approx(history[name], rel=1e-6, abs=1e-7), name
    for our, their in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-6, atol=1e-7)


def _with_weights(
    project: Project,
    home: Path,
    *,
    weighted: bool = False,
    balanced: bool = False,
    classes: dict[str, float] | None = None,
) -> Project:
    """Iris as a table with a column of weights, some rows of a class left out."""
    import pandas as pd

    random = np.random.default_rng(1)
    frame = pd.read_csv(Path(__file__).resolve().parents[2] / "sample_data" / "iris.csv").iloc[:130]
    frame.columns = [*"abcd", "species"]
    frame["weight"] = random.uniform(0.1, 3.0, len(frame)).round(2)
    frame["quantity"] = (frame["a"] - 2 * frame["d"]).round(3)
    frame.to_csv(home / "iris.csv", index=False)
    source = Table(
        path=str(home / "iris.csv"),
        target="species",
        ignored=("quantity",),
        weight="weight" if weighted else "",
        features=tuple("abcd"),
    )
    data = DataSpec(source=source, class_weight="balanced" if balanced else classes)
    return project.with_data(data)


def _of_digits(project: Project) -> Project:
    from workbench.project.data import Bundled

    return project.with_data(DataSpec(source=Bundled("digits")))
