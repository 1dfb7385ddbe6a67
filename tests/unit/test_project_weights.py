"""A project may name a file whose weights its layers begin with."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from workbench.project import file
from workbench.project.edits import ForgetWeights
from workbench.project.project import Project
from workbench.runs import folder


def test_that_weights_stand_in_a_file_only_where_there_are_some() -> None:
    project = Project(weights="model.keras")

    assert b'"weights"' not in file.dumps(Project())
    assert file.loads(file.dumps(project)) == project


def test_that_a_run_names_the_weights_by_an_absolute_path(tmp_path: Path) -> None:
    run = folder.create(Project(weights="model.keras"), home=tmp_path / "runs", base=tmp_path)

    assert run.project().weights == str(tmp_path / "model.keras")


def test_that_weights_can_be_forgotten() -> None:
    project = Project(title="mine")

    assert ForgetWeights().apply(replace(project, weights="model.keras")) == project
