"""The parts of a split as one bar, with how many examples each has."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme, mono_font

_BAR, _LINE, _SIGN = 14, 18, 8


class SplitBar(QWidget):
    """Training, validation and test in proportion; a line for each part says its number and share."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[tuple[str, float, str]] = []
        self.setObjectName("split_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_counts(self, counts: tuple[int, int, int]) -> None:
        """Show numbers of examples."""
        total = max(1, sum(counts))
        self._show([(count / total, f"{count:,}") for count in counts])

    def show_shares(self, shares: tuple[float, float, float]) -> None:
        """Show shares of the whole, while the numbers are not known."""
        self._show([(share, "") for share in shares])

    def text(self) -> str:
        """Return what the lines say."""
        return ", ".join(f"{name} {figure} ({share:.0%})" for name, share, figure in self._parts)

    def _show(self, parts: list[tuple[float, str]]) -> None:
        names = (self.tr("training"), self.tr("validation"), self.tr("test"))
        self._parts = [(name, share, figure) for name, (share, figure) in zip(names, parts, strict=True)]
        self.setAccessibleName(self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _BAR + 6 + 3 * _LINE)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _BAR + 6 + 3 * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, 0, self.width(), _BAR), 4, 4)
        painter.setClipPath(outline)
        painter.fillRect(QRectF(0, 0, self.width(), _BAR), QColor(colors.line))
        left = 0.0
        tones = (colors.training, colors.validation, colors.muted)
        for (_, share, _), tone in zip(self._parts, tones, strict=False):
            width = self.width() * share
            painter.fillRect(QRectF(left, 0, max(0.0, width - 1), _BAR), QColor(tone))
            left += width
        painter.setClipping(False)
        for place, ((name, share, figure), tone) in enumerate(zip(self._parts, tones, strict=False)):
            self._paint_line(painter, _BAR + 6 + place * _LINE, name, f"{figure}  {share:4.0%}", tone)
        painter.end()

    def _paint_line(self, painter: QPainter, top: int, name: str, figure: str, tone: str) -> None:
        colors = self._theme.colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(QRectF(0, top + (_LINE - _SIGN) / 2, _SIGN, _SIGN), 2, 2)
        painter.setFont(self.font())
        painter.setPen(QColor(colors.muted))
        painter.drawText(QRectF(16, top, self.width() - 16, _LINE), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(mono_font())
        painter.setPen(QColor(colors.text))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, top, self.width(), _LINE), right, figure)
