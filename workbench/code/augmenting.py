"""Augmentation in a script: batches of training images go through Keras' layers, in tf.data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.catalog.augmentation import MIXES_LABELS, adds_noise, augments, takes_mixed_targets
from workbench.catalog.kinds import Kind
from workbench.code.data import DataPart
from workbench.code.literals import literal
from workbench.code.objects import Objects
from workbench.code.source import Call, Source, listed, write
from workbench.code.targets import loss_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import Bundled, ImageFolder, ImageTable, KerasDataset
from workbench.project.project import Project
from workbench.project.spec import Spec

IMPORT = "import tensorflow as tf"
_Range = tuple[int, int]
_BYTES: _Range = (0, 255)
_SCALED: dict[str, _Range] = {"zero_to_one": (0, 1), "minus_one_to_one": (-1, 1)}
_LOOK = (
    "seen = float(x[train].min()), float(x[train].max())",
    "usual = ((0, 1), (-1, 1), (0, 255), seen)",
    "low, high = next((a, b) for a, b in usual if a <= seen[0] and seen[1] <= b)",
)
"""Finds the range of the pixels, as the program does."""


@dataclass(frozen=True)
class AugmentPart:
    """The function that changes a batch, and the lines that bind ``batches``, which ``fit`` takes."""

    definition: str = ""
    lines: tuple[str, ...] = ()


def augmenting(project: Project, objects: Objects, part: DataPart) -> AugmentPart:
    """Return the augmentation's part, which is empty where there is none.

    Raises:
        WorkbenchError: where ``data.augment.N``, for a layer that can't augment.
    """
    specs = project.data.augment
    if not specs:
        return AugmentPart()
    mixes = any(spec.kind in MIXES_LABELS for spec in specs)
    if mixes:
        _check_mixing(project)
    calls = [call for number, spec in enumerate(specs) for call in _layer(spec, number, project, objects)]
    look = _LOOK if "high - low" in repr(calls) or "(low, high)" in repr(calls) else ()
    chain: Source = listed(calls) if mixes else Call("layers.Pipeline", (("", listed(calls)),))
    lines = [
        "# Every batch of training images is drawn anew; the other images stay as they are.",
        *look,
        *write(chain, before="augmentation = ").split("\n"),
        *_batches(project, part),
    ]
    inputs = len(project.graph.inputs())
    return AugmentPart(_definition(inputs, mixes=mixes, is_weighted=bool(part.weights)), tuple(lines))


def _layer(spec: Spec, number: int, project: Project, objects: Objects) -> Sequence[Call]:
    """Return the call that makes a layer; noise stands between two that bring pixels to 0..1 and back."""
    where, pixels = f"data.augment.{number}", _pixels(project)
    kind = objects.kind("layer", spec, where)
    if not augments(kind):
        message = f"{spec.kind} does not augment: expected a layer that draws anew for every image."
        hint = "Choose one such as RandomFlip, or place it in the network."
        raise WorkbenchError(error("code.unsupported", where, message, hint))
    call = objects.call("layer", spec, where)
    arguments = [*call.arguments, *_precision(project, kind, spec)]
    if kind.has_param("value_range") and "value_range" not in spec.params and pixels != _BYTES:
        arguments.append(("value_range", "(low, high)" if pixels is None else literal(pixels)))
    call = Call(call.function, tuple(arguments))
    if not adds_noise(kind) or pixels == (0, 1):
        return [call]
    if pixels is None:
        ends = (("1 / (high - low)", "-low / (high - low)"), ("high - low", "low"))
    else:
        low, high = pixels
        ends = ((f"1 / {high - low}", f"{-low / (high - low):g}"), (f"{high - low}", f"{low}"))
    before, after = (
        Call("layers.Rescaling", tuple(("", text) for text in end if text != "0")) for end in ends
    )
    return [before, call, after]


def _precision(project: Project, kind: Kind, spec: Spec) -> list[tuple[str, Source]]:
    """Return the argument that lets a layer count in float32 whatever the network does."""
    is_needed = project.training.precision != "float32" and kind.has_param("dtype")
    return [("dtype", '"float32"')] if is_needed and "dtype" not in spec.params else []


def _pixels(project: Project) -> _Range | None:
    """Return the range of the pixels; None where the script has to look."""
    source, scaling = project.data.source, project.data.preparation.images
    if isinstance(source, Bundled):
        return (0, 1)
    if isinstance(source, ImageFolder | ImageTable | KerasDataset):
        return _SCALED.get(scaling, _BYTES)
    return _SCALED.get(scaling)


def _batches(project: Project, part: DataPart) -> list[str]:
    names = [f"{name}[train]" for name in part.targets]
    targets = names[0] if len(names) == 1 else f"({', '.join(names)})"
    arrays = ["x[train]", targets, *([f"{part.weights}[train]"] if part.weights else [])]
    slices = Call("tf.data.Dataset.from_tensor_slices", (("", f"({', '.join(arrays)})"),))
    return [
        *write(slices, before="batches = ").split("\n"),
        f"batches = batches.shuffle(len(train)).batch({literal(project.training.batch_size)})",
        "batches = batches.map(augmented).prefetch(tf.data.AUTOTUNE)",
    ]


def _definition(inputs: int, *, mixes: bool, is_weighted: bool) -> str:
    """Return the function that changes a batch of images, targets and, if any count more, weights."""
    given = "images" if inputs == 1 else f"({', '.join(['images'] * inputs)})"
    if not mixes:
        return "\n".join(
            [
                "def augmented(images, *rest):",
                '    """Draw a batch of training images anew."""',
                "    images = augmentation(images, training=True)",
                f"    return {given}, *rest",
            ]
        )
    joined = 'tf.concat([tf.cast(targets, "float32"), weights[:, tf.newaxis]], axis=-1)'
    left = 'batch["labels"][:, :-1], batch["labels"][:, -1]' if is_weighted else 'batch["labels"]'
    return "\n".join(
        [
            f"def augmented(images, targets{', weights' if is_weighted else ''}):",
            '    """Draw a batch of training images anew; what is mixed has mixed targets."""',
            *([f"    targets = {joined}"] if is_weighted else []),
            '    batch = {"images": images, "labels": targets}',
            "    for layer in augmentation:",
            "        if isinstance(layer, (layers.MixUp, layers.CutMix)):",
            "            batch = layer(batch, training=True)",
            "        else:",
            '            batch["images"] = layer(batch["images"], training=True)',
            '    images = batch["images"]',
            f"    return {given}, {left}",
        ]
    )


def _check_mixing(project: Project) -> None:
    outputs = project.graph.outputs()
    if len(outputs) == 1 and takes_mixed_targets(loss_of(project, outputs[0].id)):
        return
    number = next(n for n, spec in enumerate(project.data.augment) if spec.kind in MIXES_LABELS)
    kind = project.data.augment[number].kind
    if len(outputs) == 1:
        message = (
            f"{kind} mixes the targets of two images: expected a loss that compares with shares of classes, "
            f"such as CategoricalCrossentropy, received {loss_of(project, outputs[0].id).kind}."
        )
    else:
        message = f"{kind} can be written as code for one output, received {len(outputs)}."
    hint = "Choose CategoricalCrossentropy as the loss of one output, or take the layer away."
    raise WorkbenchError(error("code.unsupported", f"data.augment.{number}", message, hint))
