"""A glance at arrays: their keys, shapes and types, and which are examples and targets."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from workbench.engine.data.array_files import describe_arrays
from workbench.engine.data.dataset import refuse
from workbench.project.data import Arrays
from workbench.protocol.looks import ArrayFound, Found

_PAIRS = (
    ("x", "y"),
    ("x_train", "y_train"),
    ("train_x", "train_y"),
    ("train_images", "train_labels"),
    ("data", "target"),
    ("data", "labels"),
    ("images", "labels"),
    ("features", "labels"),
    ("features", "targets"),
    ("inputs", "targets"),
)
_PARTS = {
    "validation": (("x_val", "y_val"), ("x_valid", "y_valid"), ("x_validation", "y_validation")),
    "test": (("x_test", "y_test"), ("test_x", "test_y"), ("test_images", "test_labels")),
}
_NEIGHBOURS = (("x", "y"), ("images", "labels"), ("data", "target"), ("features", "labels"))


def glance_at_arrays(path: Path) -> Found:
    """Return the arrays of a file; WorkbenchError where ``data.source`` when there is none of use."""
    arrays = tuple(
        ArrayFound(name=name, shape=shape, dtype=dtype) for name, shape, dtype in describe_arrays(path)
    )
    if not arrays:
        raise refuse(
            "data.arrays",
            f"{path} holds no array that can be used: expected numbers in at least two arrays.",
            "Save the examples and their targets with numpy.savez(file, x=..., y=...).",
        )
    source = _of_single(path) if path.suffix.lower() == ".npy" else _of_archive(path, arrays)
    has_parts = bool(source.x_validation or source.x_test)
    return Found(path=str(path), source=source, arrays=arrays, has_parts=has_parts)


def _of_single(path: Path) -> Arrays:
    """Look for the targets in a file beside this one: ``x_train.npy`` goes with ``y_train.npy``."""
    for x, y in _NEIGHBOURS:
        for name in (path.stem.replace(x, y, 1), path.stem.replace(x.upper(), y, 1)):
            beside = path.with_name(f"{name}.npy")
            if beside != path and beside.is_file():
                return Arrays(path=str(path), x="", y=str(beside))
    return Arrays(path=str(path), x="", y="")


def _of_archive(path: Path, arrays: tuple[ArrayFound, ...]) -> Arrays:
    names = {array.name.lower(): array.name for array in arrays}
    pair = next(((names[x], names[y]) for x, y in _PAIRS if x in names and y in names), None)
    x, y = pair or _by_size(arrays)
    source = Arrays(path=str(path), x=x, y=y)
    for part, pairs in _PARTS.items():
        given = next(((names[a], names[b]) for a, b in pairs if a in names and b in names), None)
        if given is not None:
            source = replace(source, **{f"x_{part}": given[0], f"y_{part}": given[1]})
    return source


def _by_size(arrays: tuple[ArrayFound, ...]) -> tuple[str, str]:
    """Take the array of most axes as examples, and another of as many rows as its targets."""
    examples = max(arrays, key=lambda array: len(array.shape))
    fitting = [a for a in arrays if a is not examples and a.shape[:1] == examples.shape[:1]]
    return examples.name, fitting[0].name if fitting else ""
