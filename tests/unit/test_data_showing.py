"""Examples as the network gets them, and small pictures for the window."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from tests.helpers.pictures import write_folder
from workbench.engine.data.at_hand import AtHand
from workbench.engine.data.dataset import keep_quiet
from workbench.engine.data.pictures.small import encoded, thumbnails
from workbench.engine.data.ready import ready
from workbench.engine.data.showing import draws_of, examples_of
from workbench.engine.evaluation.rows import rows_shown
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import (
    Arrays,
    Bundled,
    DataSpec,
    ImageFolder,
    ImageForm,
    Preparation,
    Split,
    Table,
    Window,
)
from workbench.project.spec import Spec

_IRIS = DataSpec(source=Bundled("iris"))


def _pixels(image: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(image)))


def test_that_examples_of_a_part_are_those_that_the_network_gets() -> None:
    data = DataSpec(source=Bundled("iris"), preparation=Preparation(scaling="minmax"))
    found = ready(data, Path())
    shown = examples_of(found, "validation", 10)
    assert (shown.total, len(shown.examples), shown.shape) == (23, 10, (4,))
    assert shown.names == ("sepal_length", "sepal_width", "petal_length", "petal_width")
    for example in shown.examples:
        assert example.row in found.parts.validation
        assert example.values == pytest.approx(found.dataset.x[example.row], abs=1e-5)


def test_that_a_part_without_examples_shows_none() -> None:
    found = ready(DataSpec(source=Bundled("iris"), split=Split(validation=0)), Path())
    shown = examples_of(found, "validation", 10)
    assert (shown.total, shown.examples) == (0, ())


def test_that_pictures_keep_their_pixels_and_their_shades(tmp_path: Path) -> None:
    write_folder(tmp_path, each=4)
    source = ImageFolder(path=str(tmp_path), form=ImageForm(height=6, width=8))
    data = DataSpec(source=source, preparation=Preparation(images="zero_to_one"))
    found = ready(data, tmp_path)
    shown = examples_of(found, "train", 4)
    for example in shown.examples:
        pixels = np.asarray(found.dataset.x[np.array([example.row])])[0]
        assert np.abs(_pixels(example.image) / 255 - pixels).max() < 0.01


def test_that_grey_arrays_are_pictures_and_windows_of_a_table_are_rows_of_numbers(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros((30, 9, 8), np.uint8), y=np.arange(30) % 2)
    pd.DataFrame({f"c{n}": np.arange(30.0) for n in range(9)}).to_csv(tmp_path / "t.csv", index=False)
    names = tuple(f"c{n}" for n in range(8))
    series = DataSpec(source=Table(path="t.csv", target="c8", features=names), window=Window(length=9))

    grey = examples_of(ready(DataSpec(source=Arrays(path="a.npz")), tmp_path), "train", 2)
    rows = ready(series, tmp_path)
    windows = examples_of(rows, "train", 2)
    cells = rows_shown(rows, (0,))

    assert [_pixels(one.image).shape for one in grey.examples] == [(9, 8)] * 2
    assert (len(windows.examples[0].values), windows.names) == (72, names)
    assert (cells.columns[0], cells.columns[-1]) == ("c0 −8", "c7")
    assert cells.rows[0].cells[:2] + cells.rows[0].cells[-1:] == ("0", "0", "8")


def test_that_small_pictures_are_small_and_what_is_none_is_empty(tmp_path: Path) -> None:
    Image.new("RGB", (600, 300), (200, 30, 30)).save(tmp_path / "wide.jpg")
    Image.new("I;16", (40, 40)).save(tmp_path / "deep.png")
    (tmp_path / "none.jpg").write_bytes(b"no image")
    names = ("wide.jpg", "deep.png", "none.jpg", "absent.jpg")
    wide, deep, none, absent = thumbnails([str(tmp_path / name) for name in names], 96)
    assert _pixels(wide).shape == (48, 96, 3)
    assert _pixels(deep).shape[:2] == (40, 40)
    assert (none, absent) == (b"", b"")


def test_that_a_picture_of_equal_numbers_is_drawn_and_not_divided_by_nothing() -> None:
    assert _pixels(encoded(np.full((4, 4, 1), 3.0), 3.0, 3.0, 64)).shape == (4, 4)


def test_that_what_was_inspected_is_at_hand_and_forgotten_with_another_choice() -> None:
    at_hand = AtHand()
    first = at_hand.read(_IRIS, Path(), keep_quiet)
    assert at_hand.get(_IRIS, Path(), keep_quiet) is first
    assert at_hand.get(DataSpec(source=Bundled("xor"), split=Split(validation=0, test=0)), Path(), keep_quiet)
    assert at_hand.get(_IRIS, Path(), keep_quiet) is not first


def test_that_points_have_no_draws() -> None:
    with pytest.raises(WorkbenchError, match="no image to draw"):
        draws_of(ready(_IRIS, Path()), (), 0, 12, 0)


@pytest.mark.slow
def test_that_the_same_seed_draws_the_same_and_another_does_not(keras_here: None, tmp_path: Path) -> None:
    write_folder(tmp_path, each=4)
    source = ImageFolder(path=str(tmp_path), form=ImageForm(height=6, width=8))
    found = ready(DataSpec(source=source), tmp_path)
    layers = (Spec("RandomBrightness", {"factor": 0.5}), Spec("MixUp"))
    first = draws_of(found, layers, 0, 12, 0)
    assert len(first.draws) == 12
    assert first == draws_of(found, layers, 0, 12, 0)
    assert first.draws != draws_of(found, layers, 0, 12, 1).draws
    assert first.original == draws_of(found, (), 0, 12, 0).original
    assert set(draws_of(found, (), 0, 12, 0).draws) == {first.original}
