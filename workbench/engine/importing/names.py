"""Names of layers that may stand in a project, from names that Keras allows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from workbench.foundation.ids import is_identifier

_LONGEST_STEM = 56


class Namer:
    """Hands out names that nobody has; a thousand of one stem take no longer than a thousand of others."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: Counter[str] = Counter()

    def fresh(self, stem: str) -> str:
        """Return ``stem``, or ``stem_1``, ``stem_2`` ... whichever is free."""
        stem = stem[:_LONGEST_STEM]
        name = stem
        while name in self._taken:
            self._numbers[stem] += 1
            name = f"{stem}_{self._numbers[stem]}"
        self._taken.add(name)
        return name


def project_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that may stand in a project, each once; the same for the same names.

    The first of several alike keeps its name, as far as a project may have it.
    """
    namer = Namer(name for name in names if is_identifier(name))
    kept: set[str] = set()
    found: list[str] = []
    for name in names:
        if is_identifier(name) and name not in kept:
            kept.add(name)
            found.append(name)
        else:
            found.append(namer.fresh(name if is_identifier(name) else _stem(name)))
    return tuple(found)


def _stem(name: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_") or "layer"
    return stem if stem[0].isalpha() else f"layer_{stem}"
