"""Makes raw examples what the exported model takes. Needs numpy; tables come as pandas frames, photographs
with Pillow.

    import json, pandas
    preparation = json.load(open("model.preparation.json"))
    x = prepare_rows(preparation, pandas.read_csv("new.csv"))         # or
    x = prepare_windows(preparation, pandas.read_csv("series.csv"))   # or
    x = prepare_photographs(preparation, ["one.jpg", "another.jpg"])
    model.predict(x)
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

import numpy as np

RESAMPLING = {
    "nearest": "NEAREST",
    "bilinear": "BILINEAR",
    "bicubic": "BICUBIC",
    "lanczos3": "LANCZOS",
    "area": "BOX",
}


def prepare_rows(preparation: dict[str, Any], rows: Any) -> Any:
    """Return float32 (n, numbers) of a pandas frame with the columns of the training data."""
    parts = [_PREPARE[column["kind"]](column, rows[column["name"]]) for column in preparation["columns"]]
    return np.concatenate(parts, axis=1).astype("float32")


def prepare_windows(preparation: dict[str, Any], rows: Any) -> Any:
    """Return float32 (n, length, numbers): the windows of a frame whose rows are in the order of time."""
    x = prepare_rows(preparation, rows)
    return np.lib.stride_tricks.sliding_window_view(x, preparation["window"], axis=0).swapaxes(1, 2)


def prepare_pixels(preparation: dict[str, Any], images: Any) -> Any:
    """Return float32 images (n, height, width, channels) of pixels from 0 to 255."""
    pixels = preparation.get("pixels") or {"scale": 1.0, "offset": 0.0}
    return np.asarray(images, "float32") * np.float32(pixels["scale"]) + np.float32(pixels["offset"])


def prepare_photographs(preparation: dict[str, Any], paths: Sequence[Any]) -> Any:
    """Return float32 images (n, height, width, channels) of files."""
    images = [read_photograph(preparation["photograph"], path) for path in paths]
    return prepare_pixels(preparation, np.stack(images))


def read_photograph(form: dict[str, Any], path: Any) -> Any:
    """Return a photograph as uint8 (height, width, channels), in the form that the network was trained on."""
    from PIL import Image, ImageOps

    mode = {"rgb": "RGB", "grayscale": "L", "rgba": "RGBA"}[form["color_mode"]]
    width, height = form["size"]
    with Image.open(path) as file:
        image = ImageOps.exif_transpose(file).convert(mode)
    if form["fit"] != "stretch":
        bound: Any = min if form["fit"] == "crop" else max
        wide = bound(image.width, int(image.height * width / height))
        high = bound(image.height, int(image.width * height / width))
        if form["fit"] == "crop":
            left, top = (image.width - wide) // 2, (image.height - high) // 2
            image = image.crop((left, top, left + wide, top + high))
        else:
            ground = Image.new(mode, (wide, high))
            ground.paste(image, ((wide - image.width) // 2, (high - image.height) // 2))
            image = ground
    image = image.resize((width, height), Image.Resampling[RESAMPLING[form["interpolation"]]])
    array = np.asarray(image)
    return array[..., np.newaxis] if array.ndim == 2 else array


def _number(column: dict[str, Any], cells: Any) -> Any:
    numbers = np.asarray(cells, dtype="float64")
    if column.get("fill") is not None:
        numbers = np.where(np.isnan(numbers), column["fill"], numbers)
    return ((numbers - column.get("centre", 0.0)) / column.get("scale", 1.0))[:, np.newaxis]


def _texts(column: dict[str, Any], cells: Any) -> list[str]:
    texts = ["" if missing else str(cell).strip() for cell, missing in zip(cells, cells.isna(), strict=True)]
    if column.get("are_numbers"):
        texts = [_written_short(text) for text in texts]
    return [text or column.get("fill") or "" for text in texts]


def _written_short(text: str) -> str:
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return text


def _category(column: dict[str, Any], cells: Any) -> Any:
    values = column["values"]
    places = np.array([values.index(text) if text in values else -1 for text in _texts(column, cells)])
    if not column.get("is_one_hot", True):
        return (places + 1)[:, np.newaxis]
    return (places[:, np.newaxis] == np.arange(len(values))).astype("float32")


def _text(column: dict[str, Any], cells: Any) -> Any:
    mode, words = column["mode"], column["words"]
    first = 2 if mode == "int" else 1
    number = {word: place for place, word in enumerate(words, start=first)}
    out = np.zeros((len(cells), column["length"] if mode == "int" else 1 + len(words)), "float32")
    for row, text in enumerate(_texts(column, cells)):
        plain = text.encode().lower().translate(None, string.punctuation.encode())
        found = [number.get(word.decode(), first - 1) for word in plain.split()]
        if mode == "int":
            out[row, : len(found)] = found[: column["length"]]
        elif mode == "multi_hot":
            out[row, found] = 1
        else:
            np.add.at(out[row], found, 1)
    return out * np.array(column["weights"], "float32") if mode == "tf_idf" else out


_PREPARE = {"number": _number, "category": _category, "text": _text}
