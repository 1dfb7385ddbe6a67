"""Files that are either old or new, never half: temp, fsync, rename, fsync of the folder."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

_TEMPORARY = re.compile(r"\.\d+\.tmp\.")


def write_bytes(path: Path, content: bytes) -> None:
    """Replace ``path`` with ``content``; on any failure the old file is untouched.

    Raises:
        OSError: the folder can't be written or the disk is full.
    """
    write_with(path, lambda temporary: _write(temporary, content))


def write_with(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then put it in place of ``path``.

    The temporary name keeps the suffix of ``path``, since Keras chooses the format by it.
    """
    temporary = path.with_name(f".{os.getpid()}.tmp.{path.name}")
    try:
        write(temporary)
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        _replace(temporary, path)
        _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def is_temporary(path: Path) -> bool:
    """Tell whether a name is one that ``write_with`` gives to what is not finished."""
    return _TEMPORARY.match(path.name) is not None


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _replace(source: Path, target: Path) -> None:
    for attempt in range(10):
        try:
            source.replace(target)
        except PermissionError:
            # On Windows a virus scanner may hold the target for a moment.
            if os.name != "nt" or attempt == 9:
                raise
            time.sleep(0.2)
        else:
            return


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
