"""What a preparation has learned of the training part: plain values, kept as JSON in the run.

They say all that is needed to prepare other rows, without the data they were learned from.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.preparation import TextMode

NAME = "preparation.json"
"""The file's name among a run's artifacts."""


class _Column(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    name: str


class NumberColumn(_Column, frozen=True, omit_defaults=True, tag="number"):
    """A number x becomes (x - centre) / scale; a missing one is ``fill`` before, or refused at None."""

    fill: float | None = None
    centre: float = 0.0
    scale: float = 1.0

    @property
    def width(self) -> int:
        return 1

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.name,)


class CategoryColumn(_Column, frozen=True, omit_defaults=True, tag="category"):
    """A value becomes a 0/1 column for each of ``values``, or its place among them from 1 on.

    One that is not among them is all zeros, or 0. A missing one is ``fill`` before, or refused at None.
    With ``are_numbers`` values are numbers that are written as short as they can be: 3.0 is ``3``.
    """

    values: tuple[str, ...]
    is_one_hot: bool = True
    fill: str | None = None
    are_numbers: bool = False

    @property
    def width(self) -> int:
        return len(self.values) if self.is_one_hot else 1

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(f"{self.name}={value}" for value in self.values) if self.is_one_hot else (self.name,)


class TextColumn(_Column, frozen=True, omit_defaults=True, tag="text"):
    """A text becomes what Keras' TextVectorization makes of it with these ``words`` as its vocabulary.

    In the mode ``int`` that is ``length`` numbers: 0 for nothing, 1 for an unknown word, 2 for the first one.
    In the other modes there is a number for unknown words and one for each word; ``weights`` are those of
    ``tf_idf``. A missing text is ``fill`` before, or refused at None.
    """

    words: tuple[str, ...]
    mode: TextMode
    length: int
    weights: tuple[float, ...] = ()
    fill: str | None = None

    @property
    def width(self) -> int:
        return self.length if self.mode == "int" else 1 + len(self.words)

    @property
    def outputs(self) -> tuple[str, ...]:
        if self.mode == "int":
            return tuple(f"{self.name} {place}" for place in range(1, self.length + 1))
        return tuple(f"{self.name}: {word}" for word in ("[UNK]", *self.words))


Column = NumberColumn | CategoryColumn | TextColumn


class Pixels(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pixel from 0 to 255 becomes pixel * scale + offset, as Keras' Rescaling has it."""

    scale: float
    offset: float


class Fitted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fitted preparation. ``columns`` stand in the order in which the network gets them.

    Both are empty where examples go to the network as they are.
    """

    format: Literal[1] = 1
    columns: tuple[Column, ...] = ()
    pixels: Pixels | None = None

    @property
    def width(self) -> int:
        """How many numbers a row of a table becomes."""
        return sum(column.width for column in self.columns)

    @property
    def changes_nothing(self) -> bool:
        """Whether raw examples are what the network gets."""
        return self.pixels is None and all(
            isinstance(column, NumberColumn) and (column.fill, column.centre, column.scale) == (None, 0, 1)
            for column in self.columns
        )

    @property
    def are_numbers(self) -> bool:
        """Whether every column is a number in and a number out."""
        return all(isinstance(column, NumberColumn) for column in self.columns)


NOTHING = Fitted()


def keep(fitted: Fitted, artifacts: Path) -> None:
    """Write a preparation into the folder of a run's artifacts; OSError when that can't be."""
    atomic.write_bytes(artifacts / NAME, msgspec.json.format(msgspec.json.encode(fitted), indent=1))


def kept(artifacts: Path) -> Fitted | None:
    """Return the preparation of a run; None for a run that has none.

    Raises:
        WorkbenchError: where ``run``, when the file is damaged.
    """
    path = artifacts / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Fitted)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as failure:
        message = f"{path} can't be read: expected the preparation of a run, but {failure}."
        hint = "Train again: without it nobody knows what the network was given."
        raise WorkbenchError(error("run.preparation", "run", message, hint)) from failure
