"""All that the installed Keras offers, looked up by group and name."""

from __future__ import annotations

from functools import cached_property, lru_cache

import msgspec

from workbench.catalog.kinds import Group, Kind
from workbench.foundation import paths


class Catalog(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The kinds of one Keras version."""

    keras: str
    kinds: tuple[Kind, ...]

    @cached_property
    def _by_key(self) -> dict[tuple[Group, str], Kind]:
        table: dict[tuple[Group, str], Kind] = {}
        for kind in self.kinds:
            for name in (kind.name, *kind.aliases):
                table.setdefault((kind.group, name), kind)
        return table

    def kind(self, group: Group, name: str) -> Kind:
        """Return the kind of that class name or string identifier; KeyError when Keras has none."""
        return self._by_key[group, name]

    def has(self, group: Group, name: str) -> bool:
        return (group, name) in self._by_key

    def of(self, group: Group) -> tuple[Kind, ...]:
        """Return the kinds of a group in the catalog's order."""
        return tuple(kind for kind in self.kinds if kind.group == group)


def read(text: bytes) -> Catalog:
    """Parse a catalog; msgspec.ValidationError when it is none."""
    return msgspec.json.decode(text, type=Catalog)


@lru_cache(maxsize=1)
def bundled() -> Catalog:
    """Return the catalog that was committed with this version."""
    return read((paths.resources() / "catalog.json").read_bytes())
