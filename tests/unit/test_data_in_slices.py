"""A long table is prepared some rows at a time, to the same numbers as at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.raw_tables import write_mixed_table
from workbench.engine.data.preparation import columns, table
from workbench.engine.data.ready import ready
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Table
from workbench.project.preparation import Preparation

DATA = DataSpec(
    source=Table(path="t.csv", target="y"), preparation=Preparation(missing="median", scaling="standard")
)


def _x(folder: Path, data: DataSpec = DATA) -> NDArray[Any]:
    return np.asarray(ready(data, folder).dataset.x)


def test_that_slices_are_prepared_as_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mixed_table(tmp_path / "t.csv")
    whole = _x(tmp_path)
    monkeypatch.setattr(table, "_SLICE", 7)

    np.testing.assert_array_equal(_x(tmp_path), whole)


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_that_slices_are_fitted_as_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scaling: Any
) -> None:
    write_mixed_table(tmp_path / "t.csv")
    data = DataSpec(source=DATA.source, preparation=Preparation(missing="median", scaling=scaling))
    whole = _x(tmp_path, data)
    monkeypatch.setattr(columns, "_SLICE", 7)

    np.testing.assert_allclose(_x(tmp_path, data), whole, atol=1e-6)


def test_that_a_refusal_counts_what_is_missing_in_all_slices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.csv").write_text(
        "a,b,y\n" + "".join(f",{n},{'pq'[n % 2]}\n" if n % 3 else f"{n},{n},p\n" for n in range(30))
    )
    monkeypatch.setattr(table, "_SLICE", 4)

    with pytest.raises(WorkbenchError, match="20 missing values, the first in line 3"):
        ready(DataSpec(source=Table(path="t.csv", target="y")), tmp_path)
