"""When whole numbers in a table are classes rather than a quantity."""

from __future__ import annotations

import math
import re

WHOLE = re.compile(r"[+-]?\d+(\.0*)?\Z")
LEADING_ZERO = re.compile(r"[+-]?0\d+\Z")
"""Codes such as 007: text, though they look like numbers."""


def most_whole_classes(rows: int) -> int:
    """Return how many distinct whole numbers still are classes in so many rows."""
    return min(max(20, math.isqrt(rows)), max(2, rows // 2))
