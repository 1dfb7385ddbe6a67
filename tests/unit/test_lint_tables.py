"""Traps in tables: each is found in a prepared bad set, and gone by its way out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.lint import findings, mended
from workbench.engine.data.ready import ready
from workbench.project.data import Arrays, DataSpec, Split, Table
from workbench.project.edits.remedies import IgnoreColumns, LearnAs

Columns = dict[str, list[object]]


def columns(count: int = 120, *, classes: int = 3, seed: int = 0) -> Columns:
    """Return measures that tell the class a little, and nothing that is wrong with them."""
    draw = np.random.default_rng(seed)
    y = draw.permutation(np.arange(count) % classes)
    return {
        "length": [f"{value:.4f}" for value in y + draw.normal(0, 1.5, count)],
        "width": [f"{value:.4f}" for value in draw.normal(0, 1, count)],
        "kind": [f"class {number}" for number in y],
    }


def write(path: Path, table: Columns) -> DataSpec:
    file = path / "table.csv"
    rows = [",".join(table), *(",".join(map(str, row)) for row in zip(*table.values(), strict=True))]
    file.write_text("\n".join(rows) + "\n")
    return DataSpec(source=Table(path=str(file), target="kind"))


def taken(table: Columns, rows: list[int]) -> Columns:
    return {name: [values[row] for row in rows] for name, values in table.items()}


def test_that_nothing_is_found_in_a_sound_table(tmp_path: Path) -> None:
    assert not findings(write(tmp_path, columns()))


def test_that_rows_in_two_parts_are_found_with_figures_and_names(tmp_path: Path) -> None:
    data = write(tmp_path, taken(columns(100), [*range(100), *range(50)]))

    problem = findings(data)["duplicates-across"].problem

    assert problem.severity == "warning"
    assert "line " in problem.message
    assert "memorised" in problem.message
    after = ready(mended(data, "duplicates-across"), Path())
    assert sum(len(rows) for rows in (after.parts.train, after.parts.validation, after.parts.test)) == 100


def test_that_a_number_written_otherwise_is_the_same_number(tmp_path: Path) -> None:
    table = columns(40)
    table["width"] = ["1.0", "1", *table["width"][2:]]
    table["length"] = ["2", "2.0", *table["length"][2:]]
    table["kind"][1] = table["kind"][0]

    assert "1 example" in next(
        finding.problem.message
        for code, finding in findings(write(tmp_path, table)).items()
        if "dupl" in code
    )


def test_that_equal_rows_of_other_classes_are_told(tmp_path: Path) -> None:
    table = taken(columns(60), [*range(60), *range(20)])
    table["kind"][60:] = ["class 2" if kind == "class 1" else "class 1" for kind in table["kind"][60:]]

    problem = findings(write(tmp_path, table))["contradictions"].problem

    assert "20 examples have another class" in problem.message


def test_that_classes_of_very_different_sizes_are_balanced_by_a_click(tmp_path: Path) -> None:
    data = write(tmp_path, taken(columns(200, classes=2), list(range(200))))
    rows = (tmp_path / "table.csv").read_text().splitlines()
    ones = [row for row in rows if row.endswith("1")]
    (tmp_path / "table.csv").write_text("\n".join([row for row in rows if row not in ones[15:]]) + "\n")

    assert "“class 0”" in findings(data)["imbalance"].problem.message
    assert mended(data, "imbalance").class_weight == "balanced"


def test_that_constant_columns_are_left_out(tmp_path: Path) -> None:
    data = write(tmp_path, {"unit": ["cm"] * 120, "zero": [0] * 120, **columns()})

    assert "“unit”, “zero”" in findings(data)["constant-column"].problem.message
    assert isinstance(after := mended(data, "constant-column").source, Table)
    assert after.ignored == ("unit", "zero")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("id", list(range(5000, 5240, 2))),
        ("row", list(range(120))),
        ("patientId", [f"P{n:04d}" for n in range(120)]),
    ],
)
def test_that_names_and_numbers_of_rows_are_left_out(tmp_path: Path, name: str, values: list[object]) -> None:
    data = write(tmp_path, {name: values, **columns()})

    assert set(findings(data)) == {"id-column"}
    mended(data, "id-column")


def test_that_a_measure_with_another_value_in_each_row_is_no_id(tmp_path: Path) -> None:
    weights = np.random.default_rng(1).permutation(np.arange(120) * 7 + 300)

    assert not findings(write(tmp_path, {"weight": list(weights), **columns()}))


@pytest.mark.parametrize("is_text", [True, False])
def test_that_a_column_that_gives_the_class_away_is_left_out(tmp_path: Path, is_text: bool) -> None:
    table = columns()
    codes = [f"code {str(kind)[-1]}" if is_text else 7 * int(str(kind)[-1]) for kind in table["kind"]]
    data = write(tmp_path, {"diagnosis": codes, **table})

    assert "“diagnosis” alone tells the class" in findings(data)["leaking-column"].problem.message
    after = mended(data, "leaking-column")
    assert not findings(after)


def test_that_a_quantity_in_other_units_gives_the_target_away(tmp_path: Path) -> None:
    table = columns()
    cost = np.random.default_rng(2).normal(500, 200, 120)
    table["kind"] = [f"{value:.3f}" for value in cost]
    table["cents"] = [f"{value * 100:.1f}" for value in cost]

    mended(write(tmp_path, table), "leaking-column")


def test_that_a_column_that_only_helps_is_no_leak(tmp_path: Path) -> None:
    table = columns(400, classes=2)
    draw = np.random.default_rng(3)
    table["hint"] = [int(str(kind)[-1]) ^ int(draw.random() < 0.05) for kind in table["kind"]]

    assert "leaking-column" not in findings(write(tmp_path, table))


def test_that_data_in_class_order_is_not_cut_by_its_order(tmp_path: Path) -> None:
    table = columns()
    data = write(tmp_path, taken(table, sorted(range(120), key=lambda row: str(table["kind"][row]))))
    data = replace(data, split=Split(by="time"))

    assert "the split takes them in this order" in findings(data)["class-order"].problem.message
    assert not findings(mended(data, "class-order"))


def test_that_a_class_missing_from_a_part_is_named(tmp_path: Path) -> None:
    table = columns()
    table["part"] = ["train"] * 120
    held = [row for row in range(120) if table["kind"][row] != "class 1"][:24]
    for place, row in enumerate(held):
        table["part"][row] = "test" if place % 2 else "validation"
    data = write(tmp_path, table)
    assert isinstance(data.source, Table)
    data = replace(data, source=replace(data.source, part="part"), split=Split(by="given"))

    assert findings(data)["class-missing"].problem.message.count("no example of “class 1”") == 2
    mended(data, "class-missing")


def test_that_groups_are_drawn_again_until_every_part_has_every_class(tmp_path: Path) -> None:
    table = columns(300)
    table["patient"] = [f"{str(kind)[-1]}-{row % 4}" for row, kind in enumerate(table["kind"])]
    data = write(tmp_path, table)
    assert isinstance(data.source, Table)
    source = replace(data.source, group="patient")
    lacking = [
        candidate
        for seed in range(8)
        if "class-missing"
        in findings(
            candidate := replace(
                data, source=source, split=Split(by="group", seed=seed, validation=0.3, test=0.3)
            )
        )
    ]

    assert lacking
    assert mended(lacking[0], "class-missing").split.by == "group"


def test_that_parts_too_small_to_judge_by_are_told(tmp_path: Path) -> None:
    data = write(tmp_path, columns(45))

    assert "7 and 7 of 45 examples" in findings(data)["small-part"].problem.message
    after = mended(data, "small-part")
    assert after.split.validation == after.split.test == 0.24


def test_that_very_few_examples_are_validated_in_folds(tmp_path: Path) -> None:
    data = write(tmp_path, columns(21))

    assert mended(data, "small-part").split.folds == 5


def test_that_a_class_with_fewer_examples_than_parts_is_told(tmp_path: Path) -> None:
    table = columns()
    table["kind"][:2] = ["rare", "rare"]
    data = write(tmp_path, table)

    assert "“rare” has fewer examples than there are parts" in findings(data)["rare-class"].problem.message
    mended(data, "rare-class")


@pytest.mark.parametrize(
    ("numbers", "code", "words"),
    [
        ([-1, 0, 1, 2], "label-out-of-range", "“-1”"),
        ([0, 1, 2, 99], "label-out-of-range", "“99”"),
        ([0, 1, 3, 4], "label-gap", "“2”"),
    ],
)
def test_that_numbers_out_of_range_are_told(
    tmp_path: Path, numbers: list[int], code: str, words: str
) -> None:
    table = columns(160, classes=4)
    table["kind"] = [numbers[int(str(kind)[-1])] for kind in table["kind"]]

    found = findings(write(tmp_path, table))

    assert set(found) == {code}
    assert words in found[code].problem.message


def test_that_fractions_that_look_like_classes_can_be_taken_for_classes(tmp_path: Path) -> None:
    table = columns(120)
    table["kind"] = [0.5 * int(str(kind)[-1]) for kind in table["kind"]]
    data = write(tmp_path, table)

    assert findings(data)["label-fraction"].remedy == LearnAs("multiclass")
    assert len(ready(mended(data, "label-fraction"), Path()).dataset.classes) == 3


def test_that_arrays_whose_validation_or_test_is_another_part_are_told(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    x, y = draw.normal(size=(90, 3)).astype("float32"), np.arange(90) % 3
    np.savez(tmp_path / "a.npz", x=x, y=y, u=x[:30] + 1, v=y[:30])
    path, by = str(tmp_path / "a.npz"), Split(by="given")
    trained = Arrays(path=path, x_validation="x", y_validation="y")
    tested = Arrays(path=path, x_validation="u", y_validation="v", x_test="u", y_test="v")

    after = mended(DataSpec(source=trained, split=by), "validation-is-train")
    assert after.split.by == "share"
    assert not findings(after)
    problem = findings(DataSpec(source=tested, split=by))["test-is-validation"].problem
    assert "early stopping" in problem.message
    assert not findings(mended(DataSpec(source=tested, split=by), "test-is-validation"))


def test_that_a_remedy_never_leaves_a_table_without_features(tmp_path: Path) -> None:
    table = columns()
    data = write(tmp_path, {"unit": ["cm"] * 120, "kind": table["kind"]})

    assert findings(data)["constant-column"].remedy is None
    assert isinstance(data.source, Table)
    assert IgnoreColumns(("gone",)).mended(data).source == replace(data.source, ignored=("gone",))


def test_that_a_column_of_other_values_in_each_half_is_looked_at_too(tmp_path: Path) -> None:
    table = columns(90)
    table["when"] = [f"2024-{row // 28 + 1:02}-{row % 28 + 1:02}" for row in range(90)]

    assert "leak" not in " ".join(findings(write(tmp_path, table)))


def test_that_a_feature_of_two_values_is_no_id(tmp_path: Path) -> None:
    table = columns(90)
    only = {"flag": [row % 2 for row in range(90)], "kind": table["kind"]}

    assert "id-column" not in findings(write(tmp_path, only))


def test_that_small_parts_of_a_quantity_are_told_without_an_accuracy(tmp_path: Path) -> None:
    table = columns(45)
    table["kind"] = [row / 7 for row in range(45)]

    message = findings(write(tmp_path, table))["small-part"].problem.message

    assert "accuracy" not in message and "7 and 7 of 45 examples" in message
