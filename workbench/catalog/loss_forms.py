"""What form of target, and which last activation, each of Keras' losses is made for."""

from __future__ import annotations

from typing import Literal

from workbench.catalog.catalog import Catalog
from workbench.catalog.current import current
from workbench.project.spec import Spec

SPARSE = frozenset({"SparseCategoricalCrossentropy", "CategoricalGeneralizedCrossEntropy", "Circle"})
"""Losses on class numbers, one unit per class."""
ONE_HOT = frozenset(
    {
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalHinge",
        "CosineSimilarity",
        "Dice",
        "KLDivergence",
        "Tversky",
    }
)
"""Losses that compare one unit per class with a vector of zeros and a one."""
BINARY = frozenset({"BinaryCrossentropy", "BinaryFocalCrossentropy", "Hinge", "SquaredHinge"})
"""Losses on yes or no: one unit for two classes, or one for every class."""
QUANTITIES = frozenset(
    {
        "Huber",
        "LogCosh",
        "MeanAbsoluteError",
        "MeanAbsolutePercentageError",
        "MeanSquaredError",
        "MeanSquaredLogarithmicError",
        "Poisson",
    }
)
"""Losses on quantities."""
WANTS_SOFTMAX = frozenset(
    {
        "SparseCategoricalCrossentropy",
        "CategoricalCrossentropy",
        "CategoricalFocalCrossentropy",
        "CategoricalGeneralizedCrossEntropy",
        "KLDivergence",
    }
)
WANTS_SIGMOID = frozenset({"BinaryCrossentropy", "BinaryFocalCrossentropy"})
_HINGES = frozenset({"Hinge", "SquaredHinge"})

Form = Literal["numbers", "one-hot", "column", "quantity"]
"""Class numbers, a one among zeros, class numbers as a column, or the quantities that classes stand for."""


def loss_kind(loss: Spec, catalog: Catalog) -> str:
    """Return the class name of a loss, which a project may also name by Keras' short words (``mse``)."""
    return catalog.kind("loss", loss.kind).name if catalog.has("loss", loss.kind) else loss.kind


def form_of_classes(kind: str, units: int | None, *, are_quantities: bool) -> Form:
    """Return how a loss takes classes on an output of so many units; None stands for several.

    ``are_quantities`` says that each class stands for a number, as 3, 5 and 8 do.
    """
    if kind in SPARSE:
        return "numbers"
    if kind in ONE_HOT or units != 1:
        return "one-hot"
    return "quantity" if kind in QUANTITIES and are_quantities else "column"


def threshold_of(loss: Spec) -> float:
    """Return where a single unit under ``loss`` changes its mind: 0 for logits and hinges, else 0.5."""
    is_signed = loss_kind(loss, current()) in _HINGES or loss.params.get("from_logits") is True
    return 0.0 if is_signed else 0.5
