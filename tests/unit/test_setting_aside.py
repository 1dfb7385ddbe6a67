"""Examples that are set aside: in no part, in no one else's place, and taken back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from workbench.code.setting_aside import aside_lines
from workbench.engine.data.ready import ready
from workbench.foundation.errors import WorkbenchError
from workbench.project import file
from workbench.project.data import Bundled, DataSpec, Table
from workbench.project.edits import SetAside, SetData, UseAgain
from workbench.project.project import Project

IRIS = DataSpec(source=Bundled("iris"))


def test_that_they_are_in_no_part_and_all_others_stay_where_they_were() -> None:
    before = ready(IRIS, Path()).parts
    chosen = (int(before.train[3]), int(before.test[0]))

    after = ready(replace(IRIS, set_aside=tuple(map(str, chosen))), Path()).parts

    np.testing.assert_array_equal(after.train, np.delete(before.train, 3))
    np.testing.assert_array_equal(after.test, before.test[1:])
    np.testing.assert_array_equal(after.validation, before.validation)
    assert "2 examples are set aside" in after.warnings[-1].message


def test_that_rows_of_a_table_are_named_by_their_place_in_the_file(tmp_path: Path) -> None:
    rows = "".join(f"{row},{row % 2}\n" for row in range(40))
    (tmp_path / "t.csv").write_text(f"a,y\n{rows}")
    data = DataSpec(source=Table(path="t.csv", target="y"), set_aside=("7", "400"))

    found = ready(data, tmp_path)

    kept = np.concatenate([found.parts.train, found.parts.validation, found.parts.test])
    assert sorted({*range(40)} - set(kept.tolist())) == [7]
    assert "1 of them are not in the data any more" in found.parts.warnings[-1].message


def test_that_setting_all_training_examples_aside_is_refused() -> None:
    everything = tuple(str(row) for row in range(150))

    with pytest.raises(WorkbenchError, match="All 104 training examples are set aside"):
        ready(replace(IRIS, set_aside=everything), Path())


def test_that_the_edit_adds_each_once_and_the_other_takes_all_back() -> None:
    project = SetAside(keys=("3", "5", "3")).apply(Project(data=IRIS))
    project = SetAside(keys=("5", "8")).apply(project)

    assert project.data.set_aside == ("3", "5", "8")
    assert file.loads(file.dumps(project)) == project
    back = UseAgain().apply(project)
    assert back == Project(data=IRIS)
    assert b"set_aside" not in file.dumps(back)


def test_that_another_source_forgets_what_was_set_aside_of_the_one_before() -> None:
    project = Project(data=replace(IRIS, set_aside=("3",)))

    split = SetData(data=replace(project.data, class_weight="balanced")).apply(project)
    other = SetData(data=replace(project.data, source=Bundled("digits"))).apply(project)

    assert split.data.set_aside == ("3",)
    assert other.data.set_aside == ()


def test_that_a_script_takes_the_same_rows_out_or_says_that_it_can_not() -> None:
    lines = aside_lines(replace(IRIS, set_aside=("3", "5")), ("test",))
    train = test = np.arange(8)
    names = {"np": np, "train": train, "test": test}

    exec("\n".join(lines), names)

    assert names["train"].tolist() == names["test"].tolist() == [0, 1, 2, 4, 6, 7]
    table = DataSpec(source=Table(path="t.csv", target="y"), set_aside=("3",))
    with pytest.raises(WorkbenchError, match="a script can't tell"):
        aside_lines(table, ())
