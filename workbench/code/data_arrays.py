"""Arrays from files in a script."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

from numpy.lib import format as npy

from workbench.code.found import Found
from workbench.code.literals import quote
from workbench.project.data import Arrays
from workbench.project.source_paths import is_single_array

_PAIRS = (("x", "y", 0), ("x_validation", "y_validation", 1), ("x_test", "y_test", 2))


def of_arrays(source: Arrays, base: Path, *, wants_classes: bool) -> Found:
    """Return the lines that read arrays; ``wants_classes`` says that the losses are made for classes."""
    pairs = [pair for pair in _PAIRS if pair[0] == "x" or getattr(source, pair[0]).strip()]
    lines = ["# Examples and targets, as numpy saved them."]
    if not is_single_array(source):
        lines.append(f"arrays = np.load({quote(str(base / source.path))})")
    xs = [_read(source, getattr(source, x), base, x) for x, _, _ in pairs]
    ys = [_read(source, getattr(source, y), base, y) for _, y, _ in pairs]
    lines.append(f'x = {_joined(xs)}.astype("float32")')
    lines.append(f"y = {_joined(ys)}")
    if len(pairs) > 1:
        lines.append(
            f"given = np.repeat({[part for *_, part in pairs]}, [{', '.join(f'len({y})' for y in ys)}])"
        )
    if source.group.strip():
        lines.append(f"groups = {_read(source, source.group, base, 'group')}.ravel()")
    columns = _columns(source, base)
    if columns == 1 and wants_classes:
        lines += [
            "class_values, labels = np.unique(y.ravel(), return_inverse=True)",
            "class_names = [str(value) for value in class_values]",
        ]
    elif wants_classes:
        lines += ["labels = y.argmax(axis=1)", "class_names = [str(number) for number in range(y.shape[1])]"]
    else:
        lines.append('targets = y.reshape(len(y), -1).astype("float32")')
    return Found(
        tuple(lines),
        target="classes" if wants_classes else "quantities",
        groups="groups" if source.group.strip() else "",
        given="given" if len(pairs) > 1 else "",
        parts=tuple(part for *_, part in pairs if part),
        has_points=_has_points(source, base),
        has_pixels=_has_pixels(source, base),
    )


def _read(source: Arrays, key: str, base: Path, name: str) -> str:
    if not is_single_array(source):
        return f"arrays[{quote(key)}]"
    return f"np.load({quote(str(base / (source.path if name == 'x' else key)))})"


def _joined(arrays: list[str]) -> str:
    return arrays[0] if len(arrays) == 1 else f"np.concatenate([{', '.join(arrays)}])"


def _columns(source: Arrays, base: Path) -> int:
    """Return the number of target columns by the header of the file; 1 where that can't be read."""
    shape, _ = _header(source, base, source.y, is_x=False)
    return shape[1] if len(shape) > 1 else 1


def _has_points(source: Arrays, base: Path) -> bool:
    shape, kind = _header(source, base, source.x, is_x=True)
    return len(shape) == 2 and kind != "|u1"


def _has_pixels(source: Arrays, base: Path) -> bool:
    return _header(source, base, source.x, is_x=True)[1] == "|u1"


def _header(source: Arrays, base: Path, key: str, *, is_x: bool) -> tuple[tuple[int, ...], str]:
    """Return shape and type of an array by the header of the file; nothing where that can't be read."""
    try:
        if is_single_array(source):
            with (base / (source.path if is_x else source.y)).open("rb") as file:
                return _read_header(file)
        with zipfile.ZipFile(base / source.path) as archive, archive.open(f"{key}.npy") as file:
            return _read_header(file)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return (), ""


def _read_header(file: IO[bytes]) -> tuple[tuple[int, ...], str]:
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    version = npy.read_magic(file)
    if version not in readers:
        return (), ""
    shape, _, kind = readers[version](file)
    return shape, kind.str
