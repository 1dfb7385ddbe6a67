"""Every small template trains as it is bundled, in the run's own loop; without own data on random examples.

Shares one process. The large ones do a step each in ``tests/unit/test_templates_course.py``.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.helpers.trainings import go
from workbench.project.data import Bundled
from workbench.project.samples import open_project
from workbench.runs.events import EpochEnded, RunFinished
from workbench.runs.folder import create

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

WITH_DATA = (
    "custom-activation",
    "digits-cnn",
    "digits-mlp",
    "digits-softmax",
    "dropout-hidden",
    "dropout-visible",
    "iris-mlp",
    "perceptron",
    "xor-functional",
    "xor-mlp",
)
ON_RANDOM = (
    "mlp-31",
    "mnist-softmax",
    "mnist-softmax-functional",
    "neuron",
    "neuron-two-layers",
    "sequential-100",
    "cnn-base",
    "cnn-kernel5",
    "cnn-gap",
    "cnn-gap-128",
    "cnn-batchnorm",
)
LEARNT = ("xor-mlp", "custom-activation", "perceptron")
"""These are trained to the end, and know all four corners of their gate then."""


@pytest.mark.parametrize("name", WITH_DATA)
def test_that_a_small_template_trains_as_it_is_bundled(tmp_path: Path, name: str) -> None:
    project, base = open_project(name)
    assert isinstance(project.data.source, Bundled)
    if name not in LEARNT:
        project = project.with_training(replace(project.training, epochs=1))

    run = go(create(project, home=tmp_path, base=base))

    finished, last = run.only(RunFinished), run.all(EpochEnded)[-1]
    assert finished.epochs == project.training.epochs
    assert all(math.isfinite(value) for value in last.values.values())
    if name in LEARNT:
        assert last.values["accuracy"] == 1


@pytest.mark.thorough
@pytest.mark.parametrize("name", ON_RANDOM)
def test_that_a_small_template_without_data_of_its_own_does_a_step(name: str) -> None:
    import numpy as np

    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model

    project = open_project(name)[0]
    model = build(project.graph)
    compile_model(model, project)
    model.run_eagerly = True
    draw = np.random.default_rng(0)
    given = draw.uniform(0, 1, (4, *model.input_shape[1:])).astype("float32")

    told = model.train_on_batch(given, _targets(project.training.loss.kind, model), return_dict=True)

    assert math.isfinite(told["loss"])
    assert int(model.optimizer.iterations) == 1


def _targets(loss: str, model: Any) -> Any:
    """Return four targets as the loss takes them."""
    import numpy as np

    if loss == "SparseCategoricalCrossentropy":
        return np.array([0, 1, 1, 0])
    return np.tile(np.array([[0.0], [1.0], [1.0], [0.0]]), (1, model.output_shape[-1]))


def test_that_no_small_template_is_forgotten() -> None:
    from workbench.project.samples import samples

    others = {"alexnet", "vgg16", "vgg16-keras", "googlenet", "cnn-augmented"}
    assert {sample.name for sample in samples()} == {*WITH_DATA, *ON_RANDOM, *others}
