"""Clears away the temporary files of writers that were killed, in the program's own folders only."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from workbench.foundation import atomic, clock, paths

_LOG = logging.getLogger(__name__)
_DAY = 24 * 3600.0
_OF_A_RUN = (".", "checkpoints", "artifacts")


def sweep() -> int:
    """Remove what is older than a day and return how many files that were.

    A temporary file lives for the moment of one writing: after a day nobody can be writing it any more.
    """
    swept = 0
    before = clock.now() - _DAY
    for folder in _own_folders():
        for path in _temporary_files(folder):
            try:
                if path.stat().st_mtime < before:
                    path.unlink()
                    swept += 1
            except OSError:
                _LOG.info("%s could not be swept away", path, exc_info=True)
    return swept


def _own_folders() -> Iterator[Path]:
    for home in (paths.state(), paths.cache(), paths.config()):
        yield home
        yield from _folders_in(home)
    for run in _folders_in(paths.runs_home()):
        yield from (run / part for part in _OF_A_RUN)


def _folders_in(home: Path) -> list[Path]:
    try:
        return [path for path in home.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:
        return []


def _temporary_files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if atomic.is_temporary(path) and not path.is_symlink()]
    except OSError:
        return []
