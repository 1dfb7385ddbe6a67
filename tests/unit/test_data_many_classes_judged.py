"""A network of a hundred thousand classes is judged without a matrix of all pairs."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from tests.helpers.trainings import chain, train
from workbench.engine.data.facts import facts
from workbench.engine.data.load import load
from workbench.engine.data.split import split
from workbench.engine.evaluation.many_classes import pairs_of, report_of
from workbench.project.data import DataSpec, Split, Table
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.frames import LIMIT, encode
from workbench.protocol.messages import DataInspected, Evaluated

MANY = 100_000
NUMBERS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=60)


def _columns(cells: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    true, predicted = np.array(cells, dtype=np.int64).T
    return true, predicted


@settings(max_examples=30, deadline=None)
@given(NUMBERS)
def test_that_the_pairs_are_the_matrix_without_its_zeros(cells: list[tuple[int, int]]) -> None:
    true, predicted = _columns(cells)
    square = np.zeros((7, 7), dtype=np.int64)
    for one, other, count in pairs_of(true, predicted):
        assert count > 0
        square[one, other] = count

    np.testing.assert_array_equal(square, confusion_matrix(true, predicted, labels=range(7)))


@settings(max_examples=30, deadline=None)
@given(NUMBERS)
def test_that_the_report_is_that_of_scikit_learn(cells: list[tuple[int, int]]) -> None:
    true, predicted = _columns(cells)
    names = tuple("abcdefg")

    report = report_of(pairs_of(true, predicted), names)

    expected = np.array(precision_recall_fscore_support(true, predicted, labels=range(7), zero_division=0))
    by_name = {row.label: (row.precision, row.recall, row.f1, row.support) for row in report}
    for name, figures in zip(names, expected.T, strict=True):
        assert by_name[name] == pytest.approx(tuple(figures))
    for average in ("macro", "weighted"):
        *means, _ = precision_recall_fscore_support(
            true, predicted, labels=range(7), average=average, zero_division=0
        )
        assert by_name[f"{average} avg"] == pytest.approx((*means, len(true)))


def test_that_a_hundred_thousand_classes_are_judged_in_little_memory() -> None:
    draw = np.random.default_rng(0)
    true, predicted = draw.integers(0, MANY, 200_000), draw.integers(0, MANY, 200_000)
    names = tuple(f"c{number}" for number in range(MANY))
    tracemalloc.start()
    try:
        pairs = pairs_of(true, predicted)
        report = report_of(pairs, names)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert pairs[:, 2].sum() == 200_000
    assert len(report) == 1002
    assert report[-1].support == 200_000
    assert most < 100 << 20


def test_that_a_target_of_a_hundred_thousand_classes_is_taken_at_the_users_word(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "".join(f"{row},c{row // 2}\n" for row in range(2 * MANY)))
    data = DataSpec(
        source=Table(path=str(path), target="y"), task="multiclass", split=Split(by="time", test=0.1)
    )

    dataset = load(data, tmp_path)
    told = facts(dataset, split(dataset, data.split))

    assert len(dataset.classes) == told.class_count == MANY
    assert (len(told.classes), told.more_classes) == (1000, MANY - 1000)
    assert told.proposed == "multiclass"
    assert len(encode(DataInspected(id=1, facts=told))) < LIMIT


def test_that_numbers_of_very_many_classes_are_classes_at_the_users_word(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "".join(f"{row % 7},{row // 2}\n" for row in range(4000)))
    source = Table(path=str(path), target="y")

    assert len(load(DataSpec(source=source, task="multiclass"), tmp_path).classes) == 2000
    assert load(DataSpec(source=source), tmp_path).classes == ()


@pytest.mark.slow
def test_that_a_network_of_very_many_classes_is_trained_and_judged_by_pairs(
    keras_as_it_was: None, tmp_path: Path
) -> None:
    from workbench.engine.evaluation.evaluate import evaluate

    (tmp_path / "t.csv").write_text("a,y\n" + "".join(f"{row % 1200},c{row % 1200}\n" for row in range(4800)))
    graph = chain(Spec("Input", {"shape": (1,)}), Spec("Dense", {"units": 1200, "activation": "softmax"}))
    project = Project(
        title="many",
        data=DataSpec(
            source=Table(path="t.csv", target="y"), task="multiclass", split=Split(validation=0.25, test=0.25)
        ),
        graph=graph,
        training=TrainingSpec(epochs=1, batch_size=256),
    )
    run = train(project, tmp_path)
    assert run.code == 0

    judged = evaluate(run.folder.path, "test", "best")

    pairs = np.load(judged.confusion_pairs)
    is_right = pairs[:, 0] == pairs[:, 1]
    assert pairs[:, 2].sum() == judged.examples == 1200
    assert judged.metrics["accuracy"] == pytest.approx(pairs[is_right, 2].sum() / 1200)
    assert [row.label for row in judged.report[-2:]] == ["macro avg", "weighted avg"]
    assert judged.confusion_matrix == ()
    assert len(encode(Evaluated(id=1, evaluation=judged))) < LIMIT
