"""What the data turned out to be, small enough for one frame to the window."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.foundation.errors import Problem
from workbench.project.data import Task
from workbench.project.preparation import ColumnKind, Preparation
from workbench.project.roles import Role

PartName = Literal["train", "validation", "test"]
PARTS: tuple[PartName, ...] = ("train", "validation", "test")


class ColumnFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table, or one feature of bundled and generated points.

    ``dtype`` is pandas' word, or ``number`` or ``text`` for what a text file holds. ``kind`` is what the
    preparation takes it for. ``histogram`` counts the finite numbers in equal steps from ``minimum`` to
    ``maximum``, which both stand only where all that is not missing is finite numbers; ``top`` are the most
    frequent values of any other column, with their counts. ``mean`` and ``deviation`` go with the numbers.
    ``counted`` is in how many rows ``distinct``, ``histogram`` and ``top`` were counted where that is a
    sample of a very long table, else 0.
    """

    name: str
    dtype: str
    missing: int = 0
    distinct: int = 0
    minimum: float | None = None
    maximum: float | None = None
    kind: ColumnKind = "number"
    role: Role = "feature"
    mean: float | None = None
    deviation: float | None = None
    histogram: tuple[int, ...] = ()
    top: tuple[tuple[str, int], ...] = ()
    counted: int = 0


class ImageFile(msgspec.Struct, frozen=True, kw_only=True):
    """An image of the sample that is shown; ``row`` is its number in the data set, sizes are in pixels.

    ``mode`` is Pillow's word for what the file holds: ``RGB``, ``L``, ``RGBA``, ``CMYK``, ``P``, ``I;16``.
    """

    path: str
    label: str
    row: int
    part: PartName
    width: int
    height: int
    mode: str


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was left out, and why, in a few words."""

    path: str
    reason: str


class ImageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of a set of images are, before they are brought to one form.

    ``shown`` has up to 12 of each class, at most 240. ``sizes`` (width, height, how many) and ``modes``
    are the most frequent first, at most 50. ``set_aside`` names the first 100 of ``set_aside_count`` files.
    """

    files: int
    shown: tuple[ImageFile, ...] = ()
    sizes: tuple[tuple[int, int, int], ...] = ()
    modes: tuple[tuple[str, int], ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    set_aside_count: int = 0


class DataFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a data source holds and how the split falls.

    ``input_shape`` is one example's shape without the batch axis, as the network gets it. ``classes`` is
    empty for regression and several labels, else the first 1,000 class names in the order of their numbers;
    there are ``more_classes`` beyond these. ``counts`` are examples per class that is named, ``part_counts``
    the same within train, validation and test. ``task`` is
    ``classification`` or ``regression``, the latter for several labels too; ``proposed`` is the finer word
    that the target suggests (or the user's own). ``targets`` is the number of target columns (1, or more) and
    ``target_names`` their names. ``preview`` holds some examples as flat rows of floats, ``preview_labels``
    their targets as text; ``rows`` some raw rows of a table as text, a cell for each of ``columns``.
    ``given`` counts the source's own ready parts, zeros where there are none. ``is_streamed`` tells that the
    examples don't fit into the memory budget. ``preparation`` is one that the data needs before it can be
    trained on, and the figures are those with it; None where the project's own will do. ``problems`` are
    warnings of reading and splitting, and the errors that ``preparation`` would mend.
    """

    input_shape: tuple[int, ...]
    task: str
    classes: tuple[str, ...] = ()
    more_classes: int = 0
    counts: tuple[int, ...] = ()
    targets: int = 1
    examples: int = 0
    training: int = 0
    validation: int = 0
    test: int = 0
    minimum: float = 0.0
    maximum: float = 0.0
    columns: tuple[ColumnFacts, ...] = ()
    preview: tuple[tuple[float, ...], ...] = ()
    preview_labels: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    proposed: Task = "multiclass"
    target_names: tuple[str, ...] = ()
    part_counts: tuple[tuple[int, ...], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    given: tuple[int, int, int] = (0, 0, 0)
    groups: int = 0
    images: ImageFacts | None = None
    is_streamed: bool = False
    preparation: Preparation | None = None

    @property
    def class_count(self) -> int:
        """How many classes there are, named or not; 0 where the target is no class."""
        return len(self.classes) + self.more_classes
