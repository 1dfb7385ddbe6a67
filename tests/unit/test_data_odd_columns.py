"""Columns as people really have them are told column by column, and nothing is cast in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.datasets import load_prepared
from workbench.engine.data.facts import facts
from workbench.engine.data.glance.recognise import recognise
from workbench.engine.data.load import load
from workbench.engine.data.split import split
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Split, Table
from workbench.protocol.frames import LIMIT, encode
from workbench.protocol.messages import DataInspected

ODD = {
    "empty": ["", "NA", "nan", "", "NULL", ""],
    "same": ["4", "4", "4", "4", "4", "4"],
    "mixed": ["1", "two", "3", "4", "5", "6"],
    "endless": ["1", "inf", "3", "-inf", "5", "6"],
    "day": ["2024-01-01", "2024-02-30", "3.4.2024", "2024-01-04", "2024-01-05", "2024-01-06"],
    "code": ["007", "010", "003", "123", "456", "789"],
    "y": ["p", "q", "p", "q", "p", "q"],
}


def _write(path: Path, *names: str) -> Path:
    columns = {name: ODD[name] for name in names}
    rows = zip(*columns.values(), strict=True)
    path.write_text("\n".join([",".join(columns), *(",".join(row) for row in rows)]) + "\n")
    return path


def test_that_every_odd_column_is_told_for_what_it_is(tmp_path: Path) -> None:
    told = {column.name: column for column in recognise(_write(tmp_path / "t.csv", *ODD)).columns}

    assert (told["empty"].missing, told["empty"].minimum, told["empty"].distinct) == (6, None, 0)
    assert (told["same"].minimum, told["same"].maximum, told["same"].distinct) == (4, 4, 1)
    assert (told["mixed"].kind, told["mixed"].minimum, told["mixed"].dtype) == ("number", None, "text")
    assert (told["endless"].minimum, told["endless"].top[0][1]) == (None, 1)
    assert (told["day"].kind, told["day"].dtype) == ("category", "text")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("empty", "data.missing_values", "“empty” has 6 missing values"),
        ("mixed", "data.text_in_numbers", "“mixed”, line 3: expected a number, received “two”"),
        ("endless", "data.not_finite", "“endless”, line 3"),
    ],
)
def test_that_what_is_no_number_is_named_and_not_made_one(
    tmp_path: Path, name: str, code: str, words: str
) -> None:
    path = _write(tmp_path / "t.csv", "same", name, "y")
    with pytest.raises(WorkbenchError) as caught:
        load_prepared(DataSpec(source=Table(path=str(path), target="y")), tmp_path)

    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in problem.message


def test_that_codes_that_lose_their_zeros_are_told(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.csv", "same", "code", "y")

    (note,) = load(DataSpec(source=Table(path=str(path), target="y")), tmp_path).notes

    assert (note.code, note.where) == ("data.leading_zeros", "data.source.features")
    assert "“code” holds codes such as “007”, which are read as numbers: 7" in note.message


@pytest.mark.parametrize("count", [1500, pytest.param(10_000, marks=pytest.mark.thorough)])
def test_that_a_table_of_very_many_columns_is_read_and_told_in_a_frame(tmp_path: Path, count: int) -> None:
    names = [f"c{number}" for number in range(count)]
    rows = [",".join([*(f"{row + 0.5}" for _ in names), "pq"[row % 2]]) for row in range(12)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join([",".join([*names, "y"]), *rows]) + "\n")

    dataset = load(DataSpec(source=Table(path=str(path), target="y")), tmp_path)
    told = facts(dataset, split(dataset, Split()))

    assert dataset.feature_names == tuple(names)
    assert len(told.columns) == 1000
    assert len(encode(DataInspected(id=1, facts=told))) < LIMIT


@pytest.mark.parametrize(
    "name", ["a b", "%20{}", "玫瑰", "🌹", "وردة", "CON", "x" * 240, "-rf", "it's", "a#b?c=d"]
)
def test_that_a_table_of_any_name_is_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name[:100]
    folder.mkdir()
    path = folder / f"{name}.csv"
    path.write_text("a,y\n1,p\n2,q\n")

    assert recognise(path).source == Table(path=str(path), target="y")
    assert len(load(DataSpec(source=Table(path=f"{name[:100]}/{name}.csv", target="y")), tmp_path)) == 2
