"""Runs whose model a test makes itself, to be judged and asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.helpers.drawings import chain, node
from workbench.project.data import Bundled, DataSpec
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs.folder import create

SPARSE, ACCURACY = Spec("SparseCategoricalCrossentropy"), (Spec("accuracy"),)


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
