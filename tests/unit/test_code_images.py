"""The script reads a folder of photographs as the program does."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image, ImageOps

from workbench.code.images import image_lines
from workbench.engine.data.load import load
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm, Split
from workbench.project.sources import ColorMode, Interpolation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Photographs of three sizes, some of them lying on their side."""
    rng = np.random.default_rng(0)
    for name in ("rose", "aster's"):
        (tmp_path / name).mkdir()
        for number, (height, width) in enumerate([(20, 30), (33, 17), (24, 24)]):
            exif = Image.Exif()
            exif[0x0112] = (1, 6, 3)[number]
            image = Image.fromarray(rng.integers(0, 255, (height, width, 3), dtype=np.uint8))
            image.save(tmp_path / name / f"{number}.{('jpg', 'JPEG', 'png')[number]}", exif=exif)
    (tmp_path / "rose" / "notes.txt").write_text("no photograph", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("color_mode", "interpolation"), [("rgb", "bilinear"), ("grayscale", "area"), ("rgba", "nearest")]
)
def test_that_the_scripts_photographs_are_the_programs_own(
    folder: Path, color_mode: ColorMode, interpolation: Interpolation
) -> None:
    form = ImageForm(height=12, width=16, color_mode=color_mode, interpolation=interpolation)
    spec = DataSpec(source=ImageFolder(path=".", form=form))
    found: dict[str, object] = {"np": np, "Path": Path, "Image": Image, "ImageOps": ImageOps}

    exec("\n".join(image_lines(spec, ImageFolder(path=".", form=form), folder)), found)

    dataset = load(spec, folder)
    np.testing.assert_array_equal(found["x"], dataset.x)  # type: ignore[arg-type]
    np.testing.assert_array_equal(found["labels"], dataset.y)  # type: ignore[arg-type]
    assert tuple(found["class_names"]) == dataset.classes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (DataSpec(source=ImageFolder(path=" ")), "No folder is chosen"),
        (DataSpec(source=ImageFolder(path=".", validation="elsewhere")), "by share"),
        (DataSpec(source=ImageFolder(path="."), split=replace(Split(), folds=3)), "by share"),
        (DataSpec(source=ImageFolder(path=".", form=ImageForm(fit="crop"))), "“crop”"),
    ],
)
def test_that_what_can_not_be_written_is_told_in_words(spec: DataSpec, words: str) -> None:
    assert isinstance(spec.source, ImageFolder)
    with pytest.raises(WorkbenchError, match=re.escape(words)):
        image_lines(spec, spec.source, Path())
