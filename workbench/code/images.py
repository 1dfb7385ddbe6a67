"""Photographs in a script: list the files, read and shape each one as the program does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from workbench.code.data_table import (
    IMPORT,
    check_chosen,
    quantities_of,
    read_table,
    role_lines,
    target_lines,
)
from workbench.code.found import Found
from workbench.code.literals import quote, texts
from workbench.code.source import Items, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import ImageFolder, ImageForm, ImageTable, Task

_IMPORTS = ("from pathlib import Path", "from PIL import Image, ImageOps")
_SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
_PARTS = (("train", "training"), ("validation", "valid", "val"), ("test", "testing"))
_MODES = {"rgb": "RGB", "grayscale": "L", "rgba": "RGBA"}
_RESAMPLING = {
    "nearest": "NEAREST",
    "bilinear": "BILINEAR",
    "bicubic": "BICUBIC",
    "lanczos3": "LANCZOS",
    "area": "BOX",
}


def of_image_folder(source: ImageFolder, base: Path) -> Found:
    """Return the lines that read a folder with a subfolder for each class."""
    if not source.path.strip():
        message = "No folder is chosen: expected one with images."
        raise WorkbenchError(error("code.no_data", "data.source", message, "Choose a folder."))
    places = _places(source, base)
    classes = source.classes or tuple(_subfolders(places[0]))
    has_parts = len(places) > 1
    suffixes = Items("{}", tuple(("", quote(suffix)) for suffix in _SUFFIXES))
    told = ", ".join(f"({number}, {quote(str(place))})" for number, place in sorted(places.items()))
    form = source.form
    lines = [
        f"# Photographs, one subfolder for each class, brought to {form.width} x {form.height} pixels.",
        *_class_names(source, places[0]),
        *write(suffixes, before="suffixes = ").split("\n"),
        "images = []",
        "numbers = []",
        *(["given = []"] if has_parts else []),
        *([f"for part, folder in [{told}]:"] if has_parts else []),
    ]
    folder = "folder" if has_parts else quote(str(places[0]))
    loop = [
        "for number, name in enumerate(class_names):",
        f'    for path in sorted(Path({folder}, name).rglob("*")):',
        '        if path.suffix.lower() in suffixes and not path.name.startswith("."):',
        *_read(form, "            ", "path"),
        "            numbers.append(number)",
        *(["            given.append(part)"] if has_parts else []),
    ]
    lines += [f"    {line}" for line in loop] if has_parts else loop
    lines += [
        _stacked(form),
        "labels = np.array(numbers)",
        *(["given = np.array(given)"] if has_parts else []),
    ]
    sizes = tuple(_count(places[0] / name) for name in classes)
    given = tuple(number for number in sorted(places) if number)
    has_given = "given" if has_parts else ""
    return Found(tuple(lines), _IMPORTS, sizes=sizes, given=has_given, parts=given, has_pixels=True)


def of_image_table(source: ImageTable, base: Path, *, task: Task | None, wants_classes: bool) -> Found:
    """Return the lines that read the images which a table names."""
    check_chosen(source)
    root = base / source.root if source.root.strip() else (base / source.path).parent
    read, found = read_table(source, base, wants_classes=wants_classes)
    targets, target = target_lines(source, found, task=task, wants_classes=wants_classes)
    form = source.form
    lines = [
        *read,
        f"# The photographs that it names, brought to {form.width} x {form.height} pixels.",
        "images = []",
        "rows = []",
        f"for row, name in enumerate(table[{quote(source.image)}]):",
        *_read(form, "    ", f"Path({quote(str(root))}, str(name).strip())"),
        "    rows.append(row)",
        _stacked(form),
        "table = table.iloc[rows]",
        *targets,
        *role_lines(source),
    ]
    return Found(
        tuple(lines),
        (IMPORT, *_IMPORTS),
        target,
        quantities_of(source) if target == "numbers" else "",
        found.class_sizes,
        weights="weights" if source.weight else "",
        groups="groups" if source.group else "",
        order="order" if source.time else "",
        given="given" if source.part else "",
        has_pixels=True,
    )


def _read(form: ImageForm, indent: str, path: str) -> list[str]:
    """Return the lines that append an image to ``images``, or leave out what can't be read."""
    lines = [
        "try:",
        f"    with Image.open({path}) as image:",
        f'        upright = ImageOps.exif_transpose(image).convert("{_MODES[form.color_mode]}")',
        "except (OSError, ValueError, SyntaxError) as reason:",
        f'    print({path}, "is left out:", reason)',
        "    continue",
        *_shaped(form),
        "images.append(np.asarray(shaped))",
    ]
    return [f"{indent}{line}" for line in lines]


def _shaped(form: ImageForm) -> list[str]:
    resized = f"resize(({form.width}, {form.height}), Image.Resampling.{_RESAMPLING[form.interpolation]}"
    if form.fit == "stretch":
        return [f"shaped = upright.{resized})"]
    bound = "min" if form.fit == "crop" else "max"
    lines = [
        f"wide = {bound}(upright.width, int(upright.height * {form.width} / {form.height}))",
        f"high = {bound}(upright.height, int(upright.width * {form.height} / {form.width}))",
    ]
    if form.fit == "crop":
        return [
            *lines,
            "left, top = (upright.width - wide) // 2, (upright.height - high) // 2",
            "middle = upright.crop((left, top, left + wide, top + high))",
            f"shaped = middle.{resized})",
        ]
    return [
        *lines,
        "ground = Image.new(upright.mode, (wide, high))",
        "ground.paste(upright, ((wide - upright.width) // 2, (high - upright.height) // 2))",
        f"shaped = ground.{resized})",
    ]


def _stacked(form: ImageForm) -> str:
    return f"x = np.stack(images){'[..., np.newaxis]' if form.color_mode == 'grayscale' else ''}"


def _class_names(source: ImageFolder, folder: Path) -> list[str]:
    if source.classes:
        return write(texts(source.classes), before="class_names = ").split("\n")
    return [
        f"classes = Path({quote(str(folder))})",
        "class_names = sorted(entry.name for entry in classes.iterdir() if entry.is_dir())",
    ]


def _places(source: ImageFolder, base: Path) -> dict[int, Path]:
    """Return the folder of each part by its number, as the program finds them."""
    root = base / source.path
    there = {name.lower(): name for name in _subfolders(root)}
    found = {
        number: root / there[next(name for name in names if name in there)]
        for number, names in enumerate(_PARTS)
        if any(name in there for name in names)
    }
    places = found if 0 in found and len(found) > 1 else {0: root}
    others = {1: source.validation, 2: source.test}
    return places | {number: base / path for number, path in others.items() if path.strip()}


def _subfolders(folder: Path) -> Sequence[str]:
    try:
        names = (path.name for path in folder.iterdir() if path.is_dir())
        return sorted(name for name in names if not name.startswith("."))
    except (OSError, ValueError):
        return ()


def _count(folder: Path) -> int:
    return sum(name.lower().endswith(_SUFFIXES) for _, _, names in os.walk(folder) for name in names)
