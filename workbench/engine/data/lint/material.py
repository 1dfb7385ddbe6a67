"""What all families of findings look at, and the words that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.alike.keys import Rows
from workbench.engine.data.dataset import Dataset, Tell, keep_quiet
from workbench.engine.data.pictures.listing import shown
from workbench.engine.data.split import Parts
from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec
from workbench.project.edits.remedies import Remedy
from workbench.protocol.facts import PARTS
from workbench.protocol.findings import Finding

_NAMED = 3


@dataclass(frozen=True, eq=False)
class Material:
    """The raw examples and their parts. ``part`` is the number of each row's part, -1 for rows in none.

    ``rows`` are those that are compared with one another: all, or a sample of a large set.
    """

    data: DataSpec
    dataset: Dataset
    parts: Parts
    part: NDArray[np.int8]
    rows: Rows
    tell: Tell = keep_quiet

    def rows_of(self, part: int) -> Rows:
        return (self.parts.train, self.parts.validation, self.parts.test)[part]

    @property
    def sample(self) -> str:
        """Return the words that say of how many examples a finding speaks, where it is not of all."""
        there = len(self.dataset)
        return "" if len(self.rows) == there else f" (of {len(self.rows):,} of {there:,} looked at)"

    def name(self, row: int) -> str:
        """Return how the user calls an example: its file, or its place in the file."""
        if self.dataset.images is not None:
            path = Path(self.dataset.images.paths[row])
            return shown(Path(*path.parts[-2:]))
        if self.dataset.table is not None and self.dataset.windows is None:
            table = self.dataset.table
            return table.locate(int(table.frame.index[row]))
        return f"example {row}"

    def part_name(self, row: int) -> str:
        return PARTS[self.part[row]]


def material(data: DataSpec, dataset: Dataset, parts: Parts, rows: Rows, tell: Tell = keep_quiet) -> Material:
    """Return what there is to look at."""
    part = np.full(len(dataset), -1, dtype=np.int8)
    for number, members in enumerate((parts.train, parts.validation, parts.test)):
        part[members] = number
    return Material(data, dataset, parts, part, rows, tell)


def found(
    severity: Literal["warning", "info"],
    code: str,
    where: str,
    message: str,
    hint: str,
    remedy: Remedy | None = None,
) -> Finding:
    """Return a finding; codes begin with ``lint.``."""
    problem = Problem(severity=severity, code=f"lint.{code}", where=where, message=message, hint=hint)
    return Finding(problem=problem, remedy=remedy)


def named(names: Sequence[str]) -> str:
    """Return the first names in quotes, and how many more there are."""
    words = ", ".join(f"“{name[:60]}”" for name in names[:_NAMED])
    return words if len(names) <= _NAMED else f"{words} and {len(names) - _NAMED:,} more"


def counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(part: float, whole: float) -> str:
    share = 100 * part / whole if whole else 0.0
    return f"{share:.0f} %" if share >= 10 or share == 0 else f"{share:.1g} %"
