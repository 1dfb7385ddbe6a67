"""The script reads every source, cuts windows and splits as the program does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.helpers.pictures import write_folder
from workbench.code.data import data
from workbench.engine.data.ready import ready
from workbench.engine.data.targets import encode_dataset
from workbench.project.data import (
    Arrays,
    DataSpec,
    Generated,
    ImageFolder,
    ImageForm,
    ImageTable,
    Source,
    Split,
    Table,
    Window,
)
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

SPARSE, SQUARES, YES_NO = "SparseCategoricalCrossentropy", "MeanSquaredError", "BinaryCrossentropy"
FORM = ImageForm(height=5, width=7)
GREY = ImageForm(height=4, width=4, fit="crop", color_mode="grayscale", interpolation="bicubic")
PADDED = ImageForm(height=4, width=9, fit="pad", interpolation="area")


def project_of(spec: DataSpec, loss: str, units: int) -> Project:
    nodes = (
        Node(id="in", spec=Spec("Input", {"shape": (1,)}), name="in", at=Point(0, 0)),
        Node(id="out", spec=Spec("Dense", {"units": units}), name="out", at=Point(0, 0)),
    )
    graph = Graph(nodes=nodes, links=(Link("in", "out"),))
    return Project(data=spec, graph=graph, training=TrainingSpec(loss=Spec(loss)))


def check(spec: DataSpec, folder: Path, loss: str, units: int) -> None:
    """Run the data's part of the script and compare it with what the program makes of the same."""
    project = project_of(spec, loss, units)
    told = data(project, folder)
    imports = [line for line in told.imports if not line.startswith("import")]
    keras = SimpleNamespace(utils=SimpleNamespace(to_categorical=lambda y, k: np.eye(k, dtype="float32")[y]))
    found: dict[str, object] = {"np": np, "pd": pd, "keras": keras}
    exec("\n".join([*imports, *told.lines]), found)

    made = ready(spec, folder)
    np.testing.assert_array_equal(found["x"], made.dataset.x)
    expected = encode_dataset(made.dataset, loss=Spec(loss), units=units)
    np.testing.assert_array_equal(found[told.targets[0]], expected)
    for name in ("train", "validation", "test"):
        rows = getattr(made.parts, name)
        np.testing.assert_array_equal(found.get(name, []), rows, err_msg=name)
        assert name == "train" or (name in told.parts) == (len(rows) > 0)
    if told.weights:
        assert np.asarray(found[told.weights]).shape == (len(made.dataset),)


@pytest.mark.parametrize("kind", ["xor", "moons", "circles", "spirals", "blobs", "line", "sine", "steps"])
def test_that_generated_sets_are_the_same(tmp_path: Path, kind: str) -> None:
    source = Generated(kind=kind, n=60, noise=0.2, seed=3, classes=2)  # type: ignore[arg-type]
    is_curve = kind in ("line", "sine", "steps")

    check(DataSpec(source=source), tmp_path, SQUARES if is_curve else SPARSE, 1 if is_curve else 2)


RULES = [
    Split(),
    Split(by="group"),
    Split(by="group", folds=3, fold=1),
    Split(by="time"),
    Split(by="time", folds=4, fold=2, test=0),
    Split(by="given", test=0.2),
    Split(folds=4, fold=3),
    Split(folds=4, fold=0, stratify=False, test=0),
]


@pytest.mark.parametrize(
    ("suffix", "rule"),
    [(".csv", rule) for rule in RULES]
    + [(other, Split(by="time")) for other in (".tsv", ".parquet", ".xlsx")],
    ids=lambda value: value if isinstance(value, str) else f"{value.by}-{value.folds}",
)
def test_that_tables_with_roles_are_split_alike(tmp_path: Path, suffix: str, rule: Split) -> None:
    random = np.random.default_rng(1)
    n = 80
    table = pd.DataFrame(
        {
            "a": random.normal(size=n).round(3),
            "b": np.arange(n) * 2,
            "note": ["text"] * n,
            "kind": random.choice(["red", "green"], n),
            "who": random.choice(list("pqrstuvw"), n),
            "day": [f"2024-{1 + k % 12:02d}-{1 + k % 27:02d}" for k in random.permutation(n)],
            "part": random.choice(["train", "val"], n, p=[0.8, 0.2]),
            "weight": random.uniform(0.5, 2, n).round(2),
        }
    )
    write: dict[str, Callable[[Path], object]] = {
        ".csv": lambda path: table.to_csv(path, index=False),
        ".tsv": lambda path: table.to_csv(path, index=False, sep="\t"),
        ".parquet": lambda path: table.to_parquet(path),
        ".xlsx": lambda path: table.to_excel(path, index=False),
    }
    write[suffix](tmp_path / f"t{suffix}")
    roles = {"group": "who", "time": "day", "part": "part", "weight": "weight"}
    source = Table(path=f"t{suffix}", target="kind", ignored=("note",), **roles)

    check(DataSpec(source=source, split=rule, class_weight="balanced"), tmp_path, SPARSE, 2)


def test_that_several_targets_and_windows_are_the_same(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    table = pd.DataFrame({"t": random.permutation(50), "a": random.normal(size=50)})
    table = table.assign(y=table["a"].cumsum(), z=table["a"] * 2, y2=table["a"] + 1)
    table.to_csv(tmp_path / "t.csv", index=False)
    two = Table(path="t.csv", target="y", more_targets=("z",), time="t")
    one = Table(path="t.csv", target="y", features=("a", "y2"), time="t")

    check(DataSpec(source=two), tmp_path, SQUARES, 2)
    windows = DataSpec(source=one, window=Window(length=5, horizon=2, stride=2), split=Split(by="time"))
    check(windows, tmp_path, SQUARES, 1)


def test_that_several_labels_are_the_same(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 2},{n % 3 == 0:d}\n" for n in range(30))
    (tmp_path / "t.csv").write_text(f"a,p,q\n{rows}", encoding="utf-8")

    check(DataSpec(source=Table(path="t.csv", target="p", more_targets=("q",))), tmp_path, YES_NO, 2)


@pytest.mark.parametrize("form", [FORM, GREY, PADDED])
def test_that_photographs_are_read_alike(tmp_path: Path, form: ImageForm) -> None:
    write_folder(tmp_path / "p", each=7)
    (tmp_path / "p" / "red" / "broken.jpg").write_text("no image")

    check(DataSpec(source=ImageFolder(path="p", form=form)), tmp_path, SPARSE, 3)


def test_that_ready_parts_of_photographs_are_kept_alike(tmp_path: Path) -> None:
    for name, each in (("train", 8), ("test", 2)):
        write_folder(tmp_path / "p" / name, each=each)

    check(DataSpec(source=ImageFolder(path="p", form=FORM), split=Split(by="given")), tmp_path, SPARSE, 3)


def test_that_images_named_in_a_table_are_read_alike(tmp_path: Path) -> None:
    write_folder(tmp_path / "p", each=7)
    paths = sorted(tmp_path.glob("p/*/*.png"))
    rows = [f"{path.relative_to(tmp_path)},{path.parent.name}\n" for path in paths]
    (tmp_path / "t.csv").write_text("file,colour\n" + "".join(rows) + "p/none.png,red\n", encoding="utf-8")

    source = ImageTable(path="t.csv", image="file", target="colour", form=FORM)
    check(DataSpec(source=source), tmp_path, SPARSE, 3)


def save_arrays(folder: Path, y: np.ndarray) -> tuple[Source, Source]:
    x = np.random.default_rng(0).normal(size=(len(y), 3))
    np.savez(folder / "a.npz", x=x, y=y, xt=x[:5], yt=y[:5])
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", y)
    return Arrays(path="a.npz", x_test="xt", y_test="yt"), Arrays(path="x.npy", y="y.npy")


@pytest.mark.parametrize("form", ["numbers", "one-hot", "texts", "quantity"])
def test_that_arrays_are_read_alike(tmp_path: Path, form: str) -> None:
    numbers = np.arange(60) % 3
    y = {
        "numbers": numbers + 4,
        "one-hot": np.eye(3)[numbers],
        "texts": np.array(["p", "q", "r"])[numbers],
        "quantity": numbers * 0.7 + np.arange(60) / 7,
    }[form]
    loss, units = (SQUARES, 1) if form == "quantity" else (SPARSE, 3)

    for source in save_arrays(tmp_path, y):
        by = "given" if source.x_test else "share"  # type: ignore[union-attr]
        check(DataSpec(source=source, split=Split(by=by)), tmp_path, loss, units)  # type: ignore[arg-type]
