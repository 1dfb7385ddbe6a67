"""Puts a finished file or folder where the user wants it: all of it or nothing, and never over a stranger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error

_SAVED_MODEL = "saved_model.pb"


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """Give a folder beside ``out``, on the same disk, that is gone afterwards.

    Raises:
        WorkbenchError: where ``file``, when nothing can be written there.
    """
    folder = out.parent / f".{os.getpid()}.export.{out.name}"
    try:
        folder.mkdir(parents=True)
    except (OSError, ValueError) as failure:
        raise unwritable(out, failure) from failure
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_free(out: Path, *, is_folder: bool) -> None:
    """Refuse to replace what is no older export of the same sort; WorkbenchError where ``file``."""
    if not os.path.lexists(out):
        return
    if not is_folder and out.is_dir():
        received = "a folder of that name"
    elif is_folder and not out.is_dir():
        received = "a file of that name"
    elif is_folder and not (out / _SAVED_MODEL).is_file() and any(out.iterdir()):
        received = "a folder with other things in it"
    else:
        return
    message = f"{out} can't be replaced: expected nothing there or an older export, received {received}."
    raise WorkbenchError(error("export.occupied", "file", message, "Choose another name."))


def put(artefact: Path, out: Path) -> None:
    """Move ``artefact`` to ``out``, in place of an older one; WorkbenchError where ``file``."""
    try:
        if artefact.is_dir():
            _put_folder(artefact, out)
        else:
            atomic.write_with(out, lambda temporary: _move(artefact, temporary))
    except OSError as failure:
        raise unwritable(out, failure) from failure


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def unwritable(out: Path, failure: OSError | ValueError) -> WorkbenchError:
    """Return the error that says why ``out`` can't be written; the caller raises it."""
    reason = getattr(failure, "strerror", None) or failure
    return WorkbenchError(
        error(
            "export.unwritable",
            "file",
            f"{out} can't be written: {reason}.",
            "Choose another place, or free some space on the disk.",
        )
    )


def _move(source: Path, target: Path) -> None:
    source.replace(target)


def _put_folder(artefact: Path, out: Path) -> None:
    """Swap the folders; the older one goes back if the new one can't take its place."""
    older = artefact.with_name("older")
    is_occupied = out.exists()
    if is_occupied:
        out.replace(older)
    try:
        artefact.replace(out)
    except OSError:
        if is_occupied:
            older.replace(out)
        raise
