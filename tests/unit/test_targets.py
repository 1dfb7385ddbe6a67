"""The loss decides how targets are encoded."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.loss_forms import BINARY, ONE_HOT, QUANTITIES, SPARSE
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.targets import encode, encode_dataset
from workbench.foundation.errors import WorkbenchError
from workbench.project.spec import Spec

CLASSES = np.array([2, 0, 1, 2])
YES_NO = np.array([1, 0, 1])
QUANTITY = np.array([[0.5], [1.5]], dtype=np.float32)


@pytest.mark.parametrize("kind", sorted(SPARSE))
def test_that_sparse_losses_take_class_numbers(kind: str) -> None:
    encoded = encode(CLASSES, classes=3, loss=Spec(kind), units=3)

    assert encoded.dtype == np.int64
    assert encoded.tolist() == [2, 0, 1, 2]


@pytest.mark.parametrize("kind", sorted(ONE_HOT | BINARY | QUANTITIES))
def test_that_one_unit_a_class_means_one_hot(kind: str) -> None:
    encoded = encode(CLASSES, classes=3, loss=Spec(kind), units=3)

    assert encoded.dtype == np.float32
    assert encoded.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("kind", sorted(BINARY | QUANTITIES))
def test_that_one_unit_learns_yes_or_no(kind: str) -> None:
    encoded = encode(YES_NO, classes=2, loss=Spec(kind), units=1)

    assert encoded.dtype == np.float32
    assert encoded.tolist() == [[1], [0], [1]]


def test_that_one_unit_learns_the_numbers_that_classes_stand_for() -> None:
    values = np.array([3, 5, 8], dtype=np.float32)
    dataset = Dataset(np.zeros((4, 1), dtype=np.float32), CLASSES, ("3", "5", "8"), values=values)

    assert encode_dataset(dataset, loss=Spec("MeanSquaredError"), units=1).tolist() == [[8], [3], [5], [8]]
    assert encode_dataset(dataset, loss=Spec("MeanSquaredError"), units=3).shape == (4, 3)


def test_that_hinges_see_zero_and_one_even_of_minus_one_and_one() -> None:
    values = np.array([-1, 1], dtype=np.float32)

    assert encode(YES_NO, classes=2, loss=Spec("Hinge"), units=1, values=values).tolist() == [[1], [0], [1]]


@pytest.mark.parametrize("kind", sorted(QUANTITIES))
def test_that_quantities_stay_as_they_are(kind: str) -> None:
    assert encode(QUANTITY, classes=0, loss=Spec(kind), units=1).tolist() == [[0.5], [1.5]]


@pytest.mark.parametrize(
    ("y", "classes", "kind", "units"),
    [
        (CLASSES, 3, "SparseCategoricalCrossentropy", 2),
        (CLASSES, 3, "SparseCategoricalCrossentropy", 1),
        (CLASSES, 3, "CategoricalCrossentropy", 5),
        (YES_NO, 2, "CategoricalCrossentropy", 1),
        (CLASSES, 3, "BinaryCrossentropy", 1),
        (CLASSES, 3, "MeanSquaredError", 2),
        (CLASSES, 3, "CTC", 3),
        (QUANTITY, 0, "SparseCategoricalCrossentropy", 1),
        (QUANTITY, 0, "BinaryCrossentropy", 1),
        (QUANTITY, 0, "CosineSimilarity", 1),
        (QUANTITY, 0, "MeanSquaredError", 3),
        (QUANTITY, 0, "CTC", 1),
    ],
)
def test_that_what_can_not_go_together_is_refused_at_the_loss(
    y: np.ndarray, classes: int, kind: str, units: int
) -> None:
    with pytest.raises(WorkbenchError, match=r"expected .*, received") as caught:
        encode(y, classes=classes, loss=Spec(kind), units=units)

    assert caught.value.problems[0].where == "training.loss"
    assert caught.value.problems[0].hint


def test_that_short_words_for_losses_are_understood() -> None:
    assert encode(YES_NO, classes=2, loss=Spec("mse"), units=1).tolist() == [[1], [0], [1]]


def test_that_every_loss_of_keras_is_known(catalog: Catalog) -> None:
    kinds = {kind.name for kind in catalog.of("loss")}

    assert kinds - {"CTC"} == SPARSE | ONE_HOT | BINARY | QUANTITIES
