"""Tables that are read piece by piece: the same as if they were read at once, with less memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.engine.data import column_facts, csv_table
from workbench.engine.data.csv_pieces import Pieces
from workbench.engine.data.csv_table import read_table
from workbench.engine.data.csv_text import recognise
from workbench.engine.data.load import load
from workbench.project.data import DataSpec, Table

CELLS = ("1", "2.5", "007", "", "NA", "True", "x", "-3", "1e3")
TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(st.tuples(*[st.sampled_from(CELLS)] * columns), min_size=1, max_size=12)
)


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "_CELLS", 1)
    monkeypatch.setattr(csv_table, "_LEAST_ROWS", 2)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_that_a_table_in_pieces_is_the_table_read_at_once(rows: list[tuple[str, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _compare(patch, rows)


def _compare(patch: pytest.MonkeyPatch, rows: list[tuple[str, ...]]) -> None:
    names = [f"c{number}" for number in range(len(rows[0]))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_text("\n".join(",".join(row) for row in [tuple(names), *rows, ("end",) * len(names)]))
        text = recognise(path)
        whole = read_table(text, "c0")
        patch.setattr(csv_table, "_CELLS", 1)
        patch.setattr(csv_table, "_LEAST_ROWS", 2)
        pieces = read_table(text, "c0")
    pd.testing.assert_frame_equal(pieces, whole)


def test_that_numbers_grow_without_a_second_copy(tmp_path: Path, in_pieces: None) -> None:
    rows = [(number, number / 2 if number > 4 else number, "ab"[number % 2]) for number in range(9)]
    path = tmp_path / "t.csv"
    path.write_text("a,b,y\n" + "".join(f"{a},{b},{y}\n" for a, b, y in rows))

    frame = read_table(recognise(path), "y")

    assert [str(kind) for kind in frame.dtypes] == ["int64", "float64", "str"]
    assert frame["b"].tolist() == [b for _, b, _ in rows]
    assert isinstance(frame.index, pd.RangeIndex)


def test_that_blank_rows_keep_the_lines_of_the_others(tmp_path: Path, in_pieces: None) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n1,p\n,\n3,q\n4,p\n,\n6,q\n")

    assert read_table(recognise(path), "y").index.tolist() == [0, 2, 3, 5]


def test_that_a_column_whose_length_was_underestimated_is_whole() -> None:
    pieces = Pieces()
    for start in range(0, 100, 10):
        pieces.add(
            pd.DataFrame({"a": np.arange(start, start + 10)}, index=range(start, start + 10)), share=1.0
        )

    assert pieces.frame()["a"].tolist() == list(range(100))


def test_that_reading_a_table_tells_how_many_bytes_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_table, "_CELLS", 100_000)
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "1,p\n2,q\n" * 100_000)
    told: list[tuple[str, int, int]] = []

    load(DataSpec(source=Table(path=str(path), target="y")), tmp_path, lambda *what: told.append(what))

    size = path.stat().st_size
    read = [done for what, done, total in told if (what, total) == ("reading", size)]
    assert len(read) > 1
    assert read == sorted(read)
    assert read[-1] == size


def test_that_values_of_a_very_long_column_are_counted_in_a_sample_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(column_facts, "_MOST_COUNTED", 100)
    numbers = column_facts.column_facts(pd.Series(np.arange(1000.0), name="n"), ".")
    words = column_facts.column_facts(pd.Series(["a", "b"] * 500, name="w"), ".")
    few = column_facts.column_facts(pd.Series(np.arange(100.0), name="f"), ".")

    assert (numbers.counted, numbers.distinct, sum(numbers.histogram)) == (100, 100, 100)
    assert (numbers.minimum, numbers.maximum, numbers.mean) == (0, 999, 499.5)
    assert words.counted == 100
    assert few.counted == 0
