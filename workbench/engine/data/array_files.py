"""Arrays in ``.npy`` and ``.npz`` files of unknown origin: headers first, no pickles, no bombs."""

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

from workbench.engine.data.dataset import refuse
from workbench.foundation.errors import WorkbenchError

LIMIT = 4 << 30
_UNREADABLE = (OSError, ValueError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)
_KINDS = "biufUS"
_HEADERS: dict[tuple[int, int], Callable[[IO[bytes]], tuple[tuple[int, ...], bool, np.dtype[Any]]]] = {
    (1, 0): npy.read_array_header_1_0,
    (2, 0): npy.read_array_header_2_0,
}


def map_array(path: Path) -> NDArray[Any]:
    """Return the array of a ``.npy`` file, which stays on the disk until its rows are read.

    Raises:
        WorkbenchError: where ``data.source``, when it is no array of numbers or texts.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            shape, _, dtype = _header(file, path.name)
            if math.prod(shape) * dtype.itemsize != size - file.tell():
                raise _bad(path.name, "its length is not what its header says")
        if math.prod(shape) == 0:
            return np.empty(shape, dtype)
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as failure:
        raise refuse(
            "data.missing", f"{path} is not there: expected arrays.", "Choose the file again."
        ) from failure
    except _UNREADABLE as failure:
        raise _bad(path.name, f"it can't be read ({failure})") from failure


def array_names(path: Path) -> tuple[str, ...]:
    """Return the keys of an ``.npz`` file; WorkbenchError where ``data.source``."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy"))
    except FileNotFoundError as failure:
        raise refuse(
            "data.missing", f"{path} is not there: expected arrays.", "Choose the file again."
        ) from failure
    except _UNREADABLE as failure:
        raise _bad(path.name, f"it can't be read ({failure})") from failure


def describe_arrays(path: Path) -> tuple[tuple[str, tuple[int, ...], str], ...]:
    """Return key, shape and type of each array of a file, from their headers; a ``.npy`` has the key "".

    Arrays that could not be used are left out. WorkbenchError where ``data.source``.
    """
    if path.suffix.lower() == ".npy":
        array = map_array(path)
        return (("", array.shape, str(array.dtype)),)
    found = []
    for name in array_names(path):
        try:
            with zipfile.ZipFile(path) as archive, archive.open(f"{name}.npy") as file:
                shape, _, dtype = _header(file, name)
        except (*_UNREADABLE, WorkbenchError):
            continue
        found.append((name, shape, str(dtype)))
    return tuple(found)


def read_member(path: Path, key: str) -> NDArray[Any]:
    """Return one array of an ``.npz`` file; WorkbenchError where ``data.source``, or there is none."""
    names = array_names(path)
    if key not in names:
        there = ", ".join(f"“{name}”" for name in names[:10]) or "none"
        raise refuse(
            "data.no_such_array",
            f"{path.name} has no array “{key[:60]}”: expected one of {there}.",
            "Choose the arrays by these names.",
        )
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{key}.npy") as file:
            promised = archive.getinfo(f"{key}.npy").file_size
            shape, fortran, dtype = _header(file, f"{path.name}: {key}")
            size = math.prod(shape) * dtype.itemsize
            if size > LIMIT:
                raise _bad(f"{path.name}: {key}", f"it unpacks to {size / (1 << 30):.1f} GiB")
            if size > promised:
                raise _bad(f"{path.name}: {key}", "its length is not what its header says")
            content = file.read(size + 1)
    except _UNREADABLE as failure:
        raise _bad(f"{path.name}: {key}", f"it can't be read ({failure})") from failure
    if len(content) != size:
        raise _bad(f"{path.name}: {key}", "its length is not what its header says")
    array: NDArray[Any] = np.frombuffer(content, dtype=dtype)
    return array.reshape(shape, order="F" if fortran else "C")


def _header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = npy.read_magic(file)
    if version not in _HEADERS:
        raise _bad(name, f"its format version is {version[0]}.{version[1]}")
    shape, fortran, dtype = _HEADERS[version](file)
    if dtype.kind not in _KINDS:
        raise _bad(name, f"its elements are {dtype}")
    if min(shape, default=0) < 0:
        raise _bad(name, f"its shape is {shape}")
    return shape, fortran, dtype


def _bad(name: str, reason: str) -> Exception:
    return refuse(
        "data.array",
        f"{name} can't be used: expected an array of numbers, of at most {LIMIT >> 30} GiB, but {reason}.",
        "Save it with numpy.save or numpy.savez, without objects in it.",
    )
