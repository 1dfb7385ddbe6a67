"""What was made the last time, and is made anew only where its parts differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Parts = TypeVar("Parts")
Made = TypeVar("Made")


class Kept(Generic[Key, Parts, Made]):
    """Remembers by key what ``make`` made of which parts; parts are compared by value."""

    def __init__(self, make: Callable[[Parts], Made]) -> None:
        self._make = make
        self._known: dict[Key, tuple[Parts, Made]] = {}

    def of(self, parts: Mapping[Key, Parts]) -> dict[Key, Made]:
        """Return what each key's parts make, in their order; keys that are gone are forgotten."""
        known: dict[Key, tuple[Parts, Made]] = {}
        for key, new in parts.items():
            old = self._known.get(key)
            known[key] = old if old is not None and old[0] == new else (new, self._make(new))
        self._known = known
        return {key: made for key, (_, made) in known.items()}
