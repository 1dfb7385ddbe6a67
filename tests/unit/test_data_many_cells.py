"""Cells that are taken some at a time become what they would be all at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.engine.data import csv_columns, moments
from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.load import load
from workbench.engine.data.preparation.words import vocabulary
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Table

CELLS = ["1", "2.5", None, " 3 ", "x", "1e3", "-0", "18446744073709551616", "inf", "7", "2.5", "True"]


@pytest.mark.parametrize("decimal", [".", ","])
def test_that_cells_are_the_same_numbers_some_at_a_time(
    monkeypatch: pytest.MonkeyPatch, decimal: str
) -> None:
    column = pd.Series(CELLS, dtype="str").str.replace(".", decimal, regex=False)
    whole = to_numbers(column, decimal)
    monkeypatch.setattr(csv_columns, "_AT_ONCE", 2)

    np.testing.assert_array_equal(to_numbers(column, decimal), whole)
    np.testing.assert_array_equal(whole[[0, 1, 2, 3, 4, 5, 10]], [1, 2.5, np.nan, 3, np.nan, 1000, 2.5])


def _times(folder: Path, *cells: str) -> list[int]:
    (folder / "t.csv").write_text(
        "when,a,y\n" + "".join(f"{cell},1,{'pq'[n % 2]}\n" for n, cell in enumerate(cells))
    )
    data = DataSpec(source=Table(path="t.csv", target="y", features=("a",), time="when"))
    ranks = load(data, folder).time
    assert ranks is not None
    return ranks.tolist()


def test_that_dates_sort_the_rows_some_at_a_time_and_equal_ones_stay_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "_AT_ONCE", 2)
    dates = ("2024-03-01", "2024-01-05 12:00", "2023-12-31", "2024-01-05 12:00", "2024-01-05T11:59:59Z")

    assert _times(tmp_path, *dates) == [4, 2, 0, 3, 1]


def test_that_what_is_no_date_is_named_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "_AT_ONCE", 2)

    with pytest.raises(WorkbenchError, match="line 5: expected a date, a time or a number, received “soon”"):
        _times(tmp_path, "2024-03-01", "2024-01-05", "2023-12-31", "soon", "2024-01-06")


def test_that_the_most_frequent_words_come_first_and_equal_ones_from_the_end_of_the_alphabet() -> None:
    words, _ = vocabulary(["b a c", "b a d", "b"], 5, "int")

    assert words == ("b", "a", "d")
