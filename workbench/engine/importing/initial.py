"""Weights to begin with: those of an imported model, for the layers that still match."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keras.src.saving.saving_lib import H5IOStore, _load_state, _save_state

from workbench.engine.importing import archive, weights
from workbench.engine.importing.reading import read_names
from workbench.engine.model.inside import layers_of
from workbench.engine.model.offered import offered
from workbench.foundation.errors import Problem, warning

_NAMED = 6


def begin_with(model: Any, path: Path) -> tuple[Problem, ...]:
    """Give a model the weights of a ``.keras`` file and tell which layers took them.

    A layer takes its weights when the file has a layer of the same name with arrays of the same shapes; in
    which models within the model the two stand makes no difference.

    Raises:
        WorkbenchError: the file is missing or refused (where ``file``).
    """
    kept, other, missing = [], [], []
    with archive.opened(path) as members:
        paths = read_names(members, offered()).paths
        with weights.opened(members) as file:
            for layer in layers_of(model):
                if not layer.weights:
                    continue
                saved = paths.get(layer.name, (layer.name,))
                shapes = file.shapes(saved)
                if not shapes:
                    missing.append(layer.name)
                elif shapes != _shapes(layer):
                    other.append(layer.name)
                else:
                    _load_state(layer, _Shelf(file.arrays(saved)), None, "", visited_saveables=set())
                    kept.append(layer.name)
    return (_told(path, kept, other, missing),)


def _told(path: Path, kept: list[str], other: list[str], missing: list[str]) -> Problem:
    anew = [
        *([f"{_listed(other)} (of other shapes)"] if other else []),
        *([f"{_listed(missing)} (not in the file)"] if missing else []),
    ]
    begins = f" Begin anew: {'; '.join(anew)}." if anew else ""
    if not kept:
        message = f"No layer has the name and the shapes of one in {path.name}.{begins}"
        return warning("weights.none", "run", message, "Import the model again, or forget its weights.")
    message = f"Begin with the weights of {path.name}: {_listed(kept)}.{begins}"
    return Problem(severity="info", code="weights.kept", where="run", message=message)


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def _shapes(layer: Any) -> dict[str, tuple[int, ...]]:
    """Return the shapes of a layer's arrays by the path under which Keras saves them."""
    shelf = _Shelf({})
    _save_state(layer, shelf, None, "", set())
    return {path: tuple(value.shape) for path, value in shelf.arrays.items()}


class _Shelf(H5IOStore):  # Keras takes stores of its own classes only
    """Arrays in memory where Keras expects an HDF5 file."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        self.arrays = arrays
        self._at = ""

    def make(self, path: str, metadata: object = None) -> _Shelf:
        return self.get(path)

    def get(self, path: str) -> _Shelf:
        self._at = f"{path}/vars/" if path else "vars/"
        return self

    def has_path(self, path: str) -> bool:
        return any(name.startswith(f"{path}/") for name in self.arrays)

    def keys(self) -> Iterable[str]:
        return [name.removeprefix(self._at) for name in self.arrays if name.startswith(self._at)]

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(list(self.keys()))

    def __contains__(self, key: object) -> bool:
        return f"{self._at}{key}" in self.arrays

    def __getitem__(self, key: str) -> Any:
        return self.arrays[f"{self._at}{key}"]

    def __setitem__(self, key: str, value: Any) -> None:
        self.arrays[f"{self._at}{key}"] = value
