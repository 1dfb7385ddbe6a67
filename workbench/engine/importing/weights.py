"""The arrays in a model's HDF5 file, by layer; only plain ones that lie in the file itself."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
from numpy.typing import NDArray

from workbench.engine.importing.archive import WEIGHTS, Archive
from workbench.engine.importing.refusal import quoted, refused
from workbench.foundation.errors import WorkbenchError

_log = logging.getLogger(__name__)
_LAYERS = "layers"
_VARS = "vars"
_DEEPEST = 32
_MOST = 100_000
_WIDEST = 8
_NUMBERS = "fiub"


class WeightsFile:
    """A checked file; paths of arrays are relative to a layer, such as ``vars/0`` or ``cell/vars/1``."""

    def __init__(self, file: Any, size: int) -> None:
        self._file = file
        self._groups: dict[str, _Group] = {}
        self._known: dict[str, dict[str | None, str]] = {}
        for path, array in _arrays(file, size):
            groups, start = self._groups, 0
            parts = path.split("/")
            while parts[start] == _LAYERS and len(parts) > start + 2:
                group = groups.setdefault(parts[start + 1], _Group({}, {}))
                start += 2
                group.arrays["/".join(parts[start:])] = array
                groups = group.within

    def shapes(self, layer: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        """Return the shapes of a layer's arrays by path; none when the layer isn't there.

        ``layer`` is its name behind those of the models around it.
        """
        arrays = self._find(layer)
        return {path: array.shape for path, array in arrays.items() if array.dtype.kind in _NUMBERS}

    def arrays(self, layer: tuple[str, ...]) -> dict[str, NDArray[Any]]:
        """Return a layer's arrays by path."""
        return {path: np.asarray(array[()]) for path, array in self._find(layer).items()}

    def _find(self, layer: tuple[str, ...]) -> dict[str, Any]:
        groups, arrays, place = self._groups, dict[str, Any](), ""
        for name in layer:
            key = self._keys(groups, place).get(name)
            if key is None:
                return {}
            groups, arrays, place = groups[key].within, groups[key].arrays, f"{place}{_LAYERS}/{key}/"
        return arrays

    def _keys(self, groups: dict[str, _Group], place: str) -> dict[str | None, str]:
        """Return the groups at a place by their layers' names.

        Keras names the groups by class and number; the layer's own name stands beside its arrays.
        """
        if place not in self._known:
            self._known[place] = {_name(self._file, f"{place}{_LAYERS}/{key}/{_VARS}"): key for key in groups}
        return self._known[place]


class _Group(NamedTuple):
    """A layer's arrays, and the groups in it, should it be a model."""

    arrays: dict[str, Any]
    within: dict[str, _Group]


@contextmanager
def opened(members: Archive) -> Iterator[WeightsFile]:
    """Open the weights of an archive.

    Raises:
        WorkbenchError: they are no HDF5 file, or one with links, foreign data or more than it holds.
    """
    content = members.read(WEIGHTS)
    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            yield WeightsFile(file, len(content))
    except WorkbenchError:
        raise
    except Exception as failure:
        # HDF5 raises many kinds for files that are damaged or made to harm; each becomes words.
        _log.info("The weights can't be read", exc_info=True)
        raise refused(f"Its {WEIGHTS} is damaged: expected an HDF5 file of arrays.") from failure


def check(members: Archive) -> None:
    """Look through all of the weights without reading one; WorkbenchError as in ``opened``."""
    with opened(members):
        pass


def check_file(path: Path) -> None:
    """Look through an HDF5 file in the same way; WorkbenchError as in ``opened``."""
    try:
        with h5py.File(path, "r") as file:
            for _ in _arrays(file, path.stat().st_size):
                pass
    except WorkbenchError:
        raise
    except Exception as failure:
        # As in ``opened``: HDF5 raises many kinds for files that are damaged or made to harm.
        _log.info("The file can't be read", exc_info=True)
        raise refused(f"{path.name} can't be read: expected an HDF5 file of arrays.") from failure


def _arrays(file: Any, size: int) -> Iterator[tuple[str, Any]]:
    """Yield every array and its path, after a look at it; together they are no longer than the file."""
    waiting = [(file["/"], "", 0)]
    count, total = 0, 0
    while waiting:
        group, start, depth = waiting.pop()
        for key in group:
            count += 1
            path = f"{start}{key}"
            entry = _entry(group, key, path)
            if depth > _DEEPEST or count > _MOST:
                raise refused(f"Its {WEIGHTS} has too many groups, or goes in a circle.")
            if isinstance(entry, h5py.Group):
                waiting.append((entry, f"{path}/", depth + 1))
                continue
            _check_array(entry, path)
            total += entry.nbytes
            if total > size:
                raise refused(f"Its {WEIGHTS} promises more numbers than it holds, at {quoted(path)}.")
            yield path, entry


def _entry(group: Any, key: str, path: str) -> Any:
    """Return what a hard link leads to; a soft or an external one is never followed."""
    if not isinstance(group.get(key, getlink=True), h5py.HardLink):
        raise refused(f"Its {WEIGHTS} links to another place at {quoted(path)}: expected plain arrays.")
    entry = group[key]
    if isinstance(entry, h5py.Group | h5py.Dataset):
        return entry
    raise refused(f"Its {WEIGHTS} holds neither group nor array at {quoted(path)}.")


def _check_array(array: Any, path: str) -> None:
    if array.external or array.is_virtual:
        raise refused(f"Its {WEIGHTS} takes {quoted(path)} from another file: expected plain arrays.")
    if array.shape is None or array.chunks is not None or array.dtype.kind not in f"{_NUMBERS}V":
        raise refused(f"Its {WEIGHTS} holds no plain numbers at {quoted(path)}, as Keras writes them.")
    if array.dtype.itemsize > _WIDEST:
        raise refused(f"Its {WEIGHTS} holds numbers of {array.dtype.itemsize} bytes at {quoted(path)}.")
    if array.id.get_storage_size() != array.nbytes:
        raise refused(f"Its {WEIGHTS} promises more numbers than it holds, at {quoted(path)}.")


def _name(file: Any, path: str) -> str | None:
    """Return the layer's name that stands at a group, or None."""
    group = file.get(path)
    if group is None or "name" not in group.attrs:
        return None
    attribute = group.attrs.get_id("name")
    if attribute.shape != () or h5py.check_string_dtype(attribute.dtype) is None:
        return None
    name = group.attrs["name"]
    return name if isinstance(name, str) else None
