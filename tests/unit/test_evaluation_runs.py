"""Real models judged: what we say is what plain Keras and scikit-learn say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.drawings import chain, node
from tests.helpers.judged_runs import SPARSE, iris_model, iris_project, parts_of, run_of
from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Split, Table
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec
from workbench.runs import epoch_weights, matrices, models
from workbench.runs.folder import RunFolder

pytestmark = pytest.mark.slow


@pytest.fixture
def keras(keras_as_it_was: None) -> Any:
    import keras

    keras.utils.set_random_seed(1)
    return keras


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
