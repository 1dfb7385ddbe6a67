"""The data set that was read last, kept while its files are the same: most questions are about it again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet
from workbench.engine.data.memory import budget
from workbench.engine.data.pictures.listing import images_below
from workbench.project.data import (
    Arrays,
    Bundled,
    DataSpec,
    Generated,
    ImageFolder,
    ImageTable,
    Source,
    Table,
)
from workbench.project.source_paths import is_single_array, with_absolute_paths

Mark = tuple[bytes, int]
_EVERY = 1000


@dataclass
class _Kept:
    mark: Mark | None = None
    dataset: Dataset | None = None


_last = _Kept()


def remembered(data: DataSpec, folder: Path, read: Callable[[], Dataset], tell: Tell = keep_quiet) -> Dataset:
    """Return what ``read`` gives, or gave when it was asked for the same unchanged files before.

    Only what takes long to read is kept: files and Keras' data sets.
    """
    if isinstance(data.source, Bundled | Generated | None):
        return read()
    mark = _mark(data, folder, tell)
    if mark is None or mark != _last.mark or _last.dataset is None:
        _last.mark, _last.dataset = None, None  # two at a time would be too many
        _last.dataset = read()
        _last.mark = mark
    return _last.dataset


def _mark(data: DataSpec, folder: Path, tell: Tell) -> Mark | None:
    """Return what changes when the choice or any of its files does; None where that can't be told."""
    assert data.source is not None
    try:
        source = with_absolute_paths(data.source, folder)
        files = hash(tuple(_states(source, tell)))
    except (OSError, ValueError):
        return None
    return msgspec.json.encode((source, data.task, _size_of_budget())), files


def _states(source: Source, tell: Tell) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of change of each file that the source reads."""
    if isinstance(source, Table):
        paths = [source.path]
    elif isinstance(source, Arrays):
        named = (source.y, source.x_validation, source.y_validation, source.x_test, source.y_test)
        paths = [source.path, *(named if is_single_array(source) else ())]
    elif not isinstance(source, ImageFolder | ImageTable):
        paths = []
    elif isinstance(source, ImageTable):
        root = Path(source.root) if source.root else Path(source.path).parent
        paths = [source.path, *images_below(root, tell)]
    else:
        places = [place for place in (source.path, source.validation, source.test) if place]
        paths = [path for place in places for path in images_below(Path(place), tell)]
    for count, path in enumerate(paths, start=1):
        if count % _EVERY == 0:
            tell("looking", count, 0)
        try:
            state = os.stat(path)  # noqa: PTH116 - a Path costs more than the call itself
        except OSError:
            yield path, -1, -1  # a link to nowhere
        else:
            yield path, state.st_size, state.st_mtime_ns


def _size_of_budget() -> int:
    """Return the budget as a power of two: what is free changes all the time."""
    return budget().bit_length()
