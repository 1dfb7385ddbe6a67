"""A table that can't be trained on as it stands is shown as it would be, with what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.raw_tables import write_mixed_table
from workbench.engine.data.at_hand import AtHand
from workbench.engine.data.dataset import keep_quiet
from workbench.engine.data.facts import facts
from workbench.engine.data.ready import ready
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Table
from workbench.project.preparation import Preparation


def test_that_missing_values_come_with_a_preparation_that_fills_them(tmp_path: Path) -> None:
    write_mixed_table(tmp_path / "t.csv")
    data = DataSpec(source=Table(path="t.csv", target="y"))
    desk = AtHand()
    found = desk.read(data, tmp_path, keep_quiet)
    told = facts(found.dataset, found.parts)

    assert desk.proposal == Preparation(missing="median")
    assert [problem.code for problem in told.problems] == ["data.missing_values"] * 2
    assert told.input_shape == found.dataset.x.shape[1:]
    with pytest.raises(WorkbenchError):
        ready(data, tmp_path)


def test_that_the_input_shape_is_that_after_the_preparation(tmp_path: Path) -> None:
    write_mixed_table(tmp_path / "t.csv", holes=False)
    desk = AtHand()
    found = desk.read(DataSpec(source=Table(path="t.csv", target="y")), tmp_path, keep_quiet)

    assert desk.proposal is None
    assert facts(found.dataset, found.parts).input_shape == (1 + 3 + 1 + 4,)


def test_that_what_no_preparation_mends_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b,y\n1,,p\n2,3,q\noops,4,p\n4,5,q\n")
    with pytest.raises(WorkbenchError) as caught:
        AtHand().read(DataSpec(source=Table(path="t.csv", target="y")), tmp_path, keep_quiet)

    assert "data.text_in_numbers" in {problem.code for problem in caught.value.problems}
