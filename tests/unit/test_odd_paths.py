"""Names of files and folders as people give them: every file action takes them, or refuses them by name."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.journals import finished_run
from tests.helpers.trainings import iris, train
from workbench.catalog.catalog import Catalog
from workbench.code.script import script
from workbench.engine.data.glance.recognise import recognise
from workbench.engine.data.load import load
from workbench.foundation.errors import WorkbenchError
from workbench.project import file
from workbench.project.data import Arrays, DataSpec, Table
from workbench.project.samples import open_project
from workbench.protocol.frames import NoTextError, encode
from workbench.protocol.messages import InspectData
from workbench.runs.events import RunFinished
from workbench.runs.folder import RunFolder, create
from workbench.runs.registry import list_runs
from workbench.runs.relinking import relink

NAMES = (
    "a b",
    "%20{}%s",
    "玫瑰",
    "🌹",
    "وردة",
    "CON",
    "x" * 220,
    "-rf",
    'it\'s "so"',
    "a#b?c=d",
    "<b>&amp;",
    "$HOME `ls`",
)


@pytest.fixture(params=NAMES, ids=range(len(NAMES)))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder of an odd name; what is put into it bears that name too."""
    made: Path = tmp_path / request.param
    made.mkdir()
    return made


def test_that_a_project_is_saved_and_opened(folder: Path) -> None:
    project = open_project("digits-cnn")[0]
    path = folder / f"{folder.name}.workbench"

    file.save(project, path)

    assert file.load(path) == project
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_that_arrays_are_recognised_and_read(folder: Path) -> None:
    path = folder / f"{folder.name}.npz"
    np.savez(path, x=np.eye(6), y=np.arange(6) % 2)

    assert recognise(path).source == Arrays(path=str(path))
    assert len(load(DataSpec(source=Arrays(path=f"{path.name}")), folder)) == 6


def test_that_runs_are_made_listed_and_told_where_their_data_are(folder: Path) -> None:
    (folder / "t.csv").write_text("a,y\n1,p\n2,q\n")
    data = DataSpec(source=Table(path="gone.csv", target="y"))
    project = replace(open_project("iris-mlp")[0], title=folder.name, data=data)

    run = create(project, home=folder / "runs", base=folder)
    relink(run, folder / "t.csv")
    finished_run(folder / "runs" / folder.name, epochs=1, title=folder.name)

    assert run.project().data.source == Table(path=str(folder / "t.csv"), target="y")
    listed = {summary.folder: summary for summary in list_runs(folder / "runs")}
    assert Path(run.path) in map(Path, listed)
    assert RunFolder(folder / "runs" / folder.name).path in map(Path, listed)


def test_that_a_script_holds_the_very_path(folder: Path, catalog: Catalog) -> None:
    path = folder / f"{folder.name}.csv"
    path.write_text("a,y\n1,p\n2,q\n")
    source = Table(path=str(path), target="y")
    project = replace(open_project("iris-mlp")[0], data=DataSpec(source=source))

    tree = ast.parse(script(project, catalog, base=folder))

    assert str(path) in {each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)}


def test_that_a_name_too_long_for_the_disk_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="can't be written") as caught:
        file.save(open_project("iris-mlp")[0], tmp_path / f"{'x' * 300}.workbench")

    assert "Save it under another name" in caught.value.problems[0].hint


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_that_bytes_that_are_no_text_are_refused_by_name(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")
    try:
        Path(name).write_text("a,y\n1,p\n2,q\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    source = Table(path=name, target="y")

    with pytest.raises(WorkbenchError) as caught:
        file.save(
            replace(open_project("iris-mlp")[0], data=DataSpec(source=source)), tmp_path / "p.workbench"
        )

    (problem,) = caught.value.problems
    assert "caf?.csv" in problem.message and "Rename" in problem.hint
    with pytest.raises(NoTextError, match=r"caf\?\.csv"):
        encode(InspectData(id=1, data=DataSpec(source=source)))


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras with numpy 2.4
def test_that_a_training_is_kept_judged_asked_and_taken_away_in_a_folder_of_any_name(tmp_path: Path) -> None:
    from workbench.engine.evaluation.evaluate import evaluate
    from workbench.engine.evaluation.predict import predict
    from workbench.engine.export.export import export
    from workbench.foundation import paths

    home = tmp_path / "rosé 玫瑰 🌹 وردة" / "%20{}%s 'it' \"so\"" / "#?&<b>"
    home.mkdir(parents=True)
    table = home / "iris 🌹.csv"
    table.write_text((paths.sample_data() / "iris.csv").read_text(encoding="utf-8"), encoding="utf-8")
    project = iris(epochs=1).with_data(DataSpec(source=Table(path=table.name, target="species")))

    run = train(project, home)
    assert run.all(RunFinished)

    assert evaluate(run.folder.path, "test", "last").examples == 23
    assert len(predict(run.folder.path, table, "last")) == 150
    exported = export(run.folder.path, "keras", home / "rosé 🌹.keras", "last")
    assert Path(exported.path).is_file() and Path(exported.path).parent == home
