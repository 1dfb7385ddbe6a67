"""A neuron's answers all over the plane of its two inputs, with the place of its inputs."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from workbench.protocol.probing import Ground
from workbench.ui.explore.plane_view import PlaneView, as_image, channels
from workbench.ui.results.boundary_view import values_of
from workbench.ui.theme import Theme


class FieldView(PlaneView):
    """The place on it are the inputs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "field_view", parent)
        self.setAccessibleName(self.tr("The neuron's output over its two inputs"))
        self._ground: Ground | None = None
        self.setToolTip(self.tr("Click or pull to give other inputs; the arrow keys move them too."))

    def show_inputs(self, at: tuple[float, float], reach: float) -> None:
        """Show where the inputs are, on a plane from ``-reach`` to ``reach``."""
        self._at, self._reach = at, reach
        self.update()

    def show_ground(self, ground: Ground | None) -> None:
        """Show the neuron's answers over the plane, or none."""
        self._ground, self._image = ground, None
        words = self.tr("from {0} to {1}")
        told = "" if ground is None else words.format(f"{ground.low:.3g}", f"{ground.high:.3g}")
        self.setAccessibleDescription(told)
        self.update()

    def _picture(self) -> QImage | None:
        """Return the plane, its low answers in one colour and its high ones in the other."""
        ground, colors = self._ground, self._theme.colors
        if ground is None:
            return None
        low_end, high_end = _ends(ground)
        share = (values_of(ground) - low_end) / (high_end - low_end)
        low, middle, high = (channels(name) for name in (colors.validation, colors.canvas, colors.training))
        away = np.abs(share - 0.5)[..., None] * 2
        ends = np.where((share >= 0.5)[..., None], high, low)
        return as_image(middle + (ends - middle) * (0.08 + 0.72 * away))

    def _words(self) -> tuple[str, str]:
        axes = self.tr("across x₁, up x₂")
        if self._ground is None:
            return axes, ""
        low, high = _ends(self._ground)
        return axes, self.tr("orange {0} … blue {1}").format(f"{low:.3g}", f"{high:.3g}")

    def _paint_on(self, painter: QPainter) -> None:
        axis = QColor(self._theme.colors.muted)
        axis.setAlphaF(0.4)
        painter.setPen(QPen(axis, 1))
        painter.drawLine(self.place_of(-self._reach, 0), self.place_of(self._reach, 0))
        painter.drawLine(self.place_of(0, -self._reach), self.place_of(0, self._reach))


def _ends(ground: Ground) -> tuple[float, float]:
    """Return the answers of full colour: 0 and 1 for shares, else as far below zero as above."""
    if ground.low >= 0 and ground.high <= 1:
        return 0.0, 1.0
    most = max(abs(ground.low), abs(ground.high))
    return -most, most
