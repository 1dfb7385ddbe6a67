"""Any configured Keras object, as a value."""

from __future__ import annotations

from typing import Union

import msgspec

Leaf = bool | int | float | str | None
Row = tuple[Leaf, ...]
Entry = Union[Leaf, tuple[Leaf | Row, ...], "Spec"]
"""What stands inside a tuple: a leaf, a row, a table, or a nested object."""
ParamValue = Union[Leaf, tuple[Entry, ...], "Spec"]
"""A parameter's value, as JSON can carry it: tuples nest at most three deep."""


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A layer, optimizer, loss, metric, callback, initializer, regularizer, constraint or schedule.

    ``kind`` is the Keras class name; the group it belongs to follows from where the spec stands.
    ``params`` holds only what differs from the catalog's default. Never change ``params`` in place.
    """

    kind: str
    params: dict[str, ParamValue] = {}

    @property
    def is_frozen(self) -> bool:
        """Tell whether this is a layer whose weights training leaves alone."""
        return self.params.get("trainable") is False

    def with_param(self, name: str, value: ParamValue) -> Spec:
        """Return this spec with one parameter set."""
        return Spec(self.kind, {**self.params, name: value})

    def without_param(self, name: str) -> Spec:
        """Return this spec with one parameter back at its default."""
        return Spec(self.kind, {key: value for key, value in self.params.items() if key != name})
