"""A folder of images, or images named in a table, as a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import Dataset, Tell, refuse
from workbench.engine.data.pictures.collect import collect
from workbench.engine.data.pictures.listing import list_images
from workbench.engine.data.table_files import read_table_file
from workbench.engine.data.table_roles import read_groups, read_parts, read_time, read_weights
from workbench.engine.data.table_source import (
    check_rows,
    check_targets,
    facts_of_columns,
    first_rows,
    listed,
    resolve,
)
from workbench.engine.data.table_target import read_targets
from workbench.foundation.errors import warning
from workbench.project.data import ImageFolder, ImageTable, Task


def load_image_folder(source: ImageFolder, folder: Path, tell: Tell) -> Dataset:
    """Read the images of a folder; WorkbenchError where ``data.source...``."""
    listing = list_images(source, folder, tell)
    found = collect(listing.paths, source.form, tell)
    y = np.array(listing.labels, dtype=np.int64)[found.kept]
    given = None if listing.given is None else np.array(listing.given, dtype=np.int8)[found.kept]
    there = set(np.unique(y).tolist())
    unread = [name for number, name in enumerate(listing.classes) if number not in there]
    notes = listing.notes + found.notes
    if unread and not any(note.code == "data.empty_class" for note in notes):
        message = f"No image of “{unread[0]}” can be read."
        notes += (warning("data.empty_class", "data.source", message, "Put other images into its folder."),)
    return Dataset(found.x, y, listing.classes, given=given, images=found.files, notes=notes)


def load_image_table(source: ImageTable, folder: Path, task: Task | None, tell: Tell) -> Dataset:
    """Read the images that a table names; WorkbenchError where ``data.source...``."""
    path = resolve(source.path, folder)
    texts = (*source.targets, source.image)
    file = read_table_file(path, targets=texts, sheet=source.sheet, encoding=source.encoding)
    columns = tuple(file.frame.columns)
    check_targets(source, columns)
    check_rows(path, file.frame)
    if source.image not in columns:
        raise refuse(
            "data.no_such_column",
            f"The file has no column “{short(source.image)}” for images: expected one of {listed(columns)}.",
            "Choose the column with the names of the image files.",
            where="data.source.image",
        )
    root = folder / source.root if source.root.strip() else path.parent
    targets = read_targets(file, source.targets, task)
    names = file.frame[source.image].fillna("").astype(str).str.strip()
    found = collect([str(root / name) for name in names], source.form, tell)
    kept = found.kept

    def of(values: NDArray[Any] | None) -> Any:
        return None if values is None else values[kept]

    return Dataset(
        found.x,
        targets.y[kept],
        targets.classes,
        columns=facts_of_columns(source, file, tell),
        values=targets.values,
        labels=targets.labels,
        target_names=source.targets,
        weights=of(read_weights(file, source.weight)),
        groups=of(read_groups(file, source.group)),
        time=of(read_time(file, source.time)),
        given=of(read_parts(file, source.part)),
        images=found.files,
        rows=first_rows(file.frame),
        notes=found.notes,
    )
