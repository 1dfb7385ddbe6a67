"""Where the examples come from and how they are split."""

import msgspec


class Bundled(msgspec.Struct, frozen=True, tag="bundled", tag_field="type", forbid_unknown_fields=True):
    """A data set that comes with the program: ``xor``, ``iris`` or ``digits``."""

    name: str


class Csv(msgspec.Struct, frozen=True, kw_only=True, tag="csv", tag_field="type", forbid_unknown_fields=True):
    """A table in a text file with a header line.

    ``features`` empty means every column but the target. A relative ``path`` starts at the project's folder.
    """

    path: str
    target: str
    features: tuple[str, ...] = ()


Source = Bundled | Csv


class Split(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shares of the examples for validation and test, drawn with a seed; training has the rest."""

    validation: float = 0.15
    test: float = 0.15
    seed: int = 0
    stratify: bool = True


class DataSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data of a project; ``source`` is None until the user has chosen one.

    The target's encoding follows the loss.
    """

    source: Source | None = None
    split: Split = Split()
