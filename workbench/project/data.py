"""The data of a project: where the examples come from, how they are split, prepared and augmented.

The order in which the engine carries it out: read the ``source``, cut ``window``s, ``split``, fit the
``preparation`` on the training part and apply it to all, ``augment`` batches of the training part.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.project.preparation import ColumnPreparation, Preparation
from workbench.project.sources import (
    Arrays,
    Bundled,
    Generated,
    ImageFolder,
    ImageForm,
    ImageTable,
    KerasDataset,
    Pictures,
    Source,
    Table,
)
from workbench.project.spec import Spec

__all__ = [
    "Arrays",
    "Bundled",
    "ClassWeight",
    "ColumnPreparation",
    "DataSpec",
    "Generated",
    "ImageFolder",
    "ImageForm",
    "ImageTable",
    "KerasDataset",
    "Pictures",
    "Preparation",
    "Source",
    "Split",
    "SplitRule",
    "Table",
    "Task",
    "Window",
]

SplitRule = Literal["share", "group", "time", "given"]
Task = Literal["binary", "multiclass", "multilabel", "regression"]
ClassWeight = Literal["balanced"] | dict[str, float]


class Split(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which examples are kept for validation and for the test; training has the rest.

    ``by`` is ``share`` (drawn with ``seed``, with ``stratify`` the classes in proportion), ``group`` (shares
    of whole groups, no group in two parts), ``time`` (the test part last, validation before it) or ``given``
    (the source's ready parts; what it does not give is drawn from training by its share).

    With ``folds`` of 2 or more, the test part is kept first; the rest falls into so many folds by the same
    rule, and ``fold`` (from 0 on) is the one for validation. ``validation`` then counts for nothing.
    """

    validation: float = 0.15
    test: float = 0.15
    seed: int = 0
    stratify: bool = True
    by: SplitRule = "share"
    folds: int = 0
    fold: int = 0

    @property
    def has_validation(self) -> bool:
        """Whether a validation part is asked for; whether the source gives one, only its facts can tell."""
        return self.validation > 0 or self.folds > 0 or self.by == "given"


class Window(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stretch of a time series as one example: x is (length, features).

    The target is the one ``horizon`` rows after the window's last row (0: that of the last row itself). The
    next window begins ``stride`` rows later. Rows are in the order of the table's time column, if it has one,
    and no window reaches from one group into another.
    """

    length: int = 10
    horizon: int = 1
    stride: int = 1


class DataSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data of a project; ``source`` is None until the user has chosen one.

    The target's encoding follows the loss. ``task`` None is what the target suggests. ``augment`` holds Keras
    layers (``RandomFlip``, ``RandomRotation``, ``RandomErasing``, ``MixUp``, ...) that are called in their
    order on training batches only. ``class_weight`` lets classes count more or less in the loss of the
    training: balanced all alike, or each by the weight that stands under its name, and 1 where none stands.
    ``set_aside`` names examples that are in no part, by their image file or their row in the source; it
    stands in the file only where there are any.
    """

    source: Source | None = None
    split: Split = Split()
    task: Task | None = None
    window: Window | None = None
    preparation: Preparation = Preparation()
    augment: tuple[Spec, ...] = ()
    class_weight: ClassWeight | None = None
    set_aside: tuple[str, ...] = ()
