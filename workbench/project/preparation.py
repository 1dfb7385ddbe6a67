"""How the examples are prepared for the network. What is fitted is fitted on the training part only.

All of it is a rule; ``workbench/engine/data/ready.py`` is where the engine carries it out.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Scaling = Literal["none", "standard", "minmax"]
Missing = Literal["refuse", "drop", "mean", "median", "most_frequent", "constant"]
Categories = Literal["one_hot", "integer"]
TextMode = Literal["int", "multi_hot", "count", "tf_idf"]
ColumnKind = Literal["number", "category", "text"]
ImageScaling = Literal["none", "zero_to_one", "minus_one_to_one"]
Keeping = Literal["inside", "beside"]
Duplicates = Literal["keep", "drop", "drop_alike"]


class ColumnPreparation(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One column's own rules; None takes the rule of the whole ``Preparation``.

    ``kind`` None is what the column was found to be. ``fill`` is what ``constant`` puts in. ``tokens``,
    ``length`` and ``mode`` are TextVectorization's ``max_tokens``, ``output_sequence_length`` and
    ``output_mode``.
    """

    name: str
    kind: ColumnKind | None = None
    missing: Missing | None = None
    fill: float | str | None = None
    scaling: Scaling | None = None
    categories: Categories | None = None
    tokens: int | None = None
    length: int | None = None
    mode: TextMode | None = None


class Preparation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What happens between the raw examples and the network.

    A number is filled where ``missing`` (mean and median; a category takes the most frequent instead) and
    scaled. A category becomes one 0/1 column for each value of the training part, or one number; a value
    that was never seen is all zeros, or 0. ``images`` scales 0..255. ``keep`` says where an exported model
    has its preparation: ``inside`` as layers of the model, or ``beside`` it in a small file.

    With ``duplicates`` other than ``keep``, of equal examples with equal targets only the first is used, in
    whatever part: before the split, so that none stands in two parts. Training goes first where the source
    gives parts. ``drop_alike`` counts images as equal that look the same. Windows of a series are all kept.
    """

    missing: Missing = "refuse"
    fill: float = 0.0
    scaling: Scaling = "none"
    categories: Categories = "one_hot"
    tokens: int = 10_000
    length: int = 100
    mode: TextMode = "multi_hot"
    images: ImageScaling = "none"
    columns: tuple[ColumnPreparation, ...] = ()
    keep: Keeping = "inside"
    duplicates: Duplicates = "keep"

    def column(self, name: str) -> ColumnPreparation:
        """Return the rules of a column: its own, or one that takes all from here."""
        return next((column for column in self.columns if column.name == name), ColumnPreparation(name=name))
