"""The paths that a source names, whichever source it is."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

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


def _arrays(source: Arrays, base: Path) -> Arrays:
    """Return the arrays with absolute paths; where ``path`` is a .npy file, the others are paths too."""
    absolute = replace(source, path=str((base / source.path).resolve()) if source.path.strip() else "")
    if not is_single_array(source):
        return absolute
    names = ("y", "x_validation", "y_validation", "x_test", "y_test", "group")
    told = {name: getattr(source, name) for name in names}
    return replace(
        absolute, **{name: str((base / value).resolve()) for name, value in told.items() if value.strip()}
    )


def is_single_array(source: Arrays) -> bool:
    """Tell whether ``path`` is a ``.npy`` file, so that the other names are paths and no keys."""
    return source.path.lower().endswith(".npy")
