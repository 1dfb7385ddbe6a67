"""Is what changes the training images able to, and does it do anything?"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.catalog.augmentation import MIXES_LABELS, adds_noise, augments, takes_mixed_targets
from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind
from workbench.checks.ends import End
from workbench.checks.parameters import spec_problems
from workbench.foundation.errors import Problem, error, warning
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.facts import DataFacts

_COLOURS = (1, 3, 4)


def augmentation(
    project: Project, catalog: Catalog, outputs: tuple[End, ...], facts: DataFacts | None
) -> Iterator[Problem]:
    """Yield problems at ``data.augment``, and at ``data.augment.N`` and its parameters."""
    layers = project.data.augment
    if layers and facts is not None and not _are_images(facts.input_shape):
        shape = " × ".join(map(str, facts.input_shape))
        message = f"Only images are augmented: expected height, width and colours, received {shape}."
        hint = "Take the augmentation away, or choose a data set of images."
        yield error("data.no_images", "data.augment", message, hint)
    for number, spec in enumerate(layers):
        where = f"data.augment.{number}"
        yield from spec_problems(spec, "layer", where, catalog)
        if catalog.has("layer", spec.kind):
            yield from _layer(spec, catalog.kind("layer", spec.kind), where)
        if spec.kind in MIXES_LABELS:
            yield from _mixing(spec, where, outputs)


def _layer(spec: Spec, kind: Kind, where: str) -> Iterator[Problem]:
    if not augments(kind):
        message = f"{spec.kind} does not augment: expected a layer that draws anew for every image."
        yield error(
            "data.not_augmenting",
            where,
            message,
            "Choose one such as RandomFlip, or place it in the network.",
        )
        return
    if adds_noise(kind):
        yield from _noise(spec, where)
    factors = [param for param in kind.params if param.name.endswith("factor")]
    if factors and all(_is_nothing(spec.params.get(param.name, param.default)) for param in factors):
        place = f"{where}.{factors[0].name}"
        message = f"{spec.kind} draws nothing: {' and '.join(param.name for param in factors)} are 0."
        message = message if len(factors) > 1 else f"{spec.kind} draws nothing: its factor is 0."
        yield warning("data.draws_nothing", place, message, f"Set {factors[0].name} to 0.1, say.")


def _noise(spec: Spec, where: str) -> Iterator[Problem]:
    deviation = spec.params.get("stddev")
    if isinstance(deviation, int | float) and deviation > 1:
        message = (
            f"Noise: expected a deviation from 0 to 1, a share of the pixels' range, received {deviation:g}."
        )
        yield error("data.noise", f"{where}.stddev", message, "0.05 to 0.2 are usual.")


def _mixing(spec: Spec, where: str, outputs: tuple[End, ...]) -> Iterator[Problem]:
    """Refuse to mix class numbers: half of class 2 and half of class 4 is not class 3."""
    for end in outputs:
        if not takes_mixed_targets(end.loss):
            message = (
                f"{spec.kind} mixes the targets of two images: expected a loss that compares with shares of "
                f"classes, such as CategoricalCrossentropy, received {end.loss_kind}."
            )
            hint = "Choose CategoricalCrossentropy as the loss, or take the layer away."
            yield error("data.mixes_labels", where, message, hint)
            return


def _is_nothing(value: object) -> bool:
    return value is None or value == 0 or value == (0, 0)


def _are_images(shape: tuple[int, ...]) -> bool:
    return len(shape) == 3 and shape[2] in _COLOURS and min(shape[:2]) > 1
