"""A glance at a folder: classes of images, ready parts, or a table that names images."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from workbench.engine.data.dataset import Tell
from workbench.engine.data.glance.tables import glance_at_table
from workbench.engine.data.pictures.decode import BROKEN, FORMATS
from workbench.engine.data.pictures.listing import Listing, list_images, shown
from workbench.engine.data.pictures.small import thumbnails
from workbench.engine.data.table_files import EXCEL, PARQUET
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import ImageFolder, ImageForm, ImageTable
from workbench.protocol.looks import Found, PictureFound

_TABLES = frozenset({".csv", ".tsv", ".txt"}) | PARQUET | EXCEL
_MOST_TABLES = 20
_SHOWN = 24
_SMALL = 150
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
    shown_ones = _some_of_each(listing)
    return Found(
        path=str(path),
        source=replace(source, form=_form([listing.paths[place] for place in shown_ones])),
        classes=tuple(zip(listing.classes, counts, strict=True)),
        files=len(listing.paths),
        has_parts=listing.given is not None,
        pictures=_first_page(listing, shown_ones),
    )


def _some_of_each(listing: Listing) -> list[int]:
    """Return the places of a page of images out of all classes."""
    each = max(1, _SHOWN // len(listing.classes))
    seen = [0] * len(listing.classes)
    chosen: list[int] = []
    for place, label in enumerate(listing.labels):
        if seen[label] < each and len(chosen) < _SHOWN:
            seen[label] += 1
            chosen.append(place)
    return chosen


def _form(paths: list[str]) -> ImageForm:
    """Propose the size and colours that all of some small images have, else what is usual."""
    looks = {look for look in map(_look, paths) if look is not None}
    sizes = {size for size, _ in looks}
    is_grey = bool(looks) and all(mode in ("1", "L") for _, mode in looks)
    usual = ImageForm(color_mode="grayscale" if is_grey else "rgb")
    if len(sizes) != 1:
        return usual
    width, height = sizes.pop()
    return usual if max(width, height) > _SMALL else replace(usual, width=width, height=height)


def _look(path: str) -> tuple[tuple[int, int], str] | None:
    """Return the size and Pillow's mode of an image file, from its header."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            return image.size, image.mode
    except BROKEN:
        return None


def _first_page(listing: Listing, chosen: list[int]) -> tuple[PictureFound, ...]:
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
