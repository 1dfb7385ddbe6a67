"""A glance at a folder: classes of images, ready parts, or a table that names images."""

from __future__ import annotations

from pathlib import Path

from workbench.engine.data.dataset import Tell
from workbench.engine.data.glance.tables import glance_at_table
from workbench.engine.data.pictures.listing import Listing, list_images, shown
from workbench.engine.data.pictures.small import thumbnails
from workbench.engine.data.table_files import EXCEL, PARQUET
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import ImageFolder, ImageTable
from workbench.protocol.looks import Found, PictureFound

_TABLES = frozenset({".csv", ".tsv", ".txt"}) | PARQUET | EXCEL
_MOST_TABLES = 20
_SHOWN = 24
_SIDE = 96


def glance_at_folder(path: Path, tell: Tell) -> Found:
    """Return the classes of images below a folder; WorkbenchError where ``data.source`` if there are none."""
    source = ImageFolder(path=str(path))
    try:
        listing = list_images(source, Path(), tell)
    except WorkbenchError:
        named = _named_in_a_table(path)
        if named is None:
            raise
        return named
    counts = [0] * len(listing.classes)
    for label in listing.labels:
        counts[label] += 1
    return Found(
        path=str(path),
        source=source,
        classes=tuple(zip(listing.classes, counts, strict=True)),
        files=len(listing.paths),
        has_parts=listing.given is not None,
        pictures=_first_page(listing),
    )


def _first_page(listing: Listing) -> tuple[PictureFound, ...]:
    """Return pictures of all classes in turn, so that the first ones show something at once."""
    each = max(1, _SHOWN // len(listing.classes))
    seen = [0] * len(listing.classes)
    chosen: list[int] = []
    for place, label in enumerate(listing.labels):
        if seen[label] < each and len(chosen) < _SHOWN:
            seen[label] += 1
            chosen.append(place)
    images = thumbnails([listing.paths[place] for place in chosen], _SIDE)
    return tuple(
        PictureFound(
            path=shown(listing.paths[place]), label=listing.classes[listing.labels[place]], image=image
        )
        for place, image in zip(chosen, images, strict=True)
    )


def _named_in_a_table(path: Path) -> Found | None:
    """Return the first table in the folder that names images; None when there is none."""
    try:
        tables = sorted(file for file in path.iterdir() if file.suffix.lower() in _TABLES)
    except OSError:
        return None
    for table in tables[:_MOST_TABLES]:
        try:
            found = glance_at_table(table)
        except WorkbenchError:
            continue  # not every text beside images is a table
        if isinstance(found.source, ImageTable):
            return found
    return None
