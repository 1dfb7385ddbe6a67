"""What a source's lines leave behind for the rest of a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.project.preparation import ColumnKind

Target = Literal["classes", "numbers", "quantities"]
"""``labels`` and ``class_names``; the same of classes that are numbers; or ``targets`` of shape (n, k)."""


@dataclass(frozen=True)
class Found:
    """The lines that bind ``x`` and the targets, what they import, and what the targets are.

    ``quantities`` is the source of the column of numbers that classes stand for, where they do. ``sizes`` are
    the rows of each class as far as that is known. The other names are those of variables,
    empty where there is none: how much each row counts, its group, the rows in the order of time, and the
    part that the source gives it (0 train, 1 validation, 2 test); ``parts`` are those beside training.

    ``x`` is a frame of raw ``columns`` (all numbers, where they are not told), points of so many features,
    or images of pixels from 0 to 255: what a preparation can be for.
    """

    lines: tuple[str, ...]
    imports: tuple[str, ...] = ()
    target: Target = "classes"
    quantities: str = ""
    sizes: tuple[int, ...] = ()
    weights: str = ""
    groups: str = ""
    order: str = ""
    given: str = ""
    parts: tuple[int, ...] = (1, 2)
    is_frame: bool = False
    columns: tuple[tuple[str, ColumnKind], ...] = ()
    has_points: bool = False
    has_pixels: bool = False


NOTHING = Found(())
