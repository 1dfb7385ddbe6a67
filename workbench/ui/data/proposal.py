"""The words in which a project is proposed for what was dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from workbench.checks.first_network import first_network
from workbench.project.data import Arrays, DataSpec, ImageFolder, ImageTable, Table
from workbench.protocol.facts import DataFacts
from workbench.protocol.looks import Found
from workbench.ui.data.learn_card import task_words
from workbench.ui.inspector.editors import show

_MOST = 8


def tr(text: str) -> str:
    return QCoreApplication.translate("Proposal", text)


def proposal(found: Found, data: DataSpec, facts: DataFacts | None) -> str:
    """Return what was found, what would be learned, and the network that is proposed; plain text."""
    lines = [_what(found, data, facts)]
    source = found.source
    if isinstance(source, Table) and found.window is not None:
        order = tr("by “{time}”").format(time=source.time) if source.time else tr("in the order of its rows")
        words = tr("A series {order}: the next value of “{target}” is told by the {length} before it.")
        lines.append(words.format(order=order, target=source.target, length=found.window.length))
    elif isinstance(source, Table | ImageTable) and source.target:
        lines.append(tr("To be learned: “{target}”, the others tell it.").format(target=source.target))
    if isinstance(source, Table) and source.ignored:
        names = ", ".join(f"“{name}”" for name in source.ignored[:_MOST])
        names += ", …" if len(source.ignored) > _MOST else ""
        lines.append(tr("Left out, since every row has another value: {names}.").format(names=names))
    if data.preparation.missing == "median" and isinstance(source, Table):
        lines.append(tr("Missing numbers get the median of the training part."))
    if facts is None:
        lines.append(tr("It can't be used as it is; the Data page tells why and what to do."))
        return "\n\n".join(lines)
    lines.append(_parts(facts))
    lines.append(_network(facts))
    return "\n\n".join(lines)


def _what(found: Found, data: DataSpec, facts: DataFacts | None) -> str:
    name, source = Path(found.path).name, found.source
    if isinstance(source, ImageFolder):
        classes = ", ".join(label for label, _ in found.classes[:_MOST])
        classes += ", …" if len(found.classes) > _MOST else ""
        words = tr("“{name}” holds {files} photographs in {count} classes: {classes}.")
        return words.format(name=name, files=f"{found.files:,}", count=len(found.classes), classes=classes)
    if isinstance(source, Arrays):
        arrays = ", ".join(f"{a.name or 'x'} ({show.axes(a.shape)})" for a in found.arrays[:_MOST])
        return tr("“{name}” holds arrays: {arrays}.").format(name=name, arrays=arrays)
    rows = _rows(found, data, facts)
    if isinstance(source, ImageTable):
        words = tr("“{name}” names images in its column “{image}”: {rows} rows, {columns} columns.")
        return words.format(name=name, image=source.image, rows=rows, columns=len(found.columns))
    words = tr("“{name}” is a table of {rows} rows and {columns} columns.")
    return words.format(name=name, rows=rows, columns=len(found.columns))


def _rows(found: Found, data: DataSpec, facts: DataFacts | None) -> str:
    """Return how many rows there are; of a file of which only a part was seen, about how many."""
    if found.row_count and not found.is_sample:
        return f"{found.row_count:,}"
    if facts is not None and data.window is None:
        return f"{facts.examples:,}"
    if found.row_count:
        return tr("about {count}").format(count=f"{found.row_count:,}")
    return tr("more than {count}").format(count=f"{found.sample_rows:,}")


def _parts(facts: DataFacts) -> str:
    words = tr("{task}; {training} examples for training, {validation} for validation, {test} for the test.")
    text = words.format(
        task=task_words(facts.proposed),
        training=f"{facts.training:,}",
        validation=f"{facts.validation:,}",
        test=f"{facts.test:,}",
    )
    return text[:1].upper() + text[1:]


def _network(facts: DataFacts) -> str:
    graph, training = first_network(facts)
    kinds = ", ".join(node.spec.kind for node in graph.nodes)
    return tr("A first network for it: {kinds}, with {loss}.").format(kinds=kinds, loss=training.loss.kind)
