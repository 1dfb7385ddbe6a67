"""What becomes of the rest of the data's settings when another source is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from workbench.checks.first_data import first_data
from workbench.project.data import (
    Arrays,
    Bundled,
    DataSpec,
    ImageFolder,
    ImageTable,
    KerasDataset,
    Source,
    Split,
    Table,
)
from workbench.project.source_paths import is_single_array, path_of
from workbench.project.sources import GATES
from workbench.protocol.looks import Found
from workbench.ui.document.document import Document

AnySource = TypeVar("AnySource", bound=Source)
_GATES = {Bundled(name) for name in GATES}


def data_with(data: DataSpec, source: Source, *, has_parts: bool = False) -> DataSpec:
    """Return the data with another source, without what was said about the columns of the one before.

    A gate's four points are all needed to learn it, so nothing is set aside there. ``has_parts`` takes the
    parts that the source gives.
    """
    may_hold_images = isinstance(source, ImageFolder | ImageTable | Arrays | Bundled | KerasDataset)
    return replace(
        data,
        source=source,
        split=_split_for(data, source, has_parts=has_parts or isinstance(source, KerasDataset)),
        task=None,
        window=None,
        preparation=replace(data.preparation, columns=()),
        augment=data.augment if may_hold_images else (),
    )


def data_from(data: DataSpec, found: Found, document: Document) -> DataSpec:
    """Return the data with what was found as its source, and what that needs at first."""
    changed = data_with(data, told(found.source, document), has_parts=found.has_parts)
    return first_data(changed, found)


def told(source: Source, document: Document) -> Source:
    """Return a source with its paths as the project keeps them: relative beside a saved project."""
    if isinstance(source, ImageTable) and source.root:
        source = replace(source, root=told_path(source.root, document))
    if isinstance(source, Table | ImageTable | ImageFolder):
        return replace(source, path=told_path(source.path, document))
    if isinstance(source, Arrays):
        y = told_path(source.y, document) if is_single_array(source) and source.y else source.y
        return replace(source, path=told_path(source.path, document), y=y)
    return source


def told_path(path: str, document: Document) -> str:
    """Return a path relative to the project's folder where it lies there, else as it is."""
    base = document.base.absolute()
    file = Path(path).absolute()
    if document.path is not None and file.is_relative_to(base):
        return file.relative_to(base).as_posix()
    return str(file)


def identity(source: Source | None) -> object:
    """Return what makes a source another one, rather than the same with another setting."""
    settings = (getattr(source, name, "") for name in ("name", "sheet", "encoding"))
    return (type(source), path_of(source), *settings)


def _split_for(data: DataSpec, source: Source, *, has_parts: bool) -> Split:
    split = data.split
    if source in _GATES:
        split = replace(split, validation=0.0, test=0.0, folds=0, fold=0)
    elif data.source in _GATES and split.validation == split.test == 0:
        split = replace(split, validation=Split().validation, test=Split().test)
    if has_parts:
        return replace(split, by="given")
    return replace(split, by="share") if split.by != "share" else split
