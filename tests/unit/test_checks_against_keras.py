"""What the checks take for granted about Keras, asked of Keras itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.helpers.drawings import classifier, graph, node
from workbench.catalog import loss_forms
from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind
from workbench.checks.ends import ends
from workbench.checks.metrics import metric_fit
from workbench.checks.monitors import available_metrics, metric_names
from workbench.project.spec import Spec
from workbench.runs.metrics import is_higher_better

pytestmark = pytest.mark.slow

NEEDED = {
    "class_id": 0,
    "num_classes": 3,
    "precision": 0.5,
    "recall": 0.5,
    "sensitivity": 0.5,
    "specificity": 0.5,
    "target_class_ids": [0],
}
LABELS = np.array([0, 1, 2, 0, 1, 2])
ONE_HOT = np.eye(3, dtype="float32")[LABELS]
PROBABILITIES = np.full((6, 3), 1 / 3, dtype="float32")


def _is_understood(judge: Any, targets: Any) -> bool:
    import tensorflow as tf

    @tf.function
    def judged(true: Any, predicted: Any) -> Any:
        return judge(true, predicted)

    try:
        judged(tf.constant(targets), tf.constant(PROBABILITIES))
    except (ValueError, tf.errors.InvalidArgumentError):
        return False
    return True


def _metric(kind: Kind) -> Any:
    import keras

    needed = {param.name: NEEDED[param.name] for param in kind.params if param.required}
    return getattr(keras.metrics, kind.name)(**needed)


def test_that_every_metric_has_the_name_that_keras_gives_it(catalog: Catalog) -> None:
    import keras

    keras.utils.clear_session(free_memory=False)  # else Keras would number the names of earlier tests
    kinds = [kind for kind in catalog.of("metric") if kind.name != "accuracy"]
    ours = {kind.name: metric_names([Spec(kind.name)], catalog)[0] for kind in kinds}
    assert ours == {kind.name: _metric(kind).name for kind in kinds}


def test_that_a_name_tells_the_direction_that_keras_knows(catalog: Catalog) -> None:
    for kind in catalog.of("metric"):
        known = None if kind.name == "accuracy" else getattr(_metric(kind), "_direction", None)
        if known is not None:  # of mere counts Keras doesn't say
            (name,) = metric_names([Spec(kind.name)], catalog)
            assert is_higher_better(name) == (known == "up"), kind.name


def test_that_the_history_of_several_outputs_has_the_keys_we_promise(catalog: Catalog) -> None:
    import keras

    inputs = keras.Input((4,))
    outputs = [keras.layers.Dense(3, activation="softmax", name=name)(inputs) for name in "ab"]
    model = keras.Model(inputs, outputs)
    model.compile(
        loss=["sparse_categorical_crossentropy"] * 2,
        metrics=[["accuracy", "sparse_categorical_accuracy", "accuracy"] for _ in outputs],
    )
    x = np.zeros((6, 4), dtype="float32")
    history = model.fit(x, [LABELS, LABELS], validation_data=(x, [LABELS, LABELS]), verbose=0).history

    kinds = ("accuracy", "SparseCategoricalAccuracy", "accuracy")
    project = classifier(3, "softmax", "mse", metrics=tuple(Spec(kind) for kind in kinds)).with_graph(
        graph(
            node("in", "Input", shape=(4,)),
            node("a", "Dense", units=3),
            node("b", "Dense", units=3),
            ways="in>a in>b",
        )
    )
    assert set(available_metrics(project, True, catalog)) == set(history)


@pytest.mark.parametrize("outputs", ["a", "ab"])
def test_that_figures_are_called_the_same_in_every_model_of_a_process(catalog: Catalog, outputs: str) -> None:
    import keras

    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model

    kinds = ("AUC", "Precision", "accuracy", "AUC", "FBetaScore")
    project = classifier(
        3, "softmax", "CategoricalCrossentropy", metrics=tuple(Spec(kind) for kind in kinds)
    ).with_graph(
        graph(
            node("in", "Input", shape=(4,)),
            *(node(name, "Dense", units=3, activation="softmax") for name in outputs),
            ways=" ".join(f"in>{name}" for name in outputs),
        )
    )
    keras.metrics.AUC()  # Keras would call the next one auc_1
    x, targets = np.zeros((6, 4), dtype="float32"), [ONE_HOT] * len(outputs)
    for _ in range(2):
        model = build(project.graph)
        compile_model(model, project)
        told = model.evaluate(x, targets if len(targets) > 1 else ONE_HOT, verbose=0, return_dict=True)
        assert set(told) == set(available_metrics(project, False, catalog))


def test_that_every_loss_takes_the_form_of_target_we_give_it(catalog: Catalog) -> None:
    import keras

    for kind in catalog.of("loss"):
        loss = getattr(keras.losses, kind.name)()
        if kind.name in loss_forms.SPARSE:
            assert _is_understood(loss, LABELS), kind.name
        elif kind.name in loss_forms.ONE_HOT | loss_forms.BINARY | loss_forms.QUANTITIES:
            assert _is_understood(loss, ONE_HOT), kind.name
            assert not _is_understood(loss, LABELS), kind.name
        else:
            assert not _is_understood(loss, LABELS), kind.name


def test_that_a_metric_is_refused_exactly_when_keras_would_refuse_it(catalog: Catalog) -> None:
    for kind in catalog.of("metric"):
        if kind.name == "accuracy":
            continue
        for loss, targets in (
            ("SparseCategoricalCrossentropy", LABELS),
            ("CategoricalCrossentropy", ONE_HOT),
        ):
            project = classifier(3, "softmax", loss, metrics=(Spec(kind.name),))
            found = list(metric_fit(project.training, ends(project, catalog, None), catalog, None))
            assert _is_understood(_metric(kind).update_state, targets) == (not found), (kind.name, loss)
