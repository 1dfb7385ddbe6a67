"""What is prepared is learned of the training part alone, and said again for any other rows."""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.helpers.pictures import write_folder
from tests.helpers.raw_tables import mixed_table, write_mixed_table
from workbench.engine.data.dataset import Dataset, TableData
from workbench.engine.data.preparation.fitted import (
    CategoryColumn,
    Fitted,
    NumberColumn,
    TextColumn,
    keep,
    kept,
)
from workbench.engine.data.preparation.words import vectorised, vocabulary
from workbench.engine.data.preparing import Prepared, prepared
from workbench.engine.data.ready import Ready, ready
from workbench.engine.data.split import Parts
from workbench.engine.evaluation.examples import read_examples
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import Arrays, DataSpec, Split, Table, Window
from workbench.project.preparation import ColumnPreparation, Preparation
from workbench.project.sources import ImageFolder, ImageForm

FEATURES = ["size", "colour", "age", "note"]
N = 24
PARTS = Parts(np.arange(12), np.arange(12, 18), np.arange(18, N))


def of_frame(frame: Any, **more: Any) -> Dataset:
    table = TableData(frame[FEATURES], ".", lambda row: f"row {row + 1}")
    y = np.arange(len(frame)) % 2
    return Dataset(np.empty((len(frame), 0), np.float32), y, ("no", "yes"), table=table, **more)


def prepare(frame: Any, rule: Preparation, **more: Any) -> Prepared:
    return prepared(of_frame(frame, **more), PARTS, rule)


def problem_of(frame: Any, rule: Preparation) -> Problem:
    with pytest.raises(WorkbenchError) as caught:
        prepare(frame, rule)
    return caught.value.problems[0]


NUMBERS = [0.0, 1.0, 2.0, -3.5, 1e6, float("nan")]
WORDS = ["red", "blue", "7", "12", "007", "a long day", "", None]


def draw_rows(seed: int, count: int) -> list[list[object]]:
    """Draw rows of which each column holds numbers, words or both."""
    random = np.random.default_rng(seed)
    kinds: list[list[object]] = [[*NUMBERS], [*WORDS], [*NUMBERS, *WORDS]]
    columns = [kinds[number] for number in random.integers(0, 3, len(FEATURES))]
    return [[column[random.integers(len(column))] for column in columns] for _ in range(count)]


RULES = st.builds(
    Preparation,
    missing=st.sampled_from(["refuse", "drop", "mean", "median", "most_frequent", "constant"]),
    scaling=st.sampled_from(["none", "standard", "minmax"]),
    categories=st.sampled_from(["one_hot", "integer"]),
    mode=st.sampled_from(["int", "multi_hot", "count", "tf_idf"]),
    tokens=st.integers(3, 6),
    length=st.just(4),
    columns=st.sampled_from([(), (ColumnPreparation(name="note", kind="text"),)]),
)


SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(SEEDS, SEEDS, RULES)
def test_that_other_parts_never_change_what_the_network_gets_for_training_rows(
    seed: int, other: int, rule: Preparation
) -> None:
    rows = draw_rows(seed, N)
    try:
        one = prepare(pd.DataFrame(rows, columns=FEATURES), rule)
        two = prepare(pd.DataFrame([*rows[:12], *draw_rows(other, 12)], columns=FEATURES), rule)
    except WorkbenchError:
        return  # what can't be prepared is refused, and the network gets nothing

    assert one.fitted == two.fitted
    np.testing.assert_array_equal(one.dataset.x[one.parts.train], two.dataset.x[two.parts.train])
    assert np.isfinite(one.dataset.x[:]).all()


@given(SEEDS, st.sampled_from(["standard", "minmax"]))
@settings(max_examples=20, deadline=None)
def test_that_other_parts_never_change_training_points(seed: int, scaling: Any) -> None:
    random = np.random.default_rng(seed)
    x = random.normal(0, 10, (N, 3)).astype(np.float32)
    other = x.copy()
    other[12:] = random.normal(5, 100, (12, 3))
    made = [
        prepared(Dataset(rows, np.zeros((N, 1))), PARTS, Preparation(scaling=scaling)) for rows in (x, other)
    ]

    np.testing.assert_array_equal(made[0].dataset.x[:12], made[1].dataset.x[:12])
    assert not np.array_equal(made[0].dataset.x[12:], made[1].dataset.x[12:])


def test_that_numbers_are_scaled_as_scikit_learn_does() -> None:
    frame = mixed_table(N, holes=False)
    train = frame["size"][:12]
    standard = prepare(frame, Preparation(scaling="standard")).dataset
    minmax = prepare(frame, Preparation(scaling="minmax")).dataset

    np.testing.assert_allclose(
        standard.x[:, 0], (frame["size"] - train.mean()) / train.std(ddof=0), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(
        minmax.x[:, 0], (frame["size"] - train.min()) / (train.max() - train.min()), rtol=1e-5, atol=1e-6
    )


def test_that_a_category_is_a_column_for_each_training_value_and_unseen_ones_are_zero() -> None:
    frame = mixed_table(N, holes=False)
    frame.loc[20, "colour"] = "violet"
    made = prepare(frame, Preparation())

    assert made.dataset.feature_names[1:4] == ("colour=blue", "colour=green", "colour=red")
    assert made.dataset.x[20, 1:4].tolist() == [0, 0, 0]
    assert made.dataset.x[:20, 1:4].sum(axis=1).tolist() == [1] * 20


def test_that_a_category_as_one_number_is_its_place_from_one_on() -> None:
    frame = mixed_table(N, holes=False).assign(age=[3, 20, 100] * 8)
    frame.loc[20, "colour"], frame.loc[21, "age"] = "violet", 55
    rule = Preparation(categories="integer", columns=(ColumnPreparation(name="age", kind="category"),))
    made = prepare(frame, rule)

    places = {"blue": 1, "green": 2, "red": 3, "violet": 0}
    assert made.dataset.x[:, 1].tolist() == [places[value] for value in frame["colour"]]
    assert made.dataset.x[:3, 2].tolist() == [1, 2, 3]  # by their size, not by their first letter
    assert made.dataset.x[21, 2] == 0


@pytest.mark.parametrize(
    ("missing", "fill", "number", "colour"),
    [
        ("mean", None, 40.0, "red"),
        ("median", None, 30.0, "red"),
        ("most_frequent", None, 10.0, "red"),
        ("constant", None, 0.0, "missing"),
    ],
)
def test_that_missing_values_are_filled_from_the_training_part(
    missing: Any, fill: Any, number: float, colour: str
) -> None:
    frame = mixed_table(N, holes=False)
    frame["age"] = [10, 10, 30, 50, 100, *[np.nan] * 7, *[1000] * 12]
    frame["colour"] = [*["red"] * 6, *["blue"] * 5, None, *["blue"] * 12]
    made = prepare(frame, Preparation(missing=missing))
    age, of_colour = made.fitted.columns[2], made.fitted.columns[1]

    assert isinstance(age, NumberColumn) and isinstance(of_colour, CategoryColumn)
    assert (age.fill, of_colour.fill) == (number, colour)
    place = list(made.dataset.feature_names).index("age")
    assert made.dataset.x[5, place] == number
    assert made.dataset.x[11, list(made.dataset.feature_names).index(f"colour={colour}")] == 1


def test_that_rows_with_missing_values_are_dropped_from_their_parts() -> None:
    frame = mixed_table(N, holes=False)
    frame.loc[[3, 13], "age"] = np.nan
    made = prepare(frame, Preparation(missing="drop"), weights=np.arange(N, dtype=np.float32))

    assert len(made.dataset) == len(made.dataset.x) == N - 2
    assert made.parts.train.tolist() == list(range(11))
    assert made.parts.test.tolist() == list(range(16, 22))
    assert made.dataset.weights is not None and made.dataset.weights[3] == 4
    assert made.dataset.notes[0].message.startswith("2 of 24 examples are left out")


def test_that_missing_values_are_refused_with_the_way_out() -> None:
    problem = problem_of(mixed_table(N), Preparation())

    assert problem.code == "data.missing_values"
    assert "Choose in Data how missing values are filled" in problem.hint


def test_that_a_column_of_ids_is_refused_as_categories() -> None:
    frame = mixed_table(40, holes=False)
    frame["colour"] = [f"id {n}" for n in range(40)]
    with pytest.raises(WorkbenchError) as caught:
        prepared(of_frame(frame), replace_parts(30), Preparation())

    assert caught.value.problems[0].code == "data.too_many_values"


def replace_parts(training: int) -> Parts:
    return changed(PARTS, train=np.arange(training), validation=np.arange(training, 40), test=np.arange(0))


def test_that_texts_are_words_of_the_training_part() -> None:
    frame = mixed_table(N, holes=False)
    frame.loc[20, "note"] = "Good: an aardvark"
    rule = Preparation(columns=(ColumnPreparation(name="note", kind="text", mode="count", tokens=4),))
    made = prepare(frame, rule)
    note = made.fitted.columns[3]

    assert isinstance(note, TextColumn) and note.words == ("good", "day", "a")
    assert made.dataset.x[20, -4:].tolist() == [2, 1, 0, 0]


def test_that_windows_are_scaled_by_the_rows_of_the_training_windows(tmp_path: Path) -> None:
    frame = pd.DataFrame({"t": range(40), "a": np.arange(40.0), "y": np.arange(40.0)})
    frame.to_csv(tmp_path / "t.csv", index=False)
    source = Table(path="t.csv", target="y", features=("a",), time="t")
    data = DataSpec(
        source=source,
        window=Window(length=4, horizon=1),
        split=Split(by="time", validation=0.25, test=0),
        preparation=Preparation(scaling="minmax"),
    )
    found = ready(data, tmp_path)
    train = found.dataset.x[found.parts.train]

    assert (float(train.min()), float(train.max())) == (0, 1)
    assert found.dataset.x.shape == (36, 4, 1)
    assert found.dataset.x[found.parts.validation].max() > 1


@pytest.mark.parametrize(("images", "extent"), [("zero_to_one", (0, 1)), ("minus_one_to_one", (-1, 1))])
@pytest.mark.parametrize("memory", ["4000000000", "4000"])
def test_that_pixels_are_rescaled_in_memory_and_beyond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, images: Any, extent: tuple[int, int], memory: str
) -> None:
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", memory)
    write_folder(tmp_path / "p", each=6)
    source = ImageFolder(path="p", form=ImageForm(height=16, width=16))
    raw = ready(DataSpec(source=source), tmp_path).dataset.x[:].astype(np.float64)
    made = ready(DataSpec(source=source, preparation=Preparation(images=images)), tmp_path).dataset.x
    low, high = extent

    assert made.dtype == np.float32
    assert isinstance(made, np.ndarray) == (memory == "4000000000")
    np.testing.assert_allclose(made[:], raw / 255 * (high - low) + low, atol=1e-6)


def test_that_arrays_beyond_memory_are_scaled_as_those_within(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = np.random.default_rng(0).normal(3, 7, (200, 5))
    np.savez(tmp_path / "a.npz", x=x, y=np.arange(200) % 2)
    data = DataSpec(source=Arrays(path="a.npz"), preparation=Preparation(scaling="standard"))
    within = ready(data, tmp_path)
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "1000")
    beyond = ready(data, tmp_path)

    assert not isinstance(beyond.dataset.x, np.ndarray)
    np.testing.assert_allclose(beyond.dataset.x[:], within.dataset.x, rtol=1e-6)
    train = within.dataset.x[within.parts.train]
    np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(train.std(axis=0), 1, atol=1e-5)


def mixed(tmp_path: Path, rule: Preparation) -> Ready:
    write_mixed_table(tmp_path / "t.csv")
    return ready(DataSpec(source=Table(path="t.csv", target="y"), preparation=rule), tmp_path)


def test_that_what_was_learned_comes_back_from_the_run(tmp_path: Path) -> None:
    note = ColumnPreparation(name="note", kind="text")
    found = mixed(tmp_path, Preparation(missing="median", scaling="standard", columns=(note,)))
    keep(found.fitted, tmp_path)

    assert kept(tmp_path) == found.fitted
    assert kept(tmp_path / "elsewhere") is None


def test_that_a_damaged_preparation_is_told(tmp_path: Path) -> None:
    (tmp_path / "preparation.json").write_text("{")
    with pytest.raises(WorkbenchError) as caught:
        kept(tmp_path)

    assert caught.value.problems[0].code == "run.preparation"


def test_that_raw_rows_of_another_file_become_what_the_network_got(tmp_path: Path) -> None:
    rule = Preparation(missing="median", scaling="minmax", mode="tf_idf")
    found = mixed(tmp_path, replace(rule, columns=(ColumnPreparation(name="note", kind="text"),)))
    frame = pd.read_csv(tmp_path / "t.csv")[::-1]
    frame[["note", "age", "colour", "size"]].to_csv(tmp_path / "new.csv", index=False)
    names = [column.name for column in found.fitted.columns]

    made = read_examples(tmp_path / "new.csv", found.dataset.x.shape[1:], features=names, fitted=found.fitted)

    np.testing.assert_array_equal(made, found.dataset.x[::-1])


def test_that_arrays_of_raw_numbers_are_prepared_for_prediction(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([[10.0, 4.0], [20.0, np.nan]]))
    fitted = Fitted(
        columns=(NumberColumn(name="a", centre=10, scale=5), NumberColumn(name="b", fill=2, scale=2))
    )

    made = read_examples(tmp_path / "x.npy", (2,), features=(), fitted=fitted)

    assert made.tolist() == [[0, 2], [2, 1]]


def test_that_the_vocabulary_counts_special_entries() -> None:
    texts = ["b a", "b! c"]

    assert vocabulary(texts, 4, "int")[0] == ("b", "c")
    assert vocabulary(texts, 4, "count")[0] == ("b", "c", "a")
    assert vectorised(["a b x", ""], ("b", "c"), "int", length=4).tolist() == [[1, 2, 1, 0], [0, 0, 0, 0]]
