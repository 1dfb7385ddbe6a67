"""Ready parts that are another part once more: validation that is the training folder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.engine.data.alike.keys import Keys
from workbench.engine.data.lint.material import Material, found, percent
from workbench.project.data import Arrays, ImageFolder
from workbench.project.edits.remedies import DrawParts, DropDuplicates, HeldOut, Remedy
from workbench.protocol.facts import PARTS
from workbench.protocol.findings import Finding

_THE_SAME = 0.8
_PAIRS: tuple[tuple[int, int], ...] = ((1, 0), (2, 0), (2, 1))
_SPOILED = {
    (1, 0): "its accuracy and loss only repeat those of training, and early stopping never stops",
    (2, 0): "its figures show what was memorised, not what was learned",
    (2, 1): "early stopping and the best weights are chosen by it, so its figures are too good",
}


def ready_parts(material: Material, keys: Keys) -> Iterator[Finding]:
    """Yield parts of the source that hold the same examples as another one."""
    given = material.dataset.given
    if material.data.split.by != "given" or given is None:
        return
    part = given[material.rows]
    told: set[int] = set()
    for number, other in _PAIRS:
        mine, theirs = keys[part == number], keys[part == other]
        if not len(mine) or not len(theirs) or number in told:
            continue
        shared = int(np.isin(mine, theirs).sum())
        if shared < _THE_SAME * len(mine):
            continue
        told.add(number)
        yield found(
            "warning",
            f"{PARTS[number]}-is-{PARTS[other]}",
            "data.split",
            f"The {PARTS[number]} part is the {PARTS[other]} part: {shared:,} of its {len(mine):,} examples "
            f"({percent(shared, len(mine))}) are there too{material.sample}. So "
            f"{_SPOILED[number, other]}.",
            "Draw one of them from the training examples instead, or choose another folder.",
            _remedy(material, number, other),
        )


def _remedy(material: Material, number: int, other: int) -> Remedy:
    """Return the way to other examples: of a test that is validation, validation is drawn anew."""
    source = material.data.source
    name: HeldOut = "test" if number == 2 and other == 0 else "validation"
    if isinstance(source, ImageFolder) and getattr(source, name):
        return DrawParts((name,))
    if isinstance(source, Arrays) and getattr(source, f"x_{name}"):
        return DrawParts((name,))
    return DropDuplicates()
