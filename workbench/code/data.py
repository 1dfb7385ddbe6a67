"""The data's part of a script: read the examples, encode the targets, split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from workbench.catalog.loss_forms import QUANTITIES, Form
from workbench.code.class_weights import weighing_lines
from workbench.code.data_arrays import of_arrays
from workbench.code.data_made import generated, of_keras
from workbench.code.data_table import of_table
from workbench.code.duplicates import duplicate_lines
from workbench.code.found import NOTHING, Found
from workbench.code.images import of_image_folder, of_image_table
from workbench.code.preparation import preparing
from workbench.code.setting_aside import aside_lines
from workbench.code.split import SPLITTERS, can_stratify, parts, there, window_lines
from workbench.code.targets import check_encodings, encodings, loss_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import Arrays, Bundled, Generated, ImageFolder, ImageTable, KerasDataset, Table
from workbench.project.project import Project
from workbench.project.sources import GATES

_GATE = """\
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
labels = np.array([{answers}])
class_names = ["0", "1"]"""
_IRIS = """\
iris = load_iris()
x = iris.data.astype("float32")
labels = iris.target
class_names = [str(name) for name in iris.target_names]"""
_DIGITS = """\
digits = load_digits()
x = (digits.images[..., np.newaxis] / 16).astype("float32")
labels = digits.target
class_names = [str(name) for name in digits.target_names]"""
_BUNDLED = {
    "and": ("The four rows of and.", _GATE.format(answers="0, 0, 0, 1"), ()),
    "or": ("The four rows of or.", _GATE.format(answers="0, 1, 1, 1"), ()),
    "xor": ("The four rows of exclusive or.", _GATE.format(answers="0, 1, 1, 0"), ()),
    "iris": ("150 flowers: four lengths in cm, three species.", _IRIS, ("load_iris",)),
    "digits": ("1,797 handwritten digits: 8 x 8 pixels, ink from 0.0 to 1.0.", _DIGITS, ("load_digits",)),
}
_SMALL = frozenset(GATES)
"""Too few examples of a class to be dealt out in proportion."""


@dataclass(frozen=True)
class DataPart:
    """The lines, what they import, and what the later parts need to know."""

    lines: tuple[str, ...]
    imports: tuple[str, ...]
    has_classes: bool
    targets: tuple[str, ...]
    """For each output, the array of all its targets."""
    parts: tuple[str, ...] = ()
    """The parts beside ``train`` that there are: ``validation``, ``test``."""
    weights: str = ""
    """The array of how much each example counts in training, where any counts more."""
    own_weights: str = ""
    """The array of how much each counts by itself, whatever its class: judging goes by it too."""


def data(project: Project, base: Path) -> DataPart:
    """Return the data's part; WorkbenchError when there is no source or none of that name."""
    match project.data.source:
        case None:
            problem = error(
                "code.no_data", "data.source", "No data is chosen: expected a data set.", "Choose one."
            )
            raise WorkbenchError(problem)
        case Bundled() as source:
            return _bundled(project, source)
        case Table() as source:
            task, wants = project.data.task, _wants_classes(project)
            preparation = project.data.preparation
            found = of_table(source, base, task=task, wants_classes=wants, preparation=preparation)
            return _of(project, found)
        case ImageTable() as source:
            task, wants = project.data.task, _wants_classes(project)
            return _of(project, of_image_table(source, base, task=task, wants_classes=wants))
        case ImageFolder() as source:
            return _of(project, of_image_folder(source, base))
        case Arrays() as source:
            return _of(project, of_arrays(source, base, wants_classes=_wants_classes(project)))
        case Generated() as source:
            return _of(project, generated(source))
        case KerasDataset() as source:
            return _of(project, of_keras(source))
        case unreachable:
            assert_never(unreachable)


def _wants_classes(project: Project) -> bool:
    """Tell whether any output's loss is made for classes."""
    return any(loss_of(project, node.id).kind not in QUANTITIES for node in project.graph.outputs())


def _bundled(project: Project, source: Bundled) -> DataPart:
    if source.name not in _BUNDLED:
        known = ", ".join(sorted(_BUNDLED))
        raise WorkbenchError(
            error(
                "code.unknown_data",
                "data.source",
                f"No bundled data set is called “{source.name[:80]}”: expected one of {known}.",
                "Choose one of these, or a CSV file.",
            )
        )
    comment, text, loaders = _BUNDLED[source.name]
    imports = tuple(f"from sklearn.datasets import {loader}" for loader in loaders)
    lines = [f"# {comment}", *text.split("\n")]
    lines += duplicate_lines(project.data, NOTHING, ("labels",))
    wanted = encodings(project, are_quantities=False)
    may_stratify = source.name not in _SMALL
    found = Found((), has_points=source.name != "digits")
    return _finish(project, lines, imports, wanted=wanted, may_stratify=may_stratify, found=found)


def _of(project: Project, found: Found) -> DataPart:
    """Return the part of what a source's lines have bound."""
    split = project.data.split
    lines = list(found.lines)
    if found.target == "quantities":
        check_encodings(encodings(project, are_quantities=True))
        wanted: list[Form] = ["quantity"] * len(project.graph.outputs())
    else:
        wanted = encodings(project, are_quantities=found.target == "numbers")
        if "quantity" in wanted:
            lines.append(f"{_arrays(wanted)['quantity']} = {found.quantities}")
    lines += duplicate_lines(project.data, found, tuple(dict.fromkeys(_raw(wanted))))
    if project.data.window is not None:
        along = tuple(dict.fromkeys(_raw(wanted)))
        has_scaling = found.has_points and project.data.preparation.scaling != "none"
        keeps_raw = found.is_frame or has_scaling
        lines += window_lines(project.data.window, found, along, keeps_raw=keeps_raw)
    may_stratify = found.target != "quantities" and can_stratify(split, found.sizes)
    return _finish(project, lines, found.imports, wanted=wanted, may_stratify=may_stratify, found=found)


def _raw(wanted: Sequence[Form]) -> list[str]:
    """Return the arrays with a row for each example that the encodings are made of."""
    return [_arrays(wanted)["quantity"] if way == "quantity" else "labels" for way in wanted]


def _finish(
    project: Project,
    lines: Sequence[str],
    imports: Sequence[str],
    *,
    wanted: Sequence[Form],
    may_stratify: bool,
    found: Found = NOTHING,
) -> DataPart:
    arrays = _arrays(wanted)
    encoded = [
        f"{name} = {_encoded(way)}" for way, name in arrays.items() if way not in ("numbers", "quantity")
    ]
    stratify = "labels" if project.data.split.stratify and may_stratify else ""
    split = [
        *parts(project.data.split, stratify, found),
        *aside_lines(project.data, there(project.data.split, found)),
    ]
    text = "\n".join(split)
    tools = ", ".join(name for name in SPLITTERS if f"{name}(" in text)
    if tools:
        imports = (*imports, f"from sklearn.model_selection import {tools}")
    has_classes = "quantity" not in wanted
    others = there(project.data.split, found)
    is_windowed = project.data.window is not None
    prepare = preparing(project.data.preparation, found, others, is_windowed=is_windowed)
    asked = project.data.class_weight if has_classes else None
    weights = "train_weights" if found.weights and asked else "weights"
    weighing = weighing_lines(asked, own=found.weights, weights=weights) if asked else []
    return DataPart(
        lines=(*lines, *encoded, "", *split, *prepare.lines, *weighing),
        imports=(*imports, *prepare.imports),
        has_classes=has_classes,
        targets=tuple(arrays[way] for way in wanted),
        parts=others,
        weights=weights if found.weights or weighing else "",
        own_weights=found.weights,
    )


def _arrays(wanted: Sequence[Form]) -> dict[Form, str]:
    """Return the variable of each encoding in use: ``targets``, unless several are."""
    several = len(set(wanted) - {"numbers"}) > 1
    names: dict[Form, str] = {"numbers": "labels", "quantity": "quantities" if several else "targets"}
    names["one-hot"] = "one_hot_targets" if several else "targets"
    names["column"] = "column_targets" if several else "targets"
    return {way: names[way] for way in dict.fromkeys(wanted)}


def _encoded(way: Form) -> str:
    if way == "one-hot":
        return "keras.utils.to_categorical(labels, len(class_names))"
    return 'labels.reshape(-1, 1).astype("float32")'
