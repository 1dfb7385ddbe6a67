"""Real models asked: what they answer, of which class, by which columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.drawings import chain, node
from tests.helpers.judged_runs import ACCURACY, iris_model, iris_project, parts_of, run_of
from workbench.foundation import paths
from workbench.project.data import Bundled, DataSpec, Split, Table
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs.events import RunStarted
from workbench.runs.folder import RunFolder
from workbench.runs.journal import JournalWriter

pytestmark = pytest.mark.slow


@pytest.fixture
def keras(keras_as_it_was: None) -> Any:
    import keras

    keras.utils.set_random_seed(1)
    return keras


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
