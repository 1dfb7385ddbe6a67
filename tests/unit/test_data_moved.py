"""A run that meets other data than it was trained on, or none, says so and takes those that it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.drawings import chain, node
from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Table
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs.folder import create
from workbench.runs.relinking import relink

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with numpy 2.4
]


def _model() -> Any:
    import keras

    flower = keras.Input((4,), name="flower")
    return keras.Model(flower, keras.layers.Dense(3, activation="softmax", name="species")(flower))


def test_that_changed_and_moved_data_are_told_and_found_again(tmp_path: Path) -> None:
    from workbench.engine.data.fingerprint import keep_or_compare
    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.engine.evaluation.run_data import data_of

    table = tmp_path / "iris.csv"
    text = (paths.sample_data() / "iris.csv").read_text(encoding="utf-8")
    table.write_text(text, encoding="utf-8")
    project = Project(
        title="iris",
        data=DataSpec(source=Table(path="iris.csv", target="species")),
        graph=chain(node("flower", "Input", shape=(4,)), node("species", "Dense", units=3)),
        training=TrainingSpec(loss=Spec("SparseCategoricalCrossentropy"), metrics=(Spec("accuracy"),)),
    )
    run = create(project, home=tmp_path / "runs", base=tmp_path)
    _model().save(run.checkpoints / "best.keras")
    assert keep_or_compare(run.artifacts, data_of(run).dataset) == ()

    lines = text.splitlines()
    table.write_text("\n".join([*lines[:-1], lines[-1].replace("5.9", "9.5", 1)]) + "\n", encoding="utf-8")
    assert [problem.code for problem in evaluate(run.path, "test", "best").problems] == ["data.changed"]

    table.write_text(text, encoding="utf-8")
    table.rename(tmp_path / "elsewhere.csv")
    with pytest.raises(WorkbenchError) as caught:
        evaluate(run.path, "test", "best")
    (problem,) = caught.value.problems
    assert "iris.csv is not there" in problem.message
    assert f"workbench relink {run.path} PATH" in problem.hint

    relink(run, tmp_path / "elsewhere.csv")
    found = evaluate(run.path, "test", "best")
    assert "data.changed" not in {problem.code for problem in found.problems}
    assert found.examples == 23
