"""Data in figures: lines of a name and what it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from workbench.protocol.facts import DataFacts
from workbench.protocol.looks import Found
from workbench.ui.data.learn_card import task_words
from workbench.ui.inspector import words
from workbench.ui.inspector.editors import show

Lines = list[tuple[str, str]]
_MOST, _MOST_FILES = 4, 12


def tr(text: str) -> str:
    return QCoreApplication.translate("DataFigures", text)


def facts_lines(facts: DataFacts) -> Lines:
    """Return what holds of any data set."""
    lines = [
        (tr("examples"), words.count(facts.examples)),
        (tr("input shape"), show.axes(facts.input_shape) or "1"),
        (tr("values"), f"{facts.minimum:.4g} … {facts.maximum:.4g}"),
        (tr("task"), task_words(facts.proposed)),
    ]
    if facts.classes:
        lines.append((tr("classes"), words.count(facts.class_count)))
    else:
        lines.append((tr("targets"), words.count(facts.targets)))
    lines += [
        (tr("training"), words.count(facts.training)),
        (tr("validation"), words.count(facts.validation)),
        (tr("test"), words.count(facts.test)),
    ]
    if any(facts.given):
        lines.append((tr("ready parts"), " + ".join(words.count(part) for part in facts.given)))
    if facts.groups:
        lines.append((tr("groups"), words.count(facts.groups)))
    if facts.is_streamed:
        lines.append((tr("memory"), tr("read from the disk while training")))
    return lines


def files_lines(facts: DataFacts) -> Lines:
    """Return what holds of image files."""
    if facts.images is None:
        return []
    images = facts.images
    sizes = ", ".join(f"{width}×{height} ({count})" for width, height, count in images.sizes[:_MOST])
    if len(images.sizes) > _MOST:
        sizes = tr("{sizes} and {more} more").format(sizes=sizes, more=len(images.sizes) - _MOST)
    lines = [
        (tr("sizes"), sizes),
        (tr("colours"), ", ".join(f"{mode} ({count:,})" for mode, count in images.modes[:_MOST])),
    ]
    if images.set_aside_count:
        named = [f"{file.path}: {file.reason}" for file in images.set_aside[:_MOST_FILES]]
        if images.set_aside_count > len(named):
            named.append(tr("and {more} more").format(more=words.count(images.set_aside_count - len(named))))
        lines.append((tr("set aside"), "\n".join([words.count(images.set_aside_count), *named])))
    return lines


def found_lines(found: Found) -> Lines:
    """Return what a glance told."""
    lines: Lines = []
    if found.classes:
        lines += [
            (tr("files"), words.count(found.files)),
            (tr("classes"), words.count(len(found.classes))),
        ]
    if found.row_count:
        about = "≈ " if found.is_sample else ""
        lines.append((tr("rows"), f"{about}{words.count(found.row_count)}"))
    if found.columns:
        lines.append((tr("columns"), words.count(len(found.columns))))
    if found.sheets:
        lines.append((tr("sheets"), ", ".join(found.sheets)))
    lines += [(array.name or "x", f"{show.axes(array.shape)}  {array.dtype}") for array in found.arrays]
    return lines


def sample_words(found: Found) -> str:
    """Return of what a glance tells: of a sample of the rows, with an estimate of how many there are."""
    if not found.is_sample:
        return tr("A first look; it is not all read yet.")
    if not found.row_count:
        return tr("A first look at a part of it; not all of it is read yet.")
    return tr("A first look at a sample of {sample} out of about {rows} rows; not all is read yet.").format(
        sample=words.count(found.sample_rows), rows=words.count(found.row_count)
    )
