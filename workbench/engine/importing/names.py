"""Names of layers that may stand in a project, from names that Keras allows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

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


def project_names(names: Iterable[str]) -> dict[str, str]:
    """Return each layer's name in the project by its name in the file; the same for the same names."""
    names = tuple(names)
    namer = Namer(name for name in names if is_identifier(name))
    found: dict[str, str] = {}
    for name in names:
        if is_identifier(name):
            found[name] = name
        else:
            stem = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_") or "layer"
            stem = stem if stem[0].isalpha() else f"layer_{stem}"
            found[name] = namer.fresh(stem)
    return found
