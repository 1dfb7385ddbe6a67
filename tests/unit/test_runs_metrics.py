"""Which way a figure improves."""

import pytest

from workbench.runs.metrics import is_higher_better


@pytest.mark.parametrize(
    ("metric", "is_higher"),
    [
        ("val_accuracy", True),
        ("auc", True),
        ("auc_1", True),
        ("loss", False),
        ("mean_squared_error", False),
        ("false_positives", False),
        ("true_positives", True),
        ("val_one_hot_mean_io_u", True),
        ("recall_loss", False),
        ("auc_hinge", False),
        ("digit_accuracy", True),
        ("nauc", False),
    ],
)
def test_that_the_name_tells_which_way_is_better(metric: str, is_higher: bool) -> None:
    assert is_higher_better(metric) is is_higher
