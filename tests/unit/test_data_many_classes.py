"""A hundred thousand classes fill no memory: what would is refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.datasets import load_prepared
from workbench.engine.data.targets import encode
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Table
from workbench.project.spec import Spec

MANY = 100_000


def test_that_a_sparse_loss_takes_a_hundred_thousand_classes_as_numbers() -> None:
    y = np.arange(MANY, dtype=np.int64)

    assert encode(y, classes=MANY, loss=Spec("SparseCategoricalCrossentropy"), units=MANY).nbytes == y.nbytes


def test_that_one_hot_targets_that_would_fill_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "1000000000")
    with pytest.raises(WorkbenchError) as caught:
        encode(np.arange(MANY), classes=MANY, loss=Spec("CategoricalCrossentropy"), units=MANY)

    (problem,) = caught.value.problems
    assert "40.0 GB" in problem.message
    assert "SparseCategoricalCrossentropy" in problem.hint


def test_that_a_hundred_thousand_different_texts_are_no_classes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "".join(f"{row},c{row // 2}\n" for row in range(2 * MANY)))
    with pytest.raises(WorkbenchError, match="100000 different texts"):
        load_prepared(DataSpec(source=Table(path=str(path), target="y")), tmp_path)
