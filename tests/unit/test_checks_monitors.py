"""A callback that watches a figure the history won't have is told which ones there will be."""

from __future__ import annotations

import pytest

from tests.helpers.drawings import classifier, graph, node
from workbench.catalog.catalog import Catalog
from workbench.checks.monitors import available_metrics, monitors
from workbench.project.project import Project
from workbench.project.spec import Spec

ACCURACY = Spec("accuracy")


def _project(*callbacks: Spec, metrics: tuple[Spec, ...] = (ACCURACY,)) -> Project:
    return classifier(3, "softmax", "SparseCategoricalCrossentropy", callbacks=callbacks, metrics=metrics)


@pytest.mark.parametrize(
    ("callback", "has_validation", "is_wrong"),
    [
        (Spec("EarlyStopping"), True, False),
        (Spec("EarlyStopping"), False, True),
        (Spec("EarlyStopping", {"monitor": "accuracy"}), False, False),
        (Spec("EarlyStopping", {"monitor": "acuracy"}), True, True),
        (Spec("ReduceLROnPlateau"), False, True),
        (Spec("ReduceLROnPlateau", {"monitor": "loss"}), False, False),
        (Spec("ModelCheckpoint", {"filepath": "a.keras"}), False, False),
        (Spec("ModelCheckpoint", {"filepath": "a.keras", "save_best_only": True}), False, True),
        (Spec("CSVLogger", {"filename": "a.csv"}), False, False),
    ],
)
def test_that_a_figure_nobody_will_compute_is_not_watched(
    callback: Spec, has_validation: bool, is_wrong: bool, catalog: Catalog
) -> None:
    found = [problem.where for problem in monitors(_project(callback), has_validation, catalog)]
    assert found == (["training.callbacks.0.monitor"] if is_wrong else [])


@pytest.mark.parametrize(
    ("path", "is_wrong"),
    [
        ("{epoch:02d}-{val_loss:.2f}.keras", False),
        ("{epoch}-{f1:.2f}.keras", True),
        ("{epoch.keras", True),
    ],
)
def test_that_a_file_name_asks_for_figures_that_exist(path: str, is_wrong: bool, catalog: Catalog) -> None:
    project = _project(Spec("ModelCheckpoint", {"filepath": path}))
    found = [problem.where for problem in monitors(project, True, catalog)]
    assert found == (["training.callbacks.0.filepath"] if is_wrong else [])


def test_that_the_hint_for_a_missing_validation_says_so(catalog: Catalog) -> None:
    (problem,) = monitors(_project(Spec("EarlyStopping")), False, catalog)
    assert "validation" in problem.hint
    assert "“loss”" in problem.hint


def test_that_the_same_metric_twice_is_numbered() -> None:
    metrics = (Spec("AUC"), Spec("AUC"), Spec("FBetaScore"))
    names = available_metrics(_project(metrics=metrics), False)
    assert names == ("auc", "auc_1", "fbeta_score", "loss")


def test_that_each_of_several_outputs_has_its_own_figures(catalog: Catalog) -> None:
    drawing = graph(
        node("in", "Input", shape=(4,)),
        node("a", "Dense", units=3),
        node("b", "Dense", units=3),
        ways="in>a in>b",
    )
    names = available_metrics(_project().with_graph(drawing), True, catalog)
    training = ("a_accuracy", "a_loss", "b_accuracy", "b_loss", "loss")
    assert names == (*training, *(f"val_{name}" for name in training))
