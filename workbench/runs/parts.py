"""Which parts of its data a run has examples of, as it dealt them out."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import get_args

from numpy.lib import format as npy

from workbench.protocol.judgement import SplitName

_PARTS: tuple[SplitName, ...] = get_args(SplitName)
_BEST_FIRST: tuple[SplitName, ...] = ("test", "validation", "train")


def there(artifacts: Path) -> tuple[SplitName, ...] | None:
    """Return the parts that hold examples; None where the run hasn't told, or not so that it can be read."""
    try:
        with zipfile.ZipFile(artifacts / "split.npz") as rows:
            return tuple(part for part in _PARTS if _count(rows, part))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def usual(parts: tuple[SplitName, ...] | None) -> SplitName:
    """Return the part to judge on where nobody says which: the test, else validation, else training."""
    return next((part for part in _BEST_FIRST if not parts or part in parts), "test")


def _count(rows: zipfile.ZipFile, part: SplitName) -> int:
    """Return how many rows a part has, by the header alone."""
    with rows.open(f"{part}.npy") as file:
        npy.read_magic(file)
        shape, _, _ = npy.read_array_header_1_0(file)
    return int(shape[0])
