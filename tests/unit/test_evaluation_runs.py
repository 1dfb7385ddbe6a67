"""Real models judged and asked: what we say is what plain Keras and scikit-learn say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Bundled, DataSpec, Split, Table
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import Head, TrainingSpec
from workbench.runs import epoch_weights, matrices, models
from workbench.runs.events import RunStarted
from workbench.runs.folder import RunFolder, create
from workbench.runs.journal import JournalWriter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with numpy 2.4
]

SPARSE, ACCURACY = Spec("SparseCategoricalCrossentropy"), (Spec("accuracy"),)


@pytest.fixture(scope="module")
def keras() -> Any:
    import keras

    keras.utils.set_random_seed(1)
    return keras


@pytest.fixture(autouse=True)
def _forget_models(keras: Any) -> Iterator[None]:
    yield
    keras.backend.clear_session()


def node(name: str, kind: str, **params: ParamValue) -> Node:
    return Node(id=name, spec=Spec(kind, params), name=name, at=Point(0, 0))


def chain(*nodes: Node) -> Graph:
    pairs = pairwise(nodes)
    return Graph(nodes=nodes, links=tuple(Link(source=one.id, target=other.id) for one, other in pairs))


def iris_project(**training: Any) -> Project:
    return Project(
        title="iris",
        data=DataSpec(source=Bundled("iris")),
        graph=chain(node("flower", "Input", shape=(4,)), node("species", "Dense", units=3)),
        training=TrainingSpec(**{"loss": SPARSE, "metrics": ACCURACY, **training}),
    )


def iris_model(keras: Any) -> Any:
    """A network that knows iris well enough: one epoch of training would not tell more."""
    flower = keras.Input((4,), name="flower")
    species = keras.layers.Dense(3, activation="softmax", name="species")
    model = keras.Model(flower, species(flower))
    kernel = np.array([[0.5, 0.3, -1.2], [1.7, -0.3, -1.2], [-2.4, 0.4, 2.3], [-1.1, -1.2, 2.6]])
    species.set_weights([kernel, np.array([0.7, 1.2, -1.4])])
    return model


def run_of(project: Project, home: Path, **models: Any) -> Path:
    folder = create(project, home=home, base=home)
    for which, model in models.items():
        model.save(folder.checkpoints / f"{which}.keras")
    return folder.path


def parts_of(project: Project) -> tuple[Any, Any]:
    from workbench.engine.data.load import load
    from workbench.engine.data.split import split

    dataset = load(project.data, Path())
    return dataset, split(dataset, project.data.split)


def test_that_an_evaluation_says_what_keras_and_scikit_learn_say(keras: Any, tmp_path: Path) -> None:
    from sklearn.metrics import confusion_matrix

    from workbench.engine.evaluation.evaluate import evaluate

    project, model = iris_project(), iris_model(keras)
    dataset, parts = parts_of(project)
    x, y = dataset.x[parts.test], dataset.y[parts.test]

    told = evaluate(run_of(project, tmp_path, best=model), "test", "best")

    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    loss, accuracy = model.evaluate(x, y, verbose=0)
    predicted = model.predict(x, verbose=0).argmax(axis=1)
    assert (told.split, told.examples) == ("test", 23)
    assert told.loss == pytest.approx(loss, abs=1e-6)
    assert told.metrics == {"accuracy": pytest.approx(accuracy, abs=1e-6)}
    assert [list(row) for row in told.confusion_matrix] == confusion_matrix(y, predicted).tolist()
    assert told.classes == dataset.classes
    assert [row.label for row in told.report] == [*dataset.classes, "macro avg", "weighted avg"]
    assert "setosa" in told.report_text


def test_that_the_same_network_is_judged_alike_whatever_the_encoding(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate

    sparse = evaluate(run_of(iris_project(), tmp_path, last=iris_model(keras)), "train", "last")
    project = iris_project(loss=Spec("CategoricalCrossentropy"))
    one_hot = evaluate(run_of(project, tmp_path, last=iris_model(keras)), "train", "last")

    assert one_hot.loss == pytest.approx(sparse.loss, abs=1e-6)
    assert one_hot.confusion_matrix == sparse.confusion_matrix


def test_that_keras_takes_the_targets_of_every_loss(keras: Any) -> None:
    from workbench.catalog.loss_forms import BINARY, ONE_HOT, QUANTITIES, SPARSE
    from workbench.engine.data.targets import encode

    classes, yes_no = np.array([2, 0, 1, 2]), np.array([1, 0, 0, 1])
    three = np.full((4, 3), 1 / 3, dtype=np.float32)
    one = np.full((4, 1), 0.5, dtype=np.float32)
    for kind in sorted(SPARSE | ONE_HOT | BINARY | QUANTITIES):
        loss = getattr(keras.losses, kind)()
        assert np.isfinite(float(loss(encode(classes, classes=3, loss=Spec(kind), units=3), three))), kind
        if kind in BINARY | QUANTITIES:
            assert np.isfinite(float(loss(encode(yes_no, classes=2, loss=Spec(kind), units=1), one))), kind


def test_that_several_outputs_are_all_measured_and_the_first_is_drawn(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate

    project = iris_project(
        heads=(Head(output="first", loss=SPARSE), Head(output="second", loss=Spec("MeanSquaredError")))
    )
    nodes = (
        node("flower", "Input", shape=(4,)),
        node("first", "Dense", units=3),
        node("second", "Dense", units=3),
    )
    links = (Link(source="flower", target="first"), Link(source="flower", target="second"))
    project = project.with_graph(Graph(nodes=nodes, links=links))
    flower = keras.Input((4,), name="flower")
    first = keras.layers.Dense(3, activation="softmax", name="first")(flower)
    second = keras.layers.Dense(3, activation="softmax", name="second")(flower)
    model = keras.Model(flower, [first, second])

    told = evaluate(run_of(project, tmp_path, best=model), "validation", "best")

    assert {"first_accuracy", "second_accuracy", "first_loss", "second_loss"} <= set(told.metrics)
    assert sum(map(sum, told.confusion_matrix)) == told.examples


def test_that_a_matrix_too_large_for_a_frame_is_handed_over_as_a_file(
    keras: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.evaluation import evaluate

    run = run_of(iris_project(), tmp_path, best=iris_model(keras))
    small = evaluate.evaluate(run, "test", "best")
    monkeypatch.setattr(evaluate, "LARGEST_MATRIX", 2)

    large = evaluate.evaluate(run, "test", "best")

    assert large.confusion_matrix == ()
    matrix, expected = matrices.of_evaluation(large), matrices.of_evaluation(small)
    assert matrix is not None
    assert np.array_equal(matrix, expected)
    assert Path(large.confusion_file).is_relative_to(run)


def test_that_a_quantity_has_figures_but_no_classes(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.engine.evaluation.predict import predict

    rows = "".join(f"{number},{number / 2}\n" for number in range(40))
    (tmp_path / "table.csv").write_text(f"a,y\n{rows}")
    project = Project(
        data=DataSpec(source=Table(path="table.csv", target="y")),
        graph=chain(node("a", "Input", shape=(1,)), node("y", "Dense", units=1)),
        training=TrainingSpec(loss=Spec("MeanSquaredError"), metrics=(Spec("MeanAbsoluteError"),)),
    )
    a = keras.Input((1,), name="a")
    layer = keras.layers.Dense(1, name="y")
    model = keras.Model(a, layer(a))
    layer.set_weights([np.array([[0.5]]), np.array([1.0])])
    run = run_of(project, tmp_path, best=model)

    told = evaluate(run, "test", "best")

    assert told.loss == pytest.approx(1.0)
    assert told.metrics == {"mean_absolute_error": pytest.approx(1.0)}
    assert (told.classes, told.confusion_matrix, told.report) == ((), (), ())
    assert [answer.output for answer in predict(run, tmp_path / "table.csv")][:2] == [(1.0,), (1.5,)]


def test_that_a_part_without_examples_is_told_with_those_that_have_some(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate

    project = iris_project()
    project = project.with_data(replace(project.data, split=Split(validation=0.2, test=0)))
    run = run_of(project, tmp_path, best=iris_model(keras))

    with pytest.raises(WorkbenchError, match="The test part has no examples") as caught:
        evaluate(run, "test", "best")

    assert caught.value.problems[0].hint == "Parts with examples: train (120), validation (30)."


def test_that_a_model_which_diverged_is_told_in_words(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.engine.evaluation.predict import predict

    model = iris_model(keras)
    model.get_layer("species").set_weights([np.full((4, 3), np.nan), np.zeros(3)])
    run = run_of(iris_project(), tmp_path, last=model)

    with pytest.raises(WorkbenchError, match="expected a finite number"):
        evaluate(run, "test", "last")
    with pytest.raises(WorkbenchError, match="answers example 0 with NaN"):
        predict(run, paths.sample_data() / "iris.csv", "last")


def test_that_a_model_which_is_missing_or_damaged_is_told_in_words(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.model import load_run_model

    run = run_of(iris_project(), tmp_path, last=iris_model(keras))
    with pytest.raises(WorkbenchError, match="has no best model") as caught:
        load_run_model(run, "best")
    assert caught.value.problems[0].hint == "Take the last model."
    (run / "checkpoints" / "last.keras").write_bytes(b"damaged")
    with pytest.raises(WorkbenchError, match="can't be loaded"):
        load_run_model(run, "last")
    with pytest.raises(WorkbenchError, match="is no run"):
        load_run_model(tmp_path / "none", "last")


def test_that_any_kept_epoch_is_loaded_and_what_is_not_kept_is_told(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.at_hand import RunAtHand
    from workbench.engine.evaluation.model import load_run_model

    model = iris_model(keras)
    run = run_of(iris_project(), tmp_path, best=model, **{"epoch-0008": model})
    kept = models.weights_file(RunFolder(run), "epoch-0003")
    halves = [array / 2 for array in model.get_weights()]
    epoch_weights.write(kept, halves)
    (run / "checkpoints" / "last.keras").write_bytes(b"damaged: the best one has the same layers")
    at_hand = RunAtHand()
    for loaded in (load_run_model(run, "epoch-0003"), at_hand.model(run, "epoch-0003")):
        for one, other in zip(loaded.get_weights(), halves, strict=True):
            np.testing.assert_array_equal(one, other)
    whole = at_hand.model(run, "epoch-0008")
    np.testing.assert_array_equal(whole.get_weights()[0], model.get_weights()[0])

    epoch_weights.write(kept, [array * 2 for array in halves])
    np.testing.assert_array_equal(at_hand.model(run, "epoch-0003").get_weights()[0], model.get_weights()[0])
    with pytest.raises(WorkbenchError, match="keeps no model of epoch 7") as missing:
        load_run_model(run, "epoch-0007")
    assert missing.value.problems[0].hint == "The nearest is that of epoch 8."
    epoch_weights.write(kept, halves[:1])
    with pytest.raises(WorkbenchError, match="expected the weights of this network"):
        at_hand.model(run, "epoch-0003")


def test_that_predictions_name_the_class_and_its_probability(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.predict import predict

    model = iris_model(keras)
    run = run_of(iris_project(), tmp_path, best=model)
    dataset, _ = parts_of(iris_project())

    answers = predict(run, paths.sample_data() / "iris.csv")

    outputs = model.predict(dataset.x, verbose=0)
    assert [answer.index for answer in answers] == list(range(150))
    np.testing.assert_allclose([answer.output for answer in answers], outputs, atol=1e-6)
    assert answers[0].label == "setosa"
    assert answers[0].confidence == pytest.approx(float(outputs[0].max()), abs=1e-6)


def test_that_predictions_go_on_when_the_training_data_is_gone(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.predict import predict

    project = iris_project().with_data(DataSpec(source=Table(path="gone.csv", target="species")))
    run = run_of(project, tmp_path, best=iris_model(keras))
    writer = JournalWriter(RunFolder(run).journal)
    writer.write(
        RunStarted,
        folder=str(run),
        title="iris",
        pid=1,
        epochs=1,
        steps_per_epoch=1,
        batch_size=32,
        examples=104,
        validation_examples=23,
        params=15,
        device="cpu",
        metrics=("accuracy",),
        classes=("setosa", "versicolor", "virginica"),
    )
    writer.close()

    assert predict(run, paths.sample_data() / "iris.csv")[0].label == "setosa"


def test_that_a_single_sigmoid_answers_yes_or_no(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.engine.evaluation.predict import predict

    project = Project(
        data=DataSpec(source=Bundled("xor"), split=Split(validation=0, test=0)),
        graph=chain(node("ab", "Input", shape=(2,)), node("y", "Dense", units=1)),
        training=TrainingSpec(loss=Spec("BinaryCrossentropy"), metrics=ACCURACY, batch_size=4),
    )
    ab = keras.Input((2,), name="ab")
    layer = keras.layers.Dense(1, activation="sigmoid", name="y")
    model = keras.Model(ab, layer(ab))
    layer.set_weights([np.array([[4.0], [4.0]]), np.array([-2.0])])
    run = run_of(project, tmp_path, best=model)
    np.save(tmp_path / "new.npy", np.array([[0, 0], [1, 1]]))

    told = evaluate(run, "train", "best")
    no, yes = predict(run, tmp_path / "new.npy")

    assert told.metrics == {"accuracy": 0.75}
    assert told.confusion_matrix == ((1, 1), (0, 2))
    assert (no.label, yes.label) == ("0", "1")
    assert no.confidence == pytest.approx(0.8808, abs=1e-4)
    assert yes.confidence == pytest.approx(0.9975, abs=1e-4)


def test_that_each_output_leaves_its_answers_and_figures_in_the_run(keras: Any, tmp_path: Path) -> None:
    from sklearn.metrics import f1_score, roc_auc_score, top_k_accuracy_score

    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.runs import evaluations
    from workbench.runs.scores import read

    project, model = iris_project(), iris_model(keras)
    run = run_of(project, tmp_path, best=model)
    dataset, parts = parts_of(project)

    told = evaluate(run, "test", "best")
    again = evaluate(run, "test", "best")

    (output,) = told.outputs
    scores, y = read(Path(output.scores)), dataset.y[parts.test]
    np.testing.assert_allclose(scores.outputs, model.predict(dataset.x[parts.test], verbose=0), atol=1e-6)
    assert scores.rows.tolist() == parts.test.tolist()
    assert scores.matrix.tolist() == [list(row) for row in told.confusion_matrix]
    figures = {figure.name: figure for figure in output.figures}
    assert figures["macro f1"].value == pytest.approx(
        f1_score(y, scores.outputs.argmax(axis=1), average="macro")
    )
    assert figures["roc auc"].value == pytest.approx(roc_auc_score(y, scores.outputs, multi_class="ovr"))
    low, value, high = (getattr(figures["accuracy"], name) for name in ("low", "value", "high"))
    assert low <= value <= high
    assert top_k_accuracy_score(y, scores.outputs, k=2) >= value
    assert [problem.code for problem in told.problems] == []
    assert [problem.code for problem in again.problems] == ["evaluate.test_again"]
    assert evaluations.newest(RunFolder(run)) == again


def test_that_columns_rows_and_the_form_of_the_input_are_told_of_a_run(keras: Any, tmp_path: Path) -> None:
    from workbench.engine.evaluation.at_hand import RunAtHand
    from workbench.engine.evaluation.importance import importances
    from workbench.engine.evaluation.input_form import input_form
    from workbench.engine.evaluation.rows import rows_shown

    run, at_hand = run_of(iris_project(), tmp_path, best=iris_model(keras)), RunAtHand()
    dataset, parts = parts_of(iris_project())
    done: list[int] = []

    found = importances(run, "train", "best", at_hand, lambda at, _total: done.append(at))
    form = input_form(run, "best", at_hand)
    shown = rows_shown(at_hand.ready(run), (3, 0, 9999))

    assert found.score == "accuracy"
    assert {column.name for column in found.columns} == set(dataset.feature_names)
    assert "petal" in found.columns[0].name
    assert done == [1, 2, 3, 4]
    assert (form.kind, form.classes) == ("row", dataset.classes)
    first = dataset.x[parts.validation[0]]
    assert [float(column.example) for column in form.columns] == pytest.approx(first.tolist())
    assert [(row.row, row.label) for row in shown.rows] == [(3, "setosa"), (0, "setosa")]
    assert shown.columns == dataset.feature_names
    assert [float(cell) for cell in shown.rows[1].cells] == pytest.approx(dataset.x[0].tolist())


def test_that_layers_adapt_to_what_reaches_them(keras: Any) -> None:
    from workbench.engine.data.adapt import adapt_layers

    x = np.random.default_rng(0).normal(5, 3, size=(200, 2)).astype(np.float32)
    first = keras.layers.Normalization()
    given = keras.layers.Normalization(mean=[1.0, 1.0], variance=[4.0, 4.0])
    second = keras.layers.Normalization()
    inputs = keras.Input((2,))
    outputs = second(keras.layers.Rescaling(10.0, offset=7.0)(given(first(inputs))))
    model = keras.Model(inputs, outputs)

    adapt_layers(model, x)

    result = model.predict(x, verbose=0)
    np.testing.assert_allclose(result.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(result.std(axis=0), 1, atol=1e-4)
    np.testing.assert_allclose(np.ravel(first.mean), x.mean(axis=0), atol=1e-4)
    np.testing.assert_allclose(np.ravel(given.mean), 1)


def test_that_a_discretization_learns_its_bins(keras: Any) -> None:
    from workbench.engine.data.adapt import adapt_layers

    layer = keras.layers.Discretization(num_bins=4)
    inputs = keras.Input((1,))
    model = keras.Model(inputs, layer(inputs))

    adapt_layers(model, np.linspace(0, 1, 100, dtype=np.float32)[:, np.newaxis])

    assert layer.bin_boundaries == pytest.approx([0.25, 0.5, 0.75], abs=0.05)
