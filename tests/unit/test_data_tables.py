"""Tables of every file format, the roles of their columns, and windows of their rows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.engine.data import table_files
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.facts import facts
from workbench.engine.data.load import load
from workbench.engine.data.ready import ready
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import DataSpec, Split, Table, Window

FRAME = pd.DataFrame(
    {
        "a": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5],
        "n": [1, 2, 3, 4, 5, 6],
        "kind": ["red", "blue"] * 3,
        "day": pd.to_datetime(
            ["2024-01-03", "2024-01-01", "2024-01-02", "2024-01-06", "2024-01-05", "2024-01-04"]
        ),
    }
)


def save(frame: pd.DataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False, sheet_name="Data")
    else:
        frame.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
    return path


def prepared(path: Path, spec: DataSpec | None = None, **roles: object) -> Dataset:
    source = Table(path=str(path), target="kind", **roles)  # type: ignore[arg-type]
    return ready(spec or DataSpec(source=source, split=Split(validation=0, test=0)), Path()).dataset


def refusal(path: Path, target: str = "kind", **roles: object) -> Problem:
    with pytest.raises(WorkbenchError) as caught:
        load(DataSpec(source=Table(path=str(path), target=target, **roles)), Path())  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".xlsx"])
def test_that_every_file_format_gives_the_same_examples(tmp_path: Path, suffix: str) -> None:
    dataset = prepared(save(FRAME, tmp_path / f"t{suffix}"), time="day")

    np.testing.assert_array_equal(dataset.x, FRAME[["a", "n"]].to_numpy(np.float32))
    assert dataset.classes == ("blue", "red")
    assert dataset.time is not None and dataset.time.tolist() == [2, 0, 1, 5, 4, 3]
    assert [column.role for column in dataset.columns] == ["feature", "feature", "target", "time"]
    assert dataset.rows[0][2] == "red"


def test_that_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    path = save(FRAME, tmp_path / "t.xlsx")

    assert len(prepared(path, sheet="Data", ignored=("day",))) == 6
    assert "has no sheet “Other”: expected one of “Data”" in refusal(path, sheet="Other").message


def test_that_an_empty_column_with_a_name_is_told_and_one_without_is_the_sheets_edge(tmp_path: Path) -> None:
    empty = FRAME.assign(**{"later": None, "Unnamed: 9": None})

    dataset = load(DataSpec(source=Table(path=str(save(empty, tmp_path / "t.xlsx")), target="kind")), Path())

    assert [(column.name, column.missing) for column in dataset.columns][-1] == ("later", 6)


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx"])
@pytest.mark.parametrize("content", [b"", b"PAR1", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_that_broken_files_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    problem = refusal(tmp_path / name)

    assert (problem.code, problem.where) == ("data.not_a_table", "data.source")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".xlsx"])
@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        (0, ["a", "kind"], "data.no_rows"),
        (1, ["a", "kind"], "data.one_row"),
        (6, ["kind"], "data.one_column"),
    ],
)
def test_that_a_table_of_no_row_one_row_or_one_column_is_refused(
    tmp_path: Path, suffix: str, rows: int, columns: list[str], code: str
) -> None:
    problem = refusal(save(FRAME[columns].head(rows), tmp_path / f"t{suffix}"))

    assert (problem.code, problem.where) == (code, "data.source")
    assert "expected" in problem.message


def test_that_old_spreadsheets_and_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert "is a .xls file: expected CSV" in refusal(tmp_path / "t.xls").message

    monkeypatch.setattr(table_files, "LIMIT", 1000)
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 10_000)
    assert refusal(tmp_path / "t.xlsx").code == "data.too_large"


def test_that_weights_groups_and_parts_are_read_from_their_columns(tmp_path: Path) -> None:
    frame = FRAME.assign(
        w=[0.5, 1, 2, 1, 1, 0], who=list("ppqqrr"), part=["train"] * 3 + ["Val", "test", "test"]
    )

    dataset = prepared(
        save(frame, tmp_path / "t.csv"), weight="w", group="who", part="part", ignored=("day",)
    )

    assert dataset.feature_names == ("a", "n")
    assert dataset.weights is not None and dataset.weights.tolist() == [0.5, 1, 2, 1, 1, 0]
    assert dataset.groups is not None and dataset.groups.tolist() == [0, 0, 1, 1, 2, 2]
    assert dataset.given is not None and dataset.given.tolist() == [0, 0, 0, 1, 2, 2]


@pytest.mark.parametrize(
    ("role", "value", "words"),
    [
        ("weight", "-1", "expected a number of 0 or more, received “-1”"),
        ("weight", "", "has 1 missing value"),
        ("time", "soon", "expected a date, a time or a number, received “soon”"),
        ("part", "exam", "expected train, validation or test, received “exam”"),
        ("group", "", "has 1 missing value"),
    ],
)
def test_that_a_value_which_does_not_fit_its_role_is_named(
    tmp_path: Path, role: str, value: str, words: str
) -> None:
    good = {"weight": "1", "time": "2024-01-01", "part": "train", "group": "g"}[role]
    (tmp_path / "t.csv").write_text(f"a,kind,c\n1,p,{good}\n2,q,{value}\n", encoding="utf-8")

    problem = refusal(tmp_path / "t.csv", **{role: "c"})

    assert problem.where == f"data.source.{role}"
    assert words in problem.message and "line 3" in problem.message
    assert refusal(tmp_path / "t.csv", **{role: "none"}).where == f"data.source.{role}"


@pytest.mark.parametrize(
    ("task", "target", "classes", "labels"),
    [
        (None, "few", ("0", "1"), ()),
        ("regression", "few", (), ()),
        ("multiclass", "many", tuple(str(n) for n in range(30)), ()),
        ("multilabel", "tags", (), ("big", "red", "round")),
    ],
)
def test_that_the_users_task_goes_before_the_proposal(
    tmp_path: Path, task: str | None, target: str, classes: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    tags = ["red;round", "big", "", "red; big"]
    frame = pd.DataFrame(
        {"a": range(30), "few": [0, 1] * 15, "many": range(30), "tags": [tags[n % 4] for n in range(30)]}
    )
    save(frame, tmp_path / "t.csv")
    source = Table(path=str(tmp_path / "t.csv"), target=target, features=("a",))

    dataset = load(DataSpec(source=source, task=task), Path())  # type: ignore[arg-type]

    assert (dataset.classes, dataset.labels) == (classes, labels)


def test_that_windows_follow_time_and_never_cross_groups(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"t": [3, 0, 1, 2, 4] * 2, "v": range(10), "y": np.arange(10) / 3, "g": ["p"] * 5 + ["q"] * 5}
    )
    save(frame, tmp_path / "t.csv")
    source = Table(path=str(tmp_path / "t.csv"), target="y", time="t", group="g")
    spec = DataSpec(source=source, window=Window(length=3, horizon=1), split=Split(validation=0, test=0))

    dataset = ready(spec, Path()).dataset

    assert dataset.x[..., 0].tolist() == [[1, 2, 3], [2, 3, 0], [6, 7, 8], [7, 8, 5]]
    np.testing.assert_allclose(dataset.y[:, 0] * 3, [0, 4, 5, 9], rtol=1e-6)


@pytest.mark.parametrize("window", [Window(length=0), Window(stride=0), Window(horizon=-1), Window(length=6)])
def test_that_windows_which_can_not_be_are_refused(tmp_path: Path, window: Window) -> None:
    source = Table(path=str(save(FRAME, tmp_path / "t.csv")), target="kind", ignored=("day",))

    with pytest.raises(WorkbenchError) as caught:
        ready(DataSpec(source=source, window=window), Path())

    assert caught.value.problems[0].where == "data.window"


def test_that_the_facts_of_columns_tell_what_stands_in_them(tmp_path: Path) -> None:
    path = save(FRAME.assign(gap=[1, None, 3, 4, 5, 6]), tmp_path / "t.csv")
    source = Table(path=str(path), target="kind", ignored=("gap", "day"))
    found = ready(DataSpec(source=source, split=Split(validation=0, test=0)), Path())

    a, _, kind, day, gap = facts(found.dataset, found.parts).columns

    assert (a.kind, a.minimum, a.maximum, a.mean, sum(a.histogram)) == ("number", 1.5, 6.5, 4.0, 6)
    assert (kind.kind, kind.role, kind.top) == ("category", "target", (("red", 3), ("blue", 3)))
    assert (day.role, day.distinct) == ("ignored", 6)
    assert (gap.missing, gap.minimum, sum(gap.histogram)) == (1, 1.0, 5)
