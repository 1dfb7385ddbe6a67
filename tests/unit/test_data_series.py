"""Time series that are told by their own past."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.helpers.lint import findings, mended
from tests.unit.test_code_preparation import check
from tests.unit.test_code_sources import SQUARES
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.glance.recognise import recognise
from workbench.engine.data.lint.linter import lint
from workbench.engine.data.preparation.fitted import Fitted
from workbench.engine.data.ready import ready
from workbench.engine.data.table_source import choose_features
from workbench.engine.data.windows import windowed
from workbench.engine.evaluation.examples import read_examples
from workbench.engine.evaluation.series import Series, series_of
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Preparation, Split, Table, Window

N = 40
RULE = Preparation(scaling="standard")


def series_frame(n: int = N) -> Any:
    days = pd.date_range("2024-01-05", periods=n, freq="D").strftime("%d.%m.%Y")
    return pd.DataFrame({"day": days, "value": 100 + np.arange(n) + 10 * np.sin(np.arange(n))})


def written(folder: Path, frame: Any) -> Path:
    frame.to_csv(folder / "s.csv", index=False)
    return folder / "s.csv"


def spec_of(path: Path, length: int = 5, horizon: int = 1, rule: Preparation = RULE) -> DataSpec:
    source = Table(path=str(path), target="value", features=("value",), time="day")
    window = Window(length=length, horizon=horizon)
    split = Split(by="time")
    return DataSpec(source=source, task="regression", window=window, split=split, preparation=rule)


def test_that_the_next_value_is_told_by_the_ones_before_it(tmp_path: Path) -> None:
    frame = series_frame()
    found = ready(spec_of(written(tmp_path, frame), rule=Preparation()), Path()).dataset
    values = frame["value"].to_numpy(np.float32)

    np.testing.assert_allclose(found.x[0, :, 0], values[:5])
    np.testing.assert_allclose(found.y[:, 0], values[5:])
    assert [column.role for column in found.columns] == ["time", "both"]


def test_that_scaling_the_past_leaves_the_target_as_it_is(tmp_path: Path) -> None:
    frame = series_frame()
    made = ready(spec_of(written(tmp_path, frame)), Path())
    last = int(np.count_nonzero(made.parts.train)) + 5  # the rows within training windows
    scaled = made.dataset.x[made.parts.train]

    np.testing.assert_allclose(made.dataset.y[:, 0], frame["value"].to_numpy(np.float32)[5:])
    assert abs(float(scaled.mean())) < 0.5 and float(np.abs(scaled).max()) < 3
    (column,) = made.fitted.columns
    np.testing.assert_allclose(getattr(column, "centre", 0), frame["value"][:last].mean(), rtol=1e-6)


def test_that_later_rows_never_change_what_the_network_gets_for_training(tmp_path: Path) -> None:
    frame = series_frame()
    before = ready(spec_of(written(tmp_path, frame)), Path())
    trained_on = 5 + len(before.parts.train)  # the rows of its windows and targets

    frame.loc[trained_on:, "value"] += 1000
    after = ready(spec_of(written(tmp_path, frame)), Path())

    assert after.fitted == before.fitted
    for made in ("x", "y"):
        values = [getattr(one.dataset, made)[one.parts.train] for one in (before, after)]
        np.testing.assert_array_equal(*values)


@given(
    order=st.permutations(range(20)),
    groups=st.sampled_from([np.zeros(20, np.int64), np.arange(20) % 2]),
    window=st.builds(Window, length=st.integers(1, 6), horizon=st.integers(1, 4), stride=st.integers(1, 3)),
    data=st.data(),
)
def test_that_nothing_at_or_after_the_moment_told_is_ever_read(
    order: list[int], groups: Any, window: Window, data: st.DataObject
) -> None:
    def cut(values: Any) -> tuple[Any, Any]:
        made = windowed(Dataset(values, values, time=np.array(order), groups=groups), window)
        return values[made.windows][..., 0], made.y[:, 0]

    values = np.arange(20, dtype=np.float32)[:, np.newaxis]
    before, told = cut(values)
    example = data.draw(st.integers(0, len(told) - 1))
    moment = order[int(told[example])]

    after, changed = cut(values + 1000 * (np.array(order) >= moment)[:, np.newaxis].astype(np.float32))

    assert changed[example] == told[example] + 1000
    np.testing.assert_array_equal(after[example], before[example])


@pytest.mark.parametrize("window", [None, Window(horizon=0)])
def test_that_a_target_which_would_give_itself_away_is_refused(tmp_path: Path, window: Window | None) -> None:
    path = written(tmp_path, series_frame())
    spec = spec_of(path)
    ready(spec, Path())  # what is remembered makes no difference

    with pytest.raises(WorkbenchError, match="would give itself away") as caught:
        ready(DataSpec(source=spec.source, window=window), Path())

    assert caught.value.problems[0].where == "data.source.features"


def test_that_features_in_the_file_but_not_in_the_table_are_refused() -> None:
    source = Table(path="s.csv", target="value", features=("value", "other"))

    with pytest.raises(WorkbenchError, match="no column “other”"):
        choose_features(source, ("day", "value"))


def test_that_ones_own_past_is_no_leak(tmp_path: Path) -> None:
    assert lint(spec_of(written(tmp_path, series_frame(120))), Path()) == ()


def test_that_overlapping_windows_dealt_out_at_random_are_found_and_split_by_time(tmp_path: Path) -> None:
    by_time = spec_of(written(tmp_path, series_frame(200)))
    by_share = replace(by_time, split=Split())

    assert "share rows with windows" in findings(by_share)["shuffled-windows"].problem.message
    assert mended(by_share, "shuffled-windows") == by_time
    assert "shuffled-windows" not in findings(replace(by_share, window=Window(length=5, stride=5)))


@pytest.mark.parametrize("scaling", ["none", "minmax"])
@pytest.mark.parametrize("features", [("value",), ("value", "kind")])
def test_that_the_script_makes_the_same_of_a_series(
    tmp_path: Path, scaling: Any, features: tuple[str, ...]
) -> None:
    frame = series_frame().assign(kind=["u", "v"] * (N // 2)).sample(frac=1, random_state=0)
    written(tmp_path, frame)
    source = Table(path="s.csv", target="value", features=features, time="day")
    rule = Preparation(scaling=scaling)

    spec = DataSpec(source=source, window=Window(length=4), split=Split(by="time"), preparation=rule)
    check(spec, tmp_path, SQUARES, 1)


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_that_a_file_of_dates_and_numbers_is_proposed_as_a_series(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"s.{suffix}"
    days = pd.date_range("2001-01-01", periods=100, freq="MS")
    frame = pd.DataFrame({"month": days, "count": np.arange(100) % 7})
    {"csv": frame.to_csv, "parquet": frame.to_parquet, "xlsx": frame.to_excel}[suffix](path, index=False)  # type: ignore[operator]

    found = recognise(path)

    assert found.source == Table(path=str(path), target="count", features=("count",), time="month")
    assert found.window == Window(length=12)
    assert [column.role for column in found.columns] == ["time", "both"]


@pytest.mark.parametrize("mark", [".", ","])
def test_that_a_single_column_of_numbers_is_a_series_in_its_own_order(tmp_path: Path, mark: str) -> None:
    rows = "".join(f"{number % 9 + 0.5}\n".replace(".", mark) for number in range(80))
    (tmp_path / "t.csv").write_text(f"spots\n{rows}", encoding="utf-8")

    found = recognise(tmp_path / "t.csv")
    spec = DataSpec(source=found.source, window=found.window, task="regression", split=Split(by="time"))

    assert found.source == Table(path=str(tmp_path / "t.csv"), target="spots", features=("spots",))
    assert found.window == Window(length=10)
    assert ready(spec, Path()).dataset.x.shape == (70, 10, 1)
    check(spec, tmp_path, SQUARES, 1)


def test_that_a_single_column_of_anything_else_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("words\nrose\ndaisy\n", encoding="utf-8")

    with pytest.raises(WorkbenchError, match="one column, “words”"):
        recognise(tmp_path / "t.csv")


@pytest.mark.parametrize(
    "rows",
    [
        "when,y\n" + "".join(f"2024-01-{day:02},p\n" for day in range(1, 30)),
        "who,y\nmay,1\njune,2\njuly,4\n",
        "day,y\n2024-01-02,1\n2024-01-01,2\n2024-01-05,4\n",
        "t,y\n0,1\n1,2\n2,4\n",
        "day,y,z\n2024-01-01,1,1\n2024-01-02,2,1\n",
    ],
    ids=["classes", "words", "no order", "numbers", "three columns"],
)
def test_that_other_tables_are_not_taken_for_a_series(tmp_path: Path, rows: str) -> None:
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")

    assert recognise(tmp_path / "t.csv").window is None


def test_that_new_rows_are_answered_for_every_moment_with_enough_of_them(tmp_path: Path) -> None:
    path = written(tmp_path, series_frame(8).iloc[::-1])
    series = series_of(spec_of(path))

    windows = read_examples(path, (5, 1), features=("value",), series=series)

    values = series_frame(8)["value"].to_numpy(np.float32)
    np.testing.assert_allclose(windows[:, :, 0], [values[at : at + 5] for at in range(4)])
    np.save(tmp_path / "v.npy", values)
    np.testing.assert_allclose(
        read_examples(tmp_path / "v.npy", (5, 1), features=(), series=Series(5)), windows
    )
    np.save(tmp_path / "w.npy", windows)
    np.testing.assert_allclose(
        read_examples(tmp_path / "w.npy", (5, 1), features=(), series=Series(5)), windows
    )


def test_that_too_few_new_rows_are_refused_with_what_is_needed(tmp_path: Path) -> None:
    path = written(tmp_path, series_frame(4))

    with pytest.raises(WorkbenchError, match=r"at least 5 rows in order, .* received 4"):
        read_examples(path, (5, 1), features=("value",), fitted=Fitted(), series=series_of(spec_of(path)))
