"""The paths that a source names, whichever source it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, assert_never

from msgspec.structs import replace

from workbench.project.sources import (
    Arrays,
    Bundled,
    Generated,
    ImageFolder,
    ImageTable,
    KerasDataset,
    Source,
    Table,
)

_OF_ARRAYS = ("y", "x_validation", "y_validation", "x_test", "y_test", "group")
"""What of arrays are paths too, where each of them is a file of its own."""


def path_of(source: Source | None) -> str | None:
    """Return the file or folder that the user chose, as the project tells it; None where there is none."""
    return source.path if isinstance(source, Table | Arrays | ImageFolder | ImageTable) else None


def with_absolute_paths(source: Source, base: Path) -> Source:
    """Return the source with every path it names made absolute from ``base``."""

    def there(path: str) -> str:
        return str((base / path).resolve()) if path.strip() else path

    match source:
        case Bundled() | KerasDataset() | Generated():
            return source
        case Table():
            return replace(source, path=there(source.path))
        case ImageTable():
            return replace(source, path=there(source.path), root=there(source.root))
        case ImageFolder():
            return replace(
                source,
                path=there(source.path),
                validation=there(source.validation),
                test=there(source.test),
            )
        case Arrays():
            return _arrays(source, base)
        case _:
            assert_never(source)


def is_folder(source: Source) -> bool:
    """Tell whether what the user chose is a folder rather than a file."""
    return isinstance(source, ImageFolder)


def moved(source: Source, to: Path) -> Source:
    """Return a source of absolute paths with its file or folder at ``to``.

    The other paths that it names come along as ``moved_along`` has it.
    """
    before = path_of(source)
    assert before is not None
    names: tuple[str, ...] = ()
    if isinstance(source, ImageFolder):
        names = ("validation", "test")
    elif isinstance(source, ImageTable):
        names = ("root",)
    elif isinstance(source, Arrays) and is_single_array(source):
        names = _OF_ARRAYS
    change: dict[str, Any] = {name: moved_along(getattr(source, name), Path(before), to) for name in names}
    return replace(source, path=str(to), **change)


def moved_along(path: str, before: Path, to: Path) -> str:
    """Return where an absolute path is once ``before`` is at ``to``.

    What lay within it or beside it, and is not there any more, is expected within or beside the new one.
    """
    if not path.strip() or not Path(path).is_relative_to(before.parent) or Path(path).exists():
        return path
    if Path(path).is_relative_to(before):
        return str(to / Path(path).relative_to(before))
    return str(to.parent / Path(path).relative_to(before.parent))


def _arrays(source: Arrays, base: Path) -> Arrays:
    """Return the arrays with absolute paths; where ``path`` is a .npy file, the others are paths too."""
    absolute = replace(source, path=str((base / source.path).resolve()) if source.path.strip() else "")
    if not is_single_array(source):
        return absolute
    told = {name: getattr(source, name) for name in _OF_ARRAYS}
    return replace(
        absolute, **{name: str((base / value).resolve()) for name, value in told.items() if value.strip()}
    )


def is_single_array(source: Arrays) -> bool:
    """Tell whether ``path`` is a ``.npy`` file, so that the other names are paths and no keys."""
    return source.path.lower().endswith(".npy")
