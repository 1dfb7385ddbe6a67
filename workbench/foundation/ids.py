"""Identifiers that are safe as Keras names, file names and Python names."""

import re
from collections.abc import Container

_VALID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")


def is_identifier(text: str) -> bool:
    """Tell whether ``text`` may name a node: ASCII letters, digits and underscores, at most 64."""
    return _VALID.match(text) is not None


def snake_case(kind: str) -> str:
    """Return Keras' own automatic name for a class: ``MaxPooling2D`` -> ``max_pooling2d``.

    Follows ``keras.src.utils.naming.to_snake_case``.
    """
    text = re.sub(r"\W+", "", kind)
    text = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", text)
    return re.sub("([a-z])([A-Z])", r"\1_\2", text).lower()


def fresh_id(stem: str, taken: Container[str]) -> str:
    """Return ``stem``, or ``stem_1``, ``stem_2`` ... whichever is first not in ``taken``."""
    if stem not in taken:
        return stem
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
