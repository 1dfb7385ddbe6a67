"""A project as a Keras script that needs nothing of ours, written the way one would write it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from workbench.catalog.catalog import Catalog
from workbench.code.applications import block_weights
from workbench.code.augmenting import IMPORT, AugmentPart, augmenting
from workbench.code.data import DataPart, data
from workbench.code.initial import LAYERS_OF, initial_weights
from workbench.code.literals import quote
from workbench.code.names import file_stem, headline
from workbench.code.network import network
from workbench.code.objects import Objects
from workbench.code.training import compiling, fitting, judging, saving
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

_TAKEN = (
    *("keras", "layers", "ops", "np", "pd", "train_test_split", "classification_report"),
    *("load_iris", "load_digits", "iris", "digits", "table", "features", "x", "labels", "class_names"),
    *("class_values", "targets", "one_hot_targets", "column_targets", "quantities"),
    *("rest", "train", "validation", "test"),
    *("Path", "Image", "ImageOps", "folder", "suffixes", "images", "numbers", "number", "path"),
    *("image", "upright", "shaped", "wide", "high", "left", "top", "middle", "ground", "reason"),
    *("rows", "row", "part", "classes", "arrays", "y", "groups", "moments", "order", "parts"),
    *("starts", "last", "kept", "count", "drawing", "stay", "draw", "folds", "sizes", "of_class"),
    *("class_weight", "train_weights"),
    *("random", "corners", "along", "angle", "spiral", "x_train", "y_train", "x_test", "y_test"),
    *("beginning", "given", "layer", "layers_of", "weights", "array", "entry", "renamed"),
    *("raw", "whole", "prepare", "scaler", "column", "places", *(f"words_{n}" for n in range(1, 100))),
    *("model", "results", "outputs", "predicted", "report", "name", "value"),
    *("seen", "usual", "low", "augmentation", "augmented", "batches", "batch", "tf"),
    "math",
)
"""What the script itself calls things."""

_STANDARD = ("from pathlib import Path",)
"""Imports of Python's own library."""


def script(project: Project, catalog: Catalog, *, base: Path) -> str:
    """Return the source of a script that builds, trains, tests and saves the project's network.

    A relative data path starts at ``base``. Without a data source the script builds the network and
    prints its layers. The same project gives the same text.

    Raises:
        WorkbenchError: the graph or the settings can't be written as code; pinned to the place.
    """
    objects = Objects(catalog)
    project = project.with_training(_with_class_names(project.training, catalog))
    model = network(project.graph, objects, _TAKEN)
    beginning = [
        *initial_weights(project, base, has_own_layers=bool(objects.definitions())),
        *block_weights(project.graph, base),
    ]
    parts: list[Sequence[str]] = [
        ["# The network.", *model.lines, f"model.summary({'expand_nested=True' if model.functions else ''})"],
        *([beginning] if beginning else []),
    ]
    imports: tuple[str, ...] = ()
    augment = AugmentPart()
    if project.data.source is not None:
        part = data(project, base)
        imports = part.imports
        augment = augmenting(project, objects, part)
        parts = [part.lines, *parts, *_working(project, objects, part, augment)]
        if augment.lines:
            imports = (*imports, IMPORT)
        if part.has_classes:
            imports = (*imports, "from sklearn.metrics import classification_report")
    body = "\n\n".join("\n".join(lines) for lines in parts)
    helpers = [*([LAYERS_OF] if beginning else []), *([augment.definition] if augment.definition else [])]
    definitions = (*objects.definitions(), *model.functions, *helpers)
    head = [_opening(project, imports), _imports(imports, body, definitions)]
    if definitions:
        return "\n\n\n".join(
            ["\n\n".join(head), *(text.rstrip() for text in definitions), _settled(project, body)]
        )
    return "\n\n".join([*head, _settled(project, body)])


def _with_class_names(training: TrainingSpec, catalog: Catalog) -> TrainingSpec:
    """Return the training with losses under their classes' names, which may be given as ``mse``."""

    def named(loss: Spec) -> Spec:
        known = catalog.has("loss", loss.kind)
        return Spec(catalog.kind("loss", loss.kind).name, loss.params) if known else loss

    heads = tuple(replace(head, loss=named(head.loss)) for head in training.heads)
    return replace(training, loss=named(training.loss), heads=heads)


def _working(project: Project, objects: Objects, part: DataPart, augment: AugmentPart) -> list[Sequence[str]]:
    return [
        compiling(project, objects),
        *([augment.lines] if augment.lines else []),
        fitting(project, objects, part),
        judging(project, part),
        saving(file_stem(project.title)),
    ]


def _opening(project: Project, imports: Sequence[str]) -> str:
    named = (("pandas", "pandas"), ("PIL", "Pillow"), ("sklearn", "scikit-learn"))
    others = [package for module, package in named if any(module in line for line in imports)]
    backend = "tensorflow" if IMPORT in imports else "a backend such as tensorflow"
    needs = [f"keras with {backend}", *others]
    listing = f"{', '.join(needs[:-1])} and {needs[-1]}" if len(needs) > 1 else needs[0]
    does = "Builds the network, trains it, judges it and saves it." if imports else "Builds the network."
    return f'"""{headline(project.title)}.\n\n{does}\nNeeds {listing}.\n"""'


def _settled(project: Project, body: str) -> str:
    """Return the body after the settings that hold for all of it."""
    lines = [f"keras.utils.set_random_seed({project.training.seed})"]
    if project.training.precision != "float32":
        lines.append(f"keras.config.set_dtype_policy({quote(project.training.precision)})")
    return "\n".join(lines) + f"\n\n{body}\n"


def _imports(wanted: Sequence[str], body: str, definitions: Sequence[str]) -> str:
    everything = "\n".join((body, *definitions))
    standard = [line for line in wanted if line in _STANDARD]
    if "math." in everything:
        standard.insert(0, "import math")
    lines = ["import keras", *(line for line in wanted if line not in _STANDARD)]
    if "np." in everything:
        lines.append("import numpy as np")
    used = [name for name in ("layers", "ops") if f"{name}." in everything]
    if used:
        lines.append(f"from keras import {', '.join(used)}")
    ordered = sorted(lines, key=lambda line: (line.startswith("from"), line.lower()))
    return "\n".join((*standard, *([""] if standard else []), *ordered))
