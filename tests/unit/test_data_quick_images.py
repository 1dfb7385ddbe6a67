"""Small JPEGs are decoded by TensorFlow where it is loaded, to the very pixels that Pillow gives."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray
from PIL import Image

from workbench.engine.data.load import load
from workbench.engine.data.pictures import collect, quick
from workbench.engine.data.pictures.decode import decode
from workbench.engine.data.pictures.quick import quick_decoder
from workbench.project.data import DataSpec, ImageFolder, ImageForm

FORM = ImageForm(height=37, width=50)


def _picture(mode: str = "RGB") -> Image.Image:
    draw = np.random.default_rng(3)
    coarse = Image.fromarray(draw.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    return coarse.resize((50, 37), Image.Resampling.BICUBIC).convert(mode)


def _bytes(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def _quickly(path: Path, form: ImageForm = FORM) -> NDArray[np.uint8] | None:
    decoder = quick_decoder(form)
    assert decoder is not None
    found = decoder.decode([str(path)])
    return found.pixels[0] if found is not None and found.sizes != [None] else None


@pytest.mark.slow
@pytest.mark.parametrize("quality", [30, 75, 95])
@pytest.mark.parametrize(
    "options", [{"subsampling": 0}, {"subsampling": 1}, {"subsampling": 2}, {"progressive": True}], ids=str
)
def test_that_the_pixels_are_pillows(
    keras_here: None, tmp_path: Path, quality: int, options: dict[str, object]
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(_bytes(_picture(), quality=quality, **options))

    found = _quickly(path)

    assert found is not None
    np.testing.assert_array_equal(found, decode(str(path), FORM).pixels)


@pytest.mark.slow
def test_that_grey_pictures_are_decoded_to_pillows_greys(keras_here: None, tmp_path: Path) -> None:
    form = ImageForm(height=37, width=50, color_mode="grayscale")
    path = tmp_path / "a.jpg"
    path.write_bytes(_bytes(_picture("L")))

    found = _quickly(path, form)

    assert found is not None
    np.testing.assert_array_equal(found, decode(str(path), form).pixels)


@pytest.mark.slow
def test_that_whatever_is_out_of_the_ordinary_is_left_to_pillow(keras_here: None, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = _bytes(_picture())
    others = {
        "turned": _bytes(_picture(), exif=exif),
        "large": _bytes(_picture().resize((600, 370))),
        "grey": _bytes(_picture("L")),
        "of four inks": _bytes(_picture("CMYK")),
        "cut off": plain[:-200],
        "no image": b"\xff\xd8 nothing \xff\xd9",
        "empty": b"",
    }
    for name, content in others.items():
        path = tmp_path / f"{name}.jpg"
        path.write_bytes(content)
        assert _quickly(path) is None, name
    assert _quickly(tmp_path / "absent.jpg") is None


@pytest.mark.slow
def test_that_a_folder_is_read_the_same_with_and_without(
    keras_here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "LEAST", 1)
    monkeypatch.setattr(collect, "_EVERY", 3)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(10):
            picture = _picture("L" if number == 4 else "RGB")
            (tmp_path / name / f"{number}.jpg").write_bytes(_bytes(picture, quality=50 + number))
    (tmp_path / "a" / "7.jpg").write_bytes(b"no image")
    data = DataSpec(source=ImageFolder(path=str(tmp_path), form=FORM))
    quickly = load(data, tmp_path)
    monkeypatch.setattr(collect, "quick_decoder", lambda _form: None)
    (tmp_path / "b" / "new.jpg").write_bytes(_bytes(_picture()))

    by_pillow = load(data, tmp_path)

    assert len(quickly) == 19
    np.testing.assert_array_equal(quickly.x[:19], by_pillow.x[:19])
    assert quickly.images is not None
    assert by_pillow.images is not None
    assert quickly.images.modes == by_pillow.images.modes[:19]
    assert quickly.images.set_aside == by_pillow.images.set_aside


@pytest.mark.slow
def test_that_the_few_with_exif_are_left_to_pillow_and_many_with_all_others(
    keras_here: None, tmp_path: Path
) -> None:
    plain, other = str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg")
    Path(plain).write_bytes(_bytes(_picture(), quality=100, comment=b"told" * 1000))
    exif = Image.Exif()
    exif[0x0112] = 6
    Path(other).write_bytes(_bytes(_picture(), exif=exif))
    decoder = quick_decoder(FORM)
    assert decoder is not None

    few, many = decoder.decode([other, plain, plain]), decoder.decode([other, plain, other])

    assert many is None
    assert few is not None and few.sizes == [None, (50, 37), (50, 37)]
    for pixels in few.pixels[1:]:
        np.testing.assert_array_equal(pixels, decode(plain, FORM).pixels)


@pytest.mark.slow
@pytest.mark.parametrize("color_mode", ["rgb", "grayscale"])
@pytest.mark.parametrize(
    ("fit", "interpolation"), [("stretch", "bilinear"), ("crop", "area"), ("pad", "bicubic")]
)
def test_that_images_of_several_sizes_are_fitted_as_by_pillow(
    keras_here: None, tmp_path: Path, color_mode: Any, fit: Any, interpolation: Any
) -> None:
    form = replace(FORM, color_mode=color_mode, fit=fit, interpolation=interpolation)
    sizes = [(50, 37), (61, 90), (200, 40)]
    for number, size in enumerate(sizes):
        picture = _picture("L" if color_mode == "grayscale" else "RGB").resize(size)
        (tmp_path / f"{number}.jpg").write_bytes(_bytes(picture))
    paths = [str(tmp_path / f"{number}.jpg") for number in range(len(sizes))]
    decoder = quick_decoder(form)
    assert decoder is not None

    found = decoder.decode(paths)

    assert found is not None and found.sizes == sizes
    for path, pixels in zip(paths, found.pixels, strict=True):
        np.testing.assert_array_equal(pixels, decode(path, form).pixels)


@pytest.mark.slow
def test_that_files_beyond_the_first_reading_are_read_to_their_end(keras_here: None, tmp_path: Path) -> None:
    form = ImageForm(height=300, width=300)
    noise = np.random.default_rng(0).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    path = tmp_path / "a.jpg"
    path.write_bytes(_bytes(Image.fromarray(noise), quality=95))

    found = _quickly(path, form)

    assert path.stat().st_size > quick._FIRST_READ
    np.testing.assert_array_equal(found, decode(str(path), form).pixels)


@pytest.mark.slow
def test_that_a_header_of_gigabytes_is_never_decoded(keras_here: None, tmp_path: Path) -> None:
    plain = _bytes(_picture())
    at = plain.index(b"\xff\xc0")
    huge = plain[: at + 5] + (60_000).to_bytes(2, "big") * 2 + plain[at + 9 :]
    path = tmp_path / "huge.jpg"
    path.write_bytes(huge)

    assert _quickly(path) is None
