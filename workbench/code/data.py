"""The data's part of a script: read the examples, encode the targets, split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.catalog.loss_forms import Form
from workbench.code.csv_reading import CsvReading, reading
from workbench.code.images import IMPORTS, image_lines
from workbench.code.literals import quote, texts
from workbench.code.source import Call, Source, write
from workbench.code.split import can_stratify, parts
from workbench.code.targets import check_encodings, encodings
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import Bundled, ImageFolder, Table
from workbench.project.project import Project

_XOR = """\
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
labels = np.array([0, 1, 1, 0])
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
    "xor": ("The four rows of exclusive or.", _XOR, ()),
    "iris": ("150 flowers: four lengths in cm, three species.", _IRIS, ("load_iris",)),
    "digits": ("1,797 handwritten digits: 8 x 8 pixels, ink from 0.0 to 1.0.", _DIGITS, ("load_digits",)),
}
_SMALL = frozenset(("xor",))
"""Too few examples of a class to be dealt out in proportion."""


@dataclass(frozen=True)
class DataPart:
    """The lines, what they import, and what the later parts need to know."""

    lines: tuple[str, ...]
    imports: tuple[str, ...]
    has_classes: bool
    targets: tuple[str, ...]
    """For each output, the array of all its targets."""


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
            return _csv(project, source, base)
        case ImageFolder() as source:
            wanted = encodings(project, are_quantities=False)
            lines = image_lines(project.data, source, base)
            return _finish(project, lines, IMPORTS, wanted=wanted, may_stratify=True)
        case other:
            message = f"{type(other).__name__} can't be written as code yet."
            raise WorkbenchError(error("code.unsupported", "data.source", message, "Choose another source."))


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
    wanted = encodings(project, are_quantities=False)
    may_stratify = source.name not in _SMALL
    return _finish(project, lines, imports, wanted=wanted, may_stratify=may_stratify)


def _csv(project: Project, source: Table, base: Path) -> DataPart:
    _check_chosen(source)
    path = base / source.path
    found = reading(path, source.target)
    options = _options(found, source.target)
    lines = write(Call("pd.read_csv", (("", quote(str(path))), *options)), before="table = ").split("\n")
    column = f"table[{quote(source.target)}]"
    if source.features:
        lines += write(texts(source.features), before="features = ").split("\n")
        lines.append('x = table[features].to_numpy("float32")')
    else:
        lines.append(f'x = table.drop(columns={quote(source.target)}).to_numpy("float32")')
    wanted = encodings(project, are_quantities=found.target in ("classes", "quantity"))
    if found.target == "quantity":
        check_encodings(wanted)
    may_stratify = can_stratify(project.data.split, found.class_sizes)
    if set(wanted) != {"quantity"}:
        lines.append(f"class_values, labels = np.unique({column}, return_inverse=True)")
        lines.append("class_names = [str(value) for value in class_values]")
    elif found.target == "quantity":
        may_stratify = False
    elif may_stratify and project.data.split.stratify:
        lines.append(f"labels = {column}.to_numpy()")
    if "quantity" in wanted:
        lines.append(f'{_arrays(wanted)["quantity"]} = {column}.to_numpy("float32").reshape(-1, 1)')
    return _finish(project, lines, ("import pandas as pd",), wanted=wanted, may_stratify=may_stratify)


def _options(found: CsvReading, target: str) -> list[tuple[str, Source]]:
    options: list[tuple[str, Source]] = [
        (key, value if value == "True" else quote(value)) for key, value in found.options
    ]
    if found.target == "codes":
        options.append(("dtype", f"{{{quote(target)}: str}}"))
    return options


def _check_chosen(source: Table) -> None:
    if not source.path.strip():
        message = "No file is chosen: expected the path of a CSV file."
        raise WorkbenchError(error("code.no_data", "data.source", message, "Choose a file."))
    if not source.target:
        message = "No target column is chosen: expected the column that the network shall learn to tell."
        raise WorkbenchError(error("code.no_target", "data.source.target", message, "Choose a column."))


def _finish(
    project: Project,
    lines: Sequence[str],
    imports: Sequence[str],
    *,
    wanted: Sequence[Form],
    may_stratify: bool,
) -> DataPart:
    arrays = _arrays(wanted)
    encoded = [
        f"{name} = {_encoded(way)}" for way, name in arrays.items() if way not in ("numbers", "quantity")
    ]
    stratify = "labels" if project.data.split.stratify and may_stratify else ""
    split = parts(project.data.split, stratify)
    splits = any("train_test_split" in line for line in split)
    if splits:
        imports = (*imports, "from sklearn.model_selection import train_test_split")
    return DataPart(
        lines=(*lines, *encoded, "", *split),
        imports=tuple(imports),
        has_classes="quantity" not in wanted,
        targets=tuple(arrays[way] for way in wanted),
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
