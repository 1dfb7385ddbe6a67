"""One image under several draws of the augmentation, as the window shows it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.helpers.pictures import write_folder
from workbench.engine.data.ready import Ready, ready
from workbench.engine.data.showing import draws_of, examples_of
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm, Preparation
from workbench.project.spec import Spec

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("keras_here")]
PLAIN = Preparation()
BRIGHT, NOISE = Spec("RandomBrightness", {"factor": 0.3}), Spec("GaussianNoise", {"stddev": 0.2})


def pictures(folder: Path, side: int = 24, preparation: Preparation = PLAIN) -> Ready:
    if not folder.exists():
        write_folder(folder, size=(side, side))
    source = ImageFolder(path=str(folder), form=ImageForm(height=side, width=side))
    return ready(DataSpec(source=source, preparation=preparation), folder)


def pixels(image: bytes) -> NDArray[Any]:
    return np.asarray(Image.open(io.BytesIO(image)), dtype=float)


def test_that_the_same_seed_draws_the_same_and_another_draws_anew(tmp_path: Path) -> None:
    data = pictures(tmp_path / "a")
    augment = (BRIGHT, Spec("RandomFlip"), Spec("MixUp"))

    draws = draws_of(data, augment, number=3, count=12, seed=5)

    assert len(draws.draws) == 12
    assert len(set(draws.draws)) > 6
    assert draws == draws_of(data, augment, number=3, count=12, seed=5)
    assert draws.draws != draws_of(data, augment, number=3, count=12, seed=6).draws
    assert draws.row == data.parts.train[3]
    assert draws_of(data, (), number=3, count=2, seed=0).draws == (draws.original,) * 2


@pytest.mark.parametrize("scaling", ["none", "zero_to_one", "minus_one_to_one"])
def test_that_layers_know_the_range_of_prepared_pixels(tmp_path: Path, scaling: str) -> None:
    data = pictures(tmp_path / "a", preparation=Preparation(images=scaling))  # type: ignore[arg-type]

    before = pixels(draws_of(data, (), number=0, count=1, seed=0).original)
    (bright,) = draws_of(data, (BRIGHT,), number=0, count=1, seed=3).draws
    (noisy,) = draws_of(data, (NOISE,), number=0, count=1, seed=3).draws

    assert 10 < np.abs(pixels(bright) - before).mean() < 100
    assert 15 < np.abs(pixels(noisy) - before).mean() < 50


def test_that_large_images_are_drawn_small(tmp_path: Path) -> None:
    data = pictures(tmp_path / "a", side=300)

    draws = draws_of(data, (BRIGHT,), number=0, count=12, seed=0)

    assert pixels(draws.draws[0]).shape[:2] <= (150, 150)
    assert sum(map(len, draws.draws)) < 1 << 19


def test_that_examples_are_shown_as_training_gets_them(tmp_path: Path) -> None:
    data = pictures(tmp_path / "a")

    plain = examples_of(data, "train", 6)
    augmented = examples_of(data, "train", 6, (BRIGHT,))

    pairs = zip(plain.examples, augmented.examples, strict=True)
    assert all(one.row == other.row and one.image != other.image for one, other in pairs)


def test_that_a_layer_that_refuses_the_images_is_named_at_its_place(tmp_path: Path) -> None:
    source = ImageFolder(path=str(tmp_path), form=ImageForm(height=8, width=8, color_mode="grayscale"))
    write_folder(tmp_path)
    grey = ready(DataSpec(source=source), tmp_path)

    with pytest.raises(WorkbenchError) as refused:
        draws_of(grey, (Spec("RandomFlip"), Spec("RandomHue", {"factor": 0.2})), number=0, count=2, seed=0)

    (problem,) = refused.value.problems
    assert problem.where == "data.augment.1"
    assert "RandomHue" in problem.message
    assert "3 channels" in problem.message
    assert not any(noise in problem.message for noise in ("\n", "{{", "[Op", "name:"))
