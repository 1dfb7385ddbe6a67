"""What a source's lines leave behind for the rest of a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Target = Literal["classes", "numbers", "quantities"]
"""``labels`` and ``class_names``; the same of classes that are numbers; or ``targets`` of shape (n, k)."""


@dataclass(frozen=True)
class Found:
    """The lines that bind ``x`` and the targets, what they import, and what the targets are.

    ``quantities`` is the source of the column of numbers that classes stand for, where they do. ``sizes`` are
    the rows of each class as far as that is known. The other names are those of variables,
    empty where there is none: how much each row counts, its group, the rows in the order of time, and the
    part that the source gives it (0 train, 1 validation, 2 test); ``parts`` are those beside training.
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


NOTHING = Found(())
