"""How many ports a card shows, and which input a link lands on."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind


def input_count(kind: Kind | None, taken: Iterable[int]) -> int:
    """Return the inputs to show: every linked one, and a free one where the layer takes more."""
    used = max(taken, default=-1) + 1
    if kind is None:
        return max(1, used)
    if kind.max_inputs == 1 or kind.max_inputs == 0:
        return max(kind.max_inputs, used)
    wanted = max(kind.inputs, used + 1)
    limited = wanted if kind.max_inputs is None else min(wanted, kind.max_inputs)
    return max(limited, used)


def output_count(kind: Kind | None, taken: Iterable[int], given: int = 0) -> int:
    """Return the outputs to show: all that the layer gives as configured, and every linked one.

    ``given`` is 0 while Keras has not said it; then the kind's count stands in.
    """
    return max(given or (kind.outputs if kind else 1), max(taken, default=-1) + 1)


def takes_input(catalog: Catalog, kind: str) -> bool:
    """Tell whether a layer of that kind can be fed; one that Keras doesn't know may."""
    return not catalog.has("layer", kind) or catalog.kind("layer", kind).max_inputs != 0


def first_free_input(count: int, taken: Iterable[int]) -> int | None:
    """Return the lowest input without a link; None when all of ``count`` are taken."""
    used = set(taken)
    return next((index for index in range(count) if index not in used), None)
