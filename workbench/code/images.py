"""A folder of photographs in a script: list the files, read and shape each one as the program does."""

from __future__ import annotations

from pathlib import Path

from workbench.code.literals import quote, texts
from workbench.code.source import Items, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import DataSpec, ImageFolder

IMPORTS = ("from pathlib import Path", "from PIL import Image, ImageOps")
_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
_MODES = {"rgb": "RGB", "grayscale": "L", "rgba": "RGBA"}
_RESAMPLING = {
    "nearest": "NEAREST",
    "bilinear": "BILINEAR",
    "bicubic": "BICUBIC",
    "lanczos3": "LANCZOS",
    "area": "BOX",
}


def image_lines(data: DataSpec, source: ImageFolder, base: Path) -> list[str]:
    """Return the lines that bind ``x`` (n, height, width, channels), ``labels`` and ``class_names``.

    A relative path starts at ``base``. WorkbenchError for what can't be written: ready parts, folds, and
    images that are cropped or padded.
    """
    _check(data, source)
    form = source.form
    size, resampling = f"({form.width}, {form.height})", f"Image.Resampling.{_RESAMPLING[form.interpolation]}"
    suffixes = Items("{}", tuple(("", quote(suffix)) for suffix in _SUFFIXES))
    return [
        f"# Photographs, one subfolder for each class, brought to {form.width} x {form.height} pixels.",
        f"folder = Path({quote(str((base / source.path).resolve()))})",
        *_class_names(source),
        *write(suffixes, before="suffixes = ").split("\n"),
        "images = []",
        "numbers = []",
        "for number, name in enumerate(class_names):",
        '    for path in sorted((folder / name).rglob("*")):',
        "        if path.suffix.lower() in suffixes:",
        "            with Image.open(path) as image:",
        f'                upright = ImageOps.exif_transpose(image).convert("{_MODES[form.color_mode]}")',
        f"            shaped = upright.resize({size}, {resampling})",
        "            images.append(np.asarray(shaped))",
        "            numbers.append(number)",
        f"x = np.stack(images){'' if form.color_mode != 'grayscale' else '[..., np.newaxis]'}",
        "labels = np.array(numbers)",
    ]


def _class_names(source: ImageFolder) -> list[str]:
    if source.classes:
        return write(texts(source.classes), before="class_names = ").split("\n")
    return ["class_names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())"]


def _check(data: DataSpec, source: ImageFolder) -> None:
    if not source.path.strip():
        message = "No folder is chosen: expected one with images."
        raise WorkbenchError(error("code.no_data", "data.source", message, "Choose a folder."))
    if data.split.by != "share" or data.split.folds or source.validation or source.test:
        message = "Of a folder of images only a split by share can be written as code."
        raise WorkbenchError(error("code.unsupported", "data.split", message, "Split by share."))
    if source.form.fit != "stretch":
        message = f"Images that fit by “{source.form.fit}” can't be written as code: expected “stretch”."
        raise WorkbenchError(error("code.unsupported", "data.source.form", message, "Choose “stretch”."))
