"""A glance at a large table takes rows from all over it, wherever its pieces happen to begin."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.engine.data.csv_text import recognise as look
from workbench.engine.data.glance import csv_sample, tables
from workbench.engine.data.glance.csv_sample import sample_of
from workbench.engine.data.glance.recognise import recognise
from workbench.project.data import Table
from workbench.protocol.facts import ColumnFacts
from workbench.protocol.looks import Found

CELLS = ("plain", "a, b", "two\nlines", 'say ""hi""', "x\r\n, y\n", "")


@pytest.fixture
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a table of some kilobytes be a large one."""
    monkeypatch.setattr(tables, "_WHOLE", 1 << 12)
    monkeypatch.setattr(csv_sample, "_LEAST_PIECE", 512)
    monkeypatch.setattr(csv_sample, "_BYTES", 1 << 13)


def _column(found: Found, name: str) -> ColumnFacts:
    return next(column for column in found.columns if column.name == name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
def test_that_rows_come_from_all_over_a_large_table(
    tmp_path: Path, in_small_pieces: None, encoding: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("n,où\n" + "".join(f"{n},é{n % 7}\n" for n in range(5000)), encoding=encoding)

    found = recognise(path)

    numbers = _column(found, "n")
    assert found.is_sample
    assert 0 < found.sample_rows < 2000
    assert numbers.minimum == 0
    assert numbers.maximum is not None
    assert numbers.maximum > 4900
    assert numbers.mean == pytest.approx(2500, abs=700)
    assert found.row_count == pytest.approx(5000, rel=0.1)
    assert {value for value, _ in _column(found, "où").top} == {f"é{n}" for n in range(7)}


def test_that_the_same_file_gives_the_same_rows_again(tmp_path: Path, in_small_pieces: None) -> None:
    path = tmp_path / "t.csv"
    path.write_text("n,y\n" + "".join(f"{n},{n % 3}\n" for n in range(5000)))

    assert recognise(path) == recognise(path)


def test_that_a_small_table_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("n,y\n" + "".join(f"{n},{n % 3}\n" for n in range(5000)))

    found = recognise(path)

    assert (found.is_sample, found.row_count, found.sample_rows) == (False, 5000, 0)
    assert found.columns[0].distinct == 5000


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["plain", "a, b", "two\nlines", 'say ""hi""', "x\r\n, y\n", ""]),
        min_size=5,
        max_size=9,
    ),
    st.integers(150, 400),
)
def test_that_no_row_of_a_sample_is_torn_where_cells_have_several_lines(texts: list[str], count: int) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(csv_sample, "_LEAST_PIECE", 256)
        patch.setattr(csv_sample, "_BYTES", 1 << 12)
        path = Path(folder) / "t.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["n", "text", "twice"])
            writer.writerows([n, texts[n % len(texts)], 2 * n] for n in range(count))
        sample = sample_of(look(path))

    assert sample is not None
    for row in sample.frame.itertuples(index=False):
        text = "" if pd.isna(row.text) else row.text
        assert (int(row.twice), text) == (2 * int(row.n), texts[int(row.n) % len(texts)])
    assert sample.row_count == pytest.approx(count, rel=0.5)


def test_that_bytes_of_another_encoding_far_down_are_read_as_such(
    tmp_path: Path, in_small_pieces: None
) -> None:
    path = tmp_path / "t.csv"
    plain, accented = "1,a\n" * 3000, "1,é\n" * 3000
    path.write_bytes(b"n,y\n" + plain.encode() + accented.encode("cp1252"))

    sample = sample_of(look(path, at_most=4096))

    assert sample is not None
    assert set(sample.frame["y"]) == {"a", "é"}


def test_that_a_table_of_huge_cells_shows_its_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_FEW", 10)
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + f"{'x' * 200_000},p\n" * 30)

    found = recognise(path)

    assert found.is_sample
    assert found.sample_rows == 10
    assert found.row_count == 0


@pytest.mark.parametrize("count", [1500, pytest.param(10_000, marks=pytest.mark.thorough)])
def test_that_a_glance_at_very_many_columns_tells_the_first_thousand(tmp_path: Path, count: int) -> None:
    path = tmp_path / "t.csv"
    names = [f"c{number}" for number in range(count)]
    path.write_text("\n".join([",".join(names), *[",".join("5" for _ in names)] * 3]) + "\n")

    found = recognise(path)

    assert [column.name for column in found.columns] == names[:1000]
    assert found.source == Table(path=str(path), target=names[-1])


def test_that_rows_come_from_all_groups_of_a_parquet_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({"n": np.arange(20_000), "y": "a"})
    frame.to_parquet(tmp_path / "t.parquet", row_group_size=1000)

    found = recognise(tmp_path / "t.parquet")

    assert (found.is_sample, found.row_count) == (True, 20_000)
    assert _column(found, "n").maximum > 19_000  # type: ignore[operator]


def test_that_of_a_long_sheet_the_first_rows_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_ROWS", 20)
    pd.DataFrame({"n": range(50), "y": "a"}).to_excel(tmp_path / "t.xlsx", index=False)

    found = recognise(tmp_path / "t.xlsx")

    assert (found.is_sample, found.sample_rows, found.row_count) == (True, 20, 0)
