"""The bundled flower photographs: enough of each class, of several sizes, and as their script draws them."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from workbench.foundation import paths

FLOWERS = paths.sample_data() / "flowers"
CLASSES = ("daisy", "dandelion", "rose", "sunflower", "tulip")
BYTES = 3_000_000


@pytest.fixture(scope="module")
def script() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(paths.sample_data()))
        return importlib.import_module("make_flowers")


def _photographs(name: str) -> list[Path]:
    return sorted((FLOWERS / name).glob("*.jpg"))


def test_that_the_five_flowers_are_together_under_three_megabytes():
    assert tuple(sorted(folder.name for folder in FLOWERS.iterdir())) == CLASSES
    assert sum(file.stat().st_size for file in FLOWERS.rglob("*")) < BYTES


@pytest.mark.parametrize("name", CLASSES)
def test_that_a_flower_has_as_many_photographs_as_the_others_and_they_vary_in_size(
    name: str, script: ModuleType
):
    photographs = _photographs(name)
    sizes = set()
    for path in photographs:
        with Image.open(path) as image:
            assert (image.format, image.mode) == ("JPEG", "RGB")
            sizes.add(image.size)

    assert len(photographs) == script.EACH >= 60
    assert len({path.read_bytes() for path in photographs}) == len(photographs)
    assert sizes <= set(script.SIZES)
    assert {width > height for width, height in sizes} == {True, False}


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("number", [0, 41])
def test_that_the_script_still_draws_what_is_committed(name: str, number: int, script: ModuleType):
    """JPEG files may differ between versions of Pillow; what they show may not."""
    drawn = script.picture(name, number)
    with Image.open(_photographs(name)[number]) as kept:
        assert kept.size == drawn.size
        apart = np.abs(np.asarray(kept, dtype=float) - np.asarray(drawn, dtype=float))

    assert apart.mean() < 8


def test_that_the_script_writes_a_folder_for_each_class(tmp_path: Path, script: ModuleType):
    script.main(tmp_path, each=1)

    assert sorted(str(path.relative_to(tmp_path).as_posix()) for path in tmp_path.rglob("*.jpg")) == [
        f"{name}/{name}-001.jpg" for name in CLASSES
    ]
