"""Which epoch was the best."""

import numpy as np
import pytest

from workbench.engine.training.best import Best, watched
from workbench.project.spec import Spec


def weights():
    return [np.zeros(1)]


KNOWN = ("loss", "accuracy", "val_loss", "val_accuracy")


def test_that_the_least_loss_is_the_best():
    best = Best("val_loss", "min")

    verdicts = [
        best.judge(epoch, {"val_loss": value}, weights) for epoch, value in enumerate([3.0, 2.0, 2.5])
    ]

    assert verdicts == [True, True, False]
    assert (best.epoch, best.value) == (1, 2.0)
    assert best.unsaved is not None


def test_that_a_first_epoch_without_a_finite_value_is_not_the_best_for_ever():
    best = Best("val_loss", "min")

    verdicts = [
        best.judge(epoch, {"val_loss": value}, weights) for epoch, value in enumerate([float("nan"), 2.0])
    ]

    assert verdicts == [False, True]


def test_that_a_value_that_is_not_there_makes_no_best():
    assert not Best("val_loss", "min").judge(0, {"loss": 1.0}, weights)


@pytest.mark.parametrize(
    ("callbacks", "known", "expected"),
    [
        ((), KNOWN, ("val_loss", "min")),
        ((), ("loss", "accuracy"), ("loss", "min")),
        ((Spec("EarlyStopping", {"monitor": "val_accuracy"}),), KNOWN, ("val_accuracy", "max")),
        ((Spec("ModelCheckpoint", {"monitor": "accuracy", "mode": "min"}),), KNOWN, ("accuracy", "min")),
        ((Spec("EarlyStopping", {"monitor": "val_accuracy"}),), ("loss",), ("loss", "min")),
        ((Spec("ReduceLROnPlateau", {"monitor": "accuracy"}),), KNOWN, ("val_loss", "min")),
        (
            (Spec("ModelCheckpoint", {"filepath": "a.keras"}), Spec("EarlyStopping", {"monitor": "loss"})),
            KNOWN,
            ("val_loss", "min"),
        ),
    ],
)
def test_that_what_is_watched_follows_the_callbacks(callbacks, known, expected):
    assert watched(callbacks, known) == expected
