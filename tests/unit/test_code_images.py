"""The script reads a folder of photographs as the program does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from workbench.code.images import of_image_folder
from workbench.engine.data.load import load
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm
from workbench.project.sources import ColorMode, Fit, Interpolation


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
    ("color_mode", "interpolation", "fit"),
    [("rgb", "bilinear", "stretch"), ("grayscale", "area", "crop"), ("rgba", "nearest", "pad")],
)
def test_that_the_scripts_photographs_are_the_programs_own(
    folder: Path, color_mode: ColorMode, interpolation: Interpolation, fit: Fit
) -> None:
    form = ImageForm(height=12, width=16, color_mode=color_mode, interpolation=interpolation, fit=fit)
    source = ImageFolder(path=".", form=form)
    found: dict[str, object] = {"np": np, "Path": Path, "Image": Image, "ImageOps": ImageOps}

    exec("\n".join(of_image_folder(source, folder).lines), found)

    dataset = load(DataSpec(source=source), folder)
    np.testing.assert_array_equal(found["x"], dataset.x)  # type: ignore[arg-type]
    np.testing.assert_array_equal(found["labels"], dataset.y)  # type: ignore[arg-type]
    assert tuple(found["class_names"]) == dataset.classes  # type: ignore[arg-type]


def test_that_no_folder_is_told_in_words() -> None:
    with pytest.raises(WorkbenchError, match="No folder is chosen"):
        of_image_folder(ImageFolder(path=" "), Path())
