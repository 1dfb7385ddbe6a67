"""Traps in folders of photographs: each is found in a prepared bad set, and gone by its way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from tests.helpers.lint import findings, mended
from workbench.engine.data.lint.linter import lint
from workbench.engine.data.load import load
from workbench.engine.data.ready import ready
from workbench.project.data import DataSpec, ImageFolder, ImageForm, Split
from workbench.project.edits.remedies import ChangeImageForm
from workbench.project.graph import Graph, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec

CLASSES = ("daisy", "rose", "tulip")
FORM = ImageForm(height=32, width=32)


def picture(seed: int, size: tuple[int, int] = (48, 48)) -> Image.Image:
    """Return a smooth picture of blots, no two alike; ``size`` is (width, height)."""
    blots = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return Image.fromarray(blots).resize(size, Image.Resampling.BICUBIC)


def write(folder: Path, *, each: int = 20, seed: int = 0) -> Path:
    for number, name in enumerate(CLASSES):
        (folder / name).mkdir(parents=True)
        for count in range(each):
            picture(seed + 1000 * number + count).save(folder / name / f"{count:03d}.png")
    return folder


def data_of(folder: Path, *, by_given: bool = False, **options: str) -> DataSpec:
    source = replace(ImageFolder(path=str(folder), form=FORM), **options)
    share = Split(validation=0.2, test=0.2)
    return DataSpec(source=source, split=replace(share, by="given") if by_given else share)


def test_that_nothing_is_found_in_sound_photographs(tmp_path: Path) -> None:
    assert not findings(data_of(write(tmp_path)))


def test_that_equal_photographs_are_found_across_parts_and_used_once(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    for count in range(10):
        shutil.copy(tmp_path / "rose" / f"{count:03d}.png", tmp_path / "rose" / f"copy-{count}.png")

    problem = findings(data)["duplicates-across"].problem

    assert problem.severity == "warning"
    assert "rose/copy-" in problem.message
    after = mended(data, "duplicates-across")
    assert len(ready(after, Path()).dataset) == 60
    assert not findings(after)


def test_that_a_photograph_in_two_classes_is_named(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    shutil.copy(tmp_path / "rose" / "003.png", tmp_path / "tulip" / "other.png")

    problem = findings(data)["contradictions"].problem

    assert "rose/003.png is “rose”, tulip/other.png is “tulip”" in problem.message
    assert problem.severity == "warning"


def test_that_photographs_that_look_the_same_are_found_and_used_once(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    for count in range(12):
        image = Image.open(tmp_path / "daisy" / f"{count:03d}.png")
        small = image.resize((40, 40), Image.Resampling.LANCZOS).point(lambda value: min(255, value + 6))
        small.save(tmp_path / "daisy" / f"again-{count}.jpg", quality=60)

    found = findings(data)

    assert set(found) == {"alike-across"}
    assert "hardly to be told from" in found["alike-across"].problem.message
    after = mended(data, "alike-across")
    kept = ready(after, Path()).dataset
    assert kept.images is not None
    assert not [path for path in kept.images.paths if "again" in path]
    assert len(kept.images.paths) == len(kept) == 60


@pytest.mark.parametrize("name", ["validation", "test"])
def test_that_a_part_that_is_the_training_folder_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    data = data_of(tmp_path, by_given=True, **{name: str(tmp_path)})

    problem = findings(data)[f"{name}-is-train"].problem

    assert "60 of its 60 examples (100 %)" in problem.message
    after = mended(data, f"{name}-is-train")
    assert not findings(after)
    parts = ready(after, Path()).parts
    assert len(parts.validation)
    assert len(parts.test)


def test_that_ready_folders_with_the_same_photographs_are_told(tmp_path: Path) -> None:
    write(tmp_path / "train")
    shutil.copytree(tmp_path / "train", tmp_path / "val")
    write(tmp_path / "test", seed=500)
    data = data_of(tmp_path, by_given=True)

    after = mended(data, "validation-is-train")

    parts = ready(after, Path()).parts
    assert (len(parts.train), len(parts.validation), len(parts.test)) == (48, 12, 60)
    assert not findings(after)


def test_that_a_test_that_early_stopping_watches_is_told(tmp_path: Path) -> None:
    write(tmp_path / "flowers")
    write(tmp_path / "held", seed=500)
    held = str(tmp_path / "held")
    data = data_of(tmp_path / "flowers", by_given=True, validation=held, test=held)

    assert "early stopping" in findings(data)["test-is-validation"].problem.message
    after = mended(data, "test-is-validation")
    assert isinstance(after.source, ImageFolder)
    assert (after.source.validation, after.source.test) == ("", held)
    assert not findings(after)


def test_that_grey_photographs_of_one_class_are_told(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    for path in (tmp_path / "rose").iterdir():
        Image.open(path).convert("L").save(path)

    problem = findings(data)["mixed-modes"].problem

    assert problem.severity == "warning"
    assert "Of “rose” 100% are so, of “daisy” 0%" in problem.message
    mended(data, "mixed-modes")


def test_that_a_few_grey_photographs_of_all_classes_are_only_mentioned(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    for name in CLASSES:
        path = tmp_path / name / "000.png"
        Image.open(path).convert("L").save(path)

    assert findings(data)["mixed-modes"].problem.severity == "info"


def test_that_stretched_photographs_are_padded_by_a_click(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    for name in CLASSES:
        for count in range(0, 20, 4):
            picture(3000 + count, (90, 40)).save(tmp_path / name / f"{count:03d}.png")

    assert "to 90 × 40 pixels" in findings(data)["mixed-proportions"].problem.message
    mended(data, "mixed-proportions")


def test_that_unreadable_files_are_named_and_set_aside(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    (tmp_path / "rose" / "broken.png").write_bytes(b"no picture")

    (note,) = load(data, Path()).notes

    assert "rose/broken.png" in note.message
    assert not findings(data)


def test_that_a_class_of_one_photograph_is_left_out(tmp_path: Path) -> None:
    data = data_of(write(tmp_path))
    (tmp_path / "weed").mkdir()
    picture(9).save(tmp_path / "weed" / "one.png")

    after = mended(data, "rare-class")

    assert isinstance(after.source, ImageFolder)
    assert after.source.classes == CLASSES


def test_that_a_class_too_rare_for_its_share_gets_larger_parts(tmp_path: Path) -> None:
    data = data_of(write(tmp_path, each=30))
    for name, kept in (("daisy", 20), ("tulip", 4)):
        for count in range(kept, 30):
            (tmp_path / name / f"{count:03d}.png").unlink()
    data = replace(data, split=Split())

    after = mended(data, "class-missing")

    assert after.split.validation > 0.15


def test_that_reading_in_grey_changes_the_networks_input_too() -> None:
    spec = Spec("Input", {"shape": FORM.shape})
    graph = Graph(nodes=(Node(id="a", spec=spec, name="input", at=Point(0, 0)),))
    project = Project(graph=graph, data=DataSpec(source=ImageFolder(path="flowers", form=FORM)))

    after = ChangeImageForm(color_mode="grayscale").apply(project)

    assert after.graph.node("a").spec.params == {"shape": (32, 32, 1)}


def test_that_a_sample_of_a_large_set_keeps_copies_together_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_of(write(tmp_path))
    for name in CLASSES:
        for count in range(20):
            shutil.copy(tmp_path / name / f"{count:03d}.png", tmp_path / name / f"copy-{count:03d}.png")
    monkeypatch.setattr("workbench.engine.data.lint.linter._MOST_BYTES", 40 * 32 * 32 * 3)

    found = lint(data, Path())

    (copies,) = [finding.problem for finding in found if finding.problem.code == "lint.duplicates-across"]
    assert "(of 40 of 120 looked at)" in copies.message
