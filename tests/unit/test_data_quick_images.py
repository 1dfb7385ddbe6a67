"""Small JPEGs are decoded by TensorFlow where it is loaded, to the very pixels that Pillow gives."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from workbench.engine.data.pictures.decode import UnreadableImageError, decode
from workbench.engine.data.pictures.quick import quickly_decoded
from workbench.project.data import ImageForm

FORM = ImageForm(height=37, width=50)


def _picture(mode: str = "RGB") -> Image.Image:
    draw = np.random.default_rng(3)
    coarse = Image.fromarray(draw.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    return coarse.resize((50, 37), Image.Resampling.BICUBIC).convert(mode)


def _bytes(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def _by_pillow(path: Path, form: ImageForm, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:  # type: ignore[type-arg]
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "tensorflow")
        return decode(str(path), form).pixels


@pytest.mark.slow
@pytest.mark.parametrize("quality", [30, 75, 95])
@pytest.mark.parametrize(
    "options", [{"subsampling": 0}, {"subsampling": 1}, {"subsampling": 2}, {"progressive": True}], ids=str
)
def test_that_the_pixels_are_pillows(
    keras_here: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quality: int,
    options: dict[str, object],
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(_bytes(_picture(), quality=quality, **options))

    quick = quickly_decoded(str(path), FORM)

    assert quick is not None
    np.testing.assert_array_equal(quick, _by_pillow(path, FORM, monkeypatch))
    assert decode(str(path), FORM).mode == "RGB"


@pytest.mark.slow
def test_that_grey_pictures_are_as_quick(
    keras_here: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ImageForm(height=37, width=50, color_mode="grayscale")
    path = tmp_path / "a.jpg"
    path.write_bytes(_bytes(_picture("L")))

    quick = quickly_decoded(str(path), form)

    assert quick is not None
    np.testing.assert_array_equal(quick, _by_pillow(path, form, monkeypatch))


@pytest.mark.slow
def test_that_whatever_is_out_of_the_ordinary_is_left_to_pillow(keras_here: None, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = _bytes(_picture())
    others = {
        "turned": _bytes(_picture(), exif=exif),
        "of another size": _bytes(_picture().resize((60, 37))),
        "grey": _bytes(_picture("L")),
        "of four inks": _bytes(_picture("CMYK")),
        "cut off": plain[:-200],
        "cut off and closed": plain[:-200] + b"\xff\xd9",
        "no image": b"\xff\xd8 nothing \xff\xd9",
        "empty": b"",
    }
    for name, content in others.items():
        path = tmp_path / f"{name}.jpg"
        path.write_bytes(content)
        if name != "cut off and closed":
            assert quickly_decoded(str(path), FORM) is None, name
    assert quickly_decoded(str(tmp_path / "absent.jpg"), FORM) is None
    assert decode(str(tmp_path / "turned.jpg"), FORM).pixels.shape == (37, 50, 3)
    with pytest.raises(UnreadableImageError, match="damaged"):
        decode(str(tmp_path / "cut off.jpg"), FORM)
