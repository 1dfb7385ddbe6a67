"""Rosenblatt's perceptron: the template follows his own rule, learns and, learns or, and fails at xor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from tests.helpers.trainings import go
from workbench.catalog.catalog import Catalog
from workbench.code.script import script
from workbench.engine.training.order import shuffled
from workbench.project.data import Bundled
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.sources import GATES
from workbench.runs.events import EpochEnded
from workbench.runs.folder import create

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
ANSWERS = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0)}
Weights = tuple[NDArray[np.float32], float]


def _perceptron(gate: str) -> Project:
    project = open_project("perceptron")[0]
    return replace(project, data=replace(project.data, source=Bundled(gate)))


def _rosenblatt(weights: Weights, gate: str, rows: NDArray[np.int32]) -> Weights:
    """Learn rows one after another by the rule of 1958, with steps of 1."""
    w, b = weights
    for row in rows:
        x, y = X[row], ANSWERS[gate][row]
        answer = 1 if x @ w + b >= 0 else 0
        w, b = w + (y - answer) * x, b + (y - answer)
    return w, b


def _order(project: Project, epoch: int) -> NDArray[np.int32]:
    return shuffled(len(X), project.training.batch_size, seed=project.training.seed, epoch=epoch).full[:, 0]


@pytest.mark.parametrize("gate", GATES)
def test_that_every_epoch_ends_with_the_weights_of_rosenblatts_rule(gate: str) -> None:
    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model

    project = _perceptron(gate)
    model = build(project.graph)
    compile_model(model, project)
    start = np.array([0.25, -0.5], dtype=np.float32), 0.125
    model.get_layer("neuron").set_weights([start[0][:, np.newaxis], np.array([start[1]])])
    expected = start

    for epoch in range(8):
        rows = _order(project, epoch)
        expected = _rosenblatt(expected, gate, rows)
        for row in rows:
            model.train_on_batch(X[[row]], np.array([[ANSWERS[gate][row]]], dtype=np.float32))

        kernel, bias = model.get_layer("neuron").get_weights()
        assert kernel[:, 0].tolist() == expected[0].tolist()
        assert bias.tolist() == [expected[1]]


@pytest.mark.parametrize(("gate", "is_learnt"), [("and", True), ("or", True), ("xor", False)])
def test_that_the_template_learns_and_and_or_by_the_rule_and_never_exclusive_or(
    tmp_path: Path, gate: str, is_learnt: bool
) -> None:
    import keras

    project = _perceptron(gate)
    run = go(create(project, home=tmp_path, base=tmp_path))

    accuracies = [epoch.values["accuracy"] for epoch in run.all(EpochEnded)]
    assert (accuracies[-1] == 1.0) is is_learnt
    assert is_learnt or max(accuracies) < 1.0
    expected: Weights = np.zeros(2, dtype=np.float32), 0.0
    for epoch in range(project.training.epochs):
        expected = _rosenblatt(expected, gate, _order(project, epoch))
    kept: Any = keras.saving.load_model(run.folder.checkpoints / "last.keras")
    kernel, bias = kept.get_layer("neuron").get_weights()
    assert [*kernel[:, 0], *bias] == [*expected[0], expected[1]]
    answers = kept(X).numpy()[:, 0]
    assert (answers.tolist() == list(ANSWERS[gate])) is is_learnt


def test_that_the_script_of_the_template_learns_and(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: Catalog
) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}

    exec(script(_perceptron("and"), catalog, base=tmp_path), namespace)

    assert namespace["results"]["accuracy"] == 1.0
    assert namespace["predicted"].tolist() == list(ANSWERS["and"])
    assert list(tmp_path.glob("*.keras"))
