"""Finding a kind by a few letters of its name: ``conv``, ``bn``, ``maxpool``, ``drop``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from workbench.catalog.kinds import FAMILIES, Kind

_WORD = re.compile(r"\d+D|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DIMENSIONS = re.compile(r"(\d)D(?!\w*\dD)")
_NO_MATCH = 99
_USUAL = 2
"""Of kinds that differ only in their dimensions, the one for images comes first."""


def matching(kinds: Iterable[Kind], typed: str, *, axes: int | None = None) -> list[Kind]:
    """Return the kinds that ``typed`` may mean, best first; all of them, most used first, for nothing.

    ``axes`` is the rank of the tensor that the layer will get, where that is known: of Conv1D, Conv2D
    and Conv3D the one that takes it is better.
    """
    wanted = re.sub(r"[\s_-]", "", typed).lower()
    if not wanted:
        return by_use(kinds)
    ranked = [
        (min(_rank(name, wanted) for name in (kind.name, *kind.aliases)), _unlike(kind, axes), number, kind)
        for number, kind in enumerate(kinds)
    ]
    return [row[3] for row in sorted(ranked, key=lambda row: row[:3]) if row[0] < _NO_MATCH]


def by_use(kinds: Iterable[Kind]) -> list[Kind]:
    """Return the kinds most used first: the first of each family, then the second ones ..."""
    seen: dict[str, int] = {}
    placed: list[tuple[int, int, Kind]] = []
    for kind in kinds:
        place = seen[kind.family] = seen.get(kind.family, -1) + 1
        family = FAMILIES.index(kind.family) if kind.family in FAMILIES else len(FAMILIES)
        placed.append((place, family, kind))
    return [kind for *_, kind in sorted(placed, key=lambda entry: entry[:2])]


def axes_taken(kind: Kind) -> int | None:
    """Return the rank of the tensors a kind takes, where its name tells: Conv2D takes 4 axes.

    The batch and the channels come on top of the dimensions in the name; a recurrent layer reads
    sequences of such tensors.
    """
    found = _DIMENSIONS.search(kind.name)
    if found is None:
        return None
    return int(found.group(1)) + 2 + (1 if kind.has_param("return_sequences") else 0)


def _unlike(kind: Kind, axes: int | None) -> int:
    """Return 0 for the dimensions that are wanted, more for others."""
    taken = axes_taken(kind)
    if taken is None:
        return 1
    return 0 if taken == (_USUAL + 2 if axes is None else axes) else 2


def _rank(name: str, typed: str) -> int:
    """Return how far ``typed`` is from a name; the lower the better."""
    full, bare = name.lower(), _DIMENSIONS.sub("", name).lower()
    words = [word.lower() for word in _WORD.findall(name)]
    named = [word for word in words if not word[0].isdigit()]
    tests = (
        typed == full,
        typed == bare,
        typed in ("".join(word[0] for word in named), "".join(_initial(word) for word in words)),
        _spelt(typed, named) or _spelt(typed, words),
        full.startswith(typed),
        _spelt(typed, words, skips=True),
        len(typed) > 2 and typed in full,
    )
    return next((rank for rank, holds in enumerate(tests) if holds), _NO_MATCH)


def _initial(word: str) -> str:
    return word if word[0].isdigit() else word[0]


def _spelt(typed: str, words: Sequence[str], *, skips: bool = False) -> bool:
    """Tell whether ``typed`` consists of beginnings of the words in order: max + pool, b + norm."""
    if not typed:
        return skips or not words
    if not words:
        return False
    head, rest = words[0], words[1:]
    common = 0
    while common < min(len(head), len(typed)) and head[common] == typed[common]:
        common += 1
    if any(_spelt(typed[length:], rest, skips=skips) for length in range(common, 0, -1)):
        return True
    return skips and _spelt(typed, rest, skips=skips)
