"""A run's full state in a file: everything that going on to the bit needs. No pickles.

An ``.npz`` of every variable (model, optimizer, metrics, the seeds of dropout and augmentation) and of
what callbacks keep, with a JSON text ``meta``, and behind it the SHA-256 of all that.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error, warning

_DIGEST = hashlib.sha256().digest_size
Plain = bool | int | float | None


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What of a state is not an array. ``step`` steps of epoch ``epoch`` (from 0) are done.

    ``history`` names the figures whose values of every epoch are the arrays ``history.0`` ...
    ``architecture`` is the digest of the network's graph; ``has_ended`` when a callback ended the training.
    """

    epoch: int
    step: int
    values: dict[str, float]
    best_value: float | None
    best_epoch: int | None
    callbacks: list[dict[str, Plain]]
    history: tuple[str, ...] = ()
    architecture: str = ""
    has_ended: bool = False


class State(msgspec.Struct, frozen=True, kw_only=True):
    """``arrays`` are named ``model.0``, ``optimizer.3``, ``callback.1.best_weights.0`` ..."""

    meta: Meta
    arrays: dict[str, NDArray[Any]]


def write(state: State, path: Path) -> None:
    """Put a state in the place of ``path``; OSError when it can't be written."""
    arrays = {name: _portable(array) for name, array in state.arrays.items()}
    arrays["meta"] = np.frombuffer(msgspec.json.encode(state.meta), dtype=np.uint8)
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    body = content.getvalue()
    atomic.write_bytes(path, body + hashlib.sha256(body).digest())


def read(path: Path) -> State:
    """Read a state; WorkbenchError (where ``run``) when the file is damaged or missing."""
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise _unreadable(path, failure.strerror or str(failure)) from failure
    body, digest = content[:-_DIGEST], content[-_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        raise _unreadable(path, "its checksum is not that of its content")
    with np.load(io.BytesIO(body), allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    try:
        meta = msgspec.json.decode(arrays.pop("meta").tobytes(), type=Meta)
    except msgspec.DecodeError as failure:
        raise _unreadable(path, f"another version wrote it ({failure})") from failure
    return State(meta=meta, arrays=arrays)


def variables(prefix: str, found: Iterable[Any]) -> dict[str, NDArray[Any]]:
    """Return Keras variables as arrays named ``prefix.0``, ``prefix.1`` ..."""
    return {f"{prefix}.{number}": np.asarray(variable) for number, variable in enumerate(found)}


def numbered(state: State, prefix: str) -> list[NDArray[Any]]:
    """Return the arrays ``prefix.0``, ``prefix.1`` ... as they were saved."""
    count = sum(name.rpartition(".")[0] == prefix for name in state.arrays)
    return [state.arrays[f"{prefix}.{number}"] for number in range(count)]


def assign(state: State, prefix: str, found: Iterable[Any]) -> None:
    """Set Keras variables to what ``variables`` saved; WorkbenchError when they don't fit."""
    targets = list(found)
    saved = [name for name in state.arrays if name.rpartition(".")[0] == prefix]
    if len(saved) != len(targets):
        raise _unfit(f"expected {len(targets)} {prefix} variables, received {len(saved)}")
    for number, variable in enumerate(targets):
        array = _native(state.arrays[f"{prefix}.{number}"], np.asarray(variable).dtype)
        if array.shape != tuple(variable.shape):
            raise _unfit(
                f"expected shape {tuple(variable.shape)} for {variable.path}, received {array.shape}"
            )
        variable.assign(array)


def _portable(array: NDArray[Any]) -> NDArray[Any]:
    # numpy's format has no bfloat16: its bits go as integers.
    return array.view(np.uint16) if array.dtype.name == "bfloat16" else array


def _native(array: NDArray[Any], dtype: Any) -> NDArray[Any]:
    return array.view(dtype) if dtype.name == "bfloat16" and array.dtype == np.uint16 else array


def _unreadable(path: Path, reason: str) -> WorkbenchError:
    return WorkbenchError(
        warning("state.damaged", "run", f"The saved state {path.name} can't be read: {reason}.")
    )


def _unfit(reason: str) -> WorkbenchError:
    return WorkbenchError(
        error("state.unfit", "run", f"The saved state is of another network: {reason}.", "Train anew.")
    )
