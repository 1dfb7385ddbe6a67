"""The script hands the targets to a loss as the program does."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.catalog.loss_forms import BINARY, ONE_HOT, QUANTITIES, SPARSE
from workbench.code.targets import encodings
from workbench.engine.data.targets import encode
from workbench.project.graph import Graph, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

LABELS = np.array([0, 1, 1])
VALUES = np.array([3, 5], dtype=np.float32)
AS_ARRAYS = {
    "numbers": LABELS,
    "one-hot": np.eye(2, dtype=np.float32)[LABELS],
    "column": LABELS.reshape(-1, 1).astype("float32"),
    "quantity": VALUES[LABELS].reshape(-1, 1),
}


@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize("loss", sorted(SPARSE | ONE_HOT | BINARY | QUANTITIES))
def test_that_every_loss_gets_what_it_gets_from_the_program(loss: str, units: int) -> None:
    if units == 1 and loss in SPARSE | ONE_HOT:
        return
    out = Node(id="out", spec=Spec("Dense", {"units": units}), name="out", at=Point(0, 0))
    project = Project(graph=Graph(nodes=(out,)), training=TrainingSpec(loss=Spec(loss)))

    (form,) = encodings(project, are_quantities=True)

    expected = encode(LABELS, classes=2, loss=Spec(loss), units=units, values=VALUES)
    np.testing.assert_array_equal(AS_ARRAYS[form], expected)
