"""A run whose data were moved is told where they are now."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.cli.arguments import parse
from workbench.cli.output import Output
from workbench.cli.relinking import relink as relink_from_the_shell
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import (
    Arrays,
    Bundled,
    DataSpec,
    Generated,
    ImageFolder,
    ImageTable,
    KerasDataset,
    Source,
    Table,
)
from workbench.project.project import Project
from workbench.project.source_paths import moved
from workbench.runs.folder import RunFolder, create
from workbench.runs.relinking import relink, with_the_way_out


def _run(home: Path, source: Source | None, **fields: object) -> RunFolder:
    data = DataSpec(source=source, **fields)  # type: ignore[arg-type]
    return create(Project(title="t", data=data), home=home / "runs", base=home)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Table(path="/old/t.csv", target="y", group="g"), Table(path="/new/u.csv", target="y", group="g")),
        (
            ImageTable(path="/old/t.csv", image="file", target="y", root="/old/pictures"),
            ImageTable(path="/new/u.csv", image="file", target="y", root="/new/pictures"),
        ),
        (
            ImageFolder(path="/old/t.csv", validation="/old/t.csv/val", test="/elsewhere/test"),
            ImageFolder(path="/new/u.csv", validation="/new/u.csv/val", test="/elsewhere/test"),
        ),
        (Arrays(path="/old/x.npy", y="/old/y.npy"), Arrays(path="/new/u.csv", y="/new/y.npy")),
        (Arrays(path="/old/a.npz", y="targets"), Arrays(path="/new/u.csv", y="targets")),
    ],
)
def test_that_what_lay_beside_the_data_comes_along(before: Source, after: Source) -> None:
    assert moved(before, Path("/new/u.csv")) == after


def test_that_what_stayed_in_its_place_is_left_there(tmp_path: Path) -> None:
    (tmp_path / "validation").mkdir()
    source = ImageFolder(path=str(tmp_path / "train"), validation=str(tmp_path / "validation"))

    there = moved(source, tmp_path / "new" / "train")

    assert isinstance(there, ImageFolder) and there.validation == source.validation


def test_that_the_snapshot_names_the_new_place_and_nothing_else_changes(tmp_path: Path) -> None:
    run = _run(tmp_path, Table(path="t.csv", target="y"))
    before = run.project()
    (tmp_path / "moved.csv").write_text("a,y\n1,p\n")

    relink(run, tmp_path / "moved.csv")

    after = run.project()
    assert after.data.source == Table(path=str(tmp_path / "moved.csv"), target="y")
    assert after.with_data(before.data) == before


def test_that_photographs_that_are_set_aside_stay_so(tmp_path: Path) -> None:
    aside = (str(tmp_path / "old" / "rose" / "1.jpg"),)
    run = _run(tmp_path, ImageFolder(path="old"), set_aside=aside)
    (tmp_path / "new").mkdir()

    relink(run, tmp_path / "new")

    assert run.project().data.set_aside == (str(tmp_path / "new" / "rose" / "1.jpg"),)


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        (Table(path="t.csv", target="y"), "none.csv", "expected a file at .*received nothing"),
        (Table(path="t.csv", target="y"), "folder", "expected a file at .*received a folder"),
        (ImageFolder(path="old"), "file", "expected a folder at .*received a file"),
        (Bundled("iris"), "file", "are no files of yours"),
        (KerasDataset("mnist"), "file", "are no files of yours"),
        (Generated("moons"), "file", "are no files of yours"),
        (None, "file", "are no files of yours"),
    ],
)
def test_that_another_kind_of_place_is_refused_and_nothing_is_written(
    tmp_path: Path, source: Source | None, place: str, words: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    run = _run(tmp_path, source)
    before = run.project_file.read_bytes()

    with pytest.raises(WorkbenchError, match=words) as caught:
        relink(run, tmp_path / place)

    assert caught.value.problems[0].hint
    assert run.project_file.read_bytes() == before


def test_that_data_that_are_not_there_come_with_the_way_out_and_other_faults_with_their_own(
    tmp_path: Path,
) -> None:
    run = RunFolder(tmp_path)
    gone = error("data.missing", "data.source", "t.csv is not there.", "Choose again.")
    ragged = error("data.ragged", "data.source", "Line 3 has 4 cells.", "Correct it.")

    told = with_the_way_out((gone, ragged), run)

    assert f"workbench relink {tmp_path} PATH" in told[0].hint and "Run > Find the data" in told[0].hint
    assert told[1] == ragged


def test_that_the_shell_tells_a_run_where_its_data_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = _run(tmp_path, Table(path="t.csv", target="y"))
    (tmp_path / "moved.csv").write_text("a,y\n1,p\n")

    code = relink_from_the_shell(
        parse(["relink", str(run.path), str(tmp_path / "moved.csv")]), Output(as_json=False)
    )

    assert code == 0
    assert f"lie at {tmp_path / 'moved.csv'}" in capsys.readouterr().out.replace("\n", "")
    source = run.project().data.source
    assert isinstance(source, Table) and source.path == str(tmp_path / "moved.csv")
