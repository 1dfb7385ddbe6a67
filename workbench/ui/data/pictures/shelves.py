"""What stands on the wall of pictures: from a glance, from the facts, from thumbnails that came later."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QImage

from workbench.protocol.facts import DataFacts, ImageFile
from workbench.protocol.looks import Found
from workbench.ui.data.pictures.picture import Picture, decoded, preview_pictures
from workbench.ui.data.pictures.wall import Shelf


def shelves_of_glance(found: Found) -> list[Shelf]:
    """Return what a glance at a folder saw."""
    images = [
        (picture.label, Picture(decoded(picture.image), "", picture.path)) for picture in found.pictures
    ]
    return [
        Shelf(name, count, tuple(picture for label, picture in images if label == name))
        for name, count in found.classes
    ]


def shelves_of_files(facts: DataFacts, thumbnails: Mapping[str, QImage]) -> list[Shelf]:
    """Return the image files that the facts name, with the thumbnails that are there."""
    shown = facts.images.shown if facts.images is not None else ()
    nothing = QImage()
    by_label: dict[str, list[Picture]] = {}
    for file in shown:
        image = thumbnails.get(file.path, nothing)
        picture = Picture(image, f"{file.width}×{file.height}", _tip(file))
        by_label.setdefault(file.label if facts.classes else "", []).append(picture)
    return _in_order(facts, by_label)


def shelves_of_preview(facts: DataFacts) -> list[Shelf]:
    """Return the pictures of the preview."""
    by_label: dict[str, list[Picture]] = {}
    for picture in preview_pictures(facts):
        label = picture.label if facts.classes else ""
        by_label.setdefault(label, []).append(
            Picture(picture.image, "" if facts.classes else picture.label, picture.label)
        )
    return _in_order(facts, by_label)


def _in_order(facts: DataFacts, by_label: Mapping[str, list[Picture]]) -> list[Shelf]:
    if not facts.classes:
        return [Shelf("", -1, tuple(pictures)) for pictures in by_label.values()]
    counts = zip(facts.classes, facts.counts, strict=False)
    return [Shelf(name, count, tuple(by_label.get(name, ()))) for name, count in counts]


def _tip(file: ImageFile) -> str:
    return f"{file.path}\n{file.width} × {file.height} · {file.mode} · {file.label} · {file.part}"
