"""Arrays from ``.npy`` and ``.npz`` files of unknown origin: headers first, no pickles, no bombs."""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from workbench.foundation.errors import WorkbenchError, error

LIMIT = 1 << 30
_UNREADABLE = (OSError, ValueError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)
_HEADERS: dict[tuple[int, int], Callable[[IO[bytes]], tuple[tuple[int, ...], bool, np.dtype[Any]]]] = {
    (1, 0): npy.read_array_header_1_0,
    (2, 0): npy.read_array_header_2_0,
}


def read_array(path: Path) -> NDArray[np.generic]:
    """Return the array of numbers in a file; of several in an ``.npz``, the one called ``x``.

    Raises:
        WorkbenchError: where ``file``, when it holds something else or more than 1 GiB.
    """
    try:
        if path.suffix.lower() == ".npz":
            return _read_member(path)
        with path.open("rb") as file:
            return _read(file, path.name)
    except _UNREADABLE as failure:
        raise _refuse(path.name, f"it can't be read ({failure})") from failure


def _read_member(path: Path) -> NDArray[np.generic]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        name = "x.npy" if "x.npy" in names else names[0] if len(names) == 1 else None
        if name is None:
            raise _refuse(path.name, f"it holds {len(names)} arrays and none is called x")
        with archive.open(name) as file:
            return _read(file, path.name)


def _read(file: IO[bytes], name: str) -> NDArray[np.generic]:
    version = npy.read_magic(file)
    if version not in _HEADERS:
        raise _refuse(name, f"its format version is {version[0]}.{version[1]}")
    shape, fortran, dtype = _HEADERS[version](file)
    if dtype.kind not in "biuf":
        raise _refuse(name, f"its elements are {dtype}")
    size = math.prod(shape) * dtype.itemsize
    if min(shape, default=0) < 0:
        raise _refuse(name, f"its shape is {shape}")
    if size > LIMIT:
        raise _refuse(name, f"it holds {size / LIMIT:.1f} GiB")
    content = file.read(size + 1)
    if len(content) != size:
        raise _refuse(name, "its length is not what its header says")
    array: NDArray[np.generic] = np.frombuffer(content, dtype=dtype)
    return array.reshape(shape, order="F" if fortran else "C")


def _refuse(name: str, reason: str) -> WorkbenchError:
    return WorkbenchError(
        error(
            "predict.array",
            "file",
            f"{name} can't be used: expected an array of numbers of at most {LIMIT >> 30} GiB, but {reason}.",
            "Save the examples with numpy.save, one a row.",
        )
    )
