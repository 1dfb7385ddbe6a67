"""Data that change behind a run's back are noticed; data that only move are not blamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.datasets import load_prepared
from workbench.engine.data import fingerprint
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.fingerprint import compared, keep_or_compare
from workbench.project.data import DataSpec, Table


def _read(path: Path, content: str) -> Dataset:
    path.write_text(content)
    return load_prepared(DataSpec(source=Table(path=str(path), target="y")), path.parent)


@pytest.mark.parametrize("whole", [256 << 20, 0], ids=["all", "sample"])
def test_that_data_changed_since_the_training_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    monkeypatch.setattr(fingerprint, "_WHOLE", whole)
    assert keep_or_compare(tmp_path, _read(tmp_path / "t.csv", "a,y\n1,p\n2,q\n3,p\n")) == ()

    (problem,) = keep_or_compare(tmp_path, _read(tmp_path / "t.csv", "a,y\n1,p\n2,q\n4,p\n"))

    assert (problem.severity, problem.code) == ("warning", "data.changed")
    assert compared(tmp_path, _read(tmp_path / "t.csv", "a,y\n1,p\n2,q\n3,q\n"))


def test_that_data_that_only_moved_are_the_same(tmp_path: Path) -> None:
    keep_or_compare(tmp_path, _read(tmp_path / "t.csv", "a,y\n1,p\n2,q\n3,p\n"))

    assert compared(tmp_path, _read(tmp_path / "elsewhere.csv", "a;y\n1;p\n2;q\n3;p\n")) == ()


def test_that_a_run_without_a_note_of_its_data_is_not_warned_of(tmp_path: Path) -> None:
    assert compared(tmp_path, _read(tmp_path / "t.csv", "a,y\n1,p\n2,q\n")) == ()
