"""The columns of the summary: what stands in a cell, how it is sorted, what it says when pointed at."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from workbench.protocol.analysis import Shape
from workbench.ui.canvas.faces import shape_text
from workbench.ui.inspector import words
from workbench.ui.summary.rows import Row

UNKNOWN = "–"
Key = Callable[[Row], Any]


@dataclass(frozen=True)
class Column:
    """One column; ``is_figure`` stands at the right in a monospaced face."""

    id: str
    title: str
    tip: str
    text: Callable[[Row], str]
    key: Key
    is_figure: bool = False


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for the translator's tool, which looks for this name; it is translated when shown."""
    return text


def name_text(row: Row) -> str:
    """Return a layer's name, and how often it stands there in a repeated block."""
    return f"{row.name} ×{row.copies}" if row.copies > 1 else row.name


def keras_shapes(shapes: tuple[Shape, ...]) -> str:
    """Return shapes as Keras writes them: ``(None, 28, 28, 1)``, several in brackets."""
    told = [f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})" for shape in shapes]
    return told[0] if len(told) == 1 else f"[{', '.join(told)}]" if told else UNKNOWN


def trainable_text(row: Row) -> str:
    """Return whether training changes a layer; of one that it changes in part, how many parameters."""
    if row.params is None or row.trainable is None:
        return UNKNOWN
    if not row.params:
        return ""
    if row.trainable == row.params:
        return _tr("yes")
    if row.trainable:
        return _tr("{0} of {1}").format(words.count(row.trainable), words.count(row.params))
    return _tr("frozen") if row.is_frozen else _tr("no")


def sources_text(row: Row) -> str:
    """Return what feeds a layer; of a layer with several outputs, which."""
    return ", ".join(f"{name}[{output}]" if output else name for name, _, output in row.sources)


def _params_text(row: Row) -> str:
    return _tr("shared") if row.owner else _count(row.params)


def _count(number: int | None) -> str:
    return UNKNOWN if number is None else words.count(number)


def _size(number: int | None) -> str:
    return UNKNOWN if number is None else words.size(number)


def _least(number: int | None) -> int:
    return -1 if number is None else number


def _elements(row: Row) -> int:
    return sum(math.prod(axis or 1 for axis in shape) for shape in row.shapes)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Summary", text)


COLUMNS = (
    Column(
        "name",
        QT_TRANSLATE_NOOP("Summary", "Layer"),
        QT_TRANSLATE_NOOP("Summary", "The layer's name in Keras"),
        name_text,
        lambda row: row.name.lower(),
    ),
    Column(
        "kind",
        QT_TRANSLATE_NOOP("Summary", "Kind"),
        QT_TRANSLATE_NOOP("Summary", "The class of keras.layers"),
        lambda row: row.kind,
        lambda row: row.kind.lower(),
    ),
    Column(
        "shape",
        QT_TRANSLATE_NOOP("Summary", "Output shape"),
        QT_TRANSLATE_NOOP("Summary", "What comes out for one example; sorted by size"),
        lambda row: ", ".join(map(shape_text, row.shapes)) or UNKNOWN,
        _elements,
    ),
    Column(
        "params",
        QT_TRANSLATE_NOOP("Summary", "Parameters"),
        QT_TRANSLATE_NOOP("Summary", "The layer's weights; shared ones are counted once"),
        _params_text,
        lambda row: _least(row.params),
        is_figure=True,
    ),
    Column(
        "trainable",
        QT_TRANSLATE_NOOP("Summary", "Trainable"),
        QT_TRANSLATE_NOOP("Summary", "Whether training changes the weights; sorted by how many it changes"),
        trainable_text,
        lambda row: _least(row.trainable),
    ),
    Column(
        "macs",
        QT_TRANSLATE_NOOP("Summary", "Multiply-adds"),
        QT_TRANSLATE_NOOP("Summary", "For one example, in the products with kernels"),
        lambda row: UNKNOWN if row.macs is None else words.large(row.macs),
        lambda row: _least(row.macs),
        is_figure=True,
    ),
    Column(
        "memory",
        QT_TRANSLATE_NOOP("Summary", "Memory"),
        QT_TRANSLATE_NOOP("Summary", "The outputs of one example"),
        lambda row: _size(row.memory),
        lambda row: _least(row.memory),
        is_figure=True,
    ),
    Column(
        "sources",
        QT_TRANSLATE_NOOP("Summary", "Connected to"),
        QT_TRANSLATE_NOOP("Summary", "What feeds the layer, in the order of its inputs"),
        sources_text,
        lambda row: sources_text(row).lower(),
    ),
)


def title(column: Column) -> str:
    return _tr(column.title)


def tip(column: Column) -> str:
    return _tr(column.tip)
