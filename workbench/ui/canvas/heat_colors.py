"""The heat map's colours: viridis, which the colour-blind can read and which stays in order in grey.

The anchors are those of Smith and van der Walt's map in eleven steps (https://bids.github.io/colormap,
CC0). More is brighter on a dark canvas and darker on a light one: away from the canvas in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QBrush, QColor

from workbench.ui.theme import Colors

STEPS = 64
_VIRIDIS = (
    "#440154",
    "#482576",
    "#414487",
    "#35608D",
    "#2A788E",
    "#21908C",
    "#22A884",
    "#43BF71",
    "#7AD151",
    "#BBDF27",
    "#FDE725",
)
_INKS = ("#000000", "#FFFFFF")


@dataclass(frozen=True)
class Tint:
    """How a card is painted by its cost: its body, what is written on it, and ``figure``, its cost in words.

    ``card`` and ``ink`` are None on a card that costs nothing or is not known: it stays as it is.
    ``block`` is its colour from far away.
    """

    block: QBrush
    card: QBrush | None = None
    ink: QColor | None = None
    figure: str = ""


def tint(share: float, *, is_dark: bool, figure: str) -> Tint:
    """Return the tint of a share from 0 to 1 of the scale."""
    fill, ink = _step(round(share * (STEPS - 1)), is_dark)
    return Tint(block=fill, card=fill, ink=ink, figure=figure)


def plain_tint(colors: Colors, figure: str) -> Tint:
    """Return the tint of a card that costs nothing, or of which nothing is known."""
    return Tint(block=QBrush(QColor(colors.line)), figure=figure)


def ramp(share: float, *, is_dark: bool) -> QColor:
    """Return the colour of a share from 0 to 1 of the scale."""
    # The darkest tenth can't be told from a dark canvas.
    place = 1 + share * 9 if is_dark else 10 - share * 10
    below = min(int(place), 9)
    start, end, part = QColor(_VIRIDIS[below]), QColor(_VIRIDIS[below + 1]), place - below
    return QColor(
        *(
            round(one * (1 - part) + other * part)
            for one, other in zip(start.getRgb()[:3], end.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=2 * STEPS)
def _step(number: int, is_dark: bool) -> tuple[QBrush, QColor]:
    color = ramp(number / (STEPS - 1), is_dark=is_dark)
    return QBrush(color), max((QColor(ink) for ink in _INKS), key=lambda ink: contrast(ink, color))
