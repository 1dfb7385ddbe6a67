"""What the heat map's colours mean: the figure, its scale and unit, on the canvas while it is on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from workbench.ui.canvas.heat_colors import ramp
from workbench.ui.canvas.heat_map import HeatMap, name_of, told
from workbench.ui.theme import Theme, mono_font

_STOPS = 16
_BAR = QSize(196, 10)


class HeatLegend(QFrame):
    """Hidden while the heat map is off; its button turns it off."""

    def __init__(self, heat: HeatMap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._heat = heat
        self.setProperty("role", "card")
        self.setObjectName("heatLegend")
        self.title, self.unit = QLabel(self), QLabel(self)
        self.ticks = [QLabel(self) for _ in range(3)]
        self._bar = _Bar(theme, self)
        self._lay_out()
        heat.changed.connect(self._on_heat_changed)
        self._on_heat_changed()

    def _lay_out(self) -> None:
        self.title.setProperty("role", "heading")
        self.unit.setProperty("role", "muted")
        close = QToolButton(self)
        close.setObjectName("heatLegend.close")
        close.setText("✕")
        close.setToolTip(self.tr("Turn the heat map off"))
        close.setAccessibleName(close.toolTip())
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(lambda: self._heat.choose("off"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        feet = QHBoxLayout()
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for label, side in zip(self.ticks, sides, strict=True):
            label.setProperty("role", "muted")
            label.setFont(mono_font())
            label.setAlignment(side)
            feet.addWidget(label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addLayout(feet)
        layout.addWidget(self.unit)

    @Slot()
    def _on_heat_changed(self) -> None:
        heat = self._heat
        self.setVisible(heat.by != "off")
        if heat.by == "off":
            return
        self.title.setText(name_of(heat.by))
        scale = heat.scale
        self._bar.setVisible(scale is not None)
        for label, tick in zip(self.ticks, scale.ticks() if scale else (), strict=False):
            label.setText(told(tick, heat.by))
        for label in self.ticks:
            label.setVisible(scale is not None)
        if scale is None:
            self.unit.setText(self._why_nothing())
        elif scale.is_log:
            self.unit.setText(self.tr("{0}, log scale").format(heat.unit))
        else:
            self.unit.setText(heat.unit)
        span = f"{self.ticks[0].text()} – {self.ticks[2].text()}" if scale else ""
        self.setAccessibleName(
            f"{self.tr('Heat map')}: {name_of(heat.by)}, {self.unit.text()} {span}".strip()
        )
        plain = self.tr("Cards without colour: nothing, or not known yet")
        if heat.by == "gradients":
            plain = self.tr(
                "The norm of the loss's gradient by the weights of a layer, of a few examples of the run "
                "that is watched, at the slider's epoch.\n"
                "Cards without colour: no weights that are trained, NaN, or not measured"
            )
        self.setToolTip(plain)
        self.adjustSize()

    def _why_nothing(self) -> str:
        if self._heat.by == "gradients":
            return self.tr("no run of this network has measured them yet")
        return self.tr("nothing to show yet")


class _Bar(QWidget):
    """The ramp from the least to the most."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(_BAR)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        gradient = QLinearGradient(area.topLeft(), area.topRight())
        for number in range(_STOPS + 1):
            share = number / _STOPS
            gradient.setColorAt(share, ramp(share, is_dark=self._theme.is_dark))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.colors.line), 1))
            painter.setBrush(gradient)
            painter.drawRoundedRect(area, 3, 3)
