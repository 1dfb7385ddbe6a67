"""What a project contradicts is found, at the place where it is put right, with the right weight."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.helpers.drawings import chain, class_facts, classifier, node, quantity_facts
from workbench.catalog.catalog import Catalog
from workbench.checks.check import check
from workbench.foundation.errors import error
from workbench.project.data import DataSpec, Split
from workbench.project.project import Project
from workbench.project.samples import open_project, samples
from workbench.project.spec import Spec
from workbench.project.training import Head
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.protocol.facts import DataFacts

SPARSE = "SparseCategoricalCrossentropy"
ONE_HOT = "CategoricalCrossentropy"
BINARY = "BinaryCrossentropy"
LOGITS = {"from_logits": True}
ACTIVATION, UNITS, LOSS = "node:out.activation", "node:out.units", "training.loss"
TWO, THREE, QUANTITY = class_facts(2), class_facts(3), quantity_facts()
MAE = {"metrics": (Spec("MeanAbsoluteError"),)}
DECAY = Spec("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9})

Found = list[tuple[str, str, str]]

CASES: dict[str, tuple[Project, DataFacts | None, Found]] = {
    "three classes, softmax": (classifier(3, "softmax", SPARSE), THREE, []),
    "three classes, one-hot": (classifier(3, "softmax", ONE_HOT), THREE, []),
    "two classes, one sigmoid": (classifier(1, "sigmoid", BINARY), TWO, []),
    "two classes, softmax": (classifier(2, "softmax", SPARSE), TWO, []),
    "logits, told so": (classifier(3, None, Spec(SPARSE, LOGITS)), THREE, []),
    "a quantity": (classifier(1, None, "MeanSquaredError", **MAE), QUANTITY, []),
    "5 units for 3 classes": (
        classifier(5, "softmax", SPARSE),
        THREE,
        [("error", "output.units", UNITS)],
    ),
    "2 units for 3 classes": (classifier(2, "softmax", ONE_HOT), THREE, [("error", "output.units", UNITS)]),
    "one sigmoid for 3 classes": (
        classifier(1, "sigmoid", BINARY),
        THREE,
        [("error", "output.units", UNITS)],
    ),
    "softmax over one unit": (
        classifier(1, "softmax", BINARY),
        TWO,
        [("error", "output.softmax-of-one", ACTIVATION), ("warning", "loss.activation", ACTIVATION)],
    ),
    "2 units for 1 quantity": (
        classifier(2, None, "MeanSquaredError", **MAE),
        QUANTITY,
        [("error", "output.units", UNITS)],
    ),
    "softmax with binary crossentropy": (
        classifier(3, "softmax", BINARY),
        THREE,
        [("warning", "loss.activation", ACTIVATION)],
    ),
    "sigmoid with sparse crossentropy": (
        classifier(3, "sigmoid", SPARSE),
        THREE,
        [("warning", "loss.activation", ACTIVATION)],
    ),
    "relu with crossentropy": (
        classifier(3, "relu", ONE_HOT),
        THREE,
        [("warning", "loss.activation", ACTIVATION)],
    ),
    "logits that nobody knows of": (
        classifier(3, None, SPARSE),
        THREE,
        [("warning", "loss.from-logits", ACTIVATION)],
    ),
    "probabilities taken for logits": (
        classifier(3, "softmax", Spec(SPARSE, LOGITS)),
        THREE,
        [("warning", "loss.from-logits", f"{LOSS}.from_logits")],
    ),
    "squares for classes": (
        classifier(3, "softmax", "MeanSquaredError"),
        THREE,
        [("warning", "loss.for-quantities", LOSS)],
    ),
    "crossentropy for a quantity": (
        classifier(1, "sigmoid", BINARY, **MAE),
        QUANTITY,
        [("error", "loss.unfit", LOSS)],
    ),
    "sigmoid for a quantity": (
        classifier(1, "sigmoid", "MeanSquaredError", **MAE),
        QUANTITY,
        [("warning", "output.bounded", ACTIVATION)],
    ),
    "a loss for sequences": (classifier(3, "softmax", "CTC"), THREE, [("error", "loss.unfit", LOSS)]),
    "accuracy of a quantity": (
        classifier(1, None, "mse", metrics=(Spec("accuracy"),)),
        QUANTITY,
        [("warning", "metric.for-classes", "training.metrics.0")],
    ),
    "precision of class numbers": (
        classifier(3, "softmax", SPARSE, metrics=(Spec("accuracy"), Spec("Precision"))),
        THREE,
        [("error", "metric.unfit", "training.metrics.1")],
    ),
    "a sparse metric of one-hot targets": (
        classifier(3, "softmax", ONE_HOT, metrics=(Spec("SparseCategoricalAccuracy"),)),
        THREE,
        [("error", "metric.unfit", "training.metrics.0")],
    ),
    "an unknown metric": (
        classifier(3, "softmax", SPARSE, metrics=(Spec("Goodness"),)),
        THREE,
        [("error", "spec.unknown-kind", "training.metrics.0")],
    ),
    "0 epochs": (
        classifier(3, "softmax", SPARSE, epochs=0),
        THREE,
        [("error", "training.epochs", "training.epochs")],
    ),
    "a batch of 0": (
        classifier(3, "softmax", SPARSE, batch_size=0),
        THREE,
        [("error", "training.batch-size", "training.batch_size")],
    ),
    "a batch larger than the data": (
        classifier(3, "softmax", SPARSE, batch_size=101),
        THREE,
        [("error", "training.batch-size", "training.batch_size")],
    ),
    "a batch of all the data": (classifier(3, "softmax", SPARSE, batch_size=100), THREE, []),
    "a learning rate of 0": (
        classifier(3, "softmax", SPARSE, optimizer=Spec("SGD", {"learning_rate": 0.0})),
        THREE,
        [("error", "training.learning-rate", "training.optimizer.learning_rate")],
    ),
    "a learning rate of 10": (
        classifier(3, "softmax", SPARSE, optimizer=Spec("SGD", {"learning_rate": 10})),
        THREE,
        [("warning", "training.learning-rate", "training.optimizer.learning_rate")],
    ),
    "a negative seed": (
        classifier(3, "softmax", SPARSE, seed=-1),
        THREE,
        [("error", "seed", "training.seed")],
    ),
    "an unknown device": (
        classifier(3, "softmax", SPARSE, device="abacus"),
        THREE,
        [("error", "training.device", "training.device")],
    ),
    "an unknown precision": (
        classifier(3, "softmax", SPARSE, precision="float8"),
        THREE,
        [("error", "training.precision", "training.precision")],
    ),
    "another input shape": (
        classifier(3, "softmax", SPARSE, shape=(2, 2)),
        THREE,
        [("error", "input.shape", "node:in.shape")],
    ),
    "an input of any length": (classifier(3, "softmax", SPARSE, shape=(None,)), THREE, []),
    "a loss for no output": (
        classifier(3, "softmax", SPARSE, heads=(Head(output="in", loss=Spec(SPARSE)),)),
        THREE,
        [("error", "training.head", "training.heads.0")],
    ),
    "weights under a model's name": (
        classifier(
            3,
            "softmax",
            SPARSE,
            callbacks=(Spec("ModelCheckpoint", {"filepath": "w.h5", "save_weights_only": True}),),
        ),
        THREE,
        [("error", "callback.filepath", "training.callbacks.0.filepath")],
    ),
    "two masters of the learning rate": (
        classifier(
            3,
            "softmax",
            SPARSE,
            optimizer=Spec("SGD", {"learning_rate": DECAY}),
            callbacks=(Spec("LearningRateScheduler", {"schedule": "lr * 0.9"}),),
        ),
        THREE,
        [("error", "callback.two-schedules", "training.callbacks.0")],
    ),
    "an average that nobody keeps": (
        classifier(3, "softmax", SPARSE, callbacks=(Spec("SwapEMAWeights"),)),
        THREE,
        [("error", "callback.no-average", "training.callbacks.0")],
    ),
    "an average that the optimizer keeps": (
        classifier(
            3,
            "softmax",
            SPARSE,
            callbacks=(Spec("SwapEMAWeights"),),
            optimizer=Spec("Adam", {"use_ema": True}),
        ),
        THREE,
        [],
    ),
}


@pytest.mark.parametrize(("project", "facts", "expected"), CASES.values(), ids=CASES.keys())
def test_that_a_contradiction_is_found_where_it_is_put_right(
    project: Project, facts: DataFacts | None, expected: Found, catalog: Catalog
) -> None:
    found = check(project, catalog, None, facts)
    assert [(problem.severity, problem.code, problem.where) for problem in found] == expected
    assert all(problem.message and problem.hint for problem in found)


@pytest.mark.parametrize(
    ("split", "is_wrong"),
    [
        (Split(validation=0.5, test=0.5), True),
        (Split(validation=1.0, test=0.0), True),
        (Split(validation=-0.1, test=0.0), True),
        (Split(validation=0.0, test=0.0), False),
    ],
)
def test_that_shares_must_leave_something_for_training(
    split: Split, is_wrong: bool, catalog: Catalog
) -> None:
    project = classifier(3, "softmax", SPARSE)
    project = project.with_data(replace(project.data, split=split))
    found = check(project, catalog, None, THREE)
    assert [problem.where for problem in found] == (["data.split"] if is_wrong else [])


def test_that_a_project_without_data_is_told_so_first(catalog: Catalog) -> None:
    project = classifier(3, "softmax", SPARSE).with_data(DataSpec())
    assert [problem.code for problem in check(project, catalog, None, None)] == ["data.none"]


def test_that_the_activation_is_found_behind_layers_that_pass_it_on(catalog: Catalog) -> None:
    layers = (
        node("in", "Input", shape=(4,)),
        node("wide", "Dense", units=5),
        node("soft", "Activation", activation="softmax"),
        node("drop", "Dropout", rate=0.1),
    )
    project = classifier(5, None, SPARSE).with_graph(chain(*layers))
    found = check(project, catalog, None, THREE)
    assert [(problem.code, problem.where) for problem in found] == [("output.units", "node:wide.units")]


def test_that_keras_own_shape_counts_more_than_the_drawing(catalog: Catalog) -> None:
    project = classifier(5, "softmax", SPARSE)
    layer = LayerAnalysis(id="out", name="out", kind="Dense", output_shapes=((None, 3),))
    assert check(project, catalog, Analysis(layers=(layer,)), THREE) == ()


def test_that_what_keras_said_is_not_said_twice(catalog: Catalog) -> None:
    project = classifier(0, "softmax", SPARSE)
    said = error("spec.out-of-bounds", UNITS, "Keras' own words")
    found = check(project, catalog, Analysis(problems=(said,)), None)
    assert [problem for problem in found if problem.where == UNITS] == [said]


def test_that_errors_come_before_warnings(catalog: Catalog) -> None:
    project = classifier(5, "sigmoid", SPARSE, epochs=0)
    severities = [problem.severity for problem in check(project, catalog, None, THREE)]
    assert severities == ["error", "error", "warning"]


def test_that_the_bundled_projects_need_no_advice_beyond_their_data(catalog: Catalog) -> None:
    for sample in samples():
        found = check(open_project(sample.name)[0], catalog, None, None)
        assert [problem.code for problem in found] in ([], ["data.none"])
